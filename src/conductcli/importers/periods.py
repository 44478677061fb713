"""The words for a period in tables and titles → EDTF: financial and calendar years, ranges of months, the last day."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conductcli.importers.sheets import Value

_MONTHS = {name.casefold(): n for names in (month_name, month_abbr) for n, name in enumerate(names) if name}
_MONTHS["sept"] = 9
_MONTH = rf"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?"
_TO = r"\s*(?:-|–|—|to|until)\s*"
_RANGE = re.compile(rf"\b{_DAY}{_MONTH}(?:\s+([0-9]{{4}}))?{_TO}{_DAY}{_MONTH}\s+([0-9]{{4}})\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"\b([0-9]{{4}})\b\W+{_MONTH}{_TO}{_MONTH}(?!\w)", re.IGNORECASE)
_ENDING = re.compile(rf"\byear(?:\s+(?:ending|ended|to))\s+{_DAY}{_MONTH}\s+([0-9]{{4}})\b", re.IGNORECASE)
_FINANCIAL = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*[/–-]\s*((?:19|20)?[0-9]{2})(?![0-9])")
_ISO = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]|29|3[01])(?:[T ].*)?")
_CALENDAR = re.compile(r"(?<![0-9/-])((?:19|20)[0-9]{2})(?![0-9/])")


def period(words: Value) -> str | None:
    """The period that words or a cell name; None where they name none.

    A year alone is a calendar year; two that follow each other (2019/20) are a financial year, April to March; two with
    more between them (2004-2010) are as many financial years. A day is the last of the year that it ends.
    """
    if isinstance(words, date):
        return _ended(words)
    if isinstance(words, float):
        return str(int(words)) if words.is_integer() and 1900 < words < 2100 else None
    text = " ".join(str(words or "").split())
    if _ISO.fullmatch(text):
        return _ended(date.fromisoformat(text[:10]))
    return _months(text) or _years(text)


def _months(text: str) -> str | None:
    if found := _RANGE.search(text):
        first, year, last, until = found.groups()
        return _span(year or until, first, until, last)
    if found := _ENDING.search(text):
        return _twelve_months(int(found[2]), _MONTHS[found[1].casefold()])
    if found := _IN_YEAR.search(text):
        return _span(found[1], found[2], found[1], found[3])
    return None


def _years(text: str) -> str | None:
    if found := _FINANCIAL.search(text):
        start = int(found[1])
        end = int(found[2]) if len(found[2]) == 4 else start - start % 100 + int(found[2])
        end += 100 if end < start and len(found[2]) == 2 else 0
        return f"{start}-04/{end}-03" if end > start else None
    return found[1] if (found := _CALENDAR.search(text)) else None


def slug(period: str) -> str:
    """A period (EDTF) as part of an id: 2019-04/2020-03 → 2019-20; 2016 → 2016; others with both their ends."""
    first, slash, last = period.partition("/")
    if slash and first.endswith("-04") and last == f"{int(first[:4]) + 1}-03":
        return f"{first[:4]}-{last[2:4]}"
    return period.replace("/", "-to-").replace("..", "open").rstrip("?~")


def _ended(day: date) -> str | None:
    """The year that a day is the last of."""
    ends = (day.month, day.day) in ((3, 31), (12, 31))
    return _twelve_months(day.year, day.month) if ends else None


def _twelve_months(year: int, month: int) -> str:
    """The twelve months that end with this one; a calendar year is written as the year."""
    return str(year) if month == 12 else f"{year - 1}-{month + 1:02}/{year}-{month:02}"


def _span(year: str, month: str, until: str, last: str) -> str | None:
    """The months from one to the other; None where they are not in order."""
    first, end = (f"{of}-{_MONTHS[name.casefold()]:02}" for of, name in ((year, month), (until, last)))
    if (first, end) == (f"{until}-01", f"{until}-12"):
        return until
    return f"{first}/{end}" if first <= end else None
