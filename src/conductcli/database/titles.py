"""Look up the text for ids: names of organisations, titles of cases and descriptions of sources."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_WORDS = {
    "organisations": "name",
    "cases": "title",
    "sources": "title || ', ' || publisher || COALESCE(', ' || published, '') || ' (' || id || ')'",
}
_AT_ONCE = 500


def titles(connection: sqlite3.Connection, **ids: Iterable[str | None]) -> dict[str, str]:
    """Return the text for ids, given by table; an unknown id is left out."""
    found: dict[str, str] = {}
    for table, wanted in ids.items():
        known = sorted({id for id in wanted if id is not None})
        for start in range(0, len(known), _AT_ONCE):
            some = known[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found |= connection.execute(
                f"SELECT id, {_WORDS[table]} FROM {table} WHERE id IN ({marks})", some
            ).fetchall()
    return found


def cited(rows: Iterable[dict[str, list[str] | None]], *keys: str) -> set[str]:
    """Return the ids in the lists that rows have under these keys."""
    return set(chain.from_iterable(row[key] or () for row in rows for key in keys))
