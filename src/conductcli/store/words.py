"""The text index over `texts`: laid, added to, taken from.

It keeps no words of its own (FTS5's external content), so what goes from `texts` must be told to it before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.store.listings import INDEXED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

TOKENIZE = "porter unicode61 remove_diacritics 2"
_NAMES = ", ".join(INDEXED)


def last(connection: sqlite3.Connection) -> int:
    """The last row of `texts`."""
    return int(connection.execute("SELECT COALESCE(MAX(rowid), 0) FROM texts").fetchone()[0])


def add(connection: sqlite3.Connection, after: int) -> None:
    """Index the words of the rows after one, in their order, because any other takes far longer."""
    connection.execute(
        f"INSERT INTO texts_fts (rowid, {_NAMES}) SELECT rowid, {_NAMES} FROM texts WHERE rowid > ?", (after,)
    )


def remove(connection: sqlite3.Connection, condition: str, asked: Mapping[str, str]) -> None:
    """Take the words of some rows out of the index; the rows go afterwards."""
    connection.execute(
        f"INSERT INTO texts_fts (texts_fts, rowid, {_NAMES})"
        f" SELECT 'delete', rowid, {_NAMES} FROM texts WHERE {condition}",
        asked,
    )
