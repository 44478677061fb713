"""Print notes and errors to stderr, with control characters escaped."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from conductcli.errors import CaseFileProblems, ConductError, ExitCode, WrongUsage, remedy

if TYPE_CHECKING:
    from conductcli.casefile.problems import Problems

PROGRAM = "conductcli"


def note(sentence: str) -> None:
    """Print a note that is not part of the answer."""
    _say(f"{PROGRAM}: {sentence}")


def _say(line: str) -> None:
    from conductcli.output.sanitize import clean

    with suppress(OSError, AttributeError):  # stderr is closed, or its reader is gone
        sys.stderr.write(f"{clean(line)}\n")
        sys.stderr.flush()


def told(error: Exception) -> int:
    """Print what went wrong and a hint, and return the exit code; an unexpected error is reported as a bug."""
    if isinstance(error, typer.Abort):
        return ExitCode.INTERRUPTED
    if isinstance(error, typer.TyperException):
        error = _usage(error)
    if isinstance(error, UnicodeEncodeError):
        error = WrongUsage("what was typed is not text that can be looked up", "type it as UTF-8")
    if isinstance(error, _unreadable_rows()):
        from conductcli.database.connection import translate_sqlite_error

        error = translate_sqlite_error(error, "the database")
    if isinstance(error, OSError):
        what = error.filename or "the output"
        hint = remedy(error, "free some space or name another file with --output")
        error = ConductError(f"{what}: {error.strerror or error}", hint)
    if isinstance(error, MemoryError):
        hint = "free some, or ask for less: with filters, or of fewer files"
        error = ConductError("there is not enough memory", hint)
    if not isinstance(error, ConductError):
        error = ConductError(
            f"this should not happen: {type(error).__name__}: {error}",
            "run it again with --debug and report what it prints",
        )
    if isinstance(error, CaseFileProblems):
        tell_problems(error.problems)
    _error(error.message, error.hint)
    return error.exit_code


def tell_problems(problems: Problems) -> None:
    """Print problems of case files with their positions, errors first, at most SHOWN of them."""
    from conductcli.casefile.problems import SHOWN, foremost

    for problem in foremost(problems, SHOWN):
        hint = None if problem.hint is None else str(problem.hint)
        _error(f"{problem.file}:{problem.line}:{problem.column}: {problem.message}", hint, problem.severity)
    if len(problems) > SHOWN:
        note(f"{SHOWN} of {problems.total} problems shown (`{PROGRAM} check --limit N` shows more)")


def quotations_checked(checked: int, quoted: int) -> str:
    """Return how many of the quotations were looked up in archived documents, and how many were not."""
    if not quoted:
        return "there are no quotations to check"
    others = f", {quoted - checked:,} not checked" if checked < quoted else ""
    return f"{checked:,} of {quoted:,} quotations checked{others}"


def _unreadable_rows() -> tuple[type[Exception], ...]:
    """Return the exceptions that reading a damaged database raises, from modules already imported."""
    sqlite, json = sys.modules.get("sqlite3"), sys.modules.get("json")
    found = (sqlite and sqlite.Error, json and json.JSONDecodeError, UnicodeDecodeError)
    return tuple(kind for kind in found if kind)


def _error(message: str, hint: str | None, severity: str = "error") -> None:
    _say(f"{PROGRAM}: {severity}: {message}")
    if hint:
        _say(f"hint: {hint}")


def _usage(error: typer.TyperException) -> ConductError:
    """Return a Typer error as a ConductError in our own words."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    command = context.command_path if context else PROGRAM
    possible = getattr(error, "possibilities", None)
    hint = f"did you mean {' or '.join(sorted(possible))}?" if possible else f"`{command} --help` shows what it takes"
    return WrongUsage(message.split(" (Possible options:")[0].split(" Did you mean")[0].rstrip("."), hint)
