"""What stands in a cell of a table of counts → a number, "not available", or neither; marks are read past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conductcli.importers.tables import Cell

_NOTE = re.compile(
    r"\[(?:note|r|p|e)[^\]]*\]|\((?:note|[a-z]|[0-9])[^)]*\)|[*†‡\u00b9\u00b2\u00b3\u2070-\u2079]+$|(?<=[0-9])\s?[rp]$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+(?:\.0+)?|[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+(?:\.0+)?")
_MISSING = frozenset((*"xzcuw*.:-–—…", "", "..", "...", "n/a", "na", "not available", "not provided", "not known"))
"""What publishers put where there is no number, without the brackets."""
_MOST = 10**9  # nothing that is counted here comes near it
_STATUS = {"r": "revised", "p": "provisional"}


class Number(NamedTuple):
    """A count, as far as the cell has one."""

    value: int | None
    """None where the cell says that there is none, or says something else."""
    missing: bool = False
    """Whether the cell says that there is none."""
    status: str | None = None
    """`revised` or `provisional`, where a mark says so."""


def number(cell: Cell) -> Number:
    """The count in a cell: thousands separators, footnote marks and (R) or (P) are read past."""
    value = cell.value
    if isinstance(value, bool):
        return Number(None)
    if isinstance(value, float | int):
        return Number(int(value)) if 0 <= value < _MOST and float(value).is_integer() else Number(None)
    text = cell.text.replace("\u00a0", " ")
    if text.strip("[]() ").casefold() in _MISSING:
        return Number(None, missing=True)
    digits = _NOTE.sub("", text).strip()
    if _NUMBER.fullmatch(digits) and len(digits) < len(str(_MOST)):
        return Number(int(float(re.sub(r"[, \u202f]", "", digits))), status=status(text))
    return Number(None, missing=digits.strip("[]() ").casefold() in _MISSING)


def status(text: str) -> str | None:
    """`revised` or `provisional`, where a text has the mark (R), [P] or the like, and no other word."""
    found = re.search(r"[(\[]\s*([rp])\s*[)\]]|(?<=[0-9])\s?([rp])$", text, re.IGNORECASE)
    return _STATUS[(found[1] or found[2]).casefold()] if found else None
