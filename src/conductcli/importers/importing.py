"""Run an importer on published files: read, convert, count and check; the caller writes the result."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.casefile.checked_stream import UNSAFE
from conductcli.casefile.files import case_files
from conductcli.casefile.problems import Problems, TooMany
from conductcli.casefile.reader import read
from conductcli.casefile.writer import written
from conductcli.database.build import in_memory
from conductcli.database.loading import NOT_AT_HAND, read_into
from conductcli.errors import CaseFileProblems, ConductError
from conductcli.importers import ImportInput, importer
from conductcli.importers.sheets import document
from conductcli.model import SECTIONS
from conductcli.organisations import ORGANISATIONS, Organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conductcli.importers import Counts, ImportResult
    from conductcli.importers.rejects import Reject

MADE = "Made by `conductcli import"
"""The start of the first line of an imported file; such files may be replaced by another import."""
_COUNTED = ("cases", "figures", "sources")


class ImportOutput(NamedTuple):
    """The result of an import, ready to be written."""

    files: dict[str, str]
    """Text by file name; a single file has the name ""."""
    rejects: list[Reject]
    counts: Counts
    records: dict[str, int]
    """The number of cases, figures and sources."""
    notes: tuple[str, ...]


def make(name: str, paths: Sequence[str], options: Mapping[str, Any]) -> ImportOutput:
    """Run an importer and return its result without writing it. Raise NotKnown, WrongUsage or ConductError."""
    _, imported, headings = importer(name)
    documents = tuple(document(path, headings) for path in paths)
    existing = _held(options.get("beside", ()))
    organisations = Organisations(existing.pop("organisations"))
    done = imported(ImportInput(documents, organisations, options, existing))
    records = dict.fromkeys(_COUNTED, 0)
    heading = [f"{MADE} {name}`: import it again rather than mend it here. From:", *(of.name for of in documents)]
    files = {}
    for file, sections in done.files.items():
        counted = {section: _counted(section, values, records) for section, values in sections.items()}
        files[file] = "".join(written(counted, _legible("\n".join(heading))))
    _must_add_up(name, done, records[done.counts.section])
    _must_pass_check(name, files, options.get("beside", ()))
    return ImportOutput(files, done.rejects, done.counts, records, done.notes)


def _held(paths: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the records of case files and the built-in organisations by section. Raise CaseFileProblems."""
    files, found = case_files([str(ORGANISATIONS), *paths])
    problems = Problems(found)
    held: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
    with suppress(TooMany):
        for file in files:
            for entry in read(file, problems.report):
                held[entry.section].append(entry.value)
    if any(problem.severity == "error" for problem in problems):
        raise CaseFileProblems(problems)
    return held


def _counted(section: str, values: Iterable[dict[str, Any]], records: dict[str, int]) -> Iterator[dict[str, Any]]:
    for value in values:
        records[section] += 1
        yield _legible(value)


def _legible(value: Any) -> Any:
    """Return a value without characters that case files may not hold, and with line ends as LF."""
    if isinstance(value, str):
        return UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: _legible(inner) for key, inner in value.items()}
    return [_legible(inner) for inner in value] if isinstance(value, list) else value


def _must_add_up(name: str, done: ImportResult, made: int) -> None:
    """Raise ConductError if the counts do not add up, so that nothing is dropped in silence."""
    counts = done.counts
    rejected = sum(not reject.part for reject in done.rejects)
    out = made + sum(counts.skipped.values()) + rejected
    if counts.read != out:
        raise ConductError(
            f"{name}: {counts.read:,} {counts.what} came in, but {out:,} are accounted for; nothing was written",
            "report it, with the file: every one must be in the output, set aside or rejected",
        )


def _must_pass_check(name: str, files: Mapping[str, str], beside: Sequence[str]) -> None:
    """Raise ConductError if the files fail validation, alone or together with the files in `beside`."""
    with TemporaryDirectory(prefix="conductcli-") as folder, in_memory() as builder, closing(builder.connection):
        for file, text in files.items():
            path = Path(folder, file or "made.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        done, _ = read_into(builder, [str(ORGANISATIONS), folder, *beside], NOT_AT_HAND)
        ours = [problem for problem in done.problems if Path(problem.file).is_relative_to(folder)]
    errors = [problem for problem in ours if problem.severity == "error" and problem.code != "not-found"]
    if errors:
        message = errors[0].message.replace(f"{folder}{os.sep}", "")
        raise ConductError(
            f"{name}: what was made of it does not pass check ({errors[0].path}: {message}); nothing was written",
            "report it, with the file: what cannot be placed must be rejected",
        )
