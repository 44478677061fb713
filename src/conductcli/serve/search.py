"""A search box for every table of records: the one text index, seen from each of them, and asked as `search` asks it.

Datasette looks a table's rows up by the row numbers of a full-text table. The index is over all records at once, so
each table has a view of it, in which a column has the view's name: SQLite takes what is matched against it for a
question to the index. The views are temporary: SQLite refuses the index to a view that a file brings along.
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
"""The tables that can be searched, each with the name of its view of the index."""

LISTED = {"case_list": "cases", "source_list": "sources", "figure_list": "figures"}
"""Views whose ids are those of a table, so that they can be searched as it is."""

NOTHING = '""'
"""What matches no record."""


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the views, `escape_fts`, which Datasette puts round what was typed, and `bodies_named`."""
    for table, view in INDEXED.items():
        connection.execute(_view(table, view, "f.rowid"))
    for listed, table in LISTED.items():
        connection.execute(_view(table, f"{listed}_search", "f.id"))
    connection.create_function("escape_fts", 1, lambda text: Question(terms(text), {}).match or NOTHING)
    names = bodies_in_memory(connection)
    connection.create_function("bodies_named", 1, lambda text: json.dumps(names.of(text or "")))


def refused(name: str, value: str) -> str | None:
    """Return why a parameter of an address asks for too long a search, or None."""
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
