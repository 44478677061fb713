"""Tables found by their headings, wherever they stand in a sheet: the next edition moves columns, and adds some.

A heading is compared without case, punctuation, line ends and footnote marks. What stands in a cell is given with its
place, so that what cannot be used can be reported with it.
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
"""What refers to a footnote: [note 3], (1), (R), superscripts, asterisks, a number at the end."""


_LONGEST_HEADING = 200
"""Characters; what is longer is a text, and there may be thousands of them to look at."""


class Cell(NamedTuple):
    """What stands in a cell, and its row and column, counted from 1."""

    value: Value
    row: int
    column: int

    @property
    def text(self) -> str:
        """The value as a text without space around it; "" where nothing stands."""
        if self.value is None:
            return ""
        whole = isinstance(self.value, float) and self.value.is_integer()
        return " ".join(str(int(self.value) if whole else self.value).split())  # type: ignore[arg-type]


def is_blank(value: Value) -> bool:
    """Return whether nothing stands in a cell, or nothing but space."""
    return value is None or (isinstance(value, str) and not value.strip())


class Table(NamedTuple):
    """A table of a sheet."""

    sheet: str
    row: int
    """The row of its headings, from 1."""
    columns: dict[str, int]
    """Our names → columns, from 1."""
    rows: list[dict[str, Cell]]
    """By our names; every name of `columns` stands in each. Rows without anything in them are left out."""
    above: list[str]
    """What stands over it: titles, notes."""


class Span(NamedTuple):
    """Where a table stands in a sheet; rows are counted from 0."""

    row: int
    """The row of its headings, of two the lower one."""
    end: int
    """The row after its last."""
    columns: dict[str, int]
    """Our names → columns, from 0; of a heading that occurs twice, the first."""


class Nearest(NamedTuple):
    """The row that came nearest to having the headings."""

    sheet: str
    row: int
    found: tuple[str, ...]
    missing: tuple[str, ...]


@lru_cache(maxsize=10_000, typed=True)
def plain(heading: object) -> str:
    """A heading as headings are compared: `Drawn [note 3]`, `Red-dot¹` → `drawn`, `red dot`."""
    text = _MARKS.sub(" ", " ".join(str(heading or "").split()))
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold().replace("&", " and ")).split())


def tables(
    sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str], carried: Collection[str] = ()
) -> list[Table]:
    """The tables of a sheet that have the `required` ones of these headings, from the top.

    `headings` gives for each of our names the headings that it goes by. A heading that stands over two rows is found by
    its upper part. A name in `carried` has, where a cell is empty, the value of the last row above that has one, as in
    merged cells; its place is then that of the value.
    """
    return [
        Table(
            sheet.name,
            at + 1,
            {name: column + 1 for name, column in columns.items()},
            list(_rows(sheet, range(at + 1, end), columns, carried)),
            [words for row in sheet.rows[:at] for value in row if (words := Cell(value, 0, 0).text)],
        )
        for at, end, columns in spans(sheet, headings, required)
    ]


def spans(sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str]) -> list[Span]:
    """Return where the tables of a sheet stand that have the `required` ones of these headings, from the top."""
    starts = _starts(sheet, headings, required)
    ends = [*(at for at, _ in starts[1:]), len(sheet.rows)]
    return [Span(at, end, columns) for (at, columns), end in zip(starts, ends, strict=False)]


def recognised(rows: Iterable[list[Value]], headings: Mapping[str, Collection[str]]) -> int:
    """Return of how many of our names the headings are found in one row, the row that has most of them."""
    known = _known(headings)
    return max((len(_columns([row], 0, known)) for row in rows), default=0)


def nearest(
    sheets: Collection[Sheet], headings: Mapping[str, Collection[str]], required: Collection[str]
) -> Nearest | None:
    """Where most of the required headings stand, for a message; None where none of them does."""
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
    """The rows (from 0) of headings and their columns; of two rows that a heading stands over, the lower one."""
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
    """Return our names → column of the headings in a row; an empty cell has the heading of the row above."""
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
    sheet: Sheet, numbers: range, columns: Mapping[str, int], carried: Collection[str]
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
        for name in carried:
            if name in cells:
                cells[name] = last[name] if not cells[name].text and name in last else cells[name]
                last[name] = cells[name]
        yield cells
