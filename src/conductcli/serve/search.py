"""Add a search box to every table of records, backed by the one text index and the rules of `search`.

Datasette looks up rows by the row numbers of a full-text table. The index covers all records, so each table has a view
of it with a column named after the view, because SQLite reads a match against that column as a query on the index. The
views are temporary, because SQLite does not let views in a file use the index.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conductcli.database.lookup import bodies_in_memory
from conductcli.database.search import Question, terms
from conductcli.errors import WrongUsage
from conductcli.model import KINDS

if TYPE_CHECKING:
    import sqlite3

INDEXED = {table: f"{table}_search" for table in KINDS if table != "organisations"}
"""Searchable tables with the names of their views of the index."""

LISTED = {"case_list": "cases", "source_list": "sources", "figure_list": "figures"}
"""Views that are searched by way of the table with the same ids."""

NOTHING = '""'
"""A query that matches no record."""


def prepare(connection: sqlite3.Connection) -> None:
    """Add the views and the functions `escape_fts` (applied by Datasette to search terms) and `bodies_named`."""
    for table, view in INDEXED.items():
        connection.execute(_view(table, view, "f.rowid"))
    for listed, table in LISTED.items():
        connection.execute(_view(table, f"{listed}_search", "f.id"))
    connection.create_function("escape_fts", 1, lambda text: Question(terms(text), {}).match or NOTHING)
    names = bodies_in_memory(connection)
    connection.create_function("bodies_named", 1, lambda text: json.dumps(names.of(text or "")))


def refused(name: str, value: str) -> str | None:
    """Return why a parameter of an address is too long to search for, or None."""
    if name != "words" and not name.startswith("_search"):
        return None
    try:
        terms(value)
    except WrongUsage as error:
        return f"{error.message[0].upper()}{error.message[1:]}: {error.hint}."
    return None


def _view(table: str, view: str, row: str) -> str:
    return (
        f"CREATE TEMP VIEW {view} AS SELECT {row} AS rowid, x.texts_fts AS {view}"
        f" FROM texts_fts AS x JOIN {table} AS f ON f.rowid = x.rowid"
    )
