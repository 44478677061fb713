"""Parse the dates of the tables: spreadsheet dates, dates in words or numbers, and time stamps.

A day is taken as published, so the time zone of a stamp is ignored. Numbers are read day first, as in Britain.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from conductcli.dates import days

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<month>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)"
_DAY, _YEAR = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", "(?P<year>[0-9]{4})"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        "(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})(?:[T ][0-9:.]+ ?(?:Z|[+-][0-9:]+)?)?)?",
        "(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4}|[0-9]{2})(?: [0-9:]+)?",
        f"(?:[a-z]+[, ]+)?{_DAY}(?: of)?[ -]{_MONTH}[, -]+{_YEAR}",
        f"(?:[a-z]+[, ]+)?{_MONTH} {_DAY}[, ]+{_YEAR}",
        f"{_MONTH}[, -]+{_YEAR}",
    )
]
_EPOCH = date(1899, 12, 30)  # day 0, which allows for the spreadsheets' false leap day in 1900
_SERIALS = range(25569, 73051)  # 1970 to 2099


def day(value: Any) -> str:
    """Return the date in a cell as an EDTF day, or month if no day is given. Raise ValueError with a reason."""
    if isinstance(value, date):  # includes datetime
        return value.isoformat()[:10]
    if isinstance(value, int | float) and _SERIALS.start <= value < _SERIALS.stop:
        return (_EPOCH + timedelta(days=int(value))).isoformat()
    text = " ".join(str(value).split())
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _edtf(found.groupdict())
    raise ValueError(f"{text!r} is not a date in any form that is known here")


def _edtf(part: dict[str, str | None]) -> str:
    year, month = part["year"] or "", part["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    text = f"{year if len(year) == 4 else f'20{year}'}-{number:02}"
    if part.get("day"):
        text += f"-{int(part['day'] or 0):02}"
    days(text)  # raises if there is no such day
    return text
