"""Write tables to separate files, with several processes if the database is large."""

from __future__ import annotations

import gc
import os
from contextlib import closing
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from conductcli.database.connection import connect
from conductcli.database.tables import at_once
from conductcli.errors import DatabaseError
from conductcli.export.content import Content, Written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MUCH = 100_000_000  # bytes; below this, starting processes costs more than it saves
_PROCESSES = 4


def each_table(format: str, folder: Path, content: Content) -> Iterator[Written]:
    """Write each table in the format and yield it when it is done.

    Raise what the format raises, and DatabaseError if the database changed meanwhile.
    """
    module = import_module(f"conductcli.export.as_{format}")
    if not content.path or content.path.stat().st_size < _MUCH:
        yield from (module.write_table(folder, content, table) for table in content.tables)
        return
    before = _state(content.path)
    rows = {table.name: content.count(table) for table in content.tables}
    names = sorted(rows, key=lambda name: -rows[name])  # the longest first, for an even load
    yield from _together(partial(_alone, format, folder, content.path, content.as_of, content.excel_safe), names)
    if _state(content.path) != before:  # each process opened it separately
        raise DatabaseError(f"{content.path}: changed while it was exported", "run the command again")


def _together(write: partial[Written], names: list[str]) -> Iterator[Written]:
    from concurrent.futures import as_completed

    from conductcli.workers import Crew

    # Rows form no cycles; collecting garbage would take a third of the time.
    with Crew(min(_PROCESSES, os.cpu_count() or 1), gc.disable, "writes tables") as crew:
        for future in as_completed([crew.submit(write, name) for name in names]):
            yield future.result()


def _alone(format: str, folder: Path, path: Path, as_of: str, excel_safe: bool, name: str) -> Written:  # noqa: FBT001
    """Write one table in a separate process."""
    with closing(connect(path)) as connection, at_once(connection):
        content = Content(connection, as_of, excel_safe)
        table = next(table for table in content.tables if table.name == name)
        written: Written = import_module(f"conductcli.export.as_{format}").write_table(folder, content, table)
        return written


def _state(path: Path) -> tuple[int, int, int]:
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns
