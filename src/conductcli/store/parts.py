"""Parts of a database, which workers fill side by side and the whole takes in.

A part has the tables of the whole without their keys and indexes: what is quick to write is written by the workers, and
the whole sorts it in when it copies the rows.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from conductcli.model import SECTIONS
from conductcli.store import layout
from conductcli.store.filling import Filling
from conductcli.store.withdrawing import withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Part(Filling):
    """An open part, to be filled."""

    @classmethod
    @contextmanager
    def at(cls, path: Path) -> Iterator[Part]:
        """A new part in a file of its own."""
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            # Nobody reads it before it is whole, and if anything happens it is made anew.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            for table, columns in layout.tables().items():
                names = ", ".join(f'"{column}"' for column in columns)
                unique = ", UNIQUE (id)" if table in SECTIONS else ""
                connection.execute(f'CREATE TABLE "{table}" ({names}{unique})')
            connection.execute("CREATE TABLE wanted (kind, id, UNIQUE (kind, id))")
            yield cls(connection)
            connection.execute("COMMIT")


def take(connection: sqlite3.Connection, path: Path) -> set[tuple[str, str]]:
    """Copy the rows of a part into the whole; (list, id) of what the whole has already is left out and given."""
    connection.execute("ATTACH ? AS part", (str(path),))
    try:
        connection.execute("BEGIN")
        doubled = {
            (section, name)
            for section in SECTIONS
            for (name,) in connection.execute(f"SELECT id FROM part.{section} INTERSECT SELECT id FROM main.{section}")
        }
        for section in {section for section, _ in doubled}:
            withdraw(connection, "part", section, [name for of, name in doubled if of == section])
        for table in layout.tables():
            connection.execute(f'INSERT OR IGNORE INTO main."{table}" SELECT * FROM part."{table}"')
        connection.execute("INSERT OR IGNORE INTO temp.wanted SELECT * FROM part.wanted")
        connection.execute("COMMIT")
    finally:
        connection.execute("DETACH part")
    return doubled
