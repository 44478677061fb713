"""How words are set, taken away: what may differ between a quotation and its document without a word being changed."""

from __future__ import annotations

import re
import unicodedata

OPENING = "“„«‹‟"
CLOSING = "”»›"
DOUBLE = frozenset(OPENING + CLOSING + '"＂')
SINGLE = frozenset("'‘’‚‛′`´＇")
HYPHENS = frozenset("-‐‑")
_DASHES = frozenset("‒–—―−﹘﹣－") | HYPHENS
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_AS_IT_IS = r"[\w.,;:!?()\[\]/&%+=*#@$]+"  # what folding leaves as it is
_PLAIN = re.compile(f"{_AS_IT_IS}(?: {_AS_IT_IS})*", re.ASCII)


def fold(text: str) -> tuple[str, list[int]]:
    """A text without its typography, and for each of its characters the place in the original.

    Double marks go, an apostrophe stays only inside a word, dashes become a hyphen without spaces round it, white space
    becomes one space, and what Unicode calls compatible becomes the same.
    """
    folding = _Folding(text)
    at = 0
    while at < len(text):
        at = folding.take(at)
    return "".join(folding.folded), folding.places


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
        if character in DOUBLE or character in _INVISIBLE:
            return at + 1
        if character in SINGLE:
            self._apostrophe(at)
        elif character in _DASHES:
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

    def _apostrophe(self, at: int) -> None:
        if self._last().isalnum() and self.text[at + 1 : at + 2].isalnum():
            self._put("'", at)

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
        end = at + 1
        while end < len(self.text) and unicodedata.combining(self.text[end]):
            end += 1
        for part in unicodedata.normalize("NFKC", self.text[at:end]):
            if part == " ":
                self._space(at)
            else:
                self._put(part, at)
        return end
