"""Write XLSX: one workbook with a sheet per table, in which text is never read as formulas.

Sheets have size limits that a register can exceed. Nothing is cut: an error is raised and nothing is written.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from conductcli.errors import ConductError, NotWritten
from conductcli.export.content import Written
from conductcli.export.deferred_file import written
from conductcli.output.sanitize import clean_block, reads_as_formula

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from conductcli.database.dictionary import Column
    from conductcli.database.tables import Row, Table
    from conductcli.export.content import Content

FILE = "register.xlsx"
MOST_ROWS = 1_048_575  # of data, below the heading
MOST_CHARACTERS = 32_767  # per cell, in UTF-16 code units
_FIRST_DAY = date(1900, 3, 1)  # earlier days differ between spreadsheet programs
_MOST_EXACT = 2**53  # spreadsheet numbers are floating-point numbers
_HINT = "use --format parquet, csv, jsonl or datapackage"


def write(folder: Path, content: Content) -> Iterator[Written]:
    """Write the workbook. Raise ConductError without the library, or if a sheet cannot hold a table."""
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    except ImportError as error:
        raise ConductError("XLSX needs an extra: pip install 'conductcli[xlsx]'") from error
    for table in content.tables:
        if (rows := content.count(table)) > MOST_ROWS:
            message = f"{table.name} has {rows:,} rows, more than the {MOST_ROWS:,} that a sheet holds"
            raise ConductError(message, _HINT)
    options = {
        "constant_memory": True,  # each row is written when the next begins
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    full: str | None = None
    with written(folder / FILE) as file:
        try:
            with Workbook(file, options) as workbook:
                workbook.set_properties({"created": datetime.fromisoformat(content.as_of)})  # for reproducible files
                sheets = _Sheets(workbook)
                for table in content.tables:
                    rows = sheets.add(table, content.batches(table))
                    yield Written(table.name, FILE, rows)
        except FileCreateError as error:  # the exception holds the workbook, so raise after the block
            full = str(error)
    if full:
        raise NotWritten(f"{FILE}: cannot be written ({full})", "free some space, or name another folder")


class _Sheets:
    """Add tables to a workbook, with its cell formats."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.heading = workbook.add_format({"bold": True})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.marked = workbook.add_format({"quote_prefix": True})  # keeps its text when edited

    def add(self, table: Table, batches: Iterator[list[Row]]) -> int:
        """Add a sheet and return its number of rows, without the heading."""
        sheet = self.workbook.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, _WIDTHS.get(column.type, 24))
            sheet.write_string(0, at, column.name, self.heading)
        row = 0
        for batch in batches:
            for values in batch:
                row += 1
                for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                    if value is not None:
                        self._write(sheet, (row, at), column, value, f"{table.name}: {column.name} of row {row:,}")
        sheet.autofilter(0, 0, row, len(table.columns) - 1)
        return row

    def _write(self, sheet: Worksheet, place: tuple[int, int], column: Column, value: Any, name: str) -> None:
        if column.type in ("integer", "number") and abs(value) <= _MOST_EXACT:
            sheet.write_number(*place, value)
        elif column.type == "day" and (day := date.fromisoformat(value)) >= _FIRST_DAY:
            sheet.write_datetime(*place, day, self.day)
        else:
            text = clean_block("; ".join(json.loads(value)) if column.type == "list" else str(value))
            if len(text.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
                message = f"{name} is a text of more than the {MOST_CHARACTERS:,} characters that a cell holds"
                raise ConductError(message, _HINT)
            sheet.write_string(*place, text, self.marked if reads_as_formula(text) else None)


_WIDTHS = {"day": 12, "date": 12, "integer": 9, "number": 9}
