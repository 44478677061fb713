"""Parse cells of a table of counts: a number, "not available" or neither, ignoring footnote marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conductcli.importers.tables import Cell

_NUMBERS = r"[0-9]{1,2}(?:,\s?[0-9]{1,2})*"
_STATUS = r"r|p|revised|provisional"
_BRACKETED = rf"(?:(?:foot)?notes?(?:\s*{_NUMBERS})?|[a-z]|{_NUMBERS}|{_STATUS}|estimated?)"
_NOTE = re.compile(
    rf"\[\s*{_BRACKETED}\s*\]|\(\s*{_BRACKETED}\s*\)|[*†‡~\u00b9\u00b2\u00b3\u2070-\u2079]+$|(?<=[0-9])\s?[rp]$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+(?:\.0+)?|[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+(?:\.0+)?")
_MISSING = frozenset((*"xzcuw*.:-–—…", "", "..", "...", "n/a", "na", "not available", "not provided", "not known"))
"""Publishers' marks for missing numbers, without brackets."""
_MOST = 10**9  # far above any real count
_STATUSES = {"r": "revised", "p": "provisional"}
_MARK = re.compile(rf"[(\[]\s*({_STATUS})\s*[)\]]|(?<=[0-9])\s?([rp])$", re.IGNORECASE)
_ALONE = re.compile(rf"[(\[]?\s*({_STATUS})\s*[)\]]?", re.IGNORECASE)


class Number(NamedTuple):
    """The count in a cell, if there is one."""

    value: int | None
    """None if the cell is marked as missing or holds something else."""
    missing: bool = False
    """Whether the cell is marked as missing."""
    statuses: tuple[str, ...] = ()
    """`revised`, `provisional` or both, as marked."""


def number(cell: Cell) -> Number:
    """Return the count in a cell, ignoring thousands separators, footnote marks, (R) and (P)."""
    value = cell.value
    if isinstance(value, bool):
        return Number(None)
    if isinstance(value, float | int):
        return Number(int(value)) if 0 <= value < _MOST and float(value).is_integer() else Number(None)
    text = cell.text.replace("\u00a0", " ")
    if text.strip("[]() ").casefold() in _MISSING:
        return Number(None, missing=True)
    digits = _NOTE.sub("", text).strip()
    while digits != (shorter := _NOTE.sub("", digits).strip()):
        digits = shorter
    if _NUMBER.fullmatch(digits) and len(digits) < len(str(_MOST)):
        return Number(int(float(re.sub(r"[, \u202f]", "", digits))), statuses=marks(text))
    return Number(None, missing=digits.strip("[]() ").casefold() in _MISSING)


def marks(text: str) -> tuple[str, ...]:
    """Return the statuses marked in a label or a number: (R), [P], (provisional), or r after digits."""
    found = [_STATUSES[(bracketed or last)[0].casefold()] for bracketed, last in _MARK.findall(text)]
    return tuple(dict.fromkeys(found))


def mark(text: str) -> str | None:
    """Return the status stated by a cell that holds only a mark, such as R, (p) or revised; else None."""
    found = _ALONE.fullmatch(text.strip())
    return _STATUSES[found[1][0].casefold()] if found else None
