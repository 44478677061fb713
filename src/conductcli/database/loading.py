"""Load case files into a new database: read them, check them against each other and verify their quotations."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conductcli.casefile import quotation_cache, rules
from conductcli.casefile import reader as casefile
from conductcli.casefile.files import VERDICTS, case_files, quotation_cache_paths
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
    from conductcli.database.integrity import RecordViolation
    from conductcli.database.reading import Read
    from conductcli.organisations import Names


class Documents(NamedTuple):
    """The folder of archived documents, if there is one."""

    folder: str | None = None
    record: bool = False
    """True to save the verdicts in a file next to the data."""


NOT_AT_HAND = Documents()


def fill(
    builder: Builder, paths: Sequence[str], documents: Documents, progress: Callable[[str, int], None] | None
) -> tuple[int, dict[str, int], Read]:
    """Read all files into the builder and finish it; return the number of files, of records by table, and warnings.

    The first path is the register of organisations that ships with the program. Raises CaseFileProblems.
    """
    done, files = read_into(builder, paths, documents, progress)
    if any(problem.severity == "error" for problem in done.problems):
        raise CaseFileProblems(done.problems)
    read_from = [*(file.path for file in files), *quotation_cache_paths(paths)]
    done.states |= {number: state_of(path) for number, path in enumerate(quotation_cache_paths(paths), len(files) + 1)}
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
    """Read all files into the builder, then check the rules between their records.

    Returns the result, with all problems in the order of their locations, and the files. Warnings about figures are
    included only if `warned`, because locating them takes a second reading of the files.
    """
    files, problems = case_files(paths)
    done = read(builder, list(enumerate(files, 1)), progress)
    builder.flush()
    builder.find_figure_conflicts()
    if not done.problems.unfinished:
        verification = Verification(
            builder.connection, quotation_cache.read(quotation_cache_paths(paths)), documents.folder
        )
        violations = [*integrity.violations(builder.connection), *verification.violations()]
        done.quotations = verification.checked, verification.quoted
        if documents.record:
            data = Path(paths[1])
            quotation_cache.write((data if data.is_dir() else data.parent) / VERDICTS, verification.recorded)
        violations += figure_conflicts.violations(builder.connection) if warned else ()
        bodies = lookup.bodies(builder.connection)
        cross_file = _cross_file_problems(builder, violations, bodies, complete=not done.unread)
        done.problems[:] = (_with_id(problem, bodies) for problem in done.problems)
        with suppress(TooMany):
            for problem in _located(cross_file, [file for file in files if file.name not in done.unread], paths[0]):
                done.problems.report(problem)
    done.problems += problems
    done.problems.sort(key=attrgetter("place"))
    return done, files


def _cross_file_problems(
    builder: Builder, violations: Iterable[RecordViolation], bodies: Names, *, complete: bool
) -> rules.CrossFileProblems:
    """Return the broken rules between records; missing references only if every file could be read."""
    cross_file = rules.CrossFileProblems(duplicated={key: [] for key in builder.duplicated})
    if complete and (missing := integrity.missing(builder.connection)):
        cross_file.missing.update(missing)
        cross_file.advice = _advice(builder.connection, bodies)
    for violation in violations:
        broken = rules.Violation(violation.path, violation.code, violation.message, violation.hint, violation.severity)
        cross_file.wrong.setdefault((violation.section, violation.id), []).append((violation.record, broken))
    return cross_file


def _located(cross_file: rules.CrossFileProblems, files: Sequence[DataFile], ours: str) -> Iterator[Problem]:
    """Yield the problems with their locations, except in the register that ships with the program."""
    if not cross_file:
        return
    for file in files if cross_file.duplicated else ():
        casefile.add_locations(file, cross_file)
    for file in files:
        if file.name != ours:
            yield from casefile.locate(file, cross_file)


def _advice(connection: sqlite3.Connection, bodies: Names) -> Callable[[str, str], Hint]:
    """Return a function that gives the hint for an undefined id; an organisation may have another name."""
    known = {kind: integrity.known(connection, kind) for kind in ("source", "organisation", "case")}

    def advice(kind: str, name: str) -> Hint:
        if kind == "organisation" and (found := bodies.of(name)):
            return _meant(found)
        return Suggestion(name, known[kind], f"define it under `{kind}s:`, or correct the id")

    return advice


def _with_id(problem: Problem, bodies: Names) -> Problem:
    """Return the problem with the id of the organisation as its hint, if the given name is known."""
    known = bodies.of(problem.body) if problem.body else []
    return replace(problem, hint=_meant(known)) if known else problem


def _meant(known: Sequence[str]) -> str:
    return f"did you mean {' or '.join(known[:_CANDIDATES])}?"


_CANDIDATES = 8  # as many as a person reads at a glance
