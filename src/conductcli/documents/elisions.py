"""Read the marks of elision in a quotation ("..." and [square brackets]), and tell whether they reverse the sense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.documents.nearest_passage import WORD
from conductcli.documents.typography import CLOSING, DOUBLE, OPENING, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CASE = re.compile(r"(?<![^\W_])\[([^\W\d_])\](?=[^\W\d_])")  # "[W]e": only the case of a letter was changed
_GAP = re.compile(r"(?!(?<![^\W_])\[[^\W\d_]\][^\W\d_])\[[^\]]*\]|\.(?:\s?\.){2,}|…")
_GLUED = re.compile(r"(?<=[^\W_])\[([^\W\d_]+)\](?![^\W_])")  # "tell[s]": the ending of a word was added or changed
_NEGATION = re.compile(
    r"\b(?:not|no(?!\.? ?\d)|never|without|cannot|nor|neither|none|nobody|nothing|nowhere)\b|n['’ʼ`´]t\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.?!][\s”’\"')]")
_EDGES = " ,;:.“”‘’\"'«»"


class Part(NamedTuple):
    """The words of a quotation between two marks of elision."""

    words: str

    @property
    def opens(self) -> bool:
        """Return whether the words begin with a mark that opens a quotation inside this one."""
        first = self.words.lstrip()[:1]
        return first in DOUBLE - set(CLOSING) or first in SINGLE

    @property
    def closes(self) -> bool:
        """Return whether the words end with a mark that closes a quotation inside this one."""
        last = self.words.rstrip(" \t\r\n\u00a0.,;:?!")[-1:]
        return last in DOUBLE - set(OPENING) or last in SINGLE

    def readings(self) -> tuple[str, ...]:
        """Return the words with bracketed letters in lower and in upper case."""
        if not _CASE.search(self.words):
            return (self.words,)
        lower = _CASE.sub(lambda letter: letter[1].lower(), self.words)
        return lower, _CASE.sub(lambda letter: letter[1].upper(), self.words)


def marked(quotation: str) -> bool:
    """Tell whether a quotation marks anything as left out or added."""
    return bool(_GAP.search(quotation) or _CASE.search(quotation))


def plain(quotation: str) -> str:
    """Return the words of a quotation without its marks of elision."""
    return _GAP.sub(" ", _CASE.sub(r"\1", quotation))


def readings(quotation: str) -> Iterator[list[Part]]:
    """Yield the possible lists of parts of a quotation; "tell[s]" can mean an added or a changed ending."""
    yield _parts(quotation)
    if _GLUED.search(quotation):
        yield _parts(_GLUED.sub(r"\1", quotation))


def _parts(quotation: str) -> list[Part]:
    return [Part(words) for words in _GAP.split(quotation) if WORD.search(words)]


def tidy(gap: str) -> str:
    """Return the words of a gap on one line, without surrounding punctuation."""
    return " ".join(gap.split()).strip(_EDGES) if WORD.search(gap) else ""


def negated(words: str) -> str | None:
    """Return the first negation in some words, or None."""
    found = _NEGATION.search(words)
    return found[0] if found else None


def ends_sentence(gap: str) -> bool:
    """Tell whether a sentence ends inside a gap."""
    return bool(_SENTENCE.search(gap))


def turned(quotation: str, omitted: Sequence[str]) -> tuple[str, bool] | None:
    """Return the negation that a quotation leaves out (False) or adds in brackets (True); None if there is none."""
    put_in = [gap[0] for gap in _GAP.finditer(quotation) if gap[0][0] == "[" and negated(gap[0])]
    out = [words for words in omitted if negated(words)]
    if len(out) > len(put_in):
        return out[0], False
    return (put_in[0], True) if len(put_in) > len(out) else None
