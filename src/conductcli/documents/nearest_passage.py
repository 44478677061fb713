"""Find the passage of a text nearest to a quotation that is not in it, and show the difference."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TOKEN = re.compile(rf"{WORD.pattern}|[^\w\s]")
_AROUND = 3  # words before and after, and one more for every four of the quotation
_ANCHORS = 4  # the rarest words of a quotation, by which the nearest passage is found
_LONGEST = 400  # words of a quotation whose difference is shown
_CANDIDATES = 40  # occurrences of one such word that are examined


class Passages:
    """The words of a folded text."""

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @cached_property
    def _words(self) -> list[str]:
        return WORD.findall(self._folded)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Return the spans of the words: slow, and needed only for the passage that is shown."""
        return [match.span() for match in WORD.finditer(self._folded)]

    @cached_property
    def _word_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._casefolded):
            places[word].append(number)
        return places

    @cached_property
    def _casefolded(self) -> list[str]:
        return [word.casefold() for word in self._words]

    def nearest(self, quoted: str) -> str | None:
        """Return the passage that shares most words with the quotation, with the difference; None if none is near."""
        folded = [word.casefold() for word in WORD.findall(quoted)]
        places = self._word_places
        known = sorted((len(places[word]), at) for at, word in enumerate(folded) if word in places)
        bag = set(folded)
        best, score = 0, 0
        for _, at in known[:_ANCHORS]:
            for place in places[folded[at]][:_CANDIDATES]:
                first = max(0, place - at)
                shared = sum(map(bag.__contains__, self._casefolded[first : first + len(folded)]))
                if shared > score:
                    best, score = first, shared
        if not score or score * 2 < len(folded) or len(folded) > _LONGEST:
            return None
        around = _AROUND + len(folded) // 4
        first, last = max(0, best - around), min(best + len(folded) + around, len(self._words))
        words, wanted = self._words[first:last], WORD.findall(quoted)
        start, end = self._spans[first][0], self._spans[last - 1][1]
        passage = self._folded[start:end]
        while start and not self._folded[start - 1].isspace():
            start -= 1
        while end < len(self._folded) and not self._folded[end].isspace():
            end += 1
        candidates = (
            (words, wanted),
            (_TOKEN.findall(passage), _TOKEN.findall(quoted)),  # punctuation differs
            (self._folded[start:end].split(), quoted.split()),  # a space differs, or a word is part of a longer one
        )
        differences = (_difference(*candidate) for candidate in candidates)
        return next((shown for shown in differences if "[-" in shown or "{+" in shown), " ".join(words))


def _difference(passage: list[str], words: list[str]) -> str:
    from difflib import SequenceMatcher  # slow to import

    return " ".join(_changes(SequenceMatcher(None, passage, words, autojunk=False).get_opcodes(), passage, words))


def _changes(opcodes: Sequence[tuple[str, int, int, int, int]], passage: list[str], words: list[str]) -> Iterator[str]:
    """Yield a difference in words, without the words of the passage before and after the quotation."""
    for number, (kind, i, j, k, m) in enumerate(opcodes):
        replaced = passage[i:j]
        if kind == "replace" and number == 0:
            replaced = replaced[k - m :]
        elif kind == "replace" and number == len(opcodes) - 1:
            replaced = replaced[: m - k]
        here, there = " ".join(replaced), " ".join(words[k:m])
        if kind == "equal":
            yield here
        elif kind == "delete" and number in (0, len(opcodes) - 1):
            continue
        else:
            yield "".join(filter(None, (here and f"[-{here}-]", there and f"{{+{there}+}}")))
