"""A search box for every table of records: the one text index, seen from each of them, and asked as `search` asks it.

Datasette looks a table's rows up by the row numbers of a full-text table. The index is over all records at once, so
each table has a view of it, in which a column has the view's name: SQLite takes what is matched against it for a
question to the index. The views are temporary: SQLite refuses the index to a view that a file brings along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.model import KINDS
from conductcli.store.search import Question, terms

if TYPE_CHECKING:
    import sqlite3

INDEXED = {table: f"{table}_search" for table in KINDS if table != "organisations"}
"""The tables that can be searched, each with the name of its view of the index."""

LISTED = {"case_list": "cases", "source_list": "sources", "figure_list": "figures"}
"""Views whose ids are those of a table, so that they can be searched as it is."""

NOTHING = '""'
"""What matches no record."""


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the views, and `escape_fts`, which Datasette puts round what was typed."""
    for table, view in INDEXED.items():
        connection.execute(_view(table, view, "f.rowid"))
    for listed, table in LISTED.items():
        connection.execute(_view(table, f"{listed}_search", "f.id"))
    connection.create_function("escape_fts", 1, lambda text: Question(terms(text), {}).match or NOTHING)


def _view(table: str, view: str, row: str) -> str:
    return (
        f"CREATE TEMP VIEW {view} AS SELECT {row} AS rowid, x.texts_fts AS {view}"
        f" FROM texts_fts AS x JOIN {table} AS f ON f.rowid = x.rowid"
    )
