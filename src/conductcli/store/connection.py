"""A database file: whether it is ours, whole and of our version; opened for reading; at rest before it is replaced."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from conductcli.errors import ConductError, DatabaseError, NotWritten

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x434F4E44  # "COND": tells our files from anybody else's
SCHEMA_VERSION = 5  # raised with every change of a table or a view; an older database is built anew
_HEADER = b"SQLite format 3\x00"
_RELOAD = "delete the file, or build it anew with `conductcli load DATA --db FILE`"


class Unrecognised(DatabaseError):
    """The file does not even start like a database."""


class FileState(NamedTuple):
    """What tells whether a case file is still the one that was loaded."""

    size: int
    mtime_ns: int
    sha256: str


class Filed(NamedTuple):
    """A case file as it was read: its number and path, its state, and the numbers of its first and last rows."""

    number: int
    path: str
    state: FileState
    first: int
    last: int


def open_database(path: Path) -> sqlite3.Connection:
    """A database to read. Raises DatabaseError where it is missing, damaged, not ours or of another version."""
    version = _our_version(path)
    if version != SCHEMA_VERSION:
        age = "newer" if version > SCHEMA_VERSION else "older"
        hint = (
            "use the conductcli that made it, or a newer one"
            if age == "newer"
            else "build it anew with `conductcli load DATA --db FILE`"
        )
        raise DatabaseError(
            f"{path}: made by {age} conductcli (schema {version}; this one reads {SCHEMA_VERSION})", hint
        )
    return connect(path)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that can only read, and that trusts nothing that a file brings along."""
    _recover(path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.executescript("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON")
        connection.execute("SELECT 1 FROM files LIMIT 1")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection


def _recover(path: Path) -> None:
    """Undo what a writer that was killed left half done; who may only read cannot, and SQLite refuses to read it then.

    The journal of a writer that lives is left alone.
    """
    if not os.access(f"{path}-journal", os.W_OK):
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def refuse_foreign(path: Path) -> None:
    """Raise DatabaseError if the file at `path` is not ours or newer than the program: it is never replaced."""
    if not path.exists():
        return
    version = _our_version(path)
    if version > SCHEMA_VERSION:
        message = f"{path}: made by a newer conductcli (schema {version}; this one writes {SCHEMA_VERSION})"
        raise DatabaseError(message, "name another file with --db, or delete this one first")


def is_wreck(path: Path) -> bool:
    """Whether something stands at `path` that is no database at all: nothing that anybody could miss."""
    try:
        _our_version(path)
    except Unrecognised:
        return True
    except DatabaseError:
        return False
    return False


def is_current(path: Path) -> bool:
    """Whether a database of our version stands at `path`. Raises DatabaseError where something else does."""
    return path.exists() and _our_version(path) == SCHEMA_VERSION


def _our_version(path: Path) -> int:
    """The schema version in the header of a file of ours."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        hint = "build it with `conductcli load DATA --db FILE`, or leave --db out"
        raise DatabaseError(f"{path}: there is no such database", hint) from error
    except OSError as error:
        raise DatabaseError(
            f"{path}: cannot be read ({error.strerror})", "check the path and its permissions"
        ) from error
    if not header.startswith(_HEADER) or len(header) < 100:
        raise Unrecognised(
            f"{path}: is not a database, or is damaged", "name another file with --db, or delete this one"
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DatabaseError(f"{path}: is a database, but not one of conductcli's", "name another file with --db")
    return int.from_bytes(header[60:64], "big")


def settle(path: Path) -> None:
    """Bring a database to rest before another file takes its place: no journal and no WAL of a killed writer is left.

    A journal that stayed would be replayed into the new file and destroy it. Raises DatabaseError while somebody
    writes it.
    """
    if not path.exists():
        return
    try:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            connection.executescript("BEGIN EXCLUSIVE; COMMIT")
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if _is_locked(error):
            raise explained(error, path) from error
    except sqlite3.DatabaseError:
        pass  # it is damaged: nothing in it is worth keeping, and its journal goes with it
    for suffix in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def explained(error: Exception, path: Path | str) -> ConductError:
    """An error of SQLite's, or of reading what it gave, in words that say what to do."""
    said = str(error)
    if _is_locked(error):
        return DatabaseError(
            f"{path}: another program is writing it", "wait until it is done and run the command again"
        )
    if "full" in said or "disk I/O" in said:
        return NotWritten(f"{path}: cannot be written ({said})", "free some space, or name another file with --db")
    if "readonly" in said or "unable to open" in said:
        return DatabaseError(
            f"{path}: cannot be opened ({said})", "check its permissions, or name another file with --db"
        )
    return DatabaseError(f"{path}: the database is damaged ({said})", _RELOAD)


def _is_locked(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "locked" in str(error)


def read_only(path: Path) -> bool:
    """Whether a file is there that may not be written."""
    return path.exists() and not os.access(path, os.W_OK)
