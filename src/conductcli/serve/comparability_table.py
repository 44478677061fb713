"""Store in the served copy which figures may be compared, because SQL cannot express the rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conductcli.analysis.comparability import KEYS, compared
from conductcli.database import query
from conductcli.database.listings import LISTINGS

if TYPE_CHECKING:
    import sqlite3

TABLE = "figures_compared"
_TYPES = ("INTEGER", "INTEGER", "REAL", "INTEGER", "TEXT", "TEXT")
MEANINGS = {
    "id": "The id of the figure.",
    "group": "The number of the group within which figures may be compared; none where it fits with no other.",
    "place": "Its place among the organisations of the group, 1 for the greatest.",
    "ratio": "Its share of the greatest value of the group.",
    "comparable": "Whether it may be compared with any other: 1 or 0.",
    "reasons": "Why not.",
    "shared": "What the figures of the group have in common.",
}
ABOUT = "Which figures may be compared with one another, and why not the rest."


def add_table(connection: sqlite3.Connection) -> None:
    """Add the table, with a row for each figure and the keys that a comparison gives it."""
    columns = ", ".join(f'"{key}" {type}' for key, type in zip(KEYS, _TYPES, strict=True))
    keys = LISTINGS["figures"].keys
    found = query.select(connection, "figures", query.Selection({}, keys))
    figures = compared([dict(zip(keys, row, strict=True)) for row in found])
    connection.execute(f"CREATE TABLE {TABLE} (id TEXT PRIMARY KEY REFERENCES figures(id), {columns}) STRICT")
    connection.executemany(
        f"INSERT INTO {TABLE} VALUES ({', '.join('?' * (len(KEYS) + 1))})",
        ([figure["id"], *(_kept(figure[key]) for key in KEYS)] for figure in figures),
    )


def _kept(value: object) -> object:
    return json.dumps(value) if isinstance(value, list) else value
