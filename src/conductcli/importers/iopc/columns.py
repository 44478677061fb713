"""Map the headings of tables of IOPC pages to columns, across editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.importers.rejects import letters
from conductcli.importers.tables import Cell, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conductcli.importers.sheets import Sheet, Value
    from conductcli.importers.tables import Table


def _also_joined(*headings: str) -> tuple[str, ...]:
    """Return the headings with and without their spaces."""
    return tuple(dict.fromkeys((*headings, *(heading.replace(" ", "") for heading in headings))))


HEADINGS = {
    "url": _also_joined("url", "link", "address", "page url", "page link", "web address", "source url"),
    "heading": _also_joined("heading", "title", "headline", "page title", "page heading"),
    "published": _also_joined("published", "date published", "published date", "publication date", "published on"),
    "date": ("date",),
    "content": _also_joined("content", "text", "page text", "page content", "body", "summary", "case summary"),
    "recommendation": _also_joined("recommendation", "recommendation text", "learning recommendation"),
    "made_on": _also_joined("date of recommendation", "recommendation date", "date recommendation made", "date made"),
    "made_stamp": _also_joined("dateofrecommendation stamp", "date of recommendation stamp", "recommendation stamp"),
    "due_on": _also_joined("date response due", "response due", "response due date", "due date", "date due"),
    "due_stamp": _also_joined("dateresponsedue stamp", "date response due stamp", "response due stamp"),
    "accepted": _also_joined("accepted", "recommendation accepted", "accepted or not"),
    "answer": _also_joined("response", "force response", "response status", "position"),
    "tags": _also_joined("tags", "tag", "labels"),
    "force": _also_joined("force", "forces", "police force", "police forces", "organisation", "organisations"),
    "category": _also_joined("category", "categories", "topic", "topics"),
    "reference": _also_joined("ref", "reference", "iopc ref", "iopc reference", "case reference"),
    "document": _also_joined("rec link", "recommendation link", "document", "attachment"),
    "not_found": ("404 error", "404"),
}
"""The accepted headings of each column."""
REQUIRED = ("url", "heading")
REFERENCES = {
    "url": HEADINGS["url"],
    "heading": HEADINGS["heading"],
    "put_right": _also_joined("cleaned ref", "clean ref", "corrected ref", "clean reference", "cleaned reference"),
    "reference": HEADINGS["reference"],
}
"""The headings of a sheet of references, original and corrected, by page."""


def unbroken(tables: list[Table], sheet: Sheet) -> Iterator[Table]:
    """Yield the tables of a sheet, each joined with tables below it that only repeat its headings.

    Tables compiled from several downloads repeat their headings, sometimes not all of them. Repeated headings
    remain among the rows.
    """
    whole: Table | None = None
    for table in tables:
        if whole and table.columns.items() <= whole.columns.items():
            below = [table.row, *(next(iter(cells.values())).row for cells in table.rows)]
            whole = whole._replace(rows=whole.rows + [_cells(sheet, row, whole.columns) for row in below])
            continue
        if whole:
            yield whole
        whole = table
    if whole:
        yield whole


def repeated(cells: Mapping[str, Cell]) -> bool:
    """Return whether a row repeats the headings."""
    return all(plain(cells[name].text) in HEADINGS[name] for name in REQUIRED)


def unread(sheet: Sheet, table: Table, others: set[int]) -> list[str]:
    """Return the headings of unknown columns, or the letters of columns without a heading.

    `others` are columns (from 0) that are read separately.
    """
    rows = sheet.rows[table.row - 1 :]
    read = {column - 1 for column in table.columns.values()} | others
    filled = (column for column in range(max(map(len, rows))) if column not in read)
    return [name for column in filled if (name := _name(rows, column))]


def _name(rows: Sequence[Sequence[Value]], column: int) -> str:
    heading, *below = (Cell(row[column], 0, 0).text if column < len(row) else "" for row in rows)
    return heading or (f"{letters(column + 1)} (without a heading)" if any(below) else "")


def _cells(sheet: Sheet, row: int, columns: Mapping[str, int]) -> dict[str, Cell]:
    values = sheet.rows[row - 1]
    return {
        name: Cell(values[column - 1] if column <= len(values) else None, row, column)
        for name, column in columns.items()
    }
