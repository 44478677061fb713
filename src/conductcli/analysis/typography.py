"""How words are set, taken away: what may differ between a quotation and its document without a word being changed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

OPENING = "“„«‹‟"
CLOSING = "”»›"
DOUBLE = frozenset(OPENING + CLOSING + '"＂')
SINGLE = frozenset("'‘’‚‛ʼ′`´＇")
HYPHENS = frozenset("-‐‑")
_DASHES = frozenset("‒–—―−﹘﹣－") | HYPHENS
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_UNSEEN = DOUBLE | SINGLE | INVISIBLE
_MEANT = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
_AS_IT_IS = r"[\w.,;:!?()\[\]/&%+=*#@$]+"  # what folding leaves as it is
_PLAIN = re.compile(f"{_AS_IT_IS}(?: {_AS_IT_IS})*", re.ASCII)


def fold(text: str) -> tuple[str, list[int]]:
    """A text without its typography, and for each of its characters the place in the original.

    Marks go (between words they count as a space), an apostrophe stays only inside a word, dashes become a hyphen
    without spaces round it, white space becomes one space, ligatures and other forms of the same letters become the
    letters. A raised figure and a fraction are not the figures that they are made of. Several characters may have one
    place: those of a ligature.
    """
    folding = _Folding(text)
    at = 0
    while at < len(text):
        at = folding.take(at)
    return "".join(folding.folded), folding.places


def cluster_end(text: str, at: int) -> int:
    """The end of a character with the accents, and the parts of a Hangul syllable, that belong to it."""
    end = at + 1
    while end < len(text) and not text[end].isascii() and _belongs(text[end]):
        end += 1
    return end


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


class _Folding:
    """A text as it is folded, piece by piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded: list[str] = []
        self.places: list[int] = []

    def take(self, at: int) -> int:
        """Fold what starts at a place; returns where the next piece starts."""
        text = self.text
        if run := _PLAIN.match(text, at):
            # A character that is not ASCII may belong to the last one of the run: an accent of its own.
            stop = run.end() if run.end() == len(text) or text[run.end()].isascii() else run.end() - 1
            if stop > at:
                self.folded.extend(text[at:stop])
                self.places.extend(range(at, stop))
                return stop
        character = text[at]
        if character in _UNSEEN:
            return self._marks(at)
        if character in _DASHES:
            self._dash(at)
        elif character.isspace():
            self._space(at)
        else:
            return self._composed(at)
        return at + 1

    def _put(self, character: str, at: int) -> None:
        self.folded.append(character)
        self.places.append(at)

    def _last(self) -> str:
        return self.folded[-1] if self.folded else ""

    def _marks(self, at: int) -> int:
        """Quotation marks, an apostrophe, and what cannot be seen."""
        end = at + 1
        while end < len(self.text) and self.text[end] in _UNSEEN:
            end += 1
        marks = [place for place in range(at, end) if self.text[place] not in INVISIBLE]
        if marks and self._last()[-1:].isalnum() and self.text[end : end + 1].isalnum():
            one = len(marks) == 1 and self.text[marks[0]] in SINGLE
            self._put("'" if one else " ", marks[0])
        return end

    def _dash(self, at: int) -> None:
        if self._last() == " ":
            self.folded.pop()
            self.places.pop()
        if self._last() != "-":
            self._put("-", at)

    def _space(self, at: int) -> None:
        if self._last() not in ("", " ", "-"):
            self._put(" ", at)

    def _composed(self, at: int) -> int:
        end = cluster_end(self.text, at)
        for part in unicodedata.normalize("NFC", "".join(map(_same, self.text[at:end]))):
            if part == " ":
                self._space(at)
            else:
                self._put(part, at)
        return end


@cache
def _same(character: str) -> str:
    """The letters that a character is another form of; itself where the form has a meaning of its own."""
    if unicodedata.decomposition(character).partition(" ")[0] in _MEANT:
        return character
    return unicodedata.normalize("NFKC", character)
