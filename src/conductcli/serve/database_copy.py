"""Copy the register for the site and add what only the site needs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from conductcli.database.backup import copied
from conductcli.database.connection import translate_sqlite_error
from conductcli.serve import comparability_table
from conductcli.serve.metadata import NAME

if TYPE_CHECKING:
    from os import PathLike


def ready(register: sqlite3.Connection, folder: str | PathLike[str]) -> Path:
    """Return the path of a copy of a register in a folder. Raise ConductError if it cannot be written."""
    copy = Path(folder, f"{NAME}.db")
    copied(register, copy)
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF").fetchall()  # the copy is deleted at the end anyway
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            connection.execute("BEGIN")
            connection.execute("DELETE FROM files")  # it shows local paths of the case files
            comparability_table.add_table(connection)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, copy) from error
    return copy
