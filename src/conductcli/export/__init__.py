"""Export the whole register as a folder of typed tables with a data dictionary, in one of several formats.

To add a format, write a module with `write(folder, content)`, or with `write_table(folder, content, table)` if each
table has its own file, and add its name here.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conductcli.export.content import Content, Written

FORMATS = ("datapackage", "csv", "jsonl", "parquet", "xlsx")
BY_TABLE = ("csv", "jsonl", "parquet")
"""Formats in which each table is a separate file."""


def export(target: Path, format: str, content: Content, progress: Callable[[str, int], None] | None) -> list[Written]:
    """Export all tables to a folder that replaces `target`, which must be missing, empty or an earlier export.

    `progress` is called with the name of each table written and the total number of rows so far. Raise NotWritten,
    or ConductError if the format needs a missing extra or cannot hold the data.
    """
    from conductcli.database.tables import at_once
    from conductcli.export.folder import taking_place
    from conductcli.export.parallel import each_table

    done: list[Written] = []
    with taking_place(target) as folder, at_once(content.connection):
        if format in BY_TABLE:
            written = each_table(format, folder, content)
        else:
            written = import_module(f"conductcli.export.as_{format}").write(folder, content)
        for table in written:
            done.append(table)
            if progress:
                progress(table.table, sum(entry.rows for entry in done))
        order = [table.name for table in content.tables]
        done.sort(key=lambda table: order.index(table.table))
        _mark(folder, format, content, done)
    return done


def _mark(folder: Path, format: str, content: Content, written: list[Written]) -> None:
    """Write the file that marks the folder as an export, so that a later export may replace it."""
    from conductcli import __version__
    from conductcli.export.folder import MARK, OURS

    said = {
        OURS: __version__,
        "format": format,
        "as_of": content.as_of,
        "files": sorted(file.name for file in folder.iterdir()),
        "tables": [table._asdict() for table in written],
    }
    (folder / MARK).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8", newline="\n")
