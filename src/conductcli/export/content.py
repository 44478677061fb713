"""What is exported: tables with their rows, the dictionary of them as one more table, and how they are wanted."""

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
    """What is exported, from which database."""

    connection: sqlite3.Connection
    as_of: str
    """The day as of which the state of answers is told (ISO)."""
    excel_safe: bool = False
    """Whether texts that a spreadsheet would take for a formula are marked as texts."""

    @property
    def path(self) -> Path | None:
        """The file of the database; None where it is in memory alone."""
        name = self.connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
        return Path(name) if name else None

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, the dictionary last."""
        return (*tables.tables(), DICTIONARY)

    def count(self, table: Table) -> int:
        """How many rows a table has at most."""
        return len(list(_explained())) if table is DICTIONARY else tables.count(self.connection, table.name)

    def batches(self, table: Table) -> Iterator[list[Row]]:
        """The rows of a table, as many at once as may be in memory."""
        if table is DICTIONARY:
            return iter([list(_explained())])
        return tables.batches(self.connection, table, self.as_of)

    def columns(self, table: Table) -> Iterator[list[Sequence[Any]]]:
        """The same by column, lists as lists."""
        if table is DICTIONARY:
            rows = (
                [json.loads(value) if at in _LISTS and value else value for at, value in enumerate(row)]
                for row in _explained()
            )
            return iter([list(zip(*rows, strict=True))])
        return tables.columns(self.connection, table, self.as_of)


_LISTS = [at for at, column in enumerate(DICTIONARY.columns) if column.type == "list"]


class Written(NamedTuple):
    """A table that was written: into which file, and how many rows."""

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
