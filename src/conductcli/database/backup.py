"""Copy a database as it was at one moment, for readers that must never touch the original file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from conductcli.database.connection import translate_sqlite_error

if TYPE_CHECKING:
    from pathlib import Path


def copied(connection: sqlite3.Connection, target: Path) -> None:
    """Write what a connection reads into a new file, even during other writes. Raises ConductError."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # a database in WAL mode is more than one file
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, target) from error
