"""Read dates as the sources give them, in EDTF: a year, a month or a day, uncertain or approximate, and spans.

A date is stored as written. From it are computed the first and the last day that it can mean, as ISO text, which Python
and SQLite compare in the same way.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~]?")
FORM = "a year, a month or a day (2020, 2020-05, 2020-05-06), with ? or ~ after it, or a span of two with / between"


class Days(NamedTuple):
    """The first and the last day (ISO) that a date can mean; None for an open end."""

    first: str | None
    last: str | None


@lru_cache(maxsize=20_000)  # a register has many facts and few days
def days(text: str) -> Days:
    """Return the days of an EDTF text. Raises ValueError, with a message for the user, if it is no date."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text)
    if start == end == "..":
        raise ValueError("a span needs a date on one side at least")
    first = None if start == ".." else _point(start).first
    last = None if end == ".." else _point(end).last
    if first and last and first > last:
        raise ValueError(f"the span {text} ends before it starts")
    return Days(first, last)


def check(text: str) -> str:
    """Return the text unchanged if it is a date or a span. Raises ValueError otherwise."""
    days(text)
    return text


def plus(day: str, number: int) -> str:
    """Return the ISO day `number` days after `day`. Raises OverflowError beyond the end of the calendar."""
    return (date.fromisoformat(day) + timedelta(days=number)).isoformat()


def _point(text: str) -> Days:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date: expected {FORM}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        raise ValueError(f"{text!r} is not a date: years start at 0001")
    if month is None:
        return Days(f"{year:04}-01-01", f"{year:04}-12-31")
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} is not a date: there is no month {month:02}")
    length = monthrange(year, month)[1]
    if day is None:
        return Days(f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{length:02}")
    if not 1 <= day <= length:
        raise ValueError(f"{text!r} is not a date: {year:04}-{month:02} has {length} days")
    return Days(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}-{day:02}")
