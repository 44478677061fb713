"""Find the words of a quotation in a document, word for word.

There is no fuzzy matching. Only typography may differ (quotation marks, dashes, spaces, line ends and the hyphens
there, ligatures, Unicode form), and words that the quotation itself marks as left out ("...") or put in ([brackets]).
A quotation with one word changed, added or dropped is absent, and the nearest passage shows the difference.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from conductcli.documents import elisions
from conductcli.documents.hyphens import Unhyphenated
from conductcli.documents.nearest_passage import Passages
from conductcli.documents.typography import DOUBLE, cluster_end, fold, line_end_hyphens
from conductcli.documents.voices import Voices
from conductcli.documents.word_boundaries import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.documents.elisions import Part

_SIGNED = re.compile(r"[-−]\d")
_QUOTED = re.compile(rf"[{''.join(sorted(DOUBLE))}]|(?<![^\W_])['‘’]|['’](?![^\W_])")
_TRIES = 20  # attempts with a beginning that is repeated in one speech


class Verdict(NamedTuple):
    """The result of looking a quotation up; offsets count characters of the document as it was read."""

    verdict: str
    """One of: exact, typography, elided, absent."""
    start: int | None = None
    end: int | None = None
    line: int | None = None
    """The line of the first word, counted from 1."""
    difference: str | None = None
    """For an absent quotation: the nearest passage, [-with words only in the document-] {+or the quotation+}."""
    omitted: tuple[str, ...] | None = None
    """For an elided quotation: the words left out, in order, one text for each mark that leaves words out."""


class _Window(NamedTuple):
    """A place where all parts of an elided quotation occur in order."""

    start: int
    end: int
    omitted: tuple[str, ...]
    turned: bool
    """True if a negation is among the words left out or added."""


class Document:
    """A text in which quotations are looked up; it is prepared once, so that each search is fast."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._places = fold(text)
        self._free = _free_hyphens(text, self._folded, self._places)

    def find(self, quotation: str) -> Verdict:
        """Return the verdict on a quotation."""
        wanted = quotation.strip()
        for start in _occurrences(self.text, wanted):
            if is_whole(self.text, start, start + len(wanted)):
                return self._verdict("exact", start, start + len(wanted))
        for start, end in self._folded_occurrences(wanted):
            return self._verdict("typography", start, end)
        if elisions.marked(wanted) and (window := self._elided(wanted)):
            return self._verdict("elided", window.start, window.end)._replace(omitted=window.omitted)
        words = elisions.plain(wanted)
        folded, places = fold(words)
        nearest = self._passages.nearest(_without(folded, _free_hyphens(words, folded, places)))
        return Verdict("absent", difference=nearest)

    def names(self, speaker: str) -> bool:
        """Tell whether the document has a speaker's full or last name; letters of honours are ignored."""
        words = speaker.replace(",", " ").split()
        while len(words) > 1 and words[-1].isupper() and len(words[-1]) < 5:  # QPM, KC, OBE
            words.pop()
        forms = (speaker, words[-1], f"{words[-1]}'s") if words else ()
        return any(True for form in forms for _ in self._folded_occurrences(form))

    def spoken(self, start: int | None) -> bool:
        """Tell whether the words at `start` are inside quotation marks."""
        return start is not None and self._voices.spoken(start)

    def _verdict(self, verdict: str, start: int, end: int) -> Verdict:
        return Verdict(verdict, start, end, bisect_right(self._line_starts, start))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def _folded_occurrences(self, wanted: str, after: int = 0, until: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the spans of words in the document, ignoring typography, between `after` and `until`."""
        folded, unhyphenated, free = _prepared(wanted)
        if not folded:
            return
        places = self._places
        first = bisect_left(places, after) if after else 0
        last = len(places) if until is None else bisect_left(places, until)
        if self._free or free:
            found = self._unhyphenated.find(unhyphenated, first, last)
        else:
            found = ((at, at + len(folded)) for at in _occurrences(self._folded, folded, first, last))
        for at, stop in found:
            if (at and places[at - 1] == places[at]) or (stop < len(places) and places[stop] == places[stop - 1]):
                continue  # inside a ligature
            start, end = places[at], cluster_end(self.text, places[stop - 1])
            if is_whole(self.text, start, end):
                yield start, end

    @cached_property
    def _unhyphenated(self) -> Unhyphenated:
        return Unhyphenated(self._folded, self._free)

    def _elided(self, quotation: str) -> _Window | None:
        """Find the parts of a quotation in order within one speaker's words; prefer a place that omits no negation."""
        for parts in elisions.readings(quotation):
            windows = self._windows(quotation, parts) if parts else iter(())
            best = None
            for window in windows:
                best = best or window
                if not window.turned:
                    return window
            if best:
                return best
        return None

    def _windows(self, quotation: str, parts: list[Part]) -> Iterator[_Window]:
        """Yield the places where all parts occur in order, the first place first."""
        tried: Counter[int] = Counter()
        for start, end in self._part(parts[0], 0, len(self.text)):
            voice = self._voices.after(parts[0], end)
            if tried[voice] >= _TRIES:
                continue
            found = self._following(parts, end, voice)
            # Parts not found here are not found after a later start either.
            tried[voice] += 1 if found else _TRIES
            if found and found[1] is not None:
                omitted = tuple(filter(None, map(elisions.tidy, found[1])))
                yield _Window(start, found[0], omitted, elisions.turned(quotation, omitted) is not None)

    def _following(self, parts: list[Part], after: int, voice: int) -> tuple[int, list[str] | None] | None:
        """Find the parts after the first; return the end of the last, and the texts of the gaps.

        The same person must speak before and after a gap. The gaps are None if a speaker may have been left out.
        """
        gaps: list[str] = []
        doubtful, before = False, parts[0]
        for part in parts[1:]:
            places = self._part(part, after, self._voices.until(voice))
            place = next((place for place in places if self._voices.before(part, place[0]) == voice), None)
            if place is None:
                return None
            gap = self.text[after : place[0]]
            if voice < 0 and part.opens and self._voices.at(place[0]) > 0:  # the reporter quotes somebody here
                doubtful |= before.closes or elisions.ends_sentence(gap) or len(_QUOTED.findall(gap)) > 1
            gaps.append(gap)
            after, before = place[1], part
            voice = self._voices.after(part, after)
        return after, None if doubtful else gaps

    def _part(self, part: Part, after: int, until: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of a part; the case of a letter in brackets is ignored."""
        yield from heapq.merge(*(self._folded_occurrences(words, after, until) for words in part.readings()))

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self.text)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(_without(self._folded, self._free))


@lru_cache(maxsize=256)
def _prepared(wanted: str) -> tuple[str, Unhyphenated, bool]:
    """Fold words to look for; return them, without hyphens too, and whether any hyphen is at a line end."""
    whole, places = fold(wanted)
    folded = whole.rstrip(" -")
    folded = folded if _SIGNED.match(wanted) else folded.lstrip(" -")
    cut = whole.index(folded)
    free = [at - cut for at in _free_hyphens(wanted, whole, places) if at - cut < len(folded)]
    return folded, Unhyphenated(folded, free), bool(free)


def _free_hyphens(text: str, folded: str, places: list[int]) -> list[int]:
    """Return the indices in a folded text of the hyphens at line ends."""
    indices = ((bisect_left(places, place), place) for place in line_end_hyphens(text))
    return [at for at, place in indices if at < len(places) and places[at] == place and folded[at] == "-"]


def _without(folded: str, indices: list[int]) -> str:
    """Return a text without the characters at `indices`."""
    ends = [*indices, len(folded)]
    return "".join(folded[start:end] for start, end in zip([0, *(at + 1 for at in indices)], ends, strict=True))


def _occurrences(text: str, wanted: str, first: int = 0, last: int | None = None) -> Iterator[int]:
    at = text.find(wanted, first, last) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, last)
