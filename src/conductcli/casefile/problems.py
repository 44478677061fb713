"""What is wrong with a case file, where, and what to do about it.

A problem is data: it is gathered, sorted and rendered like any other row, and never stops the reading of what follows.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Literal

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

    def __post_init__(self) -> None:
        """Nothing that a file holds makes a message longer than people read."""
        for name in ("path", "message", "hint"):
            words = getattr(self, name)
            if words and len(words) > _LONGEST:
                object.__setattr__(self, name, f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 4 :]}")

    def row(self) -> tuple[object, ...]:
        """The values in the order of the keys of `check`."""
        return astuple(self)


def written(path: Path) -> str:
    """A path as people read it: `cases[3].findings[0].result`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def nearest(word: str, known: object) -> str | None:
    """`did you mean ...?` for the words of `known` that are close to `word`, or None."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=3, cutoff=0.6)  # type: ignore[call-overload]
    return f"did you mean {' or '.join(close)}?" if close else None
