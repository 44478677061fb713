"""Parse the period in a cell, a heading, a title or a file name as EDTF, completely or not at all.

A text is understood if it states one period and nothing else about time. A year is a calendar year; two consecutive
years (2019/20) are a financial year, April to March. Quarters, halves, single months and open periods ("up to 2008")
are not understood, because a figure for a part must never pass for that of a year.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from conductcli.importers.sheets import Value

_MONTHS = {name.casefold(): n for names in (month_name, month_abbr) for n, name in enumerate(names) if name}
_MONTHS["sept"] = 9
MONTHS = frozenset(_MONTHS)
"""Names of the months and their abbreviations, in lower case."""
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"((?:19|20)[0-9]{2})(?![0-9]|[-/.][0-9])"
_DAY = r"(?:(?<!\bq[\s-])(?<!\bh[\s-])([0-9]{1,2})[\s-]+(?:of[\s-]+)?)?"
_MONTH = rf"\b({_NAMES})\b\.?"
_OF = r"[\s,-]*"  # between a month and its year
_TO = r"[\s-]*(?:-|\bto\b|\buntil\b|\bthrough\b)[\s-]*"
_BETWEEN = rf"(?:\bbetween[\s-]+{_DAY}{_MONTH}{_OF}{_YEAR}[\s-]+and[\s-]+{_DAY}{_MONTH}{_OF}{_YEAR})"
_FROM = r"(?:\bfrom[\s-]+)?"
_START = r"(?<![0-9])(?<![0-9][-/.])"
_A_YEAR = r"(?:year|fy|12[\s-]+months|twelve[\s-]+months)"
_ISO_DAY = r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?"
_BRITISH_DAY = r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})"
_END = r"(?![0-9]|[-/.][0-9])"

_TIME = re.compile(
    rf"(?<![0-9])(?:19|20)[0-9]{{2}}(?![0-9])|\b(?:{_NAMES.replace('|may', '')})\b"
    r"|\bmay[\s,-]+[0-9|]|[0-9|][\s,-]+may\b"
    r"|\bq[\s-]?[1-4]\b|\bh[\s-]?[12]\b|\bquarter|\bhalf\b|\bhalves\b|\bmonth|\bweek|\bspring\b|\bsummer\b|\bautumn\b"
    r"|\bwinter\b|\bto[\s-]date\b|\bup[\s-]to\b|\buntil\b|\bsince\b|\bonwards?\b|\bending\b|\bended\b"
)
"""Words and numbers about time."""
_SHORT = re.compile(r"(?<![0-9/-])([0-9]{2})/([0-9]{2})(?![0-9/-])")
"""Two pairs of digits, a period if they are consecutive: 17/18."""
_LEANING = re.compile(
    r"\b(?:to|until|till|since|before|after|from|by|than|and|between|pre|post|mid|early|late|circa|about|around)[\s-]*$"
)
"""Words that change the meaning of the period after them."""
_OPEN = re.compile(r"^\s*(?:-\s*(?:$|[0-9]|present\b|now\b)|\bto\b|\band\b|\bor\b|[?~%])")
"""Words that change the meaning of the period before them."""
_MARKS = re.compile(
    r"[\[(]\s*(?:(?:foot)?notes?\s*[0-9, ]*|[rpe]|provisional|revised|final|[0-9]{1,2})\s*[\])]"
    "|[*†‡\u00b9\u00b2\u00b3\u2070-\u2079]"
)
_HARMLESS = frozenset(
    ("the", "year", "period", "time", "reporting", "fy", "financial", "fiscal", "calendar", "cy", "in")
)
_OF_A_RANGE = frozenset(("calendar", "cy"))
_FINANCIAL = frozenset(("fy", "financial", "fiscal"))


class Stated(NamedTuple):
    """The period stated by a text."""

    period: str | None
    """EDTF, or None if the text is not understood."""
    unclear: bool = False
    """Whether the text is about time but not understood."""


def period(value: Value) -> str | None:
    """Return the period that a cell states, or None.

    A date means the year of which it is the last day: 31 March or 31 December.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        return _ended(value)
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() and 1900 < value < 2100 else None
    return _of_text(_normal(value))


@lru_cache(maxsize=10_000)
def _of_text(text: str) -> str | None:
    if re.fullmatch(r"(?:19|20)[0-9]{2}\.0", text):  # a year written as a float
        return text[:4]
    if found := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[t ]+[0-9:. ]*z?)?", text):
        try:
            return _ended(date.fromisoformat(found[1]))
        except ValueError:
            return None
    read, before, after = _read(text)
    words = re.findall(r"[^\W_]+", f"{before} {after}")
    return read if read and _HARMLESS.issuperset(words) and not re.search(r"[<>?~%+=]", f"{before}{after}") else None


def stated(text: str) -> Stated:
    """Return the period that a title or a heading states among its other words."""
    normal = _normal(text)
    read, _, _ = _read(normal)
    return Stated(read, read is None and _speaks_of_time(normal))


def of_file(name: str) -> Stated:
    """Return the period that the name of a file states, its ending left out."""
    stem, dot, _ = name.rpartition(".")
    return stated(stem if dot else name)


def without_period(text: str) -> str:
    """Return a heading without its period (`Total 2018/19` → `total`), or unchanged if it has none."""
    read, before, after = _read(_normal(text))
    return f"{before} {after}".strip(" ()[],:;-") if read else text


