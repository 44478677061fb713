"""A rule by which a question follows from a record: one small function, whose docstring says what it looks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Row = dict[str, Any]
Values = dict[str, Any]
"""What a wording has in braces; `further` are sources besides those of the fact."""
Ask = Callable[[Row], Values | None]


class Rule(NamedTuple):
    """What a question follows from."""

    name: str
    part: str
    """The facts that it looks at."""
    looks_for: str
    wording: str
    ask: Ask


def rule(name: str, part: str, wording: str) -> Callable[[Ask], Rule]:
    """Make a rule of a function that gives what the wording needs, or None where there is nothing to ask."""

    def made(ask: Ask) -> Rule:
        return Rule(name, part, str(ask.__doc__), wording, ask)

    return made
