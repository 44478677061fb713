"""Look for damage in a database after reading it has failed: values that no load writes.

SQLite's own check finds broken pages and values of the wrong type. The model says which texts are valid.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from conductcli.database import dictionary, schema, tables
from conductcli.database.connection import RELOAD, translate_sqlite_error
from conductcli.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator


_MISLED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Errors that code raises when given values of the wrong type."""


def blame(connection: sqlite3.Connection, error: BaseException | None) -> None:
    """Raise DatabaseError if an error comes of values in the register that no load writes, or of reading its rows."""
    if isinstance(error, _MISLED) and (found := damage(connection)):
        raise DatabaseError(f"the database is damaged ({found})", RELOAD) from error
    if isinstance(error, sqlite3.Error | json.JSONDecodeError | UnicodeDecodeError):
        raise translate_sqlite_error(error, "the database") from error


def damage(connection: sqlite3.Connection) -> str | None:
    """Return a description of the first damage found in a database, or None."""
    try:
        for (found,) in connection.execute("PRAGMA integrity_check(1)"):
            if found != "ok":
                return str(found).splitlines()[-1]
        if row := connection.execute("PRAGMA foreign_key_check").fetchone():
            return f"{row[0]}: row {row[1]} refers to nothing in {row[2]}"
        for table, column in _columns():
            for (value,) in connection.execute(f'SELECT DISTINCT "{column.name}" FROM "{table}"'):
                if not _fits(column, value):
                    return f"{table}: {column.name} holds {str(value)[:40]!r}"
    except sqlite3.Error as error:
        return str(error)
    return None


_DAYS = ("first_day", "last_day", "day", "active_first", "active_last")


def _columns() -> Iterator[tuple[str, dictionary.Column]]:
    """Yield the columns whose valid values are known, each with its table."""
    known = {(table.name, column.name): column for table in tables.tables() for column in table.columns}
    for table, columns in schema.tables().items():
        for name in columns:
            if name in _DAYS:
                yield table, dictionary.Column(name, "day", "")
            elif (table, name) in known:
                yield table, known[table, name]


def _fits(column: dictionary.Column, value: Any) -> bool:
    """Tell whether a value is valid for its column."""
    if value is None:
        return not column.required
    match column.type:
        case "integer":
            return isinstance(value, int)
        case "number":
            return isinstance(value, int | float)
        case "list":
            return _is_list(value, column.words)
        case "day" | "date":
            return isinstance(value, str) and _is_date(value)
    return isinstance(value, str) and (not column.words or value in column.words)


def _is_list(text: Any, words: tuple[str, ...]) -> bool:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return False
    return isinstance(found, list) and all(isinstance(value, str) and (not words or value in words) for value in found)


def _is_date(text: str) -> bool:
    from conductcli.dates import days

    try:
        days(text)
    except ValueError:
        return False
    return True
