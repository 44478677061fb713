"""Describe the problems of case files, with their location and a hint.

A problem is data: it is collected, sorted and rendered like any other row. Reading stops only after MOST of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from conductcli.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Path = tuple[str | int, ...]
"""The path of a value inside a file, such as ("cases", 3, "findings", 0, "result")."""

MOST = 20_000
"""The number of problems after which the rest of the files is not read."""
SHOWN = 100
"""The number of problems shown by default."""
_LONGEST = 600


class Suggestion(NamedTuple):
    """A hint computed when it is shown: the known words closest to `word`, or else `otherwise`."""

    word: str
    known: Sequence[str]
    otherwise: str

    def __str__(self) -> str:
        return _shortened(nearest(self.word, self.known) or self.otherwise)


Hint = str | Suggestion | None


class TooMany(Exception):
    """Raised after MOST problems: no more are looked for."""


@dataclass(frozen=True)
class Problem:
    """A problem of a case file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    path: str
    code: str
    severity: Literal["error", "warning"]
    message: str
    hint: Hint = None
    body: str | None = field(default=None, compare=False)
    """The name given where an id of an organisation is required, for a better hint."""

    def __post_init__(self) -> None:
        """Shorten texts that are longer than people read."""
        for name in ("path", "message", "hint"):
            if isinstance(text := getattr(self, name), str) and len(text) > _LONGEST:
                object.__setattr__(self, name, _shortened(text))

    @property
    def place(self) -> tuple[str, int, int]:
        """Return the file, line and column, by which problems are sorted."""
        return self.file, self.line, self.column

    def row(self) -> tuple[object, ...]:
        """Return the values in the order of the keys of `check`."""
        return self.file, self.line, self.column, self.path, self.code, self.severity, self.message, self.hint


class Problems(list[Problem]):
    """The problems of case files, at most MOST."""

    unfinished = False
    """True if reading stopped early because there were too many."""

    def report(self, problem: Problem) -> None:
        """Add a problem. Raises TooMany if there are MOST already."""
        if len(self) >= MOST:
            self.unfinished = True
            raise TooMany
        self.append(problem)

    @property
    def total(self) -> str:
        """Return the number of problems in words, such as `more than 20,000`."""
        return f"{'more than ' if self.unfinished else ''}{len(self):,}"


def foremost(problems: Sequence[Problem], most: int) -> Sequence[Problem]:
    """Return at most `most` problems: all in order or, if not all fit, errors before warnings."""
    if len(problems) <= most:
        return problems
    return sorted(problems, key=lambda problem: problem.severity == "warning")[:most]


def written(path: Path) -> str:
    """Return a path in the form `cases[3].findings[0].result`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return `did you mean ...?` with the words of `known` that are close to `word`, or None."""
    close = suggestions(word, known)
    return f"did you mean {' or '.join(close)}?" if close else None


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"
