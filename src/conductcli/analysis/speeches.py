"""Who speaks where in a document, as far as its quotation marks tell: stretches that one person says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.typography import CLOSING, DOUBLE, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAR = 3_000  # characters of the next paragraph that are looked at
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)\s*")
_SINGLE_OPENING = frozenset("'‘‛`")
_BEFORE_OPENING = frozenset("([{-‐‑‒–—―/")
_MARK = re.compile(f"[{''.join(sorted(DOUBLE | _SINGLE_OPENING))}]")
_SINGLE_END = re.compile(r"(?<=\S)['’](?![^\W_])")


class Speech(NamedTuple):
    """A stretch of a document; `spoken` if it stands inside quotation marks."""

    start: int
    end: int
    spoken: bool


def speeches(text: str) -> list[Speech]:
    """The document in stretches that one person says: from an opening mark to its closing one, or not spoken.

    A speech that goes on over paragraphs opens each of them with a mark and closes only the last. What is not
    spoken ends with its paragraph. Single marks count where no double ones are open. Where marks do not pair up, a
    stretch is rather too short than that two people share it.
    """
    found: list[Speech] = []
    opened: int | None = None  # where a speech in double marks began
    for start, end in _paragraphs(text):
        position = start
        for mark in _MARK.finditer(text, start, end):
            at = mark.start()
            if at < position:  # inside single marks
                continue
            if opened is None:
                closes = _single(text, at, end) if text[at] in _SINGLE_OPENING else at
                if closes is None:  # an apostrophe
                    continue
                found.append(Speech(position, at, spoken=False))
                position = at + 1
                if closes > at:
                    found.append(Speech(at + 1, closes, spoken=True))
                    position = closes + 1
                elif _opens(text, at):
                    opened = at + 1
            elif text[at] in _SINGLE_OPENING or (at == start and _opens(text, at)):  # the speech goes on
                continue
            else:
                found.append(Speech(opened, at, spoken=True))
                position = at + 1
                opened = at + 1 if _opens(text, at) else None  # a closing mark was forgotten
        if opened is None or not _goes_on(text, end):
            found.append(Speech(position if opened is None else opened, end, spoken=opened is not None))
            opened = None
    return sorted(stretch for stretch in found if stretch[0] < stretch[1])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _opens(text: str, at: int) -> bool:
    """Whether a double mark opens a speech: a straight one stands before a word and not after one."""
    mark = text[at]
    if mark in OPENING or mark in CLOSING:
        return mark in OPENING
    return _before_a_word(text, at)


def _before_a_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    apart = not before or before.isspace() or before in _BEFORE_OPENING or before in DOUBLE
    return apart and bool(after.strip())


def _single(text: str, at: int, end: int) -> int | None:
    """Where the speech that a single mark opens is closed in its paragraph; None where it opens none."""
    if not _before_a_word(text, at):
        return None
    closing = _SINGLE_END.search(text, at + 1, end)
    return closing.start() if closing else None


def _goes_on(text: str, end: int) -> bool:
    """Whether a speech that is open at the end of a paragraph goes on in the next one."""
    following = text[end : end + _FAR].lstrip()
    if not following:
        return False
    if following[0] in DOUBLE:
        return _opens(following, 0)
    mark = next((at for at, character in enumerate(following) if character in DOUBLE or character in "\r\n"), None)
    return mark is not None and following[mark] in CLOSING
