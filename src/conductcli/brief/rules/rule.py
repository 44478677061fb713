"""Define rules: small functions that derive a question from a fact, documented by their docstrings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Row = dict[str, Any]
Values = dict[str, Any]
"""Values for the braces of a wording; `further` lists additional sources."""
Ask = Callable[[Row], Values | None]


class Rule(NamedTuple):
    """A rule that derives a question from a fact."""

    name: str
    part: str
    """The kind of facts that it looks at."""
    looks_for: str
    wording: str
    ask: Ask


def rule(name: str, part: str, wording: str) -> Callable[[Ask], Rule]:
    """Return a decorator that makes a rule of a function; the function returns the values to ask with, or None."""

    def made(ask: Ask) -> Rule:
        return Rule(name, part, str(ask.__doc__), wording, ask)

    return made
