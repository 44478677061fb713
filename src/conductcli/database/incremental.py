"""Replace the records of some case files in a database, with the same result as a full load.

A file affects the records of others in three ways only: a figure counts for the case that it names, a quotation is
verified in the source that it names, and figures contradict each other.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from conductcli.database import citations, figure_conflicts, schema
from conductcli.database.build import file_row, write_lock
from conductcli.database.connection import translate_sqlite_error
from conductcli.database.listings import SEARCHED
from conductcli.database.writer import RecordWriter
from conductcli.model import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from conductcli.database.connection import Filed


@contextmanager
def in_place(target: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to one of our databases in a transaction, committed if the block ends without an error.

    Raises DatabaseError or NotWritten if another process writes or reads it, or if it cannot be written.
    """
    try:
        with write_lock(target), closing(sqlite3.connect(target, timeout=_PATIENCE, isolation_level=None)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            opened.execute("BEGIN IMMEDIATE")
            yield opened
            opened.execute("COMMIT")
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, target) from error


_PATIENCE = 5  # seconds for readers to finish


class IncrementalWriter(RecordWriter):
    """Replace the records of some files in a database, within a transaction."""

    def __init__(self, connection: sqlite3.Connection, files: Collection[int]) -> None:
        super().__init__(connection)
        self._files = json.dumps(sorted(files))
        for statement in _TEMPORARY:
            connection.execute(statement)
        self._bodies = self._organisations()
        self._had_figures = self._has_figures()
        self.begin(connection.execute("SELECT MAX(last) + 1 FROM files").fetchone()[0])
        for section in SECTIONS:
            connection.execute(
                f"INSERT INTO withdrawn SELECT '{section}', id FROM ({_of_files(section)})", self._file_values
            )
        ranges = "SELECT first, last FROM files WHERE id IN (SELECT value FROM json_each(:files))"
        for first, last in connection.execute(ranges, self._file_values).fetchall():
            delete_records(connection, first, last)

    @property
    def _file_values(self) -> dict[str, str]:
        return {"files": self._files}

    def file(self, files: Iterable[Filed], gone: Iterable[int]) -> None:
        """Write the pending rows and the state of the files; delete the rows of files that are gone."""
        self.flush()
        self.connection.executemany("DELETE FROM files WHERE id = ?", ((number,) for number in gone))
        rows = map(file_row, files)
        self.connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def beyond(self) -> set[int]:
        """Return the further files to be read again: a case and its figures are read together."""
        return related(self.connection, json.loads(self._files))

    def update_derived(self) -> bool:
        """Update everything derived from the records; return False if more than these files is affected.

        Afterwards `touched` has the cases, and `touched_figures` the figures, whose quotations must be verified.
        """
        if self.duplicated or self._organisations() != self._bodies:
            return False
        if self.connection.execute(_STILL_CITED).fetchone():
            return False
        for statement in (_TOUCHED, _TOUCHED_FIGURES):
            self.connection.execute(statement, self._file_values)
        self.connection.execute(_UNVERIFIED)
        citations.of_cases(self.connection, touched=True)
        if self.with_figures:
            figure_conflicts.find(self.connection)
        self.write_facets()
        return True

    @property
    def with_figures(self) -> bool:
        """Tell whether these files have figures now or had some before."""
        return self._had_figures or self._has_figures()

    def _organisations(self) -> list[tuple[object, ...]]:
        return self.connection.execute(f"{_of_files('organisations')} ORDER BY t.id", self._file_values).fetchall()

    def _has_figures(self) -> bool:
        return self.connection.execute(f"{_of_files('figures')} LIMIT 1", self._file_values).fetchone() is not None


def delete_records(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Delete the rows numbered from `first` to `last` from every table."""
    rows = {"first": first, "last": last}
    within = "BETWEEN :first AND :last"
    words = ", ".join(SEARCHED)
    connection.execute(
        f"INSERT INTO texts_fts (texts_fts, rowid, {words})"
        f" SELECT 'delete', row, {words} FROM texts WHERE row {within}",
        rows,
    )
    for table in ("faceted", "cited"):
        connection.execute(f'DELETE FROM {table} WHERE "row" {within}', rows)
    for table in schema.LINKS:
        columns = schema.tables()[table]
        for key, section in (("case_id", "cases"), ("organisation", "organisations")):
            if key in columns:
                ids = f"SELECT id FROM {section} WHERE rowid {within}"
                connection.execute(f"DELETE FROM {table} WHERE {key} IN ({ids})", rows)
                break
    for table in schema.NUMBERED:
        connection.execute(f'DELETE FROM "{table}" WHERE rowid {within}', rows)


def related(connection: sqlite3.Connection, files: Collection[int]) -> set[int]:
    """Return the files of the figures of the cases in some files, and of the cases of their figures."""
    values = {"files": json.dumps(sorted(files))}
    return {number for (number,) in connection.execute(_RELATED, values)} - set(files)


def _of_files(section: str) -> str:
    """Return the statement for the records of a list in some files."""
    return f"""
    SELECT t.* FROM files AS f CROSS JOIN {section} AS t ON t.rowid BETWEEN f.first AND f.last
    WHERE f.id IN (SELECT value FROM json_each(:files))"""


_RELATED = """
SELECT o.id FROM (
  SELECT g.rowid AS number FROM files AS f CROSS JOIN cases AS c ON c.rowid BETWEEN f.first AND f.last
  CROSS JOIN figures AS g ON g.case_id = c.id WHERE f.id IN (SELECT value FROM json_each(:files))
  UNION SELECT c.rowid FROM files AS f CROSS JOIN figures AS g ON g.rowid BETWEEN f.first AND f.last
  CROSS JOIN cases AS c ON c.id = g.case_id WHERE f.id IN (SELECT value FROM json_each(:files))
) AS r JOIN files AS o ON r.number BETWEEN o.first AND o.last
"""
_TEMPORARY = (
    "CREATE TEMP TABLE withdrawn (section TEXT, id TEXT)",
    "CREATE TEMP TABLE touched (id TEXT PRIMARY KEY)",
    "CREATE TEMP TABLE touched_figures (id TEXT PRIMARY KEY)",
)
_STILL_CITED = """
SELECT 1 FROM withdrawn AS w
WHERE section = 'sources' AND id NOT IN (SELECT id FROM sources) AND EXISTS (
  SELECT 1 FROM cited AS c WHERE c.source = w.id)
"""
_SOURCES = f"SELECT id FROM withdrawn WHERE section = 'sources' UNION SELECT id FROM ({_of_files('sources')})"
_TOUCHED = f"""
INSERT OR IGNORE INTO touched
SELECT id FROM withdrawn WHERE section = 'cases'
UNION SELECT id FROM ({_of_files("cases")})
UNION SELECT case_id FROM citations WHERE source IN ({_SOURCES}) AND case_id IS NOT NULL
"""
_UNVERIFIED = """
DELETE FROM quotations WHERE case_id IN (SELECT id FROM touched)
  OR record = 'figure' AND id IN (SELECT id FROM touched_figures)
"""
_TOUCHED_FIGURES = f"""
INSERT OR IGNORE INTO touched_figures
SELECT id FROM withdrawn WHERE section = 'figures'
UNION SELECT id FROM ({_of_files("figures")})
UNION SELECT id FROM citations WHERE source IN ({_SOURCES}) AND record = 'figure'
"""
