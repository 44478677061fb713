"""Open the register: which case files, which database, refreshed when the files changed.

The one place where case files and the database meet. What is asked for most, a database that is up to date, is found
out from the sizes and times of the files alone; everything that reads YAML is imported only when something changed.
"""

from __future__ import annotations

import os
import sqlite3
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conductcli.casefile.files import below, case_files, only_once
from conductcli.errors import CaseFileProblems, NotWritten
from conductcli.store.connection import (
    SCHEMA_VERSION,
    FileState,
    connect,
    explained,
    is_current,
    is_wreck,
    open_database,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from conductcli.casefile.files import DataFile
    from conductcli.casefile.problems import Problem
    from conductcli.store.build import Builder

_HERE = Path(__file__).parent
ORGANISATIONS = _HERE / "organisations.yaml"
_SETTLED = 100_000_000  # ns; a file changed so shortly before it was read may change again within the same time stamp


class Asked(NamedTuple):
    """Which data and which database a command is about, as given by options or environment."""

    data: tuple[str, ...] = ()
    db: str | None = None


class Loaded(NamedTuple):
    """What a load did."""

    database: Path
    files: int
    counts: dict[str, int]


def shipped() -> Path:
    """The register that ships: inside an installed package, or beside the source of a checkout."""
    inside = _HERE / "data"
    return inside if inside.is_dir() else _HERE.parents[1] / "data"


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
        if is_wreck(target):
            notice(f"{target}: is damaged, and is built anew")
            target.unlink()
        return _refreshed(target, asked.data)
    except (NotWritten, PermissionError) as error:
        notice(f"the cache cannot be used, working in memory: {error} (XDG_CACHE_HOME names another folder)")
        return _in_memory(asked.data)


def _refreshed(target: Path, data: Sequence[str]) -> sqlite3.Connection:
    """A database that holds these files, built anew if it does not."""
    if fresh := _fresh(target, data):
        return fresh
    load(data, target)
    return open_database(target)


def load(data: Sequence[str], target: Path | None = None, progress: Callable[[str, int], None] | None = None) -> Loaded:
    """Build the database anew from `data` (or from the register that ships) and move it into place.

    Raises CaseFileProblems with all problems, and then leaves the earlier database as it was. `progress` takes the name
    of the file that is read and the number of records so far.
    """
    from conductcli.store.build import aside

    target = target or _cached(tuple(data))
    with aside(target) as builder:
        return Loaded(target, *_fill(builder, data, progress))


def check(data: Sequence[str]) -> list[Problem]:
    """Every problem of the case files, errors and warnings, in the order of their places; nothing is kept."""
    from conductcli.store.build import in_memory

    with in_memory() as builder:
        return _read_into(builder, data, warned=True)[0]


def _paths(data: Sequence[str]) -> list[str]:
    return [str(ORGANISATIONS), *(data or [str(shipped())])]


def _cached(data: Sequence[str]) -> Path:
    """The database in the cache folder for these case files; another version of the program names its own."""
    from binascii import crc32

    from platformdirs import user_cache_path

    places = "\n".join(str(Path(path).absolute()) for path in _paths(data))
    number = crc32(places.encode(errors="backslashreplace"))
    return user_cache_path("conductcli") / f"register-{SCHEMA_VERSION}-{number:08x}.db"


def _fresh(target: Path, data: Sequence[str]) -> sqlite3.Connection | None:
    """The database, if it holds just these files as they are now."""
    if any(map(only_once, data)) or not is_current(target):
        return None
    now = {}
    try:
        for given in _paths(data):
            for file in below(Path(given)):
                state = file.stat()
                now[_named(file)] = (state.st_size, state.st_mtime_ns)
    except OSError:  # loading tells what is wrong with it
        return None
    connection = connect(target)
    try:
        loaded = connection.execute("SELECT path, size, mtime_ns FROM files").fetchall()
    except sqlite3.Error as error:
        raise explained(error, target) from error
    if now == {path: (size, changed) for path, size, changed in loaded}:
        return connection
    connection.close()
    return None


def _in_memory(data: Sequence[str]) -> sqlite3.Connection:
    from conductcli.store.build import in_memory

    with in_memory() as builder:
        _fill(builder, data, None)
    return builder.connection


def _fill(
    builder: Builder, data: Sequence[str], progress: Callable[[str, int], None] | None
) -> tuple[int, dict[str, int]]:
    """Read everything into the builder and finish it. Raises CaseFileProblems."""
    problems, files = _read_into(builder, data, progress)
    if any(problem.severity == "error" for problem in problems):
        raise CaseFileProblems(problems)
    builder.finish((_named(file.path), _state(file)) for file in files if file.content is None)
    counts = {table: builder.connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in _COUNTED}
    return len(files) - 1, counts


_COUNTED = ("cases", "sources", "figures")


def _read_into(
    builder: Builder, data: Sequence[str], progress: Callable[[str, int], None] | None = None, *, warned: bool = False
) -> tuple[list[Problem], list[DataFile]]:
    """Read all files into the builder; then look for what does not hold between their records.

    Figures are `warned` of only if that is wanted: to find their places, the files are read once more.
    """
    from conductcli.casefile import load as casefile

    files, problems = case_files(_paths(data))
    unread = []
    records = 0
    for file in files:
        before = len(problems)
        for entry in casefile.read(file, problems.append):
            records += 1
            if progress:
                progress(file.name, records)
            builder.want(entry.references)
            if entry.sound or entry.section != "figures":  # numbers are weighed against each other: no stand-ins
                builder.add(entry.section, entry.value)
        if any(problem.code in casefile.FATAL for problem in problems[before:]):
            unread.append(file)
    builder.flush()
    read = [file for file in files if file not in unread]
    problems += _between_records(builder, read, complete=not unread, warned=warned)
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)), files


