"""Case files into a database that is being built: read, checked against each other, quotations looked up.

The one place where case files and the database meet.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conductcli.casefile import quotation_cache, rules
from conductcli.casefile import reader as casefile
from conductcli.casefile.files import VERDICTS, beside, case_files
from conductcli.casefile.problems import Suggestion, TooMany
from conductcli.database import figure_conflicts, integrity, lookup
from conductcli.database.reading import filed, read, state_of
from conductcli.database.verification import Verification
from conductcli.errors import CaseFileProblems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conductcli.casefile.files import DataFile
    from conductcli.casefile.problems import Hint, Problem
    from conductcli.database.build import Builder
    from conductcli.database.integrity import Doubt
    from conductcli.database.reading import Read
    from conductcli.organisations import Names


class Documents(NamedTuple):
    """The archived documents behind sources, where they are at hand."""

    folder: str | None = None
    record: bool = False
    """Whether to keep the verdicts beside the data."""


NOT_AT_HAND = Documents()


def fill(
    builder: Builder, paths: Sequence[str], documents: Documents, progress: Callable[[str, int], None] | None
) -> tuple[int, dict[str, int], Read]:
    """Read everything into the builder and finish it; return how many files and records there were, and warnings.

    The first path is the register of organisations that is part of the program. Raises CaseFileProblems.
    """
    done, files = read_into(builder, paths, documents, progress)
    if any(problem.severity == "error" for problem in done.problems):
        raise CaseFileProblems(done.problems)
    read_from = [*(file.path for file in files), *beside(paths)]
    done.states |= {number: state_of(path) for number, path in enumerate(beside(paths), len(files) + 1)}
    builder.finish(filed(done, dict(enumerate(read_from, 1))))
    counts = {table: builder.connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in _COUNTED}
    return len(files) - 1, counts, done


_COUNTED = ("cases", "sources", "figures")


def read_into(
    builder: Builder,
    paths: Sequence[str],
    documents: Documents,
    progress: Callable[[str, int], None] | None = None,
    *,
    warned: bool = False,
) -> tuple[Read, list[DataFile]]:
    """Read all files into the builder, then look for what does not hold between their records.

    Gives what became of it, with every problem in the order of their places, and the files. Figures are `warned` of
    only if that is wanted: to find their places, the files are read once more.
    """
    files, problems = case_files(paths)
    done = read(builder, list(enumerate(files, 1)), progress)
    builder.flush()
    builder.weigh()
    if not done.problems.unfinished:
        verification = Verification(builder.connection, quotation_cache.read(beside(paths)), documents.folder)
        doubts = [*integrity.doubts(builder.connection), *verification.doubts()]
        done.quotations = verification.checked, verification.quoted
        if documents.record:
            data = Path(paths[1])
            quotation_cache.write((data if data.is_dir() else data.parent) / VERDICTS, verification.recorded)
        doubts += figure_conflicts.doubts(builder.connection) if warned else ()
        bodies = lookup.bodies(builder.connection)
        suspects = _suspects(builder, doubts, bodies, complete=not done.unread)
        done.problems[:] = (_with_id(problem, bodies) for problem in done.problems)
        with suppress(TooMany):
            for problem in _located(suspects, [file for file in files if file.name not in done.unread], paths[0]):
                done.problems.report(problem)
    done.problems += problems
    done.problems.sort(key=attrgetter("place"))
    return done, files


def _suspects(builder: Builder, doubts: Iterable[Doubt], bodies: Names, *, complete: bool) -> rules.Suspects:
    """Return what does not hold between records; references only where every file could be read."""
    suspects = rules.Suspects(duplicated={key: [] for key in builder.duplicated})
    if complete and (missing := integrity.missing(builder.connection)):
        suspects.missing.update(missing)
        suspects.advice = _advice(builder.connection, bodies)
    for doubt in doubts:
        breach = rules.Breach(doubt.path, doubt.code, doubt.message, doubt.hint, doubt.severity)
        suspects.wrong.setdefault((doubt.section, doubt.id), []).append((doubt.record, breach))
    return suspects


def _located(suspects: rules.Suspects, files: Sequence[DataFile], ours: str) -> Iterator[Problem]:
    """The places of what is suspected; what ships with the program is not the user's to mend."""
    if not suspects:
        return
    for file in files if suspects.duplicated else ():
        casefile.note_places(file, suspects)
    for file in files:
        if file.name != ours:
            yield from casefile.locate(file, suspects)


def _advice(connection: sqlite3.Connection, bodies: Names) -> Callable[[str, str], Hint]:
    """Return what says what to do about an id that leads nowhere: a body may go by another of its names."""
    known = {kind: integrity.known(connection, kind) for kind in ("source", "organisation", "case")}

    def advice(kind: str, name: str) -> Hint:
        if kind == "organisation" and (found := bodies.of(name)):
            return _meant(found)
        return Suggestion(name, known[kind], f"define it under `{kind}s:`, or correct the id")

    return advice


def _with_id(problem: Problem, bodies: Names) -> Problem:
    """Return the problem with the id of the body whose name was given in place of it, where that is known."""
    known = bodies.of(problem.body) if problem.body else []
    return replace(problem, hint=_meant(known)) if known else problem


def _meant(known: Sequence[str]) -> str:
    return f"did you mean {' or '.join(known[:_CANDIDATES])}?"


_CANDIDATES = 8  # as many as a person reads at a glance
