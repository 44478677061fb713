"""Find the period of a table of Taser uses, in its cells and headings or in the lines above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conductcli.importers.home_office.source import known_period
from conductcli.importers.periods import Stated, of_file, period, stated
from conductcli.importers.tables import Cell, is_blank, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conductcli.importers.sheets import Document, Sheet, Value

_PART = re.compile(r"\b(?:quarters?|month|half|week|day|date)\b")
_ENDS = frozenset(map(plain, ("ytd", "Year to date", "Period end", "Period ending", "End date", "Year to")))
_ENDING = re.compile(r"\b(?:ending|ended|end|to)\b")


def of_cell(heading: str, cell: Cell) -> str | None:
    """Return the period in a cell of a column of periods; the heading decides how a bare year or month is read."""
    name, text = plain(heading), cell.text
    is_year = re.fullmatch(r"(?:19|20)[0-9]{2}(?:\.0)?", text) is not None
    if name in _ENDS:
        return None if is_year else period(cell.value)
    if _PART.search(name):
        return None
    if isinstance(cell.value, str | float) and (found := period(f"{name} {text}")):
        return found
    return None if is_year and (_ENDING.search(name) or name not in _BARE) else period(cell.value)


_BARE = frozenset(("year", "years", "period", "time period", "reporting period", "calendar year"))
"""Headings under which a bare year is a calendar year."""


def of_table(sheet: Sheet, rows: range, document: Document) -> Stated:
    """Return the period of a whole table, from the lines above it, its sheet name or its file name."""
    if known := known_period(document.sha256):
        return Stated(known)
    lines = [line for at in reversed(rows) for line in _lines(sheet.rows[at])]
    lines.sort(key=lambda line: not line.casefold().startswith("table"))
    said = (*map(stated, filter(_is_title, lines)), stated(sheet.name), of_file(document.name))
    return next((one for one in said if one.period or one.unclear), Stated(None))


def _lines(row: Sequence[Value]) -> list[str]:
    """Return the texts of a row above a table, or none for a row of another table, which has many cells."""
    texts = [text for value in row if isinstance(value, str) and (text := value.strip())]
    return texts if sum(not is_blank(value) for value in row) <= _MOST_LINES else []


def _is_title(line: str) -> bool:
    if line.casefold().startswith("table"):
        return True
    return len(line) <= _LONGEST_TITLE and not line.rstrip().endswith(".") and not _OTHER_DATES.search(line)


_MOST_LINES = 2
_LONGEST_TITLE = 300  # characters
_OTHER_DATES = re.compile(r"publi|updated|released|revised|copyright|©|until|before|since|from \d{4}", re.IGNORECASE)
"""Lines with dates of something other than the counting."""
