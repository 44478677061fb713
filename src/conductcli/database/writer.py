"""Write the rows of records to the tables of a database."""

from __future__ import annotations

import json
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from conductcli.database import schema
from conductcli.database.listings import SEARCHED
from conductcli.database.rows import Record, Rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from conductcli.database.columns import Row
    from conductcli.database.rows import Facet

_BATCH = 500  # records whose rows are pending
_ROWS = 50_000  # pending rows: a record can have many
_TEMPORARY = """
CREATE TEMP TABLE wanted (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TEMP TABLE new_faceted (row INTEGER, facet INTEGER, day INTEGER);
"""


class RecordWriter:
    """Write records to an open database that has the tables of `schema`."""

    left_out: frozenset[str] = frozenset()
    """Tables that are not written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.duplicated: set[tuple[str, str]] = set()
        """(list, id) of records that occur more than once; only the first is in the database."""
        for statement in filter(str.strip, _TEMPORARY.split(";")):
            connection.execute(statement)
        self._facets: dict[Facet, int] = {
            (of, name, value): number
            for number, of, name, value in connection.execute("SELECT id, of, name, value FROM facets")
        }
        self._rows = Rows()

    @property
    def next(self) -> int:
        """Return the number of the next row."""
        return self._rows.next

    def begin(self, first: int) -> None:
        """Number the following rows from `first`."""
        self._rows.begin(first)

    def add_references(self, references: Iterable[tuple[str, str]]) -> None:
        """Add the references of records."""
        self._rows.add_references(references)

    def add(self, section: str, value: dict[str, Any]) -> None:
        """Add a record of a top-level list, in the model's shape."""
        self._rows.add(section, value)
        if len(self._rows.records) >= _BATCH or self._rows.size >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Write the pending rows."""
        rows, self._rows = self._rows, Rows(self._rows.next)
        self.write(rows)

    def write(self, rows: Rows) -> None:
        """Write converted rows; of records with the same id, only the first is written."""
        for table in self.left_out & rows.tables.keys():
            del rows.tables[table]
        self._leave_out_doubles(rows)
        facets = [self._facets.setdefault(facet, len(self._facets) + 1) for facet in rows.facets]
        faceted = rows.tables.pop("faceted", [])
        self._put("new_faceted", ("row", "facet", "day"), [(row, facets[facet], day) for row, facet, day in faceted])
        for table, of_table in rows.tables.items():
            self._put(table, _COLUMNS[table], of_table)
        self.connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", rows.references)

    def write_facets(self) -> None:
        """Write the facets of the new rows in order, and count the rows of each facet."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, 0)", ((at, *facet) for facet, at in self._facets.items())
        )
        for statement in _FACETED:
            self.connection.execute(statement)

    def _leave_out_doubles(self, rows: Rows) -> None:
        """Remove the rows of records whose ids are already in the database or occurred before."""
        known = self._known(rows.records)
        doubles: set[int] = set()
        for at, record in enumerate(rows.records):
            key = record.section, record.id
            if key in known:
                after = rows.records[at + 1].number if at + 1 < len(rows.records) else rows.next
                doubles.update(range(record.number, after))
                self.duplicated.add(key)
            known.add(key)
        for table, of_table in rows.tables.items() if doubles else ():
            if table in schema.LINKS:
                continue  # keyed by ids, not by row numbers
            rows.tables[table] = [row for row in of_table if row[0] not in doubles]

    def _known(self, records: Sequence[Record]) -> set[tuple[str, str]]:
        found = set()
        by_section = attrgetter("section")
        for section, group in groupby(sorted(records, key=by_section), by_section):
            ids = json.dumps([record.id for record in group])
            query = f"SELECT id FROM {section} WHERE id IN (SELECT value FROM json_each(?))"
            found |= {(section, name) for (name,) in self.connection.execute(query, (ids,))}
        return found

    def _put(self, table: str, columns: Sequence[str], given: Sequence[Row]) -> None:
        """Insert many rows; one statement for several is a fifth faster than one for each."""
        width = len(columns)
        together = _VALUES // width if table != "texts_fts" else 1
        whole = len(given) - len(given) % together
        if together > 1:
            several = (tuple(chain.from_iterable(given[at : at + together])) for at in range(0, whole, together))
            self.connection.executemany(_insert(table, columns, together), several)
            given = given[whole:]
        self.connection.executemany(_insert(table, columns), given)


_VALUES = 300  # values per statement: more is no faster


def _insert(table: str, columns: Sequence[str], together: int = 1) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    row = f"({', '.join('?' * len(columns))})"
    return f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES {", ".join([row] * together)}'


_COLUMNS: dict[str, tuple[str, ...]] = {name: ("rowid", *schema.tables()[name]) for name in schema.NUMBERED}
_COLUMNS |= {name: tuple(schema.tables()[name]) for name in schema.LINKS}
_COLUMNS |= {"cited": ("row", "ordinal", "source"), "texts_fts": ("rowid", *SEARCHED)}
_FACETED = (
    "INSERT OR IGNORE INTO faceted SELECT facet, day, row FROM new_faceted ORDER BY facet, day DESC, row",
    "DELETE FROM new_faceted",
    # a case also concerns the organisations of its figures
    """
    INSERT OR IGNORE INTO faceted
    SELECT k.id, COALESCE(CAST(replace(c.first_day, '-', '') AS INTEGER), 0), c.rowid
    FROM figures AS f JOIN cases AS c ON c.id = f.case_id
    JOIN facets AS k ON k.of = 'case' AND k.name = 'force' AND k.value = f.organisation""",
    "UPDATE facets SET rows = (SELECT COUNT(*) FROM faceted WHERE facet = facets.id)",
)
