"""Answers and their deadlines, for each recipient, as of a day."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Small, States


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
