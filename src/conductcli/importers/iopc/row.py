"""Read one row of a table of pages: repair its texts, parse its dates, and report unusable cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conductcli.importers.iopc import dates
from conductcli.importers.iopc.text import repaired
from conductcli.importers.rejects import Reject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conductcli.importers.tables import Cell

_NOTHING = frozenset(
    ("", "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "n/a", "na", "none", "nan", "null")
)
"""Values of cells without content: failed formulas, and software's words for nothing."""

_FIRST = "2004"
"""The year in which the IPCC was founded."""


class Row(NamedTuple):
    """The cells of a row by column name, and the list of rejects to add to."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    rejects: list[Reject]

    def text(self, name: str) -> str:
        """Return the repaired text in a column, or "" if it is empty or absent."""
        cell = self.cells.get(name)
        if cell is None:
            return ""
        text = repaired(cell.value if isinstance(cell.value, str) else cell.text)
        return "" if text.casefold() in _NOTHING else text

    def day(self, *names: str) -> str | None:
        """Return the date in the first of these columns, all of which must agree."""
        found = None
        for name in names:
            if not self.text(name):
                continue
            try:
                day = dates.day(self.cells[name].value)
            except ValueError as error:
                self.refuse(name, str(error))
                continue
            if day < _FIRST:
                self.refuse(name, "is before there was a body that published such pages")
                continue
            if found and day != found:
                self.refuse(name, f"is not the day that stands beside it ({found})")
            found = found or day
        return found

    def refuse(self, name: str, reason: str, value: str | None = None) -> None:
        """Report the cell in a column, or `value` as a part of it; the rest of the row is kept."""
        self.refuse_cell(self.cells[name], reason, value)

    def refuse_cell(self, cell: Cell, reason: str, value: str | None = None) -> None:
        """Report a cell of the row, whether or not its column has a name."""
        self.rejects.append(
            Reject(self.sheet, cell.row, cell.column, reason, cell.text if value is None else value, part=True)
        )

    def reject(self, reason: str, value: str = "") -> None:
        """Report the whole row."""
        self.rejects.append(Reject(self.sheet, self.number, None, reason, value))
