"""Write CSV (RFC 4180), a file per table; the data is unchanged unless made safe for spreadsheets."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from conductcli.export.content import Written
from conductcli.output.sanitize import SPREADSHEET_MARK, as_text, clean_block

if TYPE_CHECKING:
    from pathlib import Path

    from conductcli.database.tables import Table
    from conductcli.export.content import Content


def write_table(folder: Path, content: Content, table: Table) -> Written:
    """Write a table with empty cells for unknown values and lists as JSON.

    Lines end with CR LF, so that either character in a text is quoted. Characters that no case file may hold, such
    as control characters in a database from elsewhere, are written as visible escapes.
    """
    name = f"{table.name}.csv"
    rows = 0
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        if content.excel_safe:
            file.write(SPREADSHEET_MARK)
        writer = csv.writer(_Cleaned(file), lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        for batch in content.batches(table):
            rows += len(batch)
            writer.writerows([map(as_text, row) for row in batch] if content.excel_safe else batch)
    return Written(table.name, name, rows)


class _Cleaned:
    """Wrap a file so that control characters are escaped in every line."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, line: str) -> int:
        """Write a line."""
        return self._file.write(clean_block(line))
