"""EDTF dates: every form that is accepted, the days that it can mean, and what is refused with words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conductcli import dates
from conductcli.dates import Days, days

DAYS = st.dates()
MARKS = st.sampled_from(["", "?", "~"])


@st.composite
def points(draw: st.DrawFn) -> tuple[str, date, date]:
    """A date of any precision, with its first and last day."""
    day = draw(DAYS)
    mark = draw(MARKS)
    match draw(st.sampled_from(["day", "month", "year"])):
        case "day":
            return f"{day}{mark}", day, day
        case "month":
            first = day.replace(day=1)
            last = max(first.replace(day=length) for length in (28, 29, 30, 31) if _exists(first, length))
            return f"{day:%Y-%m}".zfill(7) + mark, first, last
    return f"{day.year:04}{mark}", date(day.year, 1, 1), date(day.year, 12, 31)


def _exists(month: date, day: int) -> bool:
    try:
        month.replace(day=day)
    except ValueError:
        return False
    return True


@given(points())
def test_a_date_means_the_days_of_its_year_month_or_day_whether_certain_or_not(point: tuple[str, date, date]) -> None:
    text, first, last = point
    assert days(text) == Days(first.isoformat(), last.isoformat())
    assert dates.check(text) == text


@given(points(), points())
def test_a_span_reaches_from_its_first_day_to_its_last(
    start: tuple[str, date, date], end: tuple[str, date, date]
) -> None:
    text = f"{start[0]}/{end[0]}"
    if start[1] <= end[2]:
        assert days(text) == Days(start[1].isoformat(), end[2].isoformat())
    else:
        with pytest.raises(ValueError, match="ends before it starts"):
            days(text)


@given(points())
def test_a_span_may_be_open_at_one_side(point: tuple[str, date, date]) -> None:
    text, first, last = point
    assert days(f"../{text}") == Days(None, last.isoformat())
    assert days(f"{text}/..") == Days(first.isoformat(), None)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
@example(2021, 2, 29)
@example(1900, 2, 29)
@example(2000, 2, 29)
@example(0, 1, 1)
def test_only_days_that_there_were_are_dates(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
    except ValueError:
        with pytest.raises(ValueError, match="is not a date"):
            days(text)
    else:
        assert days(text) == Days(text, text)


@given(st.text(max_size=25) | st.from_regex(r"[0-9?~/. T:Z-]{0,22}", fullmatch=True))
@example("../..")
@example("..")
@example("/")
@example("2020/")
@example("/2020")
@example("2020/2021/2022")
@example("2020\n")
@example("２０２０")
@example("2020-5")
@example("20200506")
@example("2020-05-06T10:00")
@example("2020??")
@example("2020?-05")
@example("no")
@example("")
def test_whatever_else_is_refused_with_words(text: str) -> None:
    point = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~]?"
    assume(not re.fullmatch(rf"{point}|({point}|\.\.)/{point}|{point}/\.\.", text, re.ASCII))
    with pytest.raises(ValueError, match=r"is not a date|needs a date on one side"):
        days(text)


@given(points(), points())
def test_days_compare_as_texts_as_they_do_in_the_calendar(
    one: tuple[str, date, date], other: tuple[str, date, date]
) -> None:
    assert (str(days(one[0]).first) < str(days(other[0]).last)) == (one[1] < other[2])


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_days_are_added_over_months_and_years(day: date, number: int) -> None:
    later = date.fromisoformat(dates.plus(day.isoformat(), number))
    assert (later - day).days == number
