"""The passage of a text that comes nearest to words which are not in it, and what is different."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TOKEN = re.compile(rf"{WORD.pattern}|[^\w\s]")
_ANCHORS = 4  # the rarest words of a quotation, by which the nearest passage is looked for
_CANDIDATES = 40  # places of one such word that are looked at


class Passages:
    """The words of a folded text."""

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @cached_property
    def _words(self) -> list[str]:
        return WORD.findall(self._folded)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where the words stand: wanted only where a mark makes the difference, and slow."""
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
        """The passage that shares most words with the quotation, and the difference; None where none comes near."""
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
        if not score or score * 2 < len(folded):
            return None
        first, last = max(0, best - 3), min(best + len(folded) + 3, len(self._words))
        words, wanted = self._words[first:last], WORD.findall(quoted)
        difference = _difference(words, wanted)
        if "[-" in difference or "{+" in difference:
            return difference
        passage = self._folded[self._spans[first][0] : self._spans[last - 1][1]]  # no word differs: a mark does
        return _difference(_TOKEN.findall(passage), _TOKEN.findall(quoted))


def _difference(passage: list[str], words: list[str]) -> str:
    from difflib import SequenceMatcher  # takes a while to import

    return " ".join(_changes(SequenceMatcher(None, passage, words, autojunk=False).get_opcodes(), passage, words))


def _changes(opcodes: Sequence[tuple[str, int, int, int, int]], passage: list[str], words: list[str]) -> Iterator[str]:
    """A difference in words; what the passage has before and after the quotation is left out."""
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
