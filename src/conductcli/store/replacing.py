"""The records of some case files replaced in a database, so that it is as if everything had been read anew.

What one file says bears on little of what others say, and here is where it does: a figure counts for the case that it
names, a quotation is verified in the source that it names, and figures contradict each other.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from conductcli.model import SECTIONS
from conductcli.store import facets, figures, sources, words
from conductcli.store.build import only_writer
from conductcli.store.connection import explained
from conductcli.store.filling import Filling
from conductcli.store.withdrawing import withdraw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from conductcli.store.connection import FileState


@contextmanager
def in_place(target: Path) -> Iterator[sqlite3.Connection]:
    """A database of ours to change where it stands: wholly when the block ends, not at all where it raises.

    Raises DatabaseError or NotWritten where somebody else writes or reads it, or where it cannot be written.
    """
    try:
        with only_writer(target), closing(sqlite3.connect(target, timeout=_PATIENCE, isolation_level=None)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            opened.execute("BEGIN IMMEDIATE")
            yield opened
            opened.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, target) from error


_PATIENCE = 5  # seconds for those who read it

Filed = tuple[int, str, "FileState"]
"""A file's number, its path, and what it was when it was read."""


class Replacing(Filling):
    """A database in a transaction in which the records of some files are replaced."""

    def __init__(self, connection: sqlite3.Connection, files: Collection[int]) -> None:
        super().__init__(connection)
        self._files = json.dumps(sorted(files))
        for statement in _TEMPORARY:
            connection.execute(statement)
        self._bodies = self._organisations()
        self._had_figures = self._holds("figures")
        self._take_out()

    def _take_out(self) -> None:
        for section in reversed(SECTIONS):
            ids = [name for (name,) in self._ask(f"SELECT id FROM {section} WHERE file IN {_THESE}")]
            self.connection.executemany("INSERT INTO withdrawn VALUES (?, ?)", ((section, name) for name in ids))
            withdraw(self.connection, "main", section, ids)
        self._last_words = words.last(self.connection)

    def beyond(self) -> set[int]:
        """Further files that have to be read again: a case and its figures are read together."""
        return related(self.connection, json.loads(self._files))

    def settle(self) -> bool:
        """Put in what follows from the records; False where it bears on more than these files.

        Afterwards `touched` holds the cases, and `touched_figures` the figures, whose quotations are to be verified.
        """
        self.flush()
        if self.duplicated or self._organisations() != self._bodies or self._ask(_STILL_CITED).fetchone():
            return False
        words.add(self.connection, self._last_words)
        self._ask(_TOUCHED)
        self._ask(_TOUCHED_FIGURES)
        self.connection.execute(_UNVERIFIED)
        sources.of_cases(self.connection, touched=True)
        if self.with_figures:
            figures.weigh(self.connection)
        facets.index(self.connection)
        return True

    @property
    def with_figures(self) -> bool:
        """Whether there are figures in these files, or were."""
        return self._had_figures or self._holds("figures")

    def file(self, states: Iterable[Filed], gone: Iterable[int]) -> None:
        """Write down what the files are now."""
        self.connection.executemany("DELETE FROM files WHERE id = ?", ((number,) for number in gone))
        rows = ((number, path, *state) for number, path, state in states)
        self.connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)

    def _organisations(self) -> list[tuple[object, ...]]:
        return self._ask(f"SELECT * FROM organisations WHERE file IN {_THESE} ORDER BY id").fetchall()

    def _holds(self, section: str) -> bool:
        return self._ask(f"SELECT 1 FROM {section} WHERE file IN {_THESE} LIMIT 1").fetchone() is not None

    def _ask(self, query: str) -> sqlite3.Cursor:
        return self.connection.execute(query, {"files": self._files} if ":files" in query else {})


def related(connection: sqlite3.Connection, files: Collection[int]) -> set[int]:
    """The files of the figures of the cases in some files, and of the cases of their figures."""
    asked = {"files": json.dumps(sorted(files))}
    return {number for (number,) in connection.execute(_RELATED, asked)} - set(files)


_THESE = "(SELECT value FROM json_each(:files))"
_RELATED = f"""
SELECT f.file FROM cases AS c JOIN figures AS f ON f.case_id = c.id WHERE c.file IN {_THESE}
UNION SELECT c.file FROM figures AS f JOIN cases AS c ON c.id = f.case_id WHERE f.file IN {_THESE}
"""
_TEMPORARY = (
    "CREATE TEMP TABLE IF NOT EXISTS wanted (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS withdrawn (section TEXT, id TEXT)",
    "CREATE TEMP TABLE IF NOT EXISTS touched (id TEXT PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS touched_figures (id TEXT PRIMARY KEY)",
    *(f"DELETE FROM temp.{table}" for table in ("wanted", "withdrawn", "touched", "touched_figures")),
)
_STILL_CITED = """
SELECT 1 FROM withdrawn AS w
WHERE section = 'sources' AND id NOT IN (SELECT id FROM sources) AND EXISTS (
  SELECT 1 FROM citations AS c WHERE c.source = w.id)
"""
_SOURCES = f"SELECT id FROM withdrawn WHERE section = 'sources' UNION SELECT id FROM sources WHERE file IN {_THESE}"
_TOUCHED = f"""
INSERT OR IGNORE INTO touched
SELECT id FROM cases WHERE file IN {_THESE}
UNION SELECT case_id FROM citations WHERE source IN ({_SOURCES}) AND case_id IS NOT NULL
"""
_UNVERIFIED = """
DELETE FROM quotations WHERE case_id IN (SELECT id FROM touched)
  OR record = 'figure' AND id IN (SELECT id FROM touched_figures)
"""
_TOUCHED_FIGURES = f"""
INSERT OR IGNORE INTO touched_figures
SELECT id FROM figures WHERE file IN {_THESE}
UNION SELECT id FROM citations WHERE source IN ({_SOURCES}) AND record = 'figure'
"""
