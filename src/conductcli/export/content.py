"""Define what is exported: the tables with their rows, and a data dictionary as one more table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database import tables
from conductcli.database.dictionary import TYPES, Column
from conductcli.database.tables import Row, Table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

DICTIONARY = Table(
    "dictionary",
    "Every column of every table: what it holds and what that means.",
    (
        Column("table_name", "text", "The table.", required=True),
        Column("column_name", "text", "The column.", required=True),
        Column("type", "text", "What it holds.", tuple(TYPES), required=True),
        Column("meaning", "text", "What that means.", required=True),
        Column("filled", "text", "Whether something always stands there.", ("always", "where_known"), required=True),
        Column("words", "list", "The words that can stand there, where the list is closed."),
        Column("key_part", "integer", "Its place in the key that tells the rows of the table apart, from 1."),
        Column("refers_to", "list", "The tables and columns in which its value is looked up."),
    ),
    ("table_name", "column_name"),
)


class Content(NamedTuple):
    """The database to export and the options of the export."""

    connection: sqlite3.Connection
    as_of: str
    """The ISO day that response statuses refer to."""
    excel_safe: bool = False
    """True to mark texts that a spreadsheet would read as formulas."""

    @property
    def path(self) -> Path | None:
        """Return the file of the database, or None if it is in memory."""
        name = self.connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
        return Path(name) if name else None

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return all tables, the data dictionary last."""
        return (*tables.tables(), DICTIONARY)

    def count(self, table: Table) -> int:
        """Return an upper limit on the number of rows of a table."""
        return len(list(_explained())) if table is DICTIONARY else tables.count(self.connection, table.name)

    def batches(self, table: Table) -> Iterator[list[Row]]:
        """Yield the rows of a table in batches that fit in memory."""
        if table is DICTIONARY:
            return iter([list(_explained())])
        return tables.batches(self.connection, table, self.as_of)

    def columns(self, table: Table) -> Iterator[list[Sequence[Any]]]:
        """Yield the same batches by column, with lists decoded."""
        if table is DICTIONARY:
            rows = (
                [json.loads(value) if at in _LISTS and value else value for at, value in enumerate(row)]
                for row in _explained()
            )
            return iter([list(zip(*rows, strict=True))])
        return tables.columns(self.connection, table, self.as_of)


_LISTS = [at for at, column in enumerate(DICTIONARY.columns) if column.type == "list"]


class Written(NamedTuple):
    """A written table: its name, file and number of rows."""

    table: str
    file: str
    rows: int


def _explained() -> Iterator[Row]:
    for table in (*tables.tables(), DICTIONARY):
        for column in table.columns:
            referred = [
                f"{reference.table}.{theirs}"
                for reference in table.references
                for own, theirs in zip(reference.columns, reference.others, strict=True)
                if own == column.name
            ]
            yield (
                table.name,
                column.name,
                column.type,
                column.meaning,
                "always" if column.required else "where_known",
                json.dumps(column.words) if column.words else None,
                table.key.index(column.name) + 1 if column.name in table.key else None,
                json.dumps(referred) if referred else None,
            )
