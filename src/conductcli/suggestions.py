"""Suggest the word that was meant, for one that is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAME_BEGINNING = 2 / 3
"""The share of a word with which another one must begin."""


def suggestions(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words that are like this one, the likeliest first.

    A slip of the keyboard comes first, then what begins alike or has the word in it ("dismissed" is near
    `dismissal_without_notice` and `would_have_been_dismissed`), and what is only remotely alike where there is
    no other.
    """
    from difflib import get_close_matches

    words = list(dict.fromkeys(known))
    near = get_close_matches(word, words, n=most, cutoff=0.8)
    begun = word[: max(4, round(len(word) * _SAME_BEGINNING))]
    if len(word) >= 4:
        near += [other for other in words if other.startswith(begun)]
        near += [other for other in words if word in re.split(r"[\W_]+", other)]
    return list(dict.fromkeys(near or get_close_matches(word, words, n=most, cutoff=0.6)))[:most]
