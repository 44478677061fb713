"""Record what could not be imported, with position and reason, so that nothing is dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEYS = ("sheet", "row", "column", "reason", "value")


class Reject(NamedTuple):
    """A cell that is not in the output, or a row if `column` is None."""

    sheet: str
    row: int
    """The row number in the spreadsheet, from 1."""
    column: int | None
    """The column number, from 1; the file of rejects shows letters."""
    reason: str
    value: str = ""
    """The content of the cell."""
    part: bool = False
    """Whether its record was kept without it, so that it does not count against what was read."""

    @property
    def place(self) -> str:
        """Return the position in words."""
        return f"{self.sheet}, row {self.row}" + (f", column {letters(self.column)}" if self.column else "")


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1: A, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def rows(rejects: Iterable[Reject]) -> Iterator[tuple[str | int, ...]]:
    """Yield a row of `KEYS` for each reject, in the order in which they were found."""
    for reject in rejects:
        column = letters(reject.column) if reject.column else ""
        yield reject.sheet, reject.row, column, reject.reason, reject.value
