"""What can go wrong, each with the exit code and the words that its user sees.

An error is raised where it is noticed and turned into a message in one place (`cli.app`), so nothing in between
prints or exits.
"""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conductcli.casefile.problems import Problems


class ExitCode(IntEnum):
    """What a script can branch on; documented in the README."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_KNOWN = 3
    PROBLEMS = 4
    DATABASE = 5
    REPORTED = 6
    INTERRUPTED = 130


class ConductError(Exception):
    """It failed while running: `message` says what and where, `hint` what to do next."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WrongUsage(ConductError):
    """The command line itself is off: an option's value is not of its form."""

    exit_code = ExitCode.USAGE


class NotKnown(ConductError):
    """The register has no such thing, or several that fit."""

    exit_code = ExitCode.NOT_KNOWN


class CaseFileProblems(ConductError):
    """The case files have problems; `problems` holds them in the order of their places."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, problems: Problems) -> None:
        errors = sum(problem.severity == "error" for problem in problems)
        more = "more than " if problems.unfinished else ""
        super().__init__(
            f"{more}{errors:,} problem{'s' if errors != 1 else ''} in the case files; nothing was loaded",
            "mend them and run the command again; `conductcli check` lists them without loading",
        )
        self.problems = problems


class NotWritten(ConductError):
    """A file could not be written; the one that was there still is."""


class DatabaseError(ConductError):
    """The database is missing, locked, damaged, not ours or newer than the program."""

    exit_code = ExitCode.DATABASE


def remedy(error: OSError, otherwise: str) -> str:
    """Return what to do about what the system refused: what its reason calls for, or `otherwise`."""
    return _REMEDIES.get(error.errno or 0, otherwise)


_MORE_FILES = "the limit of open files is too low: raise it (`ulimit -n 256`) and run the command again"
_REMEDIES = {
    errno.EMFILE: _MORE_FILES,
    errno.ENFILE: _MORE_FILES,
    errno.ENOMEM: "free some memory and run the command again",
    errno.ELOOP: "symbolic links lead round in a circle there: name the file itself",
    errno.ENAMETOOLONG: "use a shorter name",
}
