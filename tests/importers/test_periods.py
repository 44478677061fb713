"""A period is understood whole or not at all: a part of a year never passes for the year."""

from __future__ import annotations

from calendar import month_abbr, month_name, monthrange
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.importers.periods import Stated, of_file, period, stated, without_period

UNDERSTOOD = {
    "2017/18": "2017-04/2018-03", "2017-18": "2017-04/2018-03", "2017/2018": "2017-04/2018-03",
    "2017_18": "2017-04/2018-03", "2019–20 (P)": "2019-04/2020-03", "FY 2019-20": "2019-04/2020-03",
    "Financial year 2019/20": "2019-04/2020-03", "1999/00": "1999-04/2000-03",
    "Year ending March 2020": "2019-04/2020-03", "year ended 31 March 2020": "2019-04/2020-03",
    "12 months to March 2021": "2020-04/2021-03", "April 2019 to March 2020": "2019-04/2020-03",
    "1 April 2019 - 31 March 2020": "2019-04/2020-03", "1st April 2019 to 31st March 2020": "2019-04/2020-03",
    "between April 2019 and March 2020": "2019-04/2020-03", "From April 2017 to March 2018": "2017-04/2018-03",
    "01/04/2020 - 31/03/2021": "2020-04/2021-03", "2019-04/2020-03": "2019-04/2020-03",
    "2020-04-01 to 2021-03-31": "2020-04/2021-03", "2016": "2016", "2016.0": "2016", "2016 [note 2]": "2016",
    "Calendar year 2016": "2016", "Jan-Dec 2016": "2016", "2014 (January to June)": "2014-01/2014-06",
    "January–March 2017": "2017-01/2017-03", "2016-12-31": "2016", "2018-03-31": "2017-04/2018-03",
    "2018-03-31T00:00:00": "2017-04/2018-03",
}  # fmt: skip
NOT_UNDERSTOOD = (
    "Q1 2017", "Q2 2018/19", "2017 Q3", "2017q4", "H1 2017", "half-year to 30 September 2020",
    "six months to September 2016", "March 2015", "Summer 2014", "Apr-17", "Apr 17 - Mar 18", "2009 to 2010",
    "2004-2010", "up to 2008", "to March 2021", "since 2017", "2017 onwards", "2017-", "April 2011 and March 2012",
    "2020 - 31", "2017-19", "2018/17", "2010/2010", "2021-03", "2017-18-2", "Financial year 2019", "FY 2019",
    "calendar year 2017/18", "6 April 2017 to 5 April 2018", "1 February 2017 to 30 February 2018",
    "year ending 30 March 2020", "March 2018 to April 2017", "2017/18 and 2018/19", "about 2016", "2016?", "~2016",
    "20191", "2016 %", "Total 2016", "01/04/2020", "2018-06-30", "last year", "May", "", "2018-02-30",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.items())
def test_a_cell_that_holds_a_period_is_read(text: str, expected: str) -> None:
    assert period(text) == expected


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_a_cell_is_read_whole_or_not_at_all(text: str) -> None:
    assert period(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2016.0, "2016"), (2016, "2016"), (16.0, None), (2016.5, None), (True, None), (None, None),
        (date(2016, 12, 31), "2016"), (datetime(2018, 3, 31), "2017-04/2018-03"), (date(2017, 4, 1), None),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_numbers_and_dates_in_cells_are_read(value: float | date | None, expected: str | None) -> None:
    assert period(value) == expected


MONTHS = st.tuples(st.integers(1990, 2040), st.integers(1, 12))
SEPARATORS = st.sampled_from(["-", " - ", "–", " to ", "_", "_to_", "-to-"])


