"""Write JSON Lines, a file per table: an object per row with all keys, null for unknown values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conductcli.export.content import Written
from conductcli.output.as_json import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from conductcli.database.tables import Table
    from conductcli.export.content import Content


def write_table(folder: Path, content: Content, table: Table) -> Written:
    """Write a table."""
    names = [column.name for column in table.columns]
    lists = [column.name for column in table.columns if column.type == "list"]
    file_name = f"{table.name}.jsonl"
    rows = 0
    with (folder / file_name).open("w", encoding="utf-8", newline="\n") as file:
        for batch in content.batches(table):
            rows += len(batch)
            for row in batch:
                value = dict(zip(names, row, strict=True))
                for name in lists:
                    if value[name] is not None:
                        value[name] = json.loads(value[name])
                file.write(encoded(value) + "\n")
    return Written(table.name, file_name, rows)
