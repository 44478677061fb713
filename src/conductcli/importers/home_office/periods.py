"""Read the period of a table of Taser uses: from its cells with their headings, or from the lines above the table."""

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
    """Return the period that a cell in a column of periods states; the heading decides what a bare year or month is."""
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
"""Headings under which a year alone is a calendar year."""


def of_table(sheet: Sheet, rows: range, document: Document) -> Stated:
    """Return the period that a table has as a whole: by its title, other lines above it, its sheet or its file."""
    if known := known_period(document.sha256):
        return Stated(known)
    lines = [line for at in reversed(rows) for line in _lines(sheet.rows[at])]
    lines.sort(key=lambda line: not line.casefold().startswith("table"))
    said = (*map(stated, filter(_is_title, lines)), stated(sheet.name), of_file(document.name))
    return next((one for one in said if one.period or one.unclear), Stated(None))


def _lines(row: Sequence[Value]) -> list[str]:
    """Return the texts of a row above a table; one of many cells is a row of another table."""
    texts = [text for value in row if isinstance(value, str) and (text := value.strip())]
    return texts if sum(not is_blank(value) for value in row) <= _MOST_LINES else []


def _is_title(line: str) -> bool:
    if line.casefold().startswith("table"):
        return True
    return len(line) <= _LONGEST_TITLE and not line.rstrip().endswith(".") and not _OTHER_DATES.search(line)


_MOST_LINES = 2
_LONGEST_TITLE = 300  # characters
_OTHER_DATES = re.compile(r"publi|updated|released|revised|copyright|©|until|before|since|from \d{4}", re.IGNORECASE)
"""Lines over a table that give dates of something else than what was counted."""