@given(MONTHS, MONTHS, SEPARATORS, st.sampled_from([month_name, month_abbr]), st.sampled_from(["", " ", "_", "-"]))
def test_a_range_of_months_is_read_however_it_is_written(
    first: tuple[int, int], last: tuple[int, int], to: str, names: list[str], of: str
) -> None:
    name = f"{names[first[1]]}{of}{first[0]}{to}{names[last[1]]}{of}{last[0]}.csv"
    whole = "{}-{:02}/{}-{:02}".format(*first, *last)
    expected = str(first[0]) if (first, last) == ((first[0], 1), (first[0], 12)) else whole
    assert of_file(name) == (Stated(expected) if first < last else Stated(None, unclear=True))


@given(MONTHS, st.integers(1, 31), st.sampled_from(["year ending", "year ended", "12 months to", "twelve months to"]))
def test_a_year_that_ends_in_a_month_is_its_twelve_months(last: tuple[int, int], day: int, words: str) -> None:
    year, month = last
    expected = str(year) if month == 12 else f"{year - 1}-{month + 1:02}/{year}-{month:02}"
    assert period(f"{words} {month_name[month]} {year}") == expected
    is_last = day == monthrange(year, month)[1]
    assert period(f"{words} {day} {month_name[month]} {year}") == (expected if is_last else None)


@given(
    st.sampled_from([text for text, read in UNDERSTOOD.items() if "-" not in text[4:] or "/" in read]),
    st.sampled_from(["Q1", "first quarter of", "half of", "six months of", "weeks of", "summer", "up to", "2012,"]),
)
def test_another_word_for_time_makes_a_text_unclear(text: str, word: str) -> None:
    assert stated(f"Taser uses, {word} {text}") == Stated(None, unclear=True)
    assert period(f"{word} {text}") is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Table 13. Use of CED by type and police force: 1 April 2017 to 31 March 2018", "2017-04/2018-03"),
        ("Table 15. Use of CED by type and police force: January to December 2016 revisions", "2016"),
        ("Police use of force statistics, England and Wales\nApril 2019 - March 2020", "2019-04/2020-03"),
        ("Police use of force, 2019/20, HOSB 37/20", "2019-04/2020-03"),
    ],
)
def test_a_title_may_have_other_words(title: str, expected: str) -> None:
    assert stated(title) == Stated(expected)


@pytest.mark.parametrize(
    "title",
    [
        "Use of Taser up to 2008", "Table 2: Q1 2017", "Taser use since 2016", "Uses in 16/17 and 2017/18",
        "To May 2016", "In May 2016",
    ],
)  # fmt: skip
def test_a_title_that_is_not_understood_says_so(title: str) -> None:
    assert stated(title) == Stated(None, unclear=True)


def test_a_title_without_words_for_time_states_nothing() -> None:
    assert stated("The figures may be revised; table 13") == Stated(None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("april2017-march2018.csv", "2017-04/2018-03"), ("apr2017-mar2018.csv", "2017-04/2018-03"),
        ("april_2017_march_2018.csv", "2017-04/2018-03"), ("2017_18.csv", "2017-04/2018-03"),
        ("2017_2018.csv", "2017-04/2018-03"), ("january-march2017.csv", "2017-01/2017-03"),
        ("12 months to March 2021.csv", "2020-04/2021-03"), ("year-ending-march-2021.xlsx", "2020-04/2021-03"),
        ("use_of_force_2017-18_tables.ods", "2017-04/2018-03"), ("taser-2017.csv", "2017"),
        ("half-year-to-30-september-2020.csv", None), ("six months to September 2020.csv", None),
        ("taser-2017-q2.csv", None), ("taser-2021-03.csv", None), ("taser-to-march-2021.csv", None),
        ("use-of-force-q1-2017.csv", None), ("taser-2015-2020.csv", None), ("taser_2017-18_2020-12-17.csv", None),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_understood_or_unclear(name: str, expected: str | None) -> None:
    assert of_file(name) == Stated(expected, unclear=expected is None)


def test_a_heading_is_known_without_its_period() -> None:
    assert without_period("Total (2018/19)") == "total"
    assert without_period("2018/19 Drawn") == "drawn"
    assert without_period("Total") == "Total"
