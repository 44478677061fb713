"""Tables that take records: rows wait until they are many, because SQLite takes many at a time three times as fast.

The whole database and each part of one that is read by a worker are filled in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from conductcli.store import layout
from conductcli.store.rows import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_BATCH = 500  # records whose rows wait


class Filling:
    """An open database with the tables of `layout` and one more, `wanted`: what the records refer to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.duplicated: set[tuple[str, str]] = set()
        """(list, id) of what was given more than once; only the first is in the database."""
        self.records = 0
        self._waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._wanted: set[tuple[str, str]] = set()
        self._insert = {
            table: f'INSERT OR IGNORE INTO "{table}" VALUES ({", ".join("?" * len(columns))})'
            for table, columns in layout.tables().items()
        }

    def add(self, section: str, value: dict[str, Any], file: int) -> None:
        """One record of a top-level list, in the model's shape, and the number of its file."""
        own, others = rows(section, value, file)
        if not self.connection.execute(self._insert[section], own).rowcount:
            self.duplicated.add((section, value["id"]))
            return
        for table, more in others.items():
            self._waiting[table] += more
        self.records += 1
        if self.records % _BATCH == 0:
            self.flush()

    def want(self, references: Iterable[tuple[str, str]]) -> None:
        """What the records refer to: (source, organisation or case; id)."""
        self._wanted.update(references)

    def flush(self) -> None:
        """Put in what waits."""
        for table, waiting in self._waiting.items():
            self.connection.executemany(self._insert[table], waiting)
        self._waiting.clear()
        self.connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", self._wanted)
        self._wanted.clear()
