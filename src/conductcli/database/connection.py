"""Open database files for reading, recognise our own, and finish pending writes before a file is replaced."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli import __version__
from conductcli.database import schema_version
from conductcli.errors import ConductError, DatabaseError, NotWritten, remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

APPLICATION_ID = 0x434F4E44  # "COND", which marks our own files
_HEADER = b"SQLite format 3\x00"
RELOAD = "delete the file, or build it anew with `conductcli load DATA --db FILE`"


class Unrecognised(DatabaseError):
    """Raised for a file that does not begin like a database."""


class FileState(NamedTuple):
    """The state of a case file, which tells whether it changed since it was loaded."""

    size: int
    mtime_ns: int
    sha256: str


class Filed(NamedTuple):
    """A case file as it was read: number, path, state, and the numbers of its first and last rows."""

    number: int
    path: str
    state: FileState
    first: int
    last: int


def open_database(path: Path) -> sqlite3.Connection:
    """Open a database for reading. Raises DatabaseError if it is missing, damaged, not ours or of another version."""
    if _edition(path) == schema_version.digest():
        return connect(path)
    version = _made_with(path)
    if version and schema_version.is_newer(version):
        message = f"{path}: made by a newer conductcli ({version}; this is {__version__})"
        raise DatabaseError(message, "use the conductcli that made it, or a newer one")
    which = f"another build of conductcli {version}" if version == __version__ else "an older conductcli"
    raise DatabaseError(f"{path}: made by {which}", "build it anew with `conductcli load DATA --db FILE`")


def connect(path: Path) -> sqlite3.Connection:
    """Return a read-only connection that runs no code from the file.

    Raises DatabaseError, for instance if a view is not ours: such a query might never end.
    """
    _recover(path)
    try:
        connection = _read_only(path)
        restrain(connection)
        connection.execute("SELECT 1 FROM files LIMIT 1")
        strange = [name for name, sql in connection.execute(_COMPUTED) if not schema_version.is_ours(sql)]
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, path) from error
    if strange:
        connection.close()
        raise DatabaseError(f"{path}: is not as conductcli made it ({strange[0]} is not ours)", RELOAD)
    return connection


_COMPUTED = """
SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')
OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%' AND sql NOT LIKE '%USING%fts5%')"""
"""Everything that runs when a database is read, except full-text tables, which read only tables and views."""


def restrain(connection: sqlite3.Connection) -> None:
    """Make a connection distrust its file, and react to Ctrl-C during a query."""
    connection.executescript("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON")
    # Python handles signals only in its own code; an exception here ends the query.
    connection.set_progress_handler(lambda: 0, _STEPS)


_STEPS = 1_000_000  # instructions of SQLite: some ten milliseconds


def each_row(connection: sqlite3.Connection, query: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query one by one; a caller that stops early may close the connection first."""
    for row in connection.execute(query, values):  # noqa: UP028 - `yield from` would close the cursor after the connection
        yield row


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _made_with(path: Path) -> str | None:
    """Return the version of the program that made one of our databases; None if it is unknown."""
    with suppress(sqlite3.Error), closing(_read_only(path)) as connection:
        (version,) = connection.execute("SELECT version FROM program").fetchone() or (None,)
        return version if isinstance(version, str) else None
    return None


def _recover(path: Path) -> None:
    """Roll back what a killed writer left unfinished; SQLite refuses to read the file before that.

    The journal of a live writer is left alone, and so is one that this user may not write.
    """
    if not os.access(f"{path}-journal", os.W_OK):
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def refuse_foreign(path: Path) -> None:
    """Raise DatabaseError if the file at `path` is not ours or newer than the program, so never replaced."""
    if not path.exists():
        return
    if _edition(path) == schema_version.digest():
        return
    version = _made_with(path)
    if version and schema_version.is_newer(version):
        message = f"{path}: made by a newer conductcli ({version}; this is {__version__})"
        raise DatabaseError(message, "name another file with --db, or delete this one first")


def is_not_sqlite(path: Path) -> bool:
    """Tell whether the file at `path` is no database at all, so that it can be replaced without loss."""
    try:
        _edition(path)
    except Unrecognised:
        return True
    except DatabaseError:
        return False
    return False


def is_current(path: Path) -> bool:
    """Tell whether `path` is a database of this version. Raises DatabaseError for a file that is not ours."""
    return path.exists() and _edition(path) == schema_version.digest()


def _edition(path: Path) -> int:
    """Return the digest in the header of one of our databases. Raises DatabaseError."""
    try:
        if path.is_fifo():  # opening it would block for ever
            raise DatabaseError(f"{path}: is a pipe, not a file", "name a file with --db")
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        hint = "build it with `conductcli load DATA --db FILE`, or leave --db out"
        raise DatabaseError(f"{path}: there is no such database", hint) from error
    except OSError as error:
        raise DatabaseError(
            f"{path}: cannot be read ({error.strerror})", remedy(error, "check the path and its permissions")
        ) from error
    if not header.startswith(_HEADER) or len(header) < 100:
        raise Unrecognised(
            f"{path}: is not a database, or is damaged", "name another file with --db, or delete this one"
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DatabaseError(f"{path}: is a database, but not one of conductcli's", "name another file with --db")
    return int.from_bytes(header[60:64], "big")


def checkpoint(path: Path) -> None:
    """Finish pending writes and remove the journals of a database before another file replaces it.

    A leftover journal would be replayed into the new file and destroy it. Raises DatabaseError while another process
    writes the database.
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
            raise translate_sqlite_error(error, path) from error
    except sqlite3.DatabaseError:
        pass  # damaged: nothing in it is worth keeping, nor its journal
    for suffix in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def translate_sqlite_error(error: Exception, path: Path | str) -> ConductError:
    """Return a ConductError, with a hint, for an error of SQLite or in decoding its values.

    The wording of SQLite is shown but never parsed, because it differs between versions. Raises KeyboardInterrupt if
    the user interrupted a query.
    """
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_INTERRUPT":
        raise KeyboardInterrupt from error
    if _is_locked(error):
        return DatabaseError(
            f"{path}: another program is writing it", "wait until it is done and run the command again"
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return NotWritten(f"{path}: cannot be written ({error})", "free some space, or name another file with --db")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return DatabaseError(
            f"{path}: cannot be opened ({error})", "check its permissions, or name another file with --db"
        )
    return DatabaseError(f"{path}: the database is damaged ({error})", RELOAD)


def _is_locked(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def read_only(path: Path) -> bool:
    """Tell whether there is a file at `path` that may not be written."""
    return path.exists() and not os.access(path, os.W_OK)
