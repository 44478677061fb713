"""Reload only the case files that changed, and replace their records in one transaction.

The database is left unchanged if a full load is simpler or needed to report what is wrong: a problem in a case file,
changed organisations or saved verdicts, or changes to a large part of the register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conductcli.casefile import quotation_cache
from conductcli.casefile.files import VERDICTS, DataFile, case_files, named, quotation_cache_paths
from conductcli.database import integrity
from conductcli.database.connection import Filed, FileState
from conductcli.database.incremental import IncrementalWriter, in_place, related
from conductcli.database.reading import filed, into, state_of
from conductcli.database.verification import Verification
from conductcli.errors import ConductError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_WORTH_IT = 4  # a full load, in parallel, is as quick above a quarter of the bytes


class _FullReloadRequired(Exception):
    """Raised if a full load is needed."""


class Change(NamedTuple):
    """The changes of the case files since they were loaded; a file is identified by its number."""

    files: dict[int, DataFile]
    """All current files."""
    again: set[int]
    """The files that are new or have other content."""
    gone: set[int]
    settled: list[Filed]
    """The new state of files whose time stamp changed but not their content."""


def reload(target: Path, paths: Sequence[str]) -> bool:
    """Try an incremental reload. Return False, with the database unchanged, if a full load is needed.

    `target` is one of our databases, of this version; the first path is the register of organisations that ships.
    """
    try:
        with in_place(target) as connection:
            _replace(connection, _change(connection, paths), quotation_cache.read(quotation_cache_paths(paths)))
    except (_FullReloadRequired, OSError, ConductError):
        return False
    return True


def _change(connection: sqlite3.Connection, paths: Sequence[str]) -> Change:
    """Compare the files with their loaded state. Raises _FullReloadRequired."""
    loaded = {
        path: Filed(number, path, FileState(*state), first, last)
        for number, path, *state, first, last in connection.execute("SELECT * FROM files")
    }
    found, problems = case_files(paths)
    if problems or any(file.content is not None for file in found):
        raise _FullReloadRequired
    change = Change({}, set(), {one.number for one in loaded.values()}, [])
    following = max(change.gone, default=0) + 1
    for at, file in enumerate([*found, *(DataFile(str(path), path) for path in quotation_cache_paths(paths))]):
        path = named(file.path)
        known = loaded.get(path)
        number, before = (known.number, known.state) if known else (following, None)
        following += known is None
        now = state_of(file.path) if before is None or _touched(file.path, before) else before
        change.gone.discard(number)
        change.files[number] = file
        if known and now and now.sha256 == known.state.sha256:
            if now != before:
                change.settled.append(known._replace(state=now))
        elif at in range(1, len(found)):
            change.again.add(number)
        else:  # the shipped organisations, or the verdicts
            raise _FullReloadRequired
    if any(path.endswith(VERDICTS) for path, one in loaded.items() if one.number in change.gone):
        raise _FullReloadRequired
    if _WORTH_IT * sum(change.files[number].size() for number in change.again) > sum(file.size() for file in found):
        raise _FullReloadRequired
    return change


def _touched(file: Path, before: FileState) -> bool:
    now = file.stat()
    return (now.st_size, now.st_mtime_ns) != before[:2]


def _replace(connection: sqlite3.Connection, change: Change, known: quotation_cache.Verdicts) -> None:
    """Read the changed files, and the files related to them. Raises _FullReloadRequired."""
    again = change.again | change.gone
    while more := related(connection, again):
        again |= more
    while True:
        connection.execute("SAVEPOINT before")
        writer = IncrementalWriter(connection, again)
        done = into(writer, [(number, change.files[number]) for number in sorted(again - change.gone)])
        writer.file([*change.settled, *filed(done, {at: file.path for at, file in change.files.items()})], change.gone)
        if not (more := writer.beyond()):
            break
        connection.execute("ROLLBACK TO before")
        again |= more
    if any(problem.severity == "error" for problem in done.problems) or not writer.update_derived():
        raise _FullReloadRequired
    if integrity.missing(connection) or any(_wrong(connection, known, figures=writer.with_figures)):
        raise _FullReloadRequired


def _wrong(connection: sqlite3.Connection, known: quotation_cache.Verdicts, *, figures: bool) -> Iterator[bool]:
    """Yield, for each broken rule of the replaced records, whether it is an error; verify their quotations."""
    for violation in (
        *integrity.violations(connection, touched=True, figures=figures),
        *Verification(connection, known, None, touched=True).violations(),
    ):
        yield violation.severity == "error"
