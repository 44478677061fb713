"""Tables that take records: rows wait until they are many, because SQLite takes many at a time three times as fast.

The whole database and each part of one that is read by a worker are filled in the same way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from conductcli.store import layout
from conductcli.store.rows import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from conductcli.store.columns import Row
    from conductcli.store.rows import Rows

_BATCH = 500  # records whose rows wait
_ROWS = 50_000  # rows that wait: a record can have many


class Filling:
    """An open database with the tables of `layout` and one more, `wanted`: what the records refer to."""

    left_out: frozenset[str] = frozenset()
    """Tables that nobody will read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.duplicated: set[tuple[str, str]] = set()
        """(list, id) of what was given more than once; only the first is in the database."""
        self._waiting: list[tuple[str, Row, Rows]] = []
        self._rows = 0
        self._wanted: set[tuple[str, str]] = set()
        self._widths = {table: len(columns) for table, columns in layout.tables().items()}

    def add(self, section: str, value: dict[str, Any], file: int) -> None:
        """One record of a top-level list, in the model's shape, and the number of its file."""
        own, others = rows(section, value, file)
        for table in self.left_out & others.keys():
            del others[table]
        self._waiting.append((section, own, others))
        self._rows += sum(map(len, others.values()))
        if len(self._waiting) >= _BATCH or self._rows >= _ROWS:
            self.flush()

    def want(self, references: Iterable[tuple[str, str]]) -> None:
        """What the records refer to: (source, organisation or case; id)."""
        self._wanted.update(references)

    def flush(self) -> None:
        """Put in what waits."""
        seen = self._there()
        together: Rows = defaultdict(list)
        for section, own, others in self._waiting:
            key = section, own[0]
            if key in seen:
                self.duplicated.add(key)
                continue
            seen.add(key)
            together[section].append(own)
            for table, more in others.items():
                together[table] += more
        self._waiting.clear()
        self._rows = 0
        for table, gathered in together.items():
            self._put(table, gathered)
        self.connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", self._wanted)
        self._wanted.clear()

    def _there(self) -> set[tuple[str, str]]:
        """(list, id) of what waits and is in the database already."""
        ids: dict[str, list[str]] = defaultdict(list)
        for section, own, _ in self._waiting:
            ids[section].append(own[0])
        query = "SELECT id FROM {} WHERE id IN (SELECT value FROM json_each(?))"
        return {
            (section, name)
            for section, given in ids.items()
            for (name,) in self.connection.execute(query.format(section), (json.dumps(given),))
        }

    def _put(self, table: str, given: list[Row]) -> None:
        """Insert many rows: a statement that takes several is a fifth faster than one for each."""
        width = self._widths[table]
        together = _VALUES // width
        whole = len(given) - len(given) % together
        several = (tuple(chain.from_iterable(given[at : at + together])) for at in range(0, whole, together))
        self.connection.executemany(_insert(table, width, together), several)
        self.connection.executemany(_insert(table, width), given[whole:])


_VALUES = 300  # that one statement takes: more gain nothing


def _insert(table: str, width: int, together: int = 1) -> str:
    row = f"({', '.join('?' * width)})"
    return f'INSERT OR IGNORE INTO "{table}" VALUES {", ".join([row] * together)}'
