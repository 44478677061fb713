"""Remove typography: everything that may differ between a quotation and its document without changing a word."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

OPENING = "“„«‹‟"
CLOSING = "”»›"
DOUBLE = frozenset(OPENING + CLOSING + '"＂')
SINGLE = frozenset("'‘’‚‛ʼ′`´＇")
HYPHENS = frozenset("-‐‑¬")
_DASHES = frozenset("‒–—―−﹘﹣－") | HYPHENS
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_UNSEEN = DOUBLE | SINGLE | INVISIBLE
_MEANT = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
_AS_IT_IS = r"[\w.,;:!?()\[\]/&%+=*#@$]+"  # characters that folding leaves unchanged
_PLAIN = re.compile(f"{_AS_IT_IS}(?: {_AS_IT_IS})*", re.ASCII)
_SOFT_HYPHEN = "\u00ad"
_LINE_END = r"[ \t\u00a0]*(?:\r\n|\r|\n)[ \t\u00a0]*(?=[^\W\d_])"
_SOFT_BREAK = re.compile(_LINE_END)
_BREAK = re.compile(rf"(?<=[^\W\d_])[-‐‑¬{_SOFT_HYPHEN}]{_LINE_END}")
_SPACED = re.compile(r" ?[,.;:!?()\[\]/](?: ?[,.;:!?()\[\]/])* ?|(?<=[£$€]) (?=\d)|(?<=\d) (?=%)")


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text without its typography, and for each of its characters the index in the original.

    Quotation marks are removed (between words they count as a space), an apostrophe is kept only inside a word, dashes
    become a hyphen without spaces around it, white space becomes one space and is removed next to punctuation,
    ligatures and other forms of the same letters become the letters. Raised figures and fractions stay distinct from
    ordinary figures. Several characters may have one index: those of a ligature.
    """
    folding = _Folding(text)
    at = 0
    while at < len(text):
        at = folding.take(at)
    return _close_up("".join(folding.folded), folding.places)


def line_end_hyphens(text: str) -> list[int]:
    """Return the indices of hyphens between two letters at a line end, whether added for the break or not."""
    return [match.start() for match in _BREAK.finditer(text)]


def _close_up(folded: str, places: list[int]) -> tuple[str, list[int]]:
    """Remove spaces next to punctuation; one between two numbers stays, because "1, 2" is not "1,2"."""
    kept: list[str] = []
    kept_places: list[int] = []
    done = 0
    for match in _SPACED.finditer(folded):
        start, end = match.span()
        if " " not in match[0]:
            continue
        numbers = folded[end : end + 1].isdigit() and folded[start - 1 : start].isdigit() and "/" not in match[0]
        decimal = match[0] == " ." and folded[end : end + 1].isdigit()
        if decimal or (numbers and match[0][-1] != " "):
            continue
        stop = end - 1 if numbers else end
        stays = [at for at in range(start, stop) if folded[at] != " "]
        kept.append(folded[done:start])
        kept.extend(folded[at] for at in stays)
        kept_places += places[done:start]
        kept_places += [places[at] for at in stays]
        done = stop
    kept.append(folded[done:])
    return "".join(kept), kept_places + places[done:]


def cluster_end(text: str, at: int) -> int:
    """Return the end of a character with its accents, or with the other parts of its Hangul syllable."""
    end = at + 1
    while end < len(text) and not text[end].isascii() and _belongs(text[end]):
        end += 1
    return end


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


class _Folding:
    """Fold a text piece by piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded: list[str] = []
        self.places: list[int] = []

    def take(self, at: int) -> int:
        """Fold the piece that starts at an index; return the start of the next one."""
        text = self.text
        if run := _PLAIN.match(text, at):
            # A non-ASCII character may be an accent of the last one.
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
        """Fold quotation marks, an apostrophe, and invisible characters."""
        end = at + 1
        while end < len(self.text) and self.text[end] in _UNSEEN:
            end += 1
        if self.text[end - 1] == _SOFT_HYPHEN and self._last().isalpha() and _SOFT_BREAK.match(self.text, end):
            self._put("-", end - 1)
            return end
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
    """Return the letters that a character is a form of, or itself if the form has a meaning of its own."""
    if unicodedata.decomposition(character).partition(" ")[0] in _MEANT:
        return character
    return unicodedata.normalize("NFKC", character)
