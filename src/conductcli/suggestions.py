"""Suggest the word that was meant, for one that is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE, _REMOTELY_ALIKE = 80, 60
"""From which likeness on, per cent, a word may be a slip of the keyboard, and may be what was meant at all."""
_SAME_BEGINNING = 2 / 3
"""The share of a word with which another one must begin."""


def suggestions(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words that are like this one, the likeliest first.

    A slip of the keyboard comes first, then what begins alike or has the word in it ("dismissed" is near
    `dismissal_without_notice` and `would_have_been_dismissed`), and what is only remotely alike where there is
    no other.
    """
    from rapidfuzz import fuzz, process

    words = list(dict.fromkeys(known))
    alike = [
        (found, score)
        for found, score, _ in process.extract(word, words, scorer=fuzz.ratio, limit=most, score_cutoff=_REMOTELY_ALIKE)
    ]
    near = [found for found, score in alike if score >= _ALIKE]
    begun = word[: max(4, round(len(word) * _SAME_BEGINNING))]
    if len(word) >= 4:
        near += [other for other in words if other.startswith(begun)]
        near += [other for other in words if word in other and word in re.split(r"[\W_]+", other)]
    return list(dict.fromkeys(near or (found for found, _ in alike)))[:most]
