"""Open the register: which case files, which database, refreshed when the files changed.

What is asked for most, a database that is up to date, is found
out from the sizes and times of the files alone; everything that reads YAML is imported only when something changed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conductcli import __version__
from conductcli.casefile.files import iter_case_files, named, only_once, quotation_cache_paths
from conductcli.database.connection import (
    connect,
    is_current,
    is_not_sqlite,
    open_database,
    read_only,
    translate_sqlite_error,
)
from conductcli.errors import NotWritten, WrongUsage
from conductcli.organisations import ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conductcli.casefile.problems import Problems
    from conductcli.database.loading import Documents

_PACKAGE = Path(__file__).parents[1]


Name = str | os.PathLike[str]
Paths = Name | Sequence[Name] | None
"""A file or a folder, several of them, or None for those that the environment names or else that ship."""


class Asked(NamedTuple):
    """Which data and which database a command is about, as given by options or environment."""

    data: tuple[str, ...] = ()
    db: str | None = None


def asked_of(data: Sequence[str] | None, db: str | None) -> Asked:
    """Return which data and which database: as given or, where neither is, as the environment says."""
    if data or db is not None:
        return Asked(tuple(data or ()), db)
    paths = os.environ.get("CONDUCTCLI_DATA", "")
    return Asked(tuple(path for path in paths.split(os.pathsep) if path), os.environ.get("CONDUCTCLI_DB") or None)


def located(data: Paths, db: Name | None) -> Asked:
    """Return which data and database are meant. Raises WrongUsage for an empty list or name."""
    if data is None and db is None:
        return asked_of(None, None)
    paths = () if data is None else (data,) if isinstance(data, str | os.PathLike) else tuple(data)
    asked = Asked(tuple(os.fspath(path) for path in paths), None if db is None else os.fspath(db))
    if "" in (*asked.data, asked.db) or (data is not None and not paths):
        raise WrongUsage("no case file or database is named", "leave it out for the register that ships")
    return asked


class Loaded(NamedTuple):
    """The result of a load."""

    database: Path
    files: int
    counts: dict[str, int]
    warnings: Problems
    quotations: tuple[int, int]
    """The number of quotations looked up in documents, and the number of all quotations."""


class Checkup(NamedTuple):
    """The result of a check."""

    problems: Problems
    quotations: tuple[int, int]
    """The number of quotations looked up in documents, and the number of all quotations."""


def shipped() -> Path:
    """The register that ships: inside an installed package, or beside the source of a checkout."""
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "data"


def open_register(asked: Asked, notice: Callable[[str], None]) -> sqlite3.Connection:
    """A connection to a database that holds what was asked for, built first if need be.

    Raises CaseFileProblems, DatabaseError or ConductError. `notice` takes a sentence for the user.
    """
    if asked.db and not asked.data:
        return open_database(Path(asked.db))
    if asked.db:
        return _refreshed(Path(asked.db), asked.data)
    if any(map(only_once, asked.data)):
        return _in_memory(asked.data)
    target = _cached(asked.data)
    try:
        if is_not_sqlite(target):
            notice(f"{target}: is damaged, and is built anew")
            target.unlink()
        return _refreshed(target, asked.data)
    except (NotWritten, PermissionError) as error:
        notice(f"the cache cannot be used, working in memory: {error} (XDG_CACHE_HOME names another folder)")
        return _in_memory(asked.data)


def _refreshed(target: Path, data: Sequence[str]) -> sqlite3.Connection:
    """A database that holds these files, brought up to date or built anew if it does not."""
    if fresh := _fresh(target, data):
        return fresh
    if not _reloaded(target, data):
        load(data, target)
    return open_database(target)


def _reloaded(target: Path, data: Sequence[str]) -> bool:
    """Try an incremental reload. Return False if a full load is needed."""
    if any(map(only_once, data)) or not is_current(target) or read_only(target):
        return False
    from conductcli.database.reloading import reload

    return reload(target, _paths(data))


def load(
    data: Sequence[str],
    target: Path | None = None,
    documents: Documents | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Loaded:
    """Build the database anew from `data` (or from the register that ships) and move it into place.

    Raises CaseFileProblems with all problems, and then leaves the earlier database as it was. `progress` takes the name
    of the file that is read and the number of records so far.
    """
    from conductcli.database.build import replace_atomically
    from conductcli.database.loading import NOT_AT_HAND, fill

    target = target or _cached(tuple(data))
    with replace_atomically(target) as builder:
        files, counts, done = fill(builder, _paths(data), documents or NOT_AT_HAND, progress)
        return Loaded(target, files, counts, done.problems, done.quotations)


def check(data: Sequence[str], documents: Documents | None = None) -> Checkup:
    """Return the problems of the case files, errors and warnings, in the order of their places; keep nothing."""
    from conductcli.database.build import for_checks
    from conductcli.database.loading import NOT_AT_HAND, read_into

    with for_checks() as builder, closing(builder.connection):
        done, _ = read_into(builder, _paths(data), documents or NOT_AT_HAND, warned=True)
        return Checkup(done.problems, done.quotations)


@contextmanager
def blaming(connection: sqlite3.Connection) -> Iterator[None]:
    """Raise DatabaseError in place of an error that damage of the database explains."""
    try:
        yield
    except Exception as error:
        from conductcli.database.damage import blame

        blame(connection, error)
        raise


def files_of(asked: Asked, others: Sequence[str] = (), folders: Sequence[str] = ()) -> Iterator[Path]:
    """Give every file that a command may read.

    Those of the register that is asked and of the one that ships, of other paths that lead to case files, and all that
    stands in the folders.
    """
    for given in (*_paths(()), *asked.data, *others):
        if given != "-":
            with suppress(OSError):  # reading it tells what is wrong with it
                yield from iter_case_files(Path(given))
    yield from quotation_cache_paths([*_paths(asked.data), *others])
    for folder in folders:
        yield from Path(folder).rglob("*")
    yield Path(asked.db) if asked.db else _cached(asked.data)


def _paths(data: Sequence[str]) -> list[str]:
    return [str(ORGANISATIONS), *(data or [str(shipped())])]


def _cached(data: Sequence[str]) -> Path:
    """Return the database in the cache folder for these case files; another version of the program has its own."""
    from binascii import crc32

    from platformdirs import user_cache_path

    places = "\n".join(str(Path(path).absolute()) for path in _paths(data))
    number = crc32(places.encode(errors="backslashreplace"))
    return user_cache_path("conductcli") / f"register-{__version__}-{number:08x}.db"


def _fresh(target: Path, data: Sequence[str]) -> sqlite3.Connection | None:
    """The database, if it holds just these files as they are now."""
    if any(map(only_once, data)) or not is_current(target):
        return None
    now = {}
    try:
        for given in _paths(data):
            for file in (*iter_case_files(Path(given)), *quotation_cache_paths([given])):
                state = file.stat()
                now[named(file)] = (state.st_size, state.st_mtime_ns)
    except OSError:  # loading tells what is wrong with it
        return None
    connection = connect(target)
    try:
        loaded = connection.execute("SELECT path, size, mtime_ns FROM files").fetchall()
    except sqlite3.Error as error:
        raise translate_sqlite_error(error, target) from error
    if now == {path: (size, changed) for path, size, changed in loaded}:
        return connection
    connection.close()
    return None


def _in_memory(data: Sequence[str]) -> sqlite3.Connection:
    from conductcli.database.build import in_memory
    from conductcli.database.loading import NOT_AT_HAND, fill

    with in_memory() as builder:
        fill(builder, _paths(data), NOT_AT_HAND, None)
    return builder.connection
