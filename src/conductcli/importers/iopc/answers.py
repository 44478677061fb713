"""What a page prints of the answer, as a position; and on what ground a recommendation stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conductcli.importers.tables import plain

if TYPE_CHECKING:
    from conductcli.vocabulary import Basis, Position

_IN_PART = re.compile(r"\b(?:part|partial|partially|partly|not fully|not (?:\w+ )?in full)\b")
_REFUSED = re.compile(
    r"^(?:no|n|false|not|does not|do not|did not)$"
    r"|\b(?:not (?:been )?accept\w*|reject\w*|refus\w*|declin\w*|disagree\w*)\b"
)
_OPEN = re.compile(
    r"\b(?:await\w*|pending|outstanding|overdue|due|no (?:\w+ )?(?:response|reply|answer)"
    r"|not (?:yet )?(?:\w+ )?(?:respond|repl|answer|receiv)\w*)\b"
)
_TAKEN = re.compile(r"^(?:yes|y|true)\b|\b(?:accept\w*|agree\w*)\b")
_NOTED = re.compile(r"\b(?:noted|acknowledged)\b")
_PATTERNS: list[tuple[re.Pattern[str], Position]] = [
    (_OPEN, "awaiting"),
    (_IN_PART, "partly_accepted"),
    (_REFUSED, "rejected"),
    (_TAKEN, "accepted"),
    (_NOTED, "noted"),
]
_28A = re.compile(r"\b(?:paragraphs?|paras?\.?|under) 28 ?\(?A\b|\b28A (?:learning )?recommendations?\b", re.IGNORECASE)
_SECTION_10 = re.compile(
    r"\b(?:section|s\.?) ?10 ?(?:\(1\) ?\(e\)|(?:\([^)]*\) ?)*of the Police Reform Act)", re.IGNORECASE
)


def position(value: Any) -> Position:
    """The position for what stands in a cell: Yes, Partially accepted, No response ... Raises ValueError."""
    words = plain(str(value))
    for pattern, meant in _PATTERNS:
        if pattern.search(words):
            return meant
    raise ValueError(f"{str(value)!r} is not an answer that is known here")


def basis(text: str, *, due: bool) -> Basis:
    """The ground on which a recommendation was made, by what its page says.

    Of the two grounds only paragraph 28A has a duty to answer, so a printed day by which the answer is due says it too.
    """
    if _28A.search(text):
        return "para_28A"
    if _SECTION_10.search(text):
        return "section_10"
    return "para_28A" if due else "unspecified"
