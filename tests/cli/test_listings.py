"""What every listing gives: its keys in their order, arrays and nulls, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Rows, asked, ids

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

KEYS = {
    "list": "id title kind matter forces oversight incident_date topics findings outcomes recommendations statements"
    " sources",
    "findings": "case_id id force made_by made_on result themes text about quote quote_check caveat source",
    "outcomes": "case_id id force officers role unit duties notice views handling proceeding panel_finding sanction"
    " criminal gap caveat source",
    "recommendations": "case_id id number made_by made_to basis count themes text frequency made_on due_on due_basis"
    " position progress progress_by responded_on status days_past_due as_of about quote quote_check caveat source",
    "statements": "case_id id speaker role made_by made_on themes text frequency about quote quote_check caveat source",
    "figures": "id organisation measure value qualifier per unit counts period rank status made_by caveat conflicts"
    " case_id quote quote_check source",
    "sources": "id title publisher kind published url sha256 cited_by",
    "search": "record case_id id field snippet score",
    "timeline": "date case_id kind text source",
    "conflicts": "case_id record id says source other_says other_source how",
}
"""Of DESIGN.md, section 4; more may follow them in a row."""

ARRAYS = {"forces", "topics", "sources", "source", "themes", "about", "views", "handling"}


def test_rows_start_with_the_promised_keys_in_their_order(rows: Rows) -> None:
    promised = {name: {tuple(keys.split())} for name, keys in KEYS.items()}
    assert {name: {tuple(row)[: len(KEYS[name].split())] for row in rows(*asked(name))} for name in KEYS} == promised


def test_the_keys_are_the_same_over_the_shipped_register(conductcli: Program, register_db: Path) -> None:
    for name, keys in KEYS.items():
        orders = {tuple(row) for row in conductcli(*asked(name), "--json", "--db", register_db).json}
        assert len(orders) == 1, name
        assert " ".join(orders.pop()[: len(keys.split())]) == keys


def test_arrays_are_arrays_and_what_is_not_known_is_null(rows: Rows) -> None:
    values = [(name, key, value) for name in KEYS for row in rows(*asked(name)) for key, value in row.items()]
    assert [found for found in values if found[1] in ARRAYS and not isinstance(found[2], list)] == []
    assert [found for found in values if found[2] == ""] == []


def test_views_of_an_outcome_are_objects(rows: Rows) -> None:
    views = {row["id"]: row["views"] for row in rows("outcomes")}
    assert views["two-officers"] == [
        {"made_by": "iopc", "case_to_answer": "none", "made_on": "2020-08-20"},
        {"made_by": "greater-manchester", "case_to_answer": "misconduct", "made_on": None},
    ]
    assert views["met-officer"] == [{"made_by": None, "case_to_answer": "gross_misconduct", "made_on": None}]


def test_what_is_computed_later_is_there_from_the_start(rows: Rows) -> None:
    for name in ("findings", "statements", "recommendations", "figures"):
        for row in rows(name):
            assert row["quote_check"] == ("unchecked" if row["quote"] else None)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("list", ["harbour-protest-2021", "harbour-stop-2020", "national-review-2019"]),
        ("findings", ["met-too-rough", "no-breach", "policy-unclear"]),
        ("statements", ["gmp-worked-well", "met-trains", "sorry", "watchdog-welcomes", "no-date"]),
        ("figures", ["gmp-uses-2019-20", "met-uses-2019-20", "derbyshire-rate"]),
        ("sources", ["tables-2019-20", "bulletin-2020", "gazette-2020", "letters"]),
    ],
)
def test_rows_come_newest_first_then_by_id(rows: Rows, name: str, order: list[str]) -> None:
    assert ids(rows(name)) == order


def test_the_timeline_runs_from_the_first_to_the_last(rows: Rows) -> None:
    dates = [row["date"] for row in rows("timeline")]
    assert dates[0] == "2020-05"
    assert [date[:7] for date in dates] == sorted(date[:7] for date in dates)


def test_the_timeline_has_everything_that_has_a_date(rows: Rows) -> None:
    assert {row["kind"] for row in rows("timeline")} == {
        "incident", "complaint", "referral", "investigation_started", "investigation_completed", "publication",
        "evidence", "finding", "outcome", "recommendation", "statement", "response", "engagement",
    }  # fmt: skip


def test_counts_of_a_case_are_those_of_its_records(rows: Rows) -> None:
    found = {row["id"]: row for row in rows("list")}
    keys = ("findings", "outcomes", "recommendations", "statements")
    assert [found["harbour-stop-2020"][key] for key in keys] == [2, 1, 2, 2]
    assert [found["national-review-2019"][key] for key in keys] == [0, 0, 12, 1]
    assert found["national-review-2019"]["forces"] == []
    assert found["national-review-2019"]["incident_date"] is None


def test_conflicts_have_both_sides_and_how_they_are_known(rows: Rows) -> None:
    finding = next(row for row in rows("conflicts") if row["record"] == "finding")
    assert finding == {
        "case_id": "harbour-stop-2020",
        "record": "finding",
        "id": "no-breach",
        "says": "No officer had a case to answer.",
        "source": ["gazette-2020"],
        "other_says": "The bulletin calls it a clean bill of health.",
        "other_source": "bulletin-2020",
        "how": "recorded",
        "other_id": None,
        "other_sources": ["bulletin-2020"],
        "reason": "recorded in the case file: the sources disagree",
    }


def test_sources_are_counted_once_for_each_record_that_cites_them(rows: Rows) -> None:
    cited = {row["id"]: row["cited_by"] for row in rows("sources")}
    assert cited["tables-2019-20"] == 2
    assert cited["letters"] == 13  # of the protest 8, of the review 3, the answer in clear-policy and the figure
