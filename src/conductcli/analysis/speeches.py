"""Who speaks where in a document, as far as its quotation marks tell: stretches that one person says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.typography import CLOSING, DOUBLE, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAR = 3_000  # characters of the next paragraph that are looked at
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)\s*")


class Speech(NamedTuple):
    """A stretch of a document; `spoken` if it stands inside quotation marks."""

    start: int
    end: int
    spoken: bool


def speeches(text: str) -> list[Speech]:
    """The document in stretches that one person says: from an opening mark to its closing one, or not spoken.

    A speech that goes on over paragraphs opens each of them with a mark and closes only the last. What is not
    spoken ends with its paragraph.
    """
    found: list[Speech] = []
    opened: int | None = None
    for start, end in _paragraphs(text):
        position = start
        for at in range(start, end):
            if text[at] not in DOUBLE:
                continue
            if opened is None:
                found.append(Speech(position, at, spoken=False))
                opened = position = at + 1
            elif at == start:  # the speech of the paragraph before goes on
                continue
            elif _closes(text, at):
                found.append(Speech(opened, at, spoken=True))
                opened, position = None, at + 1
            else:  # a closing mark was forgotten
                found.append(Speech(opened, position if position > opened else at, spoken=True))
                opened = position = at + 1
        if opened is None:
            found.append(Speech(position, end, spoken=False))
        elif not _goes_on(text, end):
            found.append(Speech(opened, end, spoken=True))
            opened = None
    return sorted(stretch for stretch in found if stretch[0] < stretch[1])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _closes(text: str, at: int) -> bool:
    mark = text[at]
    if mark in OPENING or mark in CLOSING:
        return mark in CLOSING
    after = text[at + 1 : at + 2]
    return not after or not after.isalnum()


def _goes_on(text: str, end: int) -> bool:
    """Whether a speech that is open at the end of a paragraph goes on in the next one."""
    following = text[end : end + _FAR].lstrip()
    if not following:
        return False
    if following[0] in DOUBLE:
        return True
    mark = next((at for at, character in enumerate(following) if character in DOUBLE or character == "\n"), None)
    return mark is not None and following[mark] != "\n" and following[mark] in CLOSING
