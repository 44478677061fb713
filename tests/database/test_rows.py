"""One record → its rows: every value in its column, every link in its table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.database import schema
from conductcli.database.rows import Rows

CASE: dict[str, Any] = {
    "id": "c", "title": "T", "kind": "investigation", "oversight": "iopc", "summary": "S.", "source": ["s"],
    "forces": ["kent", "essex"],
}  # fmt: skip
FINDING = {"id": "f", "made_by": "iopc", "result": "fact", "text": "F."}
FIGURE = {"id": "f", "organisation": "kent", "measure": "complaints", "value": 1.0, "unit": "case", "source": ["s"]}
STATEMENT = {"id": "t", "made_by": "kent", "text": "Said."}


def made(section: str, value: dict[str, Any]) -> Rows:
    rows = Rows()
    rows.add(section, value)
    return rows


def numbered(table: str) -> tuple[str, ...]:
    return () if table in schema.LINKS else ("rowid",)


def tables(section: str, value: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    laid = schema.tables()
    return {
        table: [dict(zip((*numbered(table), *laid[table]), row, strict=True)) for row in more]
        for table, more in made(section, value).tables.items()
        if table in laid
    }


def concerned(value: dict[str, Any], record: str) -> set[str]:
    rows = made("cases", value)
    facets = {number: facet for facet, number in rows.facets.items()}
    found = (facets[facet] for _, facet, _ in rows.tables["faceted"])
    return {organisation for of, name, organisation in found if (of, name) == (record, "force")}


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("cases", CASE | {"findings": [FINDING], "statements": [STATEMENT]}),
        ("sources", {"id": "s", "title": "T", "publisher": "P", "kind": "news"}),
        ("organisations", {"id": "o", "name": "O", "kind": "force"}),
        ("figures", FIGURE),
    ],
)
def test_every_row_has_a_value_for_every_column(section: str, value: dict[str, Any]) -> None:
    found = tables(section, value)
    assert [row["id"] for row in found[section]] == [value["id"]]
    numbers = [row["rowid"] for table, rows in found.items() if numbered(table) and table != "records" for row in rows]
    assert sorted(numbers) == list(range(1, made(section, value).next))


def test_a_record_without_a_source_has_that_of_its_case() -> None:
    value = CASE | {"findings": [FINDING, FINDING | {"id": "g", "source": ["r"]}]}
    found = tables("cases", value)
    assert [json.loads(row["source"]) for row in found["findings"]] == [["s"], ["r"]]
    names = {row["rowid"]: row["id"] for row in (*found["cases"], *found["findings"])}
    cited = [(names[row], source) for row, _, source in made("cases", value).tables["cited"]]
    assert cited == [("c", "s"), ("f", "s"), ("g", "r")]


def test_a_finding_concerns_its_own_force_or_else_all_of_the_case() -> None:
    assert concerned(CASE | {"findings": [FINDING]}, "finding") == {"iopc", "kent", "essex"}
    assert concerned(CASE | {"findings": [FINDING | {"force": "kent"}]}, "finding") == {"iopc", "kent"}


def test_what_a_force_says_of_itself_concerns_no_other() -> None:
    assert concerned(CASE | {"statements": [STATEMENT]}, "statement") == {"kent"}
    assert concerned(CASE | {"statements": [STATEMENT | {"made_by": "iopc"}]}, "statement") == {"iopc", "kent", "essex"}


def test_a_case_concerns_whoever_appears_in_it() -> None:
    recommendation = {"id": "r", "basis": "review", "made_by": "iopc", "made_to": ["npcc"], "text": "R."}
    value = CASE | {"recommendations": [recommendation], "statements": [STATEMENT | {"made_by": "apcc"}]}
    assert concerned(value, "case") == {"iopc", "kent", "essex", "npcc", "apcc"}


def test_a_case_concerns_who_referred_it_and_who_answered_or_held_a_view() -> None:
    recommendation = {
        "id": "r", "basis": "review", "made_by": "iopc", "made_to": ["kent"], "text": "R.",
        "responses": [{"made_by": "hmicfrs", "progress": "done"}],
    }  # fmt: skip
    outcome = {"id": "o", "views": [{"made_by": "cps", "case_to_answer": "none"}]}
    value = CASE | {"referral": {"made_by": "mopac"}, "recommendations": [recommendation], "outcomes": [outcome]}
    assert {"mopac", "hmicfrs", "cps"} <= concerned(value, "case")


def test_a_recommendation_has_a_row_for_each_recipient_and_one_where_none_is_known() -> None:
    base = {"basis": "para_28A", "made_by": "iopc", "made_on": "2020-01-01", "text": "R."}
    several = base | {"id": "a", "made_to": ["kent", "essex"]}
    found = tables("cases", CASE | {"recommendations": [several, base | {"id": "b"}]})["recipients"]
    assert [(row["id"], row["made_to"], row["last_day"]) for row in found] == [
        ("a", "kent", "2020-02-25"),
        ("a", "essex", "2020-02-25"),
        ("b", None, "2020-02-25"),
    ]


@pytest.mark.parametrize(
    ("dates", "bounds"),
    [
        ({"incident": {"date": "2020-05"}}, ("2020-05-01", "2020-05-31")),
        ({"investigation": {"started": "2020", "published": "2021-01-01"}}, ("2020-01-01", "2020-12-31")),
        ({"incident": {"date": "2020-05-06"}, "referral": {"made_on": "2019"}}, ("2020-05-06", "2020-05-06")),
        ({"findings": [FINDING | {"made_on": "2018-02-03"}]}, ("2018-02-03", "2018-02-03")),
        ({"incident": {"date": "../2020"}}, ("0001-01-01", "2020-12-31")),
        ({"incident": {"date": "2020/.."}}, ("2020-01-01", "9999-12-31")),
        ({}, (None, None)),
    ],
)
def test_a_cases_day_is_the_incidents_or_else_the_earliest(dates: dict[str, Any], bounds: tuple[Any, Any]) -> None:
    (own,) = tables("cases", CASE | dates)["cases"]
    assert (own["first_day"], own["last_day"]) == bounds


@given(
    st.lists(st.sampled_from(["training", "policy", "custody"]), unique=True),
    st.lists(st.sampled_from(["x", "y"]), unique=True),
)
def test_themes_and_ties_stand_in_their_record_and_in_link_tables(themes: list[str], about: list[str]) -> None:
    found = tables("cases", CASE | {"findings": [FINDING | {"themes": themes, "about": about}]})
    assert [row["theme"] for row in found.get("record_themes", [])] == themes
    assert [row["about"] for row in found.get("record_about", [])] == about
    (own,) = found["findings"]
    assert (json.loads(own["themes"]), json.loads(own["about"])) == (themes, about)


def test_a_figure_is_exact_and_final_where_nothing_else_is_said() -> None:
    (own,) = tables("figures", FIGURE)["figures"]
    assert (own["qualifier"], own["status"]) == ("exactly", "final")
    (other,) = tables("figures", FIGURE | {"qualifier": "about", "status": "revised"})["figures"]
    assert (other["qualifier"], other["status"]) == ("about", "revised")


@pytest.mark.parametrize(
    ("said", "status", "statuses"),
    [
        ({}, "final", ["final"]),
        ({"status": "experimental"}, "experimental", ["experimental"]),
        ({"statuses": ["experimental", "revised"]}, "revised", ["experimental", "revised"]),
        ({"statuses": ["experimental", "provisional"]}, "provisional", ["experimental", "provisional"]),
        ({"status": "revised", "statuses": ["revised", "experimental"]}, "revised", ["revised", "experimental"]),
    ],
)
def test_a_figure_has_all_its_statuses_and_the_first_of_them(
    said: dict[str, Any], status: str, statuses: list[str]
) -> None:
    (own,) = tables("figures", FIGURE | said)["figures"]
    assert (own["status"], json.loads(own["statuses"])) == (status, statuses)
