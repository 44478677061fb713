"""Find the tables of Taser uses in a document, with the force and period of each row."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from conductcli.importers.home_office.headings import HEADINGS, MEASURES, layout
from conductcli.importers.home_office.periods import of_cell, of_table
from conductcli.importers.numbers import mark, marks, number
from conductcli.importers.tables import Cell, is_blank, nearest, plain, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.importers.home_office.headings import Column, Layout
    from conductcli.importers.periods import Stated
    from conductcli.importers.sheets import Document, Sheet
    from conductcli.importers.tables import Nearest, Span

REGIONS = frozenset(
    map(
        plain,
        ("North East", "North West", "Yorkshire and the Humber", "Yorkshire & Humber", "East Midlands", "West Midlands",
         "East of England", "East", "Eastern", "London", "South East", "South West", "Wales", "England",
         "England and Wales", "Great Britain", "United Kingdom"),
    )
)  # fmt: skip
"""Labels that cover several forces; `West Midlands` is also the name of a force."""
WEST_MIDLANDS = "west-midlands"
_MODES = frozenset(MEASURES) - {"taser_uses", "taser_not_stated"}
_GIVE = "give it with --period"


class Row(NamedTuple):
    """The numbers of one period in one row of such a table."""

    sheet: str
    label: Cell
    """The cell that names the force."""
    period: str | None
    """EDTF, from the row, the headings or the table; None if unknown."""
    undated: str
    """Why there is no period, or ""."""
    silent: bool
    """True if row and headings mention no period, so that --period may supply it."""
    cells: dict[str, Cell]
    """Non-empty cells by measure."""
    statuses: dict[str, tuple[str, ...]]
    """Statuses by measure that are marked outside its cell: in the row, the column or the cell to its right."""
    fired_as: str
    """The heading of the discharges, if these are read as fired."""


class Found(NamedTuple):
    """The content of the tables of Taser uses in a document."""

    rows: list[Row]
    refused: list[tuple[str, Cell, str]]
    """Cells that cannot be used: sheet, cell and reason."""
    others: int
    """The number of non-empty cells in other columns."""
    unread: list[str]
    """The headings of those columns."""


def found(document: Document) -> Found:
    """Return the content of all tables of Taser uses in a document, in order."""
    rows: list[Row] = []
    refused: list[tuple[str, Cell, str]] = []
    others, unread = 0, dict[str, None]()
    for sheet in document.sheets:
        start = 0
        for span in spans(sheet, HEADINGS, ("force",)):
            of = layout(sheet.rows, span)
            if len({column.measure for column in of.measures} & _MODES) >= 2:
                table = _Table(sheet, span, of, of_table(sheet, range(start, span.row), document))
                table.read()
                rows += table.rows
                refused += table.refused
                others += table.others
                unread |= dict.fromkeys(heading for at, heading in of.others.items() if at not in of.unclear)
            start = span.row + 1
    return Found(rows, refused, others, list(unread))


def looked_for(document: Document) -> Nearest | None:
    """Return the row that comes nearest to the headings of such a table, or None."""
    return nearest(document.sheets, HEADINGS, ("force", "taser_uses", "taser_drawn", "taser_fired"))


class _Dated(NamedTuple):
    """The period of a number, with the fields of `Row`."""

    period: str | None
    undated: str
    silent: bool


class _Table:
    """One table, read row by row."""

    def __init__(self, sheet: Sheet, span: Span, of: Layout, stated: Stated) -> None:
        self.sheet = sheet
        self.of = of
        self.stated = stated
        self.numbers = range(of.body, span.end)
        self.rows: list[Row] = []
        self.refused: list[tuple[str, Cell, str]] = []
        self.others = 0
        columns = {column.measure: column for column in reversed(of.measures)}
        self.doubled = self._doubled()
        # Beside drive stuns, and without "fired", discharges are what was fired.
        instead = {"taser_drive_stun", "taser_discharges"} <= columns.keys() and "taser_fired" not in columns
        self.fired_as = columns["taser_discharges"].heading if instead else ""
        headed = {*of.forces, *of.regions, *of.dated, *of.others, *(column.number for column in of.measures)}
        width = max((len(sheet.rows[at]) for at in self.numbers), default=0)
        bare = [column for column in range(width) if column not in headed]
        self.marks = {column for column in bare if self._holds_marks(column)}
        self.bare = [column for column in bare if column not in self.marks]

    def read(self) -> None:
        """Read every row, filling down merged cells."""
        last: dict[int, Cell] = {}
        label: Cell | None = None
        for at in self.numbers:
            if all(map(is_blank, self.sheet.rows[at])):
                continue
            own = {column: self._cell(at, column) for column in self.of.dated}
            last |= {column: cell for column, cell in own.items() if cell.text}
            dated = [last[column] for column in own if column in last]
            filled = [column for column in self.of.measures if self._cell(at, column.number).text]
            self._beside(at, is_note=not filled)
            labels = [cell for column in self.of.forces if (cell := self._cell(at, column)).text]
            if not filled:
                continue
            if not labels and label is not None and any(cell.text for cell in own.values()):
                labels = [label]  # a force merged over the rows of its years
            label = labels[0] if labels else None
            self._row(at, labels, dated, filled)

    def _row(self, at: int, labels: list[Cell], dated: list[Cell], filled: list[Column]) -> None:
        if len({plain(cell.text) for cell in labels}) > 1:
            names = " and ".join(repr(cell.text) for cell in labels)
            self._refuse(at, filled, f"the row names {names}, and which is meant cannot be told")
            return
        label = labels[0] if labels else self._cell(at, self.of.forces[0])
        of_row = self._of_row(at, label, dated)
        by_period: dict[tuple[_Dated, int], list[Column]] = defaultdict(list)
        times: Counter[tuple[_Dated, str]] = Counter()
        for column in filled:
            if column.number in self.doubled:
                self._refuse(at, [column], self.doubled[column.number])
            else:
                dating = self._period(column, dated)
                by_period[dating, times[dating, column.measure]].append(column)
                times[dating, column.measure] += 1
        for (dating, _), columns in by_period.items():
            cells = {self._measure(column): self._cell(at, column.number) for column in columns}
            statuses = {
                self._measure(column): (*of_row, *column.statuses, *self._beside_of(at, column.number))
                for column in columns
            }
            self.rows.append(Row(self.sheet.name, label, *dating, _in_order(cells), statuses, self.fired_as))

    def _of_row(self, at: int, label: Cell, dated: list[Cell]) -> tuple[str, ...]:
        """Return the statuses of a whole row, marked in its labels or in the cells to their right."""
        texts = (label.text, *(cell.text for cell in dated))
        beside = (self._beside_of(at, column) for column in (*self.of.forces, *self.of.dated))
        return (
            *(status for text in texts for status in marks(text)),
            *(status for found in beside for status in found),
        )

    def _period(self, column: Column, dated: list[Cell]) -> _Dated:
        """Return the period of a number: that of its row and headings, which must agree, or that of the table."""
        said = {cell.text: of_cell(self.of.dated[cell.column - 1], cell) for cell in dated}
        if column.dated:
            said[column.dated] = column.period
        if unread := [text for text, period in said.items() if period is None]:
            return _Dated(None, f"the period cannot be read: {', '.join(map(repr, unread))}", silent=False)
        if len(set(said.values())) > 1:
            return _Dated(None, f"two periods are given: {' and '.join(map(repr, said))}", silent=False)
        if said:
            return _Dated(next(iter(said.values())), "", silent=False)
        if self.stated.period:
            return _Dated(self.stated.period, "", silent=True)
        says = "the period of the table cannot be read" if self.stated.unclear else "the table does not say its period"
        return _Dated(None, f"{says}: {_GIVE}", silent=True)

    def _doubled(self) -> dict[int, str]:
        """Return, by column, why columns of the same measure and period with different numbers cannot be used."""
        alike: dict[tuple[str, str | None, str], list[Column]] = defaultdict(list)
        for column in self.of.measures:
            alike[column.measure, column.period, column.dated if column.period is None else ""].append(column)
        found: dict[int, str] = {}
        for columns in alike.values():
            if len(columns) == 1:
                continue
            values = [tuple(number(self._cell(at, column.number)) for at in self.numbers) for column in columns]
            if len(set(values)) > 1:
                reason = f"{columns[0].heading!r} heads {len(columns)} columns, and which is meant cannot be told"
                found |= {column.number: reason for column in columns}
        return found

    def _measure(self, column: Column) -> str:
        return "taser_fired" if self.fired_as and column.measure == "taser_discharges" else column.measure

    def _beside(self, at: int, *, is_note: bool) -> None:
        """Count or refuse the cells of a row in columns that are not read; in notes, only the numbers."""
        for column in self.of.others:
            if (cell := self._cell(at, column)).text and not (is_note and number(cell).value is None):
                if column in self.of.unclear:
                    self.refused.append(
                        (self.sheet.name, cell, f"what is counted under {self.of.others[column]!r} is not said")
                    )
                else:
                    self.others += 1
        for column in self.bare:
            if (cell := self._cell(at, column)).text and not (is_note and number(cell).value is None):
                self.refused.append((self.sheet.name, cell, "is in a column without a heading"))

    def _beside_of(self, at: int, column: int) -> tuple[str, ...]:
        """Return the status marked in the column without a heading to the right."""
        status = mark(self._cell(at, column + 1).text) if column + 1 in self.marks else None
        return (status,) if status else ()

    def _holds_marks(self, column: int) -> bool:
        """Return whether a column holds only marks of revision in the rows with numbers."""
        of = self.of.measures
        rows = [at for at in self.numbers if any(self._cell(at, measure.number).text for measure in of)]
        texts = [text for at in rows if (text := self._cell(at, column).text)]
        return column > 0 and bool(texts) and all(mark(text) for text in texts)

    def _cell(self, at: int, column: int) -> Cell:
        row = self.sheet.rows[at]
        return Cell(row[column] if column < len(row) else None, at + 1, column + 1)

    def _refuse(self, at: int, columns: Iterable[Column], reason: str) -> None:
        self.refused += ((self.sheet.name, self._cell(at, column.number), reason) for column in columns)


def _in_order(cells: dict[str, Cell]) -> dict[str, Cell]:
    return {measure: cells[measure] for measure in MEASURES if measure in cells}
