"""Records → a database, whole or not at all: filled under another name, then moved into place.

sqlite-utils lays the tables, indexes and the text index; rows go in in bulk through `executemany`, which is three times
as fast as its own insert.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from conductcli.errors import ConductError, DatabaseError, NotWritten
from conductcli.store import figures, layout
from conductcli.store.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    FileState,
    explained,
    read_only,
    refuse_foreign,
    settle,
)
from conductcli.store.listings import SEARCHED
from conductcli.store.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BATCH = 2_000  # rows of one table that wait for `executemany`
_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


class Builder:
    """An open database that takes records; what refers to what is checked once all are in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._insert: dict[str, str] = {}
        self.duplicated: set[tuple[str, str]] = set()
        """(list, id) of what was given more than once; only the first is in the database."""
        self._weighed = False
        self._lay()

    def _lay(self) -> None:
        database = Database(self.connection, execute_plugins=False)
        for table, columns in layout.tables().items():
            database.table(table).create(
                columns, pk=layout.KEYS.get(table), foreign_keys=layout.foreign_keys(table), strict=True
            )
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join("?" * len(columns))
            self._insert[table] = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({values})'
        self._columns = {table: tuple(columns) for table, columns in layout.tables().items()}
        self.connection.execute("CREATE TEMP TABLE wanted(kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID")

    def add(self, section: str, value: dict[str, Any]) -> None:
        """One record of a top-level list, in the model's shape."""
        own, *others = rows(section, value)
        if not self.connection.execute(self._insert[section], self._values(*own)).rowcount:
            self.duplicated.add((section, value["id"]))
            return
        for table, row in others:
            waiting = self._waiting[table]
            waiting.append(self._values(table, row))
            if len(waiting) >= _BATCH:
                self._flush(table)

    def want(self, references: Iterable[tuple[str, str]]) -> None:
        """What the records refer to: (source, organisation or case; id)."""
        self.connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", references)

    def finish(self, files: Iterable[tuple[str, FileState]] = ()) -> None:
        """Put in what waits, the indexes, the text index and the state of the files that were read."""
        self.flush()
        self.weigh()
        self.connection.executemany(
            self._insert["files"], [(path, state.size, state.mtime_ns, state.sha256) for path, state in files]
        )
        database = Database(self.connection, execute_plugins=False)
        for table, columns in layout.INDEXES:
            database.table(table).create_index(columns)
        database.table("texts").enable_fts(SEARCHED, tokenize="porter unicode61 remove_diacritics 2")
        self.connection.execute(_SOURCES)
        self.connection.executescript(Path(__file__).with_name("views.sql").read_text(encoding="utf-8"))
        self.connection.execute("ANALYZE")
        self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self.connection.commit()

    def weigh(self) -> None:
        """Find which figures contradict each other, once: after the last one is in."""
        if not self._weighed:
            figures.weigh(self.connection)
            self._weighed = True

    def flush(self) -> None:
        """Put in what waits."""
        for table in list(self._waiting):
            self._flush(table)

    def _flush(self, table: str) -> None:
        self.connection.executemany(self._insert[table], self._waiting.pop(table, []))

    def _values(self, table: str, row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row.get(column) for column in self._columns[table])


@contextmanager
def in_memory() -> Iterator[Builder]:
    """A builder of a database that nobody else sees and that goes with the process."""
    require_sqlite()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN")
    yield Builder(connection)


@contextmanager
def aside(target: Path) -> Iterator[Builder]:
    """A builder of the database that takes the place of `target` when the block ends without an error.

    Raises DatabaseError where `target` is not ours to replace, is newer than the program or is being written, and
    NotWritten where it cannot be written. Whatever happens, the earlier database stays until the new one is whole.
    """
    require_sqlite()
    try:
        refuse_foreign(target)
        if read_only(target):
            raise DatabaseError(f"{target}: is read-only", "make it writable, or name another file with --db")
        target.parent.mkdir(parents=True, exist_ok=True)
        with _only_writer(target):
            yield from _built(target)
    except sqlite3.Error as error:
        raise explained(error, target) from error
    except OSError as error:
        hint = "free some space, or name a file in another folder with --db"
        raise NotWritten(f"{target}: cannot be written ({error.strerror})", hint) from error


def _built(target: Path) -> Iterator[Builder]:
    building = target.with_name(target.name + ".building")
    _remove(building)
    try:
        connection = sqlite3.connect(building, isolation_level=None)
        try:
            # Nobody else sees the file before it is whole, so it needs neither a journal nor a lock of its own.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            yield Builder(connection)
        finally:
            connection.close()
        _sync(building)
        settle(target)
        building.replace(target)
        _sync(target.parent)
    finally:
        _remove(building)


@contextmanager
def _only_writer(target: Path) -> Iterator[None]:
    """Hold the lock of a database; the operating system takes it back from a process that dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{target}.lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        hint = "wait until it is done and run the command again"
        raise DatabaseError(f"{target}: another conductcli is writing it", hint) from error
    try:
        yield
    finally:
        lock.release()


_SOURCES = """
UPDATE cases SET sources = (SELECT json_group_array(source) FROM (
  SELECT source FROM citations WHERE case_id = cases.id GROUP BY source ORDER BY MIN(rowid)))"""
_PATIENCE = 30  # seconds; a load of the shipped register takes less than one


def require_sqlite() -> None:
    """Raise ConductError where SQLite is older than its STRICT tables."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        message = f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed"
        raise ConductError(message, "use a Python that comes with a newer SQLite")


def _remove(building: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        building.with_name(building.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
