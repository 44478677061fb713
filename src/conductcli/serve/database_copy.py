"""The copy that is served: as the register was when it was made, with what only a site needs beside it."""

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
    """A copy of a register in a folder. Raises ConductError where it cannot be written."""
    copy = Path(folder, f"{NAME}.db")
    copied(register, copy)
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF").fetchall()  # it is gone with the process anyhow
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            connection.execute("BEGIN")
            connection.execute("DELETE FROM files")  # they tell where on this machine the case files lie
            comparability_table.weigh(connection)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, copy) from error
    return copy
