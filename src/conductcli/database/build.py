"""Build a database in a temporary file and rename it into place, so that readers see the old or the new one.

sqlite-utils creates the tables and indexes. Rows are inserted with `executemany`, which is three times as fast as the
insert of sqlite-utils.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from conductcli import __version__
from conductcli.database import citations, figure_conflicts, schema, schema_version, texts
from conductcli.database.connection import (
    APPLICATION_ID,
    Filed,
    checkpoint,
    read_only,
    refuse_foreign,
    translate_sqlite_error,
)
from conductcli.database.writer import RecordWriter
from conductcli.errors import ConductError, DatabaseError, NotWritten, remedy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CACHE = 64_000  # KiB of pages in memory, and as much again for each sorting thread
_OLDEST_SQLITE = (3, 37, 0)  # the first version with STRICT tables


class Builder(RecordWriter):
    """Write records into a new database; references are checked once all records are in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.executescript(f"PRAGMA cache_size = -{_CACHE}; PRAGMA threads = 1")
        database = Database(connection, execute_plugins=False)
        for table, columns in schema.tables().items():
            keys = schema.foreign_keys(table)
            made = database.create_table_sql(table, columns, pk=schema.KEYS.get(table), foreign_keys=keys, strict=True)
            connection.execute(f"{made.strip().rstrip(';')}{', WITHOUT ROWID' if table in schema.LINKS else ''}")
        connection.executescript(f"{schema.SERVING} BEGIN")
        super().__init__(connection)
        self._conflicts_found = False

    def finish(self, files: Iterable[Filed] = ()) -> None:
        """Write the pending rows, the indexes and the state of the files that were read."""
        self.flush()
        self.find_figure_conflicts()
        self.connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", map(file_row, files))
        self.connection.execute("INSERT INTO texts_fts (texts_fts) VALUES ('optimize')")  # later updates fill its gaps
        database = Database(self.connection, execute_plugins=False)
        for table, columns in schema.INDEXES:
            database.table(table).create_index(columns)
        self.write_facets()
        views = Path(__file__).with_name("views.sql").read_text(encoding="utf-8")
        self.connection.executescript(f"{schema.SERVING_INDEXES} {texts.view()}; {views}")
        citations.of_cases(self.connection)
        self.connection.executescript("PRAGMA analysis_limit = 1000; ANALYZE")
        self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.connection.execute("INSERT INTO program VALUES (?)", (__version__,))
        self.connection.execute(f"PRAGMA user_version = {_signed(schema_version.digest())}")
        self.connection.commit()

    def find_figure_conflicts(self) -> None:
        """Find the figures that contradict each other, once, after the last figure is in."""
        if not self._conflicts_found:
            figure_conflicts.find(self.connection, arrays=not self.left_out)
            self._conflicts_found = True


def file_row(filed: Filed) -> tuple[object, ...]:
    """Return the row of a file for the table `files`."""
    return (filed.number, filed.path, *filed.state, filed.first, filed.last)


def _signed(digest: int) -> int:
    """Return 32 unsigned bits as the signed number that the SQLite header takes."""
    return digest - (1 << 32) if digest >> 31 else digest


@contextmanager
def in_memory() -> Iterator[Builder]:
    """Yield a builder of a private in-memory database that is gone when the process ends."""
    require_sqlite()
    connection = sqlite3.connect("", isolation_level=None)
    connection.executescript("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = OFF")  # no disk may have space
    yield Builder(connection)


@contextmanager
def for_checks() -> Iterator[Builder]:
    """Yield a builder of a database for checks alone, without the tables of the search."""
    with in_memory() as builder:
        builder.left_out = _FOR_QUESTIONS
        yield builder


_FOR_QUESTIONS = frozenset(
    ("case_forces", "case_topics", "case_dates", "record_themes", "record_about", "cited", "faceted", "texts_fts")
)
"""The tables that filters and search read; they have many rows for each record of a case."""


@contextmanager
def replace_atomically(target: Path) -> Iterator[Builder]:
    """Yield a builder of a database that replaces `target` when the block ends without an error.

    Raises DatabaseError if `target` is not ours to replace, is newer than the program or is being written, and
    NotWritten if it cannot be written. The earlier database stays until the new one is complete.
    """
    require_sqlite()
    real = Path(os.path.realpath(target))  # the link stays, and its target is replaced
    try:
        with suppress(FileNotFoundError):
            real.stat()  # fails for a loop of links
        refuse_foreign(target)
        if read_only(target):
            raise DatabaseError(f"{target}: is read-only", "make it writable, or name another file with --db")
        real.parent.mkdir(parents=True, exist_ok=True)
        with write_lock(real):
            yield from _built(real)
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, target) from error
    except OSError as error:
        hint = remedy(error, "free some space, or name a file in another folder with --db")
        raise NotWritten(f"{target}: cannot be written ({error.strerror})", hint) from error


def _built(target: Path) -> Iterator[Builder]:
    building = target.with_name(target.name + ".building")
    _remove(building)
    try:
        connection = sqlite3.connect(building, isolation_level=None)
        try:
            # Nobody else sees the file before it is complete, so it needs no journal or lock.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            yield Builder(connection)
        finally:
            connection.close()
        _sync(building)
        checkpoint(target)
        building.replace(target)
        _sync(target.parent)
    finally:
        _remove(building)


@contextmanager
def write_lock(target: Path) -> Iterator[None]:
    """Hold the lock of a database; the operating system releases it if the process dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{os.path.realpath(target)}.lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        hint = "wait until it is done and run the command again"
        raise DatabaseError(f"{target}: another conductcli is writing it", hint) from error
    try:
        yield
    finally:
        lock.release()


_PATIENCE = 30  # seconds; loading the shipped register takes less than one


def require_sqlite() -> None:
    """Raise ConductError if SQLite is older than its STRICT tables."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        message = f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed"
        raise ConductError(message, "use a Python that comes with a newer SQLite")


def _remove(building: Path) -> None:
    """Remove an unfinished database and its journal, but no other file of a similar name."""
    ours = re.compile(re.escape(building.name) + r"(-journal|-wal|-shm)?")
    for path in building.parent.iterdir():
        if ours.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
