"""Find the records that were added, removed or changed between two registers, with SQL.

Both databases are attached, read-only, to a third one, which keeps the differences in a temporary file. A million cases
are compared, sorted and limited in the same memory as five.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from conductcli.database.connection import restrain, translate_sqlite_error
from conductcli.database.diff_tables import COMPARED, RecordTable, changed
from conductcli.database.query import limited, order_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

KEYS = ("change", "record", "case_id", "id", "field", "old", "new", "source", "text", "what")
SHOWN = ("what", "old", "new", "source")
"""The keys that a table shows under the heading of the change, the most useful first."""

_KEPT = """
CREATE TABLE asked(filter, value, PRIMARY KEY (filter, value)) WITHOUT ROWID;
CREATE TABLE differences(change, record, case_id, id, field, old, new, source, text);
"""
"""The values of the filters, and the differences found, with values unchanged."""

_ASKED = {"cases": "id, title", "organisations": "id, name, kind", "organisation_names": "name, organisation"}
"""The tables by which names are resolved, with their columns."""

_WHAT = """
record || ' ' || id || CASE WHEN case_id <> id THEN ' of ' || case_id ELSE '' END || COALESCE(': ' || field, '')"""


def attached(**sides: Path) -> sqlite3.Connection:
    """Return a connection to databases named `old` and `new`, with views that resolve the names of all of them.

    Raises DatabaseError.
    """
    connection = sqlite3.connect("", uri=True, isolation_level=None)  # a temporary file of SQLite, deleted on close
    restrain(connection)
    connection.execute("PRAGMA query_only = OFF")  # the attached databases are read-only
    for side, path in sides.items():
        try:
            connection.execute(f"ATTACH ? AS {side}", (f"{path.absolute().as_uri()}?mode=ro",))
            connection.execute(f"SELECT 1 FROM {side}.files LIMIT 1")
        except sqlite3.Error as error:
            connection.close()
            raise translate_sqlite_error(error, path) from error
    for table, columns in (
        ("cases", "id, title"),
        ("organisation_names", "name, organisation"),
        ("organisations", "id, name, kind"),
    ):
        both = " UNION ".join(f"SELECT {columns} FROM {side}.{table}" for side in sides)
        connection.execute(f"CREATE TEMP VIEW {table} AS {both}")
    connection.executescript(_KEPT)
    return connection


def ask(connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]]) -> None:
    """Write the values of the filters into the table `asked`, which the conditions read."""
    rows = ((name, value) for name, values in filters.items() for value in values)
    connection.executemany("INSERT INTO asked VALUES (?, ?)", rows)


def compare(
    connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]], built_in: Callable[[], Iterable[str]]
) -> None:
    """Find the differences between `old` and `new` that match the filters.

    `built_in` returns the ids of the organisations that ship with the program, which belong to neither side.
    """
    connection.execute("BEGIN")
    ask(connection, filters)
    kinds = [kind for kind in COMPARED if kind.record in filters.get("kind", (kind.record,))]
    for change, find in _FINDING.items():
        for kind in kinds if change in filters.get("change", (change,)) else ():
            find(connection, kind, filters)
    if connection.execute("SELECT 1 FROM differences WHERE record = 'organisation' LIMIT 1").fetchone():
        ours = ((name,) for name in built_in())
        connection.executemany("DELETE FROM differences WHERE record = 'organisation' AND id = ?", ours)
    connection.execute("COMMIT")


def detach(connection: sqlite3.Connection) -> None:
    """Detach both databases; the differences that were found stay."""
    connection.executescript("DETACH old; DETACH new; PRAGMA query_only = ON")


def counts(connection: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Return the number of records by change and kind, as (change, record, number) in the order of the rows."""
    return connection.execute(_COUNTS).fetchall()


def total(connection: sqlite3.Connection) -> int:
    """Return the number of differences."""
    return int(connection.execute("SELECT COUNT(*) FROM differences").fetchone()[0])


def rows(
    connection: sqlite3.Connection, keys: Sequence[str], sort: Sequence[str], limit: int | None
) -> Iterator[tuple[Any, ...]]:
    """Yield the differences as values of `keys`: records removed, then changed, then added."""
    order = ", ".join([*(order_by("t.", key) for key in sort), "t.place"])
    columns = ", ".join(f't."{key}"' for key in keys)
    query = f"""
    SELECT {columns} FROM (SELECT rowid AS place, *, {_WHAT} AS what FROM differences) AS t
    ORDER BY {order} {limited(limit)}"""
    lists = [key in ("old", "new", "source") for key in keys]
    for row in connection.execute(query):
        yield tuple(value(kept) if listed else kept for kept, listed in zip(row, lists, strict=True))


def value(kept: Any) -> Any:
    """Return a value as it was before it was stored: lists and records are stored as JSON in bytes."""
    return json.loads(kept) if isinstance(kept, bytes) else kept


def _kept(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False).encode() if isinstance(value, list | dict) else value


def _removed(connection: sqlite3.Connection, kind: RecordTable, filters: Mapping[str, Sequence[str]]) -> None:
    _only_in(connection, kind, ("removed", "old", "new"), filters)


def _added(connection: sqlite3.Connection, kind: RecordTable, filters: Mapping[str, Sequence[str]]) -> None:
    _only_in(connection, kind, ("added", "new", "old"), filters)


def _only_in(
    connection: sqlite3.Connection, kind: RecordTable, told: tuple[str, str, str], filters: Mapping[str, Sequence[str]]
) -> None:
    """Insert a row for each record on one side only, with its text in the column of that side."""
    change, side, other = told
    conditions = "".join(f" AND {condition}" for condition in kind.wanted(side, "t", filters))
    says = ("said", "NULL") if side == "old" else ("NULL", "said")
    connection.execute(f"""
    INSERT INTO differences
    SELECT '{change}', '{kind.record}', case_id, id, NULL, {says[0]}, {says[1]}, CAST(source AS BLOB), said FROM (
      SELECT {kind.case_id("t")} AS case_id, t.id, {kind.said(side, "t")} AS said, {kind.source("t")} AS source
      FROM {side}."{kind.table}" AS t
      WHERE NOT EXISTS (SELECT 1 FROM {kind.at(other, "x")} WHERE {kind.same("x", "t")}){conditions}
      ORDER BY {kind.key("t")}
    )""")


def _changed(connection: sqlite3.Connection, kind: RecordTable, filters: Mapping[str, Sequence[str]]) -> None:
    """Insert a row for each field that differs between the two versions of a record."""
    made = (
        ("changed", kind.record, *place, change.field, _kept(change.old), _kept(change.new), source.encode(), said)
        for place, source, said, found in changed(connection, kind, filters)
        for change in found
    )
    connection.executemany("INSERT INTO differences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", made)


_FINDING = {"removed": _removed, "changed": _changed, "added": _added}
_COUNTS = """
SELECT change, record, COUNT(*) FROM (
  SELECT change, record, case_id, id, MIN(rowid) AS place FROM differences GROUP BY change, record, case_id, id)
GROUP BY change, record ORDER BY MIN(place)"""
