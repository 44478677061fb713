"""Answers and their deadlines, for each recipient, as of a day."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conductcli.output import FORMATS
from conductcli.vocabulary import Basis, values
from tests.conftest import run_here
from tests.data import DEADLINES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.cli.conftest import Rows, Small, States
    from tests.conftest import Program


@pytest.mark.parametrize(
    ("name", "last_day", "basis"),
    [
        ("statutory", "2020-02-25", "statutory"),
        ("printed", "2020-02-26", "printed"),
        ("extended", "2020-03-31", "extended"),
    ],
)
def test_an_answer_is_awaited_to_its_last_day_and_then_not_found(
    states: States, name: str, last_day: str, basis: str
) -> None:
    key = (name, "greater-manchester")
    row = states(last_day)[key]
    assert (row["due_on"], row["due_basis"]) == (last_day, basis)
    assert (row["status"], row["days_past_due"], row["as_of"]) == ("awaiting", None, last_day)
    after = states("2020-04-01")[key]
    assert (after["status"], after["as_of"]) == ("no_response_found", "2020-04-01")
    assert after["days_past_due"] == (date(2020, 4, 1) - date.fromisoformat(last_day)).days


def test_an_answer_counts_for_its_recipient_alone(states: States) -> None:
    found = states("2020-03-01")
    assert [found["statutory", who]["status"] for who in ("greater-manchester", "metropolitan", "derbyshire")] == [
        "no_response_found", "answered", "awaiting",
    ]  # fmt: skip
    answered = found["statutory", "metropolitan"]
    assert (answered["position"], answered["responded_on"]) == ("accepted", "2020-02-10")
    assert answered["days_past_due"] is None


def test_an_answer_that_came_later_does_not_count_yet(states: States) -> None:
    before, after = (states(day)["statutory", "metropolitan"] for day in ("2020-02-09", "2020-02-10"))
    assert (before["status"], before["position"], before["responded_on"]) == ("awaiting", None, None)
    assert (after["status"], after["position"]) == ("answered", "accepted")
    assert states("2020-01-15")["statutory", "derbyshire"]["position"] is None


def test_progress_is_that_of_the_day_with_who_says_so(states: States) -> None:
    days = ("2020-04-30", "2020-05-01", "2020-09-01")
    found = [states(day)["promised", "metropolitan"] for day in days]
    assert [row["progress"] for row in found] == [None, "under_way", "done"]
    assert [row["progress_by"] for row in found] == [None, "metropolitan", "metropolitan"]


def test_a_recommendation_that_was_made_later_is_not_there_yet(states: States) -> None:
    assert ("later", "derbyshire") not in states("2020-05-31")
    assert states("2020-06-01")["later", "derbyshire"]["status"] == "awaiting"
    assert states("2019-12-31") == {}


@pytest.mark.parametrize("name", ["section-10", "handled"])
def test_where_no_duty_to_answer_is_nothing_is_due(states: States, name: str) -> None:
    row = states("2030-01-01")[name, "greater-manchester"]
    assert [row[key] for key in ("status", "due_on", "due_basis", "days_past_due")] == [
        "not_required",
        None,
        None,
        None,
    ]


def test_a_recommendation_to_nobody_known_is_one_row(states: States) -> None:
    row = states("2030")["to-nobody-known", None]
    assert row["as_of"] == "2030-12-31"
    assert row["status"] == "not_required"


def test_recommendations_can_be_kept_by_the_state_of_their_answer(states: States) -> None:
    assert set(states("2020-03-01", "--status", "no_response_found")) == {
        ("statutory", "greater-manchester"),
        ("printed", "greater-manchester"),
    }


def test_as_of_takes_a_date_and_nothing_else(small: Small) -> None:
    answer = small("recommendations", "--as-of", "yesterday")
    assert answer.code == 2
    assert "--as-of" in answer.err


def test_the_row_of_an_answered_recommendation_names_the_source_of_its_answer(small: Small) -> None:
    """That it is done is said in the letters, not in the report that made the recommendation."""
    before, after = (
        next(row for row in small("recommendations", "--as-of", day, "--json").json if row["made_to"] == recipient)
        for day, recipient in (("2021-01-31", "greater-manchester"), ("2021-02-01", "greater-manchester"))
    )
    assert (before["progress"], after["progress"]) == (None, "done")
    assert "letters" in json.dumps(after)


# The last days side by side, and how long an answer took


def test_the_last_days_stand_side_by_side(states: States) -> None:
    found = states("2020-03-01")
    days = {
        name: [found[name, "greater-manchester"][key] for key in ("printed_due_on", "statutory_due_on", "extended_to")]
        for name in ("statutory", "printed", "extended", "section-10")
    }
    assert days == {
        "statutory": [None, "2020-02-25", None],
        "printed": ["2020-02-26", "2020-02-25", None],
        "extended": ["2020-02-26", "2020-02-25", "2020-03-31"],
        "section-10": [None, None, None],
    }
    assert found["extended", "greater-manchester"]["due_on"] == "2020-03-31"


def test_how_long_an_answer_took_and_how_late_it_was(rows: Rows) -> None:
    found = {
        (row["id"], row["made_to"]): (row["days_taken"], row["answered_late_by"]) for row in rows("recommendations")
    }
    assert found["clear-policy", "greater-manchester"] == (49, None)
    assert found["clear-policy", "college-of-policing"] == (65, 9)
    assert found["talk-to-them", "greater-manchester"] == (None, None)


CASE = """
format: 1
sources: [{{id: s, title: T, publisher: P, kind: report}}]
cases:
  - id: c
    title: T
    kind: review
    oversight: iopc
    summary: S.
    source: s
    recommendations:
      - {{id: r, basis: {basis}, made_by: iopc, made_to: [kent], made_on: {made}, text: T., responses: [{answers}]}}
