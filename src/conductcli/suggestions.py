"""Suggest known words for an unknown one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE, _REMOTELY_ALIKE = 80, 60
"""The least similarity, in per cent, of a typing error, and of any suggestion."""
_SAME_BEGINNING = 2 / 3
"""The fraction of a word that another one must begin with."""


def suggestions(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words that are like this one, the likeliest first.

    Typing errors come first, then words with the same beginning or with the word inside ("dismissed" is near
    `dismissal_without_notice` and `would_have_been_dismissed`), and words that are only remotely alike if there is no
    other.
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
