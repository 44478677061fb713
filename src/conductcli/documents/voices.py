"""Tell whose words are at a place of a document: those of a speech, or the reporter's in a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from conductcli.documents.speeches import Speech, paragraphs, speeches
from conductcli.documents.typography import DOUBLE, SINGLE

if TYPE_CHECKING:
    from conductcli.documents.elisions import Part

_QUOTES = DOUBLE | SINGLE
_NEAR = 80  # characters before a line in which the end of the one before is looked for


class Voices:
    """The voices of a document: the number of a speech above 0, a paragraph of the reporter below 0."""

    def __init__(self, text: str) -> None:
        self.text = text

    def spoken(self, start: int) -> bool:
        """Tell whether the words at an index are inside quotation marks."""
        word = next((at for at in range(start, len(self.text)) if self.text[at].isalnum()), start)
        speech = self._speech_at(word)
        return speech is not None and speech.spoken

    def at(self, place: int) -> int:
        """Return the voice at an index: the number of a speech, or below 0 a paragraph of the reporter."""
        speech = self._speech_at(place)
        return speech.voice if speech and speech.spoken else -bisect_right(self._paragraph_starts, place)

    def before(self, part: Part, start: int) -> int:
        """Return the voice before a part: outside a quotation that the part itself opens."""
        at = start - 1
        while part.opens and at >= 0 and not self.text[at].isalnum() and self.text[at] not in "\r\n":
            if self.text[at] in _QUOTES:
                return self.at(at)
            at -= 1
        return self.at(start)

    def after(self, part: Part, end: int) -> int:
        """Return the voice after a part: outside a quotation that the part itself closes."""
        at = end
        while part.closes and at < len(self.text) and not self.text[at].isalnum() and self.text[at] not in "\r\n":
            if self.text[at] in _QUOTES:
                return self.at(at)
            at += 1
        return self.at(end - 1)

    def until(self, voice: int) -> int:
        """Return the end of a speech, or of a paragraph of the reporter."""
        if voice > 0:
            return self._ends[voice]
        return self._paragraph_starts[-voice] if -voice < len(self._paragraph_starts) else len(self.text)

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
    def _ends(self) -> dict[int, int]:
        return {speech.voice: speech.end for speech in self._speeches if speech.spoken}

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        """Return the starts of the paragraphs; a lower-case line continues a sentence that has not ended."""
        text = self.text
        return [
            start for start, _ in paragraphs(text) if not (text[start : start + 1].islower() and _goes_on(text, start))
        ]


def _goes_on(text: str, start: int) -> bool:
    """Tell whether the line before one is next to it and does not end a sentence."""
    before = text[max(0, start - _NEAR) : start]
    line = before.rstrip()
    breaks = re.findall(r"\r\n|\r|\n", before[len(line) :])
    return len(breaks) == 1 and line[-1:] not in (*".?!:;”’\"'", "")
