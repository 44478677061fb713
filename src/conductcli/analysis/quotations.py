"""Whether the words of a quotation stand in a document, word for word, and where.

There is no fuzzy acceptance: what may differ is how words are set (quotation marks, dashes, spaces, line ends,
ligatures, Unicode form), or what the quotation itself marks as left out ("...") or put in ([square brackets]). One word
changed, added or dropped makes it absent, and then the nearest passage tells what is different.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.speeches import Speech, speeches
from conductcli.analysis.typography import HYPHENS, SINGLE, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ELLIPSIS = re.compile(r"\[[^\]]*\]|\.{3,}|(?:\. ){2,}\.|…")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ANCHORS = 4  # the rarest words of a quotation, by which the nearest passage is looked for
_CANDIDATES = 40  # places of one such word that are looked at


class Verdict(NamedTuple):
    """What became of looking a quotation up; offsets count characters of the document as it was read."""

    verdict: str
    """exact, typography, elided or absent."""
    start: int | None = None
    end: int | None = None
    line: int | None = None
    """The line of the first word, counted from 1."""
    difference: str | None = None
    """For what is absent: the nearest passage, with what is [-in the document-] and what is {+in the quotation+}."""


class Document:
    """A text in which quotations are looked up; made ready once, then each search is quick."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._places = fold(text)

    def find(self, quotation: str) -> Verdict:
        """Look a quotation up."""
        wanted = quotation.strip()
        for start in _occurrences(self.text, wanted):
            if self._whole(start, start + len(wanted)):
                return self._verdict("exact", start, start + len(wanted))
        for start, end in self._folded_occurrences(wanted, 0):
            return self._verdict("typography", start, end)
        if _ELLIPSIS.search(wanted) and (found := self._elided(wanted)):
            return self._verdict("elided", *found)
        return Verdict("absent", difference=self._nearest(wanted))

    def names(self, speaker: str) -> bool:
        """Whether the document has a speaker's name: all of it, or the last of its words."""
        surname = speaker.rsplit(maxsplit=1)[-1] if speaker.split() else speaker
        return any(True for _ in self._folded_occurrences(surname, 0))

    def _verdict(self, verdict: str, start: int, end: int) -> Verdict:
        return Verdict(verdict, start, end, bisect_right(self._line_starts, start))

    def spoken(self, start: int | None) -> bool:
        """Whether the words that start there stand inside quotation marks."""
        if start is None:
            return False
        word = next((at for at in range(start, len(self.text)) if self.text[at].isalnum()), start)
        speech = self._speech_at(word)
        return speech is not None and speech.spoken

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def _whole(self, start: int, end: int) -> bool:
        """Whether the passage neither starts nor ends inside a word, a compound or a number."""
        text = self.text
        if start < end and text[start].isalnum() and start:
            before, further = text[start - 1], text[start - 2 : start - 1]
            joins = before in HYPHENS or before in SINGLE or (before in ".," and text[start].isdigit())
            if before.isalnum() or (joins and further.isalnum() and (before not in ".," or further.isdigit())):
                return False
        if start < end and text[end - 1].isalnum() and end < len(text):
            after, further = text[end], text[end + 1 : end + 2]
            joins = after in HYPHENS or after in SINGLE or (after in ".," and text[end - 1].isdigit())
            if after.isalnum() or (joins and further.isalnum() and (after not in ".," or further.isdigit())):
                return False
        return True

    def _folded_occurrences(self, wanted: str, first: int) -> Iterator[tuple[int, int]]:
        """Where the wanted words stand in the document, typography aside, from a place in the folded text on."""
        folded = fold(wanted)[0].strip(" -")
        if not folded:
            return
        for at in _occurrences(self._folded, folded, first):
            start, end = self._places[at], self._places[at + len(folded) - 1] + 1
            if self._whole(start, end):
                yield start, end

    def _elided(self, wanted: str) -> tuple[int, int] | None:
        """Where the parts of a quotation stand in order, all of them in one speech; the nearest together."""
        parts = [part for part in _ELLIPSIS.split(wanted) if _WORD.search(part)]
        if not parts:
            return None
        for start, end in self._folded_occurrences(parts[0], 0):
            speech = self._speech_at(start)
            if speech is None or end > speech.end:
                continue
            last = self._following(parts[1:], end, speech.end)
            if last is not None:
                return start, last
        return None

    def _following(self, parts: list[str], after: int, until: int) -> int | None:
        """Where the last of the parts ends if all stand in order between two places."""
        for part in parts:
            ends = (end for start, end in self._folded_occurrences(part, 0) if start >= after and end <= until)
            found = next(ends, None)
            if found is None:
                return None
            after = found
        return after

    def _speech_at(self, place: int) -> Speech | None:
        at = bisect_right(self._speech_starts, place) - 1
        return self._speeches[at] if at >= 0 and place < self._speeches[at].end else None

    @cached_property
    def _speech_starts(self) -> list[int]:
        return [speech.start for speech in self._speeches]

    @cached_property
    def _speeches(self) -> list[Speech]:
        return speeches(self.text)

    @cached_property
    def _words(self) -> list[tuple[str, int, int]]:
        return [(match[0], match.start(), match.end()) for match in _WORD.finditer(self._folded)]

    @cached_property
    def _word_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for number, (word, _, _) in enumerate(self._words):
            places[word.casefold()].append(number)
        return places

    def _nearest(self, wanted: str) -> str | None:
        """The passage that shares most words with the quotation, and the difference; None where none comes near."""
        from difflib import SequenceMatcher

        words = [match[0] for match in _WORD.finditer(fold(_ELLIPSIS.sub(" ", wanted))[0])]
        known = [
            (len(self._word_places[word.casefold()]), at)
            for at, word in enumerate(words)
            if word.casefold() in self._word_places
        ]
        if not known:
            return None
        folded = [word.casefold() for word in words]
        bag = set(folded)
        best, score = 0, -1
        for _, at in sorted(known)[:_ANCHORS]:
            for place in self._word_places[folded[at]][:_CANDIDATES]:
                first = max(0, place - at)
                shared = sum(word.casefold() in bag for word, _, _ in self._words[first : first + len(words)])
                if shared > score:
                    best, score = first, shared
        if score * 2 < len(words):
            return None
        passage = [word for word, _, _ in self._words[max(0, best - 3) : best + len(words) + 3]]
        matcher = SequenceMatcher(None, [word.casefold() for word in passage], folded, autojunk=False)
        return " ".join(_changes(matcher.get_opcodes(), passage, words))


def _changes(opcodes: Sequence[tuple[str, int, int, int, int]], passage: list[str], words: list[str]) -> Iterator[str]:
    """A difference in words; what the passage has before and after the quotation is left out."""
    for number, (kind, i, j, k, m) in enumerate(opcodes):
        here, there = " ".join(passage[i:j]), " ".join(words[k:m])
        if kind == "equal":
            yield here
        elif kind == "delete" and number in (0, len(opcodes) - 1):
            continue
        else:
            yield "".join(filter(None, (here and f"[-{here}-]", there and f"{{+{there}+}}")))


def _occurrences(text: str, wanted: str, first: int = 0) -> Iterator[int]:
    at = text.find(wanted, first) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
