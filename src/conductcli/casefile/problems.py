"""What is wrong with a case file, where, and what to do about it.

A problem is data: it is gathered, sorted and rendered like any other row, and never stops the reading of what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from conductcli.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]
"""The way to a value inside a file, such as ("cases", 3, "findings", 0, "result")."""


_LONGEST = 600


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    path: str
    code: str
    severity: Literal["error", "warning"]
    message: str
    hint: str | None = None
    body: str | None = field(default=None, compare=False)
    """The name that a body has where its id must be, for a better hint by whoever knows the bodies."""

    def __post_init__(self) -> None:
        """Nothing that a file holds makes a message longer than people read."""
        for name in ("path", "message", "hint"):
            words = getattr(self, name)
            if words and len(words) > _LONGEST:
                object.__setattr__(self, name, f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 4 :]}")

    def row(self) -> tuple[object, ...]:
        """The values in the order of the keys of `check`."""
        return self.file, self.line, self.column, self.path, self.code, self.severity, self.message, self.hint


def written(path: Path) -> str:
    """A path as people read it: `cases[3].findings[0].result`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """`did you mean ...?` for the words of `known` that are close to `word`, or None."""
    close = suggestions(word, known)
    return f"did you mean {' or '.join(close)}?" if close else None
