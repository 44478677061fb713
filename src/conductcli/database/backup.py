"""A copy of a database as it was at one moment, for readers that may never touch the file itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from conductcli.database.connection import explained

if TYPE_CHECKING:
    from pathlib import Path


def copied(connection: sqlite3.Connection, target: Path) -> None:
    """Write what a connection sees into a new file, whoever else writes meanwhile. Raises ConductError."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # a database in WAL mode is no single file
    except sqlite3.Error as error:
        raise explained(error, target) from error
