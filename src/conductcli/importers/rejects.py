"""What could not be placed: where it stands and why, so that nothing is dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEYS = ("sheet", "row", "column", "reason", "value")


class Reject(NamedTuple):
    """A cell, or a row where `column` is None, that is not in the output."""

    sheet: str
    row: int
    """As a spreadsheet numbers it, from 1."""
    column: int | None
    """From 1; the file of rejects has the letters that a spreadsheet shows."""
    reason: str
    value: str = ""
    """What stands there."""
    part: bool = False
    """Whether the record that it belongs to was kept without it; then it does not count against what came in."""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.sheet}, row {self.row}" + (f", column {letters(self.column)}" if self.column else "")


def letters(column: int) -> str:
    """The name of a column, counted from 1, as spreadsheets show it: A, Z, AA."""
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
