"""Read what a cell of a table of counts holds: a number, "not available", or neither; footnote marks are left out."""

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
"""What publishers put where there is no number, without the brackets."""
_MOST = 10**9  # nothing that is counted here comes near it
_STATUSES = {"r": "revised", "p": "provisional"}
_MARK = re.compile(rf"[(\[]\s*({_STATUS})\s*[)\]]|(?<=[0-9])\s?([rp])$", re.IGNORECASE)
_ALONE = re.compile(rf"[(\[]?\s*({_STATUS})\s*[)\]]?", re.IGNORECASE)


class Number(NamedTuple):
    """A count, as far as the cell has one."""

    value: int | None
    """None where the cell says that there is none, or says something else."""
    missing: bool = False
    """Whether the cell says that there is none."""
    statuses: tuple[str, ...] = ()
    """`revised`, `provisional` or both, where marks say so."""


def number(cell: Cell) -> Number:
    """Return the count in a cell, without thousands separators, footnote marks, (R) and (P)."""
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
    """Return the statuses that marks in a label or a number state: (R), [P], (provisional), or r after digits."""
    found = [_STATUSES[(bracketed or last)[0].casefold()] for bracketed, last in _MARK.findall(text)]
    return tuple(dict.fromkeys(found))


def mark(text: str) -> str | None:
    """Return the status that a cell states which holds nothing but its mark: R, (p), revised."""
    found = _ALONE.fullmatch(text.strip())
    return _STATUSES[found[1][0].casefold()] if found else None
