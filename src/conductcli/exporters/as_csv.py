"""CSV: a file per table, as RFC 4180 has it; nothing is lost, unless it is made safe for spreadsheets."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from conductcli.exporters.content import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conductcli.exporters.content import Content
    from conductcli.store.tables import Table

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def write_table(folder: Path, content: Content, table: Table) -> Written:
    """Write a table: an empty cell where nothing is known, lists as JSON.

    Lines end with CR LF, so that both characters are quoted inside a text.
    """
    texts = [at for at, column in enumerate(table.columns) if column.type == "text"] if content.excel_safe else []
    name = f"{table.name}.csv"
    rows = 0
    # Spreadsheets take UTF-8 for an older encoding unless the file begins with its mark.
    with (folder / name).open("w", encoding="utf-8-sig" if content.excel_safe else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        for batch in content.batches(table):
            rows += len(batch)
            writer.writerows(_harmless(batch, texts) if texts else batch)
    return Written(table.name, name, rows)


def _harmless(rows: Sequence[Sequence[Any]], texts: Sequence[int]) -> Iterable[Sequence[Any]]:
    """Rows in which no text reads as a formula."""
    for row in rows:
        values = list(row)
        for at in texts:
            if values[at] is not None and reads_as_formula(values[at]):
                values[at] = f"'{values[at]}"
        yield values


def reads_as_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula when it opens or imports it."""
    return _FORMULA.match(text) is not None
