"""Read the records of case files one at a time, in the shape of the model, and report every problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.casefile import rules
from conductcli.casefile.checked_stream import Unreadable
from conductcli.casefile.parser import items
from conductcli.casefile.problems import Problem, written
from conductcli.casefile.references import named, references
from conductcli.casefile.validation import ValidationProblem, found_in, shaped, unknown_key, validated
from conductcli.errors import remedy
from conductcli.model import FORMAT, SECTIONS, CaseFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conductcli.casefile.files import DataFile
    from conductcli.casefile.locations import LocatedValue
    from conductcli.casefile.problems import Hint, Path


class Entry(NamedTuple):
    """A record of a top-level list."""

    section: str
    value: dict[str, Any]
    """The record in the shape of the model; invalid values are removed or replaced by placeholders."""
    references: set[tuple[str, str]]
    """Its references: source, organisation or case, and the id."""
    sound: bool
    """True if every required value is from the file, without placeholders."""


def read(file: DataFile, report: Callable[[Problem], None]) -> Iterator[Entry]:
    """Yield the records of a file, in order; pass their problems to `report`.

    A record with problems is yielded too, without its invalid values: others may refer to it.
    """
    format_seen = False
    try:
        with file.open() as stream:
            for item in items(stream):
                section = item.path[0] if item.path else None
                if section == "format":
                    format_seen = True
                    _check_format(file, item, report)
                elif section in SECTIONS and len(item.path) == 2:
                    yield from _entry(file, str(section), item, report)
                else:
                    _refuse_item(file, item, report)
    except Unreadable as error:
        report(Problem(file.name, error.line, error.column, "", error.code, "error", error.message, error.hint))
        return
    except OSError as error:
        hint = remedy(error, "check its permissions, and that it is a file")
        report(Problem(file.name, 1, 1, "", "unreadable", "error", f"cannot be read ({error.strerror})", hint))
        return
    if not format_seen:
        hint = f"write `format: {FORMAT}` on the first line"
        report(Problem(file.name, 1, 1, "format", "missing-key", "error", "the key format is missing", hint))


def _entry(file: DataFile, section: str, item: LocatedValue, report: Callable[[Problem], None]) -> Iterator[Entry]:
    def tell(wrong: ValidationProblem) -> None:
        problem = _problem(file, item, wrong.path, wrong.code, wrong.message, wrong.hint, at_key=wrong.at_key)
        report(replace(problem, body=wrong.body) if wrong.body else problem)

    value, wrong = validated(section, item.value)
    repaired: dict[Path, str] = {}
    if value is not None:
        names, referred = rules.declared(value), named(value)
    else:  # others may refer to its parts, so invalid values are replaced
        names = rules.declared(item.value)
        referred = {(kind, name) for kind, name, _ in references(item.value)}
        value, repaired = shaped(section, item, wrong, tell)
    if value is None:
        return
    told = {path[:length] for path in repaired for length in range(len(path) + 1)}
    for broken in rules.violations(section, value, names):
        if item.place(broken.path)[2] not in told:
            report(_problem(file, item, broken.path, broken.code, broken.message, broken.hint, broken.severity))
    yield Entry(section, value, referred, "stand-in" not in repaired.values())


def _check_format(file: DataFile, item: LocatedValue, report: Callable[[Problem], None]) -> None:
    if item.value != FORMAT or isinstance(item.value, bool):
        hint = f"this program reads format {FORMAT}; a newer program may read others"
        report(_problem(file, item, (), "format", f"format {item.value} is not known", hint))


def _refuse_item(file: DataFile, item: LocatedValue, report: Callable[[Problem], None]) -> None:
    """Report a root that is no mapping, a value that should be a list, or an unknown top-level key."""
    name = str(item.path[0]) if item.path else ""
    if not name:
        hint = "a case file starts with `format: 1`, then cases, sources and the like"
        report(_problem(file, item, (), "type", f"a case file is a mapping, not {found_in(item.value)}", hint))
    elif name in SECTIONS:
        if not isinstance(item.value, list):
            hint = f"write `{name}:` and under it a list, each record after a hyphen"
            report(_problem(file, item, (), "type", f"{name} must be a list, not {found_in(item.value)}", hint))
    elif len(item.path) == 1:
        line, column, _ = item.place((), key=True)
        known = unknown_key(name, CaseFile)
        report(Problem(file.name, line, column, name, "unknown-key", "error", f"unknown key {name}", known))


def _problem(
    file: DataFile,
    item: LocatedValue,
    path: Path,
    code: str,
    message: str,
    hint: Hint,
    severity: Any = "error",
    *,
    at_key: bool = False,
) -> Problem:
    line, column, full = item.place(path, key=at_key)
    return Problem(file.name, line, column, written(full), code, severity, message, hint)


FATAL = frozenset(
    ("syntax", "empty", "encoding", "character", "depth", "size", "number", "duplicate-key", "unreadable", "not-found")
)
"""Codes of problems after which a file cannot be read further."""


def add_locations(file: DataFile, cross_file: rules.CrossFileProblems) -> None:
    """Add the locations of the ids that are defined more than once in a file."""
    for item in _records_of(file):
        name = item.value.get("id")
        key = str(item.path[0]), name if isinstance(name, str) else ""
        if key in cross_file.duplicated:
            line, column, _ = item.place(("id",))
            cross_file.duplicated[key].append(f"{file.name}:{line}:{column}")


def locate(file: DataFile, cross_file: rules.CrossFileProblems) -> Iterator[Problem]:
    """Yield the problems between records, found after all were read, with their locations in a file."""
    for item in _records_of(file):
        for broken in cross_file.violations(str(item.path[0]), item.value):
            yield _problem(file, item, broken.path, broken.code, broken.message, broken.hint, broken.severity)


def _records_of(file: DataFile) -> Iterator[LocatedValue]:
    with file.open() as stream:
        for item in items(stream):
            if len(item.path) == 2 and item.path[0] in SECTIONS and isinstance(item.value, dict):
                yield item