def _between_records(builder: Builder, files: Sequence[DataFile], *, complete: bool, warned: bool) -> Iterable[Problem]:
    """What does not hold between records, with its places; references only where every file could be read."""
    from conductcli.casefile import load as casefile
    from conductcli.casefile import rules
    from conductcli.store import figures, integrity

    suspects = rules.Suspects(duplicated={key: [] for key in builder.duplicated})
    if complete:
        for kind, name in integrity.missing(builder.connection):
            suspects.missing[kind, name] = _advice(builder.connection, kind, name)
    builder.weigh()
    for doubt in chain(integrity.doubts(builder.connection), figures.doubts(builder.connection) if warned else ()):
        breach = rules.Breach(doubt.path, doubt.code, doubt.message, doubt.hint, doubt.severity)
        suspects.wrong.setdefault((doubt.section, doubt.id), []).append((doubt.record, breach))
    if not suspects:
        return
    for file in files if suspects.duplicated else ():
        casefile.note_places(file, suspects)
    for file in files:
        if file.path != ORGANISATIONS:  # what ships with the program is not the user's to mend
            yield from casefile.locate(file, suspects)


def _advice(connection: sqlite3.Connection, kind: str, name: str) -> str:
    """What to do about an id that leads nowhere: a body may go by another of its names."""
    from conductcli.casefile.rules import wanted
    from conductcli.store import integrity, names

    if kind == "organisation" and (known := names.named(connection, name)):
        return f"did you mean {' or '.join(known)}?"
    return wanted(kind, name, integrity.known(connection, kind))


def _named(file: Path) -> str:
    """A file's full path as text, whatever bytes its name is made of."""
    return str(file.resolve()).encode(errors="backslashreplace").decode()


def _state(file: DataFile) -> FileState:
    from hashlib import file_digest

    with file.path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
        state = os.fstat(stream.fileno())
    unsettled = time.time_ns() - state.st_mtime_ns < _SETTLED
    return FileState(state.st_size, -1 if unsettled else state.st_mtime_ns, digest)
