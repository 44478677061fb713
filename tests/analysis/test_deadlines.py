"""Until when an answer is due: the printed day before the statutory one, an extension before both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.deadlines import Due, due
from conductcli.vocabulary import Basis

NOTHING = Due(None, None, None)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(date.isoformat)
BASES = get_args(Basis)
NO_DUTY = ("section_10", "handling")


@given(DAYS)
def test_the_last_day_is_the_fifty_sixth_counting_the_first(made: str) -> None:
    last = (date.fromisoformat(made) + timedelta(days=55)).isoformat()
    assert due({"basis": "para_28A", "made_on": made}) == Due(last, "statutory", last)


def test_the_fifty_six_days_begin_with_the_day_itself() -> None:
    assert due({"basis": "para_28A", "made_on": "2020-01-01"}).last_day == "2020-02-25"
    assert due({"basis": "para_28A", "made_on": "2019-12-31"}).last_day == "2020-02-24"


@given(DAYS, DAYS, st.sampled_from([basis for basis in BASES if basis not in NO_DUTY]))
def test_the_printed_day_goes_before_the_statutory_one(made: str, printed: str, basis: str) -> None:
    found = due({"basis": basis, "made_on": made, "due_on": printed})
    assert found == Due(printed, "printed", printed)


@given(DAYS, DAYS, DAYS, st.sampled_from([basis for basis in BASES if basis not in NO_DUTY]))
def test_an_extension_goes_before_both(made: str, printed: str, extended: str, basis: str) -> None:
    found = due({"basis": basis, "made_on": made, "due_on": printed, "extended_to": extended})
    assert found == Due(extended, "extended", extended)
    assert due({"basis": basis, "extended_to": extended}) == found


@given(
    st.sampled_from(NO_DUTY),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("made_on", "due_on", "extended_to"), DAYS)),
)
def test_where_there_is_no_duty_to_answer_nothing_is_ever_due(basis: str, dates: dict[str, str]) -> None:
    assert due({"basis": basis, **dates}) == NOTHING


@pytest.mark.parametrize("basis", [basis for basis in BASES if basis != "para_28A"])
def test_only_the_statute_makes_a_day_of_its_own(basis: str) -> None:
    assert due({"basis": basis, "made_on": "2020-01-01"}) == NOTHING


@pytest.mark.parametrize(
    ("made", "latest"),
    [
        (None, None),
        ("2020-01-01/..", None),
        ("2020", "2021-02-24"),
        ("2020-01", "2020-03-26"),
        ("../2020-01-01", "2020-02-25"),
        ("2020-01-01/2020-01-02", "2020-02-26"),
    ],
)
def test_of_a_date_that_is_no_single_day_only_the_latest_last_day_is_known(
    made: str | None, latest: str | None
) -> None:
    recommendation: dict[str, Any] = {"basis": "para_28A"} | ({"made_on": made} if made else {})
    assert due(recommendation) == Due(None, None, latest)


@pytest.mark.parametrize("made", ["2020-01-01?", "2020-01-01~"])
def test_an_uncertain_day_is_counted_from_as_it_stands(made: str) -> None:
    assert due({"basis": "para_28A", "made_on": made}).last_day == "2020-02-25"


@pytest.mark.parametrize(
    ("printed", "last"), [("2020-02", "2020-02-29"), ("2021", "2021-12-31"), ("2020-02-26~", "2020-02-26")]
)
def test_a_printed_month_runs_to_its_last_day_and_is_given_as_printed(printed: str, last: str) -> None:
    assert due({"basis": "para_28A", "due_on": printed}) == Due(printed, "printed", last)
