"""Convert the values of a record to the values of a row: lists to JSON, dates to the days that they can mean."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from conductcli.database import schema
from conductcli.dates import Days, days

Row = tuple[Any, ...]
"""The number of a row, then its values in the order of its table's columns."""

ALWAYS, FOR_EVER = "0001-01-01", "9999-12-31"
"""The first and the last day of a span that is open at that end."""


def flat(record: Any, value: dict[str, Any], inherited: str | None = None) -> list[Any]:
    """Return the values of a record by column, lists as JSON; `inherited` replaces a missing source."""
    form = schema.form(record)
    row: list[Any] = list(map(value.get, form.keys))
    for at, key in form.inside:
        if row[at] is not None:
            row[at] = row[at].get(key)
    for at in form.lists:
        if row[at] is not None:
            row[at] = as_json(row[at])
    if inherited and row[form.source] is None:
        row[form.source] = inherited
    return row


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def as_json(value: list[Any]) -> str:
    """Return a list as JSON."""
    return _of_words(tuple(value)) if value and type(value[0]) is str else _encoded(value)


@lru_cache(maxsize=20_000)  # most lists are a word or two of a vocabulary
def _of_words(words: tuple[str, ...]) -> str:
    return _encoded(words)


def own_date(record: dict[str, Any]) -> str | None:
    """Return the date of a record: that of an event, or the day on which the record was made."""
    return record.get("date", record.get("made_on"))


@lru_cache(maxsize=20_000)
def span_of(date: str | None) -> Days:
    """Return the first and last day that a date can mean; an open end becomes ALWAYS or FOR_EVER."""
    if date is None:
        return Days(None, None)
    span = days(date)
    return Days(span.first or ALWAYS, span.last or FOR_EVER)


@lru_cache(maxsize=20_000)
def day_number(day: str | None) -> int:
    """Return a day (ISO) as a number, 2020-05-06 as 20200506, and 0 for None."""
    return int(day.replace("-", "")) if day else 0


def earliest(dated: list[Row], records: list[Row]) -> Days:
    """Return the days of the earliest date in the rows of a case; both are None if there is none."""
    spans = [Days(*row[-2:]) for row in (*dated, *records) if row[-2] is not None]
    return min(spans, key=lambda span: str(span[0]), default=Days(None, None))