"""


@pytest.mark.parametrize(
    ("basis", "made", "answers", "taken", "late"),
    [
        ("para_28A", "2020-01-01", "{made_on: 2020-02-25, position: accepted}", 55, None),
        ("para_28A", "2020-01-01", "{made_on: 2020-02-26, position: accepted}", 56, 1),
        ("para_28A", "2020-01-01", "{made_on: 2020-02, position: accepted}", None, None),
        ("para_28A", "2020-01-01", "{position: accepted}", None, None),
        ("para_28A", "2020-01", "{made_on: 2020-06-01, position: accepted}", None, None),
        ("para_28A", "2020-01-01", "{made_on: 2020-02-26, position: awaiting}", None, None),
        (
            "para_28A", "2020-01-01",
            "{made_on: 2020-02-01, position: noted}, {made_on: 2020-05-01, position: accepted}", 31, None,
        ),
        (
            "para_28A", "2020-01-01",
            "{made_on: 2020-03-01, position: noted}, {made_on: 2020-05-01, position: accepted}", 60, 5,
        ),
        ("para_28A", "2020-01-01", "{text: Answered.}, {made_on: 2020-05-01, position: accepted}", None, None),
        ("handling", "2020-01-01", "{made_on: 2021-01-01, position: accepted}", 366, None),
        ("para_28A", "2020-01-01", "{made_on: 2014~/2025, position: accepted}", None, None),
    ],
)  # fmt: skip
def test_the_first_answer_is_what_counts(
    conductcli: Program, basis: str, made: str, answers: str, taken: int | None, late: int | None
) -> None:
    text = CASE.format(basis=basis, made=made, answers=answers)
    answer = conductcli("recommendations", "--data", "-", "--json", stdin=text.encode())
    assert answer.code == 0, answer.err
    (row,) = answer.json
    assert (row["days_taken"], row["answered_late_by"]) == (taken, late)


def test_a_missing_answer_is_not_called_overdue(conductcli: Program) -> None:
    text = CASE.format(basis="para_28A", made="2020-01-01", answers="").replace(", responses: []", "").encode()
    for asked in (("show", "c"), ("compare", "--force", "kent", "--force", "iopc")):
        said = " ".join(conductcli(*asked, "--data", "-", stdin=text).out.split())
        assert "no published response found as of 2" in said
        assert "overdue" not in said


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("{made_on: 2020-02-01, progress: done}", "done, by its own account"),
        ("{made_by: kent, progress: under_way}", "under way, by its own account"),
        ("{made_by: hmicfrs, progress: done}", "done, according to hmicfrs"),
    ],
)
def test_whether_it_was_carried_out_is_told_with_who_says_so(conductcli: Program, answer: str, words: str) -> None:
    text = CASE.format(basis="para_28A", made="2020-01-01", answers=answer).encode()
    for asked in (("show", "c"), ("compare", "--force", "kent", "--force", "iopc")):
        assert words in " ".join(conductcli(*asked, "--data", "-", stdin=text, columns=160).out.split())


# Sums


def test_sums_by_recipient(rows: Rows) -> None:
    found = {row["made_to"]: row for row in rows("recommendations", "--group-by", "to", "--as-of", "2022-12-31")}
    assert set(found) == {"greater-manchester", "metropolitan", "college-of-policing", None}
    gmp = {key: value for key, value in found["greater-manchester"].items() if value}
    assert gmp == {
        "made_to": "greater-manchester", "recommendations": 3, "recipients": 3, "answered": 2, "not_required": 1,
        "accepted": 2, "said_done": 1, "done_by_own_account": 1, "as_of": "2022-12-31",
    }  # fmt: skip
    assert (found[None]["recommendations"], found[None]["recipients"]) == (12, 1)


def test_a_recommendation_counts_once_in_a_group_however_many_must_answer(rows: Rows) -> None:
    found = {row["basis"]: row for row in rows("recommendations", "--group-by", "basis")}
    assert (found["section_10"]["recommendations"], found["section_10"]["recipients"]) == (1, 2)
    by = {row["made_by"]: row["recommendations"] for row in rows("recommendations", "--group-by", "by")}
    assert by == {"hmicfrs": 12, "iopc": 3, "metropolitan": 1}


@pytest.mark.parametrize("group", ["to", "by", "basis"])
@pytest.mark.parametrize("chosen", [(), ("--force", "metropolitan"), ("--status", "answered"), ("--since", "2021")])
def test_sums_are_those_of_the_rows(rows: Rows, group: str, chosen: tuple[str, ...]) -> None:
    asked = ("recommendations", "--as-of", "2020-12-31", *chosen)
    listed, sums = rows(*asked), rows(*asked, "--group-by", group)
    for status in ("answered", "awaiting", "no_response_found", "not_required"):
        assert sum(row[status] for row in sums) == sum(row["status"] == status for row in listed)
    for position in ("accepted", "partly_accepted", "rejected", "noted"):
        assert sum(row[position] for row in sums) == sum(row["position"] == position for row in listed)
    assert sum(row["recipients"] for row in sums) == len(listed)
    assert sum(row["past_due"] for row in sums) == sum(row["days_past_due"] is not None for row in listed)
    assert {row["as_of"] for row in sums} <= {"2020-12-31"}


def test_sums_keep_to_the_day() -> None:
    """Two without an answer, and one that the recipient is published to owe still."""
    answer = run_here("recommendations", "--group-by", "by", "--as-of", "2020-03-01", "--json", "--data", DEADLINES)
    assert {row["made_by"]: row["past_due"] for row in answer.json} == {"iopc": 3, "metropolitan": 0}


@pytest.mark.parametrize("format", FORMATS)
def test_sums_have_every_format_and_can_be_sorted_and_limited(small: Small, format: str) -> None:
    asked = ("--group-by", "basis", "--sort", "-recipients", "--limit", "1", "--columns", "basis,recipients")
    answer = small("recommendations", *asked, "--format", format)
    assert answer.code == 0
    assert "handling" not in answer.out
    assert "para_28A" in answer.out or "section_10" in answer.out


def test_sums_are_by_what_is_known(small: Small) -> None:
    answer = small("recommendations", "--group-by", "theme")
    assert (answer.code, "one of to, by, basis" in answer.err) == (2, True)


_STATES = [
    # responses of the recommendation, whether there is a duty to answer → status
    ("", {False: "not_required", True: "no_response_found"}),
    ("{made_by: metropolitan, position: accepted}", "answered"),
    ("{position: rejected}", "answered"),
    ("{made_by: metropolitan, progress: planned}", "answered"),
    ("{made_by: metropolitan, text: It read it.}", "answered"),
    ("{made_by: metropolitan, position: awaiting}", "awaiting"),
    ("{made_by: metropolitan, position: awaiting}, {progress: done, made_on: 2019}", "answered"),
    ("{made_by: metropolitan, position: noted, made_on: 2020}, {position: awaiting, made_on: 2021}", "answered"),
    ("{made_by: kent, progress: done}", {False: "not_required", True: "no_response_found"}),
]


@pytest.mark.parametrize(("responses", "wanted"), _STATES)
def test_what_has_a_response_is_answered_whatever_the_duty(
    conductcli: Program, responses: str, wanted: str | dict[bool, str]
) -> None:
    answered = f", responses: [{responses}]" if responses else ""
    text = _of_case(f"basis: {basis}, made_to: metropolitan{answered}" for basis in values(Basis))
    found = conductcli("recommendations", "--json", "--data", "-", stdin=text).json
    expected = {basis: wanted if isinstance(wanted, str) else wanted[basis == "para_28A"] for basis in values(Basis)}
    assert {row["basis"]: row["status"] for row in found} == expected
    for status in {*expected.values(), "not_required"}:
        kept = conductcli("recommendations", "--status", status, "--json", "--data", "-", stdin=text).json
        assert kept == [row for row in found if row["status"] == status]


@pytest.mark.parametrize(
    "answer", ["made_by: kent, progress: under_way", "made_by: kent, position: accepted", "text: Yes."]
)
def test_any_response_counts_where_the_recipient_is_not_known(conductcli: Program, answer: str) -> None:
    text = _of_case([f"basis: review, responses: [{{{answer}}}]"])
    (row,) = conductcli("recommendations", "--json", "--data", "-", stdin=text).json
    assert (row["made_to"], row["status"]) == (None, "answered")
    assert conductcli("recommendations", "--status", "answered", "--json", "--data", "-", stdin=text).json == [row]


def test_in_the_register_nothing_with_an_answer_of_the_recipient_is_called_not_required(
    conductcli: Program, register_db: Path
) -> None:
    rows = conductcli("recommendations", "--json", "--db", register_db).json
    answered = [row for row in rows if row["position"] not in (None, "awaiting") or row["responded_on"]]
    own = [row for row in rows if row["progress_by"] and row["progress_by"] == row["made_to"]]
    assert len(answered) > 40
    assert {row["status"] for row in (*answered, *own)} == {"answered"}


def _of_case(recommendations: Iterable[str]) -> bytes:
    listed = "".join(
        f"      - {{id: r{at}, made_by: iopc, made_on: 2018-02-01, text: T., {recommendation}}}\n"
        for at, recommendation in enumerate(recommendations)
    )
    return f"""
format: 1
sources: [{{id: s, title: T, publisher: P, kind: news}}]
cases:
  - id: one
    title: One
    kind: review
    oversight: iopc
    summary: S.
    source: s
    recommendations:
{listed}""".encode()
