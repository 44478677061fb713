"""Whether the words of a quotation stand in a document, word for word, and where.

There is no fuzzy acceptance: what may differ is how words are set (quotation marks, dashes, spaces, line ends,
ligatures, Unicode form), or what the quotation itself marks as left out ("...") or put in ([square brackets]). One word
changed, added or dropped makes it absent, and then the nearest passage tells what is different.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining

from conductcli.analysis.passages import WORD, Passages
from conductcli.analysis.speeches import Speech, speeches
from conductcli.analysis.typography import HYPHENS, INVISIBLE, SINGLE, cluster_end, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CASE = re.compile(r"(?<![^\W_])\[([^\W\d_])\](?=[^\W\d_])")  # "[W]e": only the case of a letter was changed
_ELLIPSIS = re.compile(r"(?!(?<![^\W_])\[[^\W\d_]\][^\W\d_])\[[^\]]*\]|\.(?:\s?\.){2,}|…")
_SIGNED = re.compile(r"[-−]\d")
_BROKEN = re.compile(r"[^\W_][-‐‑][ \t]*(?:\r\n|\r|\n)\s*\Z")  # a word taken apart at the end of a line
_BREAKS = re.compile(r"[-‐‑][ \t]*(?:\r\n|\r|\n)\s*[^\W_]")
_NEAR = 80  # characters before a word in which such a break is looked for
_IN_NUMBERS = ".,:/"
_ENDS = tuple(".)]”’\"'…")


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
        for start, end in self._folded_occurrences(wanted):
            return self._verdict("typography", start, end)
        if (_ELLIPSIS.search(wanted) or _CASE.search(wanted)) and (found := self._elided(wanted)):
            return self._verdict("elided", *found)
        return Verdict(
            "absent", difference=self._passages.nearest(fold(_ELLIPSIS.sub(" ", _CASE.sub(r"\1", wanted)))[0])
        )

    def names(self, speaker: str) -> bool:
        """Whether the document has a speaker's name: all of it, or the last of its words; letters of honours aside."""
        words = speaker.replace(",", " ").split()
        while len(words) > 1 and words[-1].isupper() and len(words[-1]) < 5:  # QPM, KC, OBE
            words.pop()
        forms = (speaker, words[-1], f"{words[-1]}'s") if words else ()
        return any(True for form in forms for _ in self._folded_occurrences(form))

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
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not text[end - 1].isalnum() and not combining(text[end - 1]):
            end -= 1
        return start == end or not (self._joined_before(start) or self._joined_after(end))

    def _joined_before(self, start: int) -> bool:
        """Whether the word that starts there is only the rest of one, or a number without its sign."""
        at = self._seen(start - 1, -1)
        if at < 0:
            return False
        before, digit = self.text[at], self.text[start].isdigit()
        if before.isalnum() or combining(before):
            return True
        beyond = self._seen(at - 1, -1)
        further = self.text[beyond] if beyond >= 0 else ""
        if before in _IN_NUMBERS and digit:
            return further.isdigit() or (before == "." and not (further.isalnum() or further in _ENDS))
        if before in HYPHENS or before in SINGLE:
            return further.isalnum() or (digit and before == "-" and not further.strip())
        if before == "−":
            return digit
        return before.isspace() and bool(_BROKEN.search(self.text, max(0, start - _NEAR), start))

    def _joined_after(self, end: int) -> bool:
        """Whether the word that ends there goes on."""
        text = self.text
        at = self._seen(end, 1)
        if at >= len(text):
            return False
        after = text[at]
        if after.isalnum() or combining(after):
            return True
        beyond = self._seen(at + 1, 1)
        further = text[beyond] if beyond < len(text) else ""
        if after in _IN_NUMBERS and text[end - 1].isdigit():
            return further.isdigit()
        joins = after in HYPHENS or after in SINGLE
        return joins and (further.isalnum() or bool(_BREAKS.match(text, at)))

    def _seen(self, at: int, step: int) -> int:
        """The next place, from this one on, of a character that can be seen."""
        while 0 <= at < len(self.text) and self.text[at] in INVISIBLE:
            at += step
        return at

    def _folded_occurrences(self, wanted: str, after: int = 0, until: int | None = None) -> Iterator[tuple[int, int]]:
        """Where the wanted words stand in the document, typography aside, between two places."""
        folded = fold(wanted)[0].rstrip(" -")
        folded = folded if _SIGNED.match(wanted) else folded.lstrip(" -")
        if not folded:
            return
        places = self._places
        first = bisect_left(places, after) if after else 0
        last = len(places) if until is None else bisect_left(places, until)
        for at in _occurrences(self._folded, folded, first, last):
            stop = at + len(folded)
            if (at and places[at - 1] == places[at]) or (stop < len(places) and places[stop] == places[stop - 1]):
                continue  # inside a ligature
            start, end = places[at], cluster_end(self.text, places[stop - 1])
            if self._whole(start, end):
                yield start, end

    def _elided(self, wanted: str) -> tuple[int, int] | None:
        """Where the parts of a quotation stand in order, all of them in one speech; the first place where they do."""
        parts = [part for part in _ELLIPSIS.split(wanted) if WORD.search(part)]
        if not parts:
            return None
        for start, end in self._part(parts[0], 0, len(self.text)):
            speech = self._speech_at(start)
            if speech is None or end > speech.end:
                continue
            last = self._following(parts[1:], end, speech.end)
            if last is not None:
                return start, last
        return None

    def _part(self, part: str, after: int, until: int) -> Iterator[tuple[int, int]]:
        """Where a part stands; the case of a letter in brackets is not looked at."""
        if not _CASE.search(part):
            yield from self._folded_occurrences(part, after, until)
            return
        forms = (_CASE.sub(lambda letter: letter[1].lower(), part), _CASE.sub(lambda letter: letter[1].upper(), part))
        yield from heapq.merge(*(self._folded_occurrences(form, after, until) for form in forms))

    def _following(self, parts: list[str], after: int, until: int) -> int | None:
        """Where the last of the parts ends if all stand in order between two places."""
        for part in parts:
            found = next((end for _, end in self._part(part, after, until) if end <= until), None)
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
    def _passages(self) -> Passages:
        return Passages(self._folded)


def _occurrences(text: str, wanted: str, first: int = 0, last: int | None = None) -> Iterator[int]:
    at = text.find(wanted, first, last) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, last)