def slug(period: str) -> str:
    """Return an EDTF period for use in an id: 2019-04/2020-03 → 2019-20; 2016 → 2016; else both ends."""
    first, slash, last = period.partition("/")
    if slash and first.endswith("-04") and last == f"{int(first[:4]) + 1}-03":
        return f"{first[:4]}-{last[2:4]}"
    return period.replace("/", "-to-").replace("..", "open").rstrip("?~")


def _normal(text: str) -> str:
    """Return a text in lower case, with one kind of dash, words and numbers apart, and without footnote marks."""
    plain = re.sub("[\u2010-\u2015\u2212_]", "-", " ".join(text.casefold().split()))
    plain = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b", "", _MARKS.sub(" ", plain))
    return " ".join(re.sub(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", " ", plain).split())


def _read(text: str) -> tuple[str | None, str, str]:
    """Return the one period of a normalised text, the text before it and the text after it; None if unclear."""
    for pattern, convert in _FORMS:
        found = pattern.search(text)
        if not found:
            continue
        before, after = text[: found.start()], text[found.end() :]
        rest = f"{before} | {after}"
        words = set(re.findall(r"[^\W_]+", rest))
        if _speaks_of_time(rest) or _LEANING.search(before) or _OPEN.search(after):
            break
        if (convert is _calendar and words & _FINANCIAL) or (convert is not _calendar and words & _OF_A_RANGE):
            break
        return convert(*found.groups()), before, after
    return None, text, ""


def _speaks_of_time(text: str) -> bool:
    short = any((int(last) - int(first)) % 100 == 1 for first, last in _SHORT.findall(text))
    return short or _TIME.search(text) is not None


def _ended(day: date) -> str | None:
    """Return the year of which a day is the last."""
    ends = (day.month, day.day) in ((3, 31), (12, 31))
    return _twelve_months(day.year, day.month) if ends else None


def _twelve_months(year: int, month: int) -> str:
    """Return the twelve months that end with this one; a calendar year is written as the year."""
    return str(year) if month == 12 else f"{year - 1}-{month + 1:02}/{year}-{month:02}"


def _span(first: tuple[int, int], last: tuple[int, int]) -> str | None:
    """Return the months between two (year, month) pairs, or None if they are out of order."""
    if first == (last[0], 1) and last[1] == 12:
        return str(last[0])
    return f"{first[0]}-{first[1]:02}/{last[0]}-{last[1]:02}" if first < last else None


def _days(first: tuple[int, int, int | None], last: tuple[int, int, int | None]) -> str | None:
    """Return the months between two (year, month, day) triples, or None unless whole months are covered."""
    for year, month, day in (first, last):
        if not (1900 < year < 2100 and 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year, month)[1])):
            return None
    if first[2] not in (None, 1) or last[2] not in (None, monthrange(*last[:2])[1]):
        return None
    return _span(first[:2], last[:2])


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _months(
    day: str | None, month: str, year: str | None, to_day: str | None, to_month: str, to_year: str
) -> str | None:
    first = (int(year or to_year), _MONTHS[month], _number(day))
    return _days(first, (int(to_year), _MONTHS[to_month], _number(to_day)))


def _ending(day: str | None, month: str, year: str) -> str | None:
    last = (int(year), _MONTHS[month])
    return _twelve_months(*last) if day is None or int(day) == monthrange(*last)[1] else None


def _within(year: str, month: str, to_month: str) -> str | None:
    return _span((int(year), _MONTHS[month]), (int(year), _MONTHS[to_month]))


def _iso(year: str, month: str, day: str | None, to_year: str, to_month: str, to_day: str | None) -> str | None:
    return _days((int(year), int(month), _number(day)), (int(to_year), int(to_month), _number(to_day)))


def _british(day: str, month: str, year: str, to_day: str, to_month: str, to_year: str) -> str | None:
    return _days((int(year), int(month), int(day)), (int(to_year), int(to_month), int(to_day)))


def _financial(year: str, following: str) -> str | None:
    end = int(year) + 1
    return f"{year}-04/{end}-03" if following in (str(end), str(end)[2:]) else None


def _calendar(year: str) -> str:
    return year


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., str | None]], ...] = tuple(
    (re.compile(pattern), convert)
    for pattern, convert in (
        (_BETWEEN, _months),
        (rf"{_FROM}{_START}{_DAY}{_MONTH}(?:{_OF}{_YEAR})?{_TO}{_DAY}{_MONTH}{_OF}{_YEAR}", _months),
        (
            rf"\b{_A_YEAR}[\s-]+(?:ending|ended|to|end)[\s-]+(?:on[\s-]+|in[\s-]+)?{_DAY}{_MONTH}{_OF}{_YEAR}",
            _ending,
        ),
        (rf"{_START}{_YEAR}\W*{_MONTH}{_TO}{_MONTH}(?!{_OF}[0-9])", _within),
        (rf"{_FROM}{_START}{_ISO_DAY}\s*(?:/|-|\bto\b)\s*{_ISO_DAY}{_END}", _iso),
        (rf"{_FROM}{_START}{_BRITISH_DAY}\s*(?:-|\bto\b|\buntil\b)\s*{_BRITISH_DAY}{_END}", _british),
        (rf"{_START}((?:19|20)[0-9]{{2}})\s*[-/]\s*((?:[0-9]{{2}}){{1,2}}){_END}", _financial),
        (rf"{_START}{_YEAR}", _calendar),
    )
)
"""Patterns that are understood, the most explicit first."""
