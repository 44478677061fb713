"""Find tables in a sheet by their headings, because editions move and add columns.

Headings are compared without case, punctuation, line ends and footnote marks. Cells come with their positions, so that
unusable ones can be reported.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conductcli.importers.sheets import Sheet, Value

_SUPERSCRIPTS = "".join(map(chr, (0xB2, 0xB3, 0xB9, *range(0x2070, 0x207A))))
_MARKS = re.compile(
    rf"\[[^\]]*\]|\((?:(?:foot)?notes?[^)]*|[a-z]|[0-9][0-9, ]*)\)|[{_SUPERSCRIPTS}*†‡]"
    r"|(?<=[a-z)])\s?[0-9]{1,2}(?:, ?[0-9]{1,2})*\s*$",
    re.IGNORECASE,
)
"""Footnote marks: [note 3], (1), (R), superscripts, asterisks, a number at the end."""


_LONGEST_HEADING = 200
"""Maximum characters of a heading; longer cells are texts, of which there may be thousands."""


class Cell(NamedTuple):
    """The value of a cell, with its row and column, counted from 1."""

    value: Value
    row: int
    column: int

    @property
    def text(self) -> str:
        """Return the value as a text with spaces normalised; "" if the cell is empty."""
        if self.value is None:
            return ""
        whole = isinstance(self.value, float) and self.value.is_integer()
        return " ".join(str(int(self.value) if whole else self.value).split())  # type: ignore[arg-type]


def is_blank(value: Value) -> bool:
    """Return whether a cell is empty or holds only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


class Table(NamedTuple):
    """A table in a sheet."""

    sheet: str
    row: int
    """The row of its headings, from 1."""
    columns: dict[str, int]
    """Columns by name, from 1."""
    rows: list[dict[str, Cell]]
    """Cells by name, one for every name in `columns`; empty rows are left out."""
    above: list[str]
    """The texts above it: titles and notes."""


class Span(NamedTuple):
    """The position of a table in a sheet; rows are counted from 0."""

    row: int
    """The row of its headings; if there are two, the lower one."""
    end: int
    """The row after its last."""
    columns: dict[str, int]
    """Columns by name, from 0; if a heading occurs twice, the first."""


class Nearest(NamedTuple):
    """The row that came nearest to having the headings."""

    sheet: str
    row: int
    found: tuple[str, ...]
    missing: tuple[str, ...]


@lru_cache(maxsize=10_000, typed=True)
def plain(heading: object) -> str:
    """Return a heading normalised for comparison: `Drawn [note 3]`, `Red-dot¹` → `drawn`, `red dot`."""
    text = _MARKS.sub(" ", " ".join(str(heading or "").split()))
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold().replace("&", " and ")).split())


def tables(
    sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str], fill_down: Collection[str] = ()
) -> list[Table]:
    """Return the tables of a sheet that have the `required` headings, from the top.

    `headings` lists the accepted headings for each name. A heading over two rows is found by its upper part. For a
    name in `fill_down`, an empty cell takes the last value above it, with its position, as in merged cells.
    """
    return [
        Table(
            sheet.name,
            at + 1,
            {name: column + 1 for name, column in columns.items()},
            list(_rows(sheet, range(at + 1, end), columns, fill_down)),
            [words for row in sheet.rows[:at] for value in row if (words := Cell(value, 0, 0).text)],
        )
        for at, end, columns in spans(sheet, headings, required)
    ]


def spans(sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str]) -> list[Span]:
    """Return the positions of the tables that have the `required` headings, from the top."""
    starts = _starts(sheet, headings, required)
    ends = [*(at for at, _ in starts[1:]), len(sheet.rows)]
    return [Span(at, end, columns) for (at, columns), end in zip(starts, ends, strict=False)]


def recognised(rows: Iterable[list[Value]], headings: Mapping[str, Collection[str]]) -> int:
    """Return the largest number of known headings found in one row."""
    known = _known(headings)
    return max((len(_columns([row], 0, known)) for row in rows), default=0)


def nearest(
    sheets: Collection[Sheet], headings: Mapping[str, Collection[str]], required: Collection[str]
) -> Nearest | None:
    """Return the row with the most required headings, for a message, or None if no row has any."""
    known = _known(headings)
    best = None
    for sheet in sheets:
        for at in range(len(sheet.rows)):
            columns = _columns(sheet.rows, at, known)
            here = tuple(name for name in required if name in columns)
            if here and (best is None or len(here) > len(best.found)):
                best = Nearest(sheet.name, at + 1, here, tuple(name for name in required if name not in columns))
    return best


def _known(headings: Mapping[str, Collection[str]]) -> dict[str, str]:
    return {plain(heading): name for name, accepted in headings.items() for heading in accepted}


def _starts(
    sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str]
) -> list[tuple[int, dict[str, int]]]:
    """Return the rows of headings (from 0) with their columns; of a heading over two rows, the lower row."""
    known = _known(headings)
    starts: list[tuple[int, dict[str, int]]] = []
    for at in range(len(sheet.rows)):
        columns = _columns(sheet.rows, at, known)
        if not columns.keys() >= set(required):
            continue
        under = bool(starts) and starts[-1][0] == at - 1 and not _columns(sheet.rows, at, known, over=False)
        if starts and starts[-1][0] == at - 1 and len(columns) > len(starts[-1][1]):
            starts.pop()
        elif under:
            continue
        starts.append((at, columns))
    return starts


def _columns(rows: Sequence[list[Value]], at: int, known: Mapping[str, str], *, over: bool = True) -> dict[str, int]:
    """Return the columns by name in a row of headings; an empty cell takes the heading above it."""
    row = rows[at]
    upper = rows[at - 1] if at and over else []
    found: dict[str, int] = {}
    for column in range(max(len(row), len(upper))):
        value = row[column] if column < len(row) else None
        if is_blank(value) and column < len(upper):
            value = upper[column]
        name = known.get(plain(value)) if isinstance(value, str) and len(value) <= _LONGEST_HEADING else None
        if name and name not in found:
            found[name] = column
    return found


def _rows(
    sheet: Sheet, numbers: range, columns: Mapping[str, int], fill_down: Collection[str]
) -> Iterator[dict[str, Cell]]:
    last: dict[str, Cell] = {}
    for at in numbers:
        row = sheet.rows[at]
        if all(map(is_blank, row)):
            continue
        cells = {
            name: Cell(row[column] if column < len(row) else None, at + 1, column + 1)
            for name, column in columns.items()
        }
        for name in fill_down:
            if name in cells:
                cells[name] = last[name] if not cells[name].text and name in last else cells[name]
                last[name] = cells[name]
        yield cells
