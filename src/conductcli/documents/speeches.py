"""Find who speaks where in a document, as far as its quotation marks tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.documents.typography import CLOSING, DOUBLE, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FAR = 3_000  # characters of the next paragraph that are examined
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)\s*")
_SINGLE_OPENING = frozenset("'‘‛`")
_BEFORE_OPENING = frozenset("([{-‐‑‒–—―/")
_MARK = re.compile(f"[{''.join(sorted(DOUBLE | _SINGLE_OPENING))}]")
_SINGLE_END = re.compile(r"(?<=\S)['’](?![^\W_])")
_CLIPPED = re.compile(
    r"\d\ds?(?![^\W_])|(?:tis|twas|em|til|till|cause|cos|bout|n|round|ere|im|er|ell|appen)(?![^\W_])", re.IGNORECASE
)  # '80s, 'em, 'cause: an apostrophe replaces the omitted letters
_POSSESSIVE = re.compile(r"(?:[sxz\d]|in|\b[^\W_]{1,2})\Z", re.IGNORECASE)  # officers', Jones', 6', sayin', o'
_POSSESSOR = 12  # characters before a mark that can indicate a possessive
_SHORT = 40  # characters: longer words in quotation marks are a speech, not a term
_ENDS_SENTENCE = frozenset(".?!:;")
_VERBS = (
    "said|says|added|adds|explained|continued|concluded|told|insisted|stressed|claimed|argued|commented|admitted|"
    "recalled|went on|warned|stated|confirmed|acknowledged|wrote"
)
_ATTRIBUTION = re.compile(
    rf"\s*(?:(?:{_VERBS})\s[^.?!:;]{{1,150}}|[^.,?!:;]{{1,60}}?\s(?:{_VERBS})(?:\s[^.?!:;]{{0,100}})?)[.,]\s*"
)
_VERB = re.compile(rf"\b(?:{_VERBS}|asked|replied|responded|answered|countered|denied)\b")


class Speech(NamedTuple):
    """A stretch of a document; `spoken` if it is inside quotation marks."""

    start: int
    end: int
    spoken: bool
    voice: int = 0
    """The number of the speech; stretches of one speaker, `“A,” he said. “B.”`, share it. 0 outside speeches."""


def speeches(text: str) -> list[Speech]:
    """Divide a document into stretches of one speaker: from an opening mark to its closing one, or not spoken.

    A speech of several paragraphs opens each of them with a mark and closes only the last. Text that is not spoken ends
    with its paragraph. Single marks count if no double ones are open; an apostrophe does not. Where marks do not pair
    up, a stretch is too short rather than shared by two speakers.
    """
    reader = _Reader(text)
    for start, end in paragraphs(text):
        reader.read(start, end)
    return _voiced(text, sorted(stretch for stretch in reader.found if stretch[0] < stretch[1]))


class _Reader:
    """Divide a text into stretches, paragraph by paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[int, int, bool]] = []
        self._position = 0
        self._opened: int | None = None  # the start of the speech that is still open
        self._single = False  # whether it began with a single mark
        self._unclosed = False  # whether no single mark closes anything in the rest of the paragraph

    def read(self, start: int, end: int) -> None:
        """Divide a paragraph."""
        self._position, self._unclosed = start, False
        if self._opened is not None and self._single:
            closes = _closing(self.text, start, end)
            if closes is not None and not (_possessive(self.text, closes) and _reopened(self.text, end)):
                self._close(closes)
        for mark in _MARK.finditer(self.text, start, end):
            at = mark.start()
            if self._opened is not None and self._single:  # until the paragraph ends
                break
            if at < self._position:  # inside single marks
                continue
            if self._opened is not None:
                self._double_inside(at, start)
            elif self.text[at] in _SINGLE_OPENING:
                self._single_outside(at, start, end)
            else:
                self.found.append((self._position, at, False))
                self._position = at + 1
                self._opened, self._single = (at + 1 if _opens(self.text, at) else None), False
        if self._opened is None:
            self.found.append((self._position, end, False))
        elif not (_single_goes_on if self._single else _goes_on)(self.text, end):
            self._close(end)

    def _close(self, at: int) -> None:
        assert self._opened is not None
        self.found.append((self._opened, at, True))
        self._position, self._opened = at + 1, None

    def _double_inside(self, at: int, start: int) -> None:
        """Process a mark inside a speech in double marks."""
        opens = _opens(self.text, at)
        if self.text[at] in _SINGLE_OPENING or (at == start and opens):  # the speech continues
            return
        self._close(at)
        self._opened = at + 1 if opens else None  # a closing mark is missing

    def _single_outside(self, at: int, start: int, end: int) -> None:
        """Process a single mark outside a speech; it may be an apostrophe."""
        if not _single_opens(self.text, at):
            return
        closes = None if self._unclosed else _closing(self.text, at + 1, end)
        self._unclosed = closes is None
        closes = _single(self.text, at, start, end, closes)
        if closes is None:
            return
        self.found.append((self._position, at, False))
        self._opened, self._single = at + 1, True
        if closes < end:
            self._close(closes)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each line that is not blank."""
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _voiced(text: str, stretches: Iterable[tuple[int, int, bool]]) -> list[Speech]:
    """Number the speeches; a speech that its speaker resumes in the same paragraph keeps its number."""
    found: list[Speech] = []
    spoken: Speech | None = None
    for number, (start, end, is_spoken) in enumerate(stretches, 1):
        if not is_spoken:
            found.append(Speech(start, end, spoken=False))
            continue
        again = spoken and _takes_up(text, spoken.end, start, end)
        spoken = Speech(start, end, spoken=True, voice=spoken.voice if spoken and again else number)
        found.append(spoken)
    return found


def _takes_up(text: str, closed: int, start: int, end: int) -> bool:
    """Tell whether a speech continues the one before: `“A,” he said, “and B”`, or `“A,” he said. “B.”`.

    A new sentence must end its paragraph, because the following words could name another speaker.
    """
    between = text[closed + 1 : start - 1]
    if text[closed - 1 : closed] != "," or len(between) > _FAR or not _ATTRIBUTION.fullmatch(between):
        return False
    after = text[end + 1 : end + 3].lstrip(" \t\u00a0")
    same = text[start].islower() if between.rstrip().endswith(",") else not after or after[0] in "\r\n"
    return same and len(_VERB.findall(between)) == 1 and "\n" not in between and "\r" not in between


def _opens(text: str, at: int) -> bool:
    """Tell whether a double mark opens a speech: a straight one must be before a word and not after one."""
    mark = text[at]
    if mark in OPENING or mark in CLOSING:
        return mark in OPENING
    return _before_a_word(text, at)


def _before_a_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    apart = not before or before.isspace() or before in _BEFORE_OPENING or before in DOUBLE
    return apart and bool(after.strip())


def _single_opens(text: str, at: int) -> bool:
    """Tell whether a single mark can open a speech, and is no apostrophe for omitted letters."""
    return _before_a_word(text, at) and not _CLIPPED.match(text, at + 1)


def _single(text: str, at: int, start: int, end: int, closes: int | None) -> int | None:
    """Find the end of the speech of a single mark, given the next closing mark in its paragraph.

    Returns the paragraph's end if it stays open, and None if the mark opens none.
    """
    before = text[max(start, at - 3) : at].rstrip()
    introduced = at == start or before[-1:] == ":" or (before[-1:] == "," and text[at] == "‘")
    if closes is not None:
        doubtful = introduced and (at > start or closes - at > _SHORT) and _possessive(text, closes)
        return end if doubtful and _reopened(text, end) else closes
    return end if introduced or _reopened(text, end) else None


def _closing(text: str, after: int, end: int) -> int | None:
    """Find the single mark that closes a speech in its paragraph.

    The mark of a possible possessive (officers') closes only if no better mark follows before the next opening one.
    """
    doubtful: int | None = None
    last = after
    for mark in _SINGLE_END.finditer(text, after, end):
        at = mark.start()
        if doubtful is not None and any(
            text[other] in _SINGLE_OPENING and _single_opens(text, other) for other in range(last + 1, at)
        ):
            return doubtful
        if not _possessive(text, at):
            return at
        doubtful, last = at if doubtful is None else doubtful, at
    return doubtful


def _possessive(text: str, at: int) -> bool:
    """Tell whether a mark after a word may be its apostrophe: officers', sayin', and not at the end of a line."""
    following = text[at + 1 : at + 2]
    return following == " " and bool(_POSSESSIVE.search(text[max(0, at - _POSSESSOR) : at]))


def _reopened(text: str, end: int) -> bool:
    """Tell whether the paragraph after this one begins with a single mark that opens a speech."""
    gap = _PARAGRAPH.match(text, end)
    return gap is not None and text[gap.end() : gap.end() + 1] in _SINGLE_OPENING and _single_opens(text, gap.end())


def _single_goes_on(text: str, end: int) -> bool:
    """Tell whether a speech in single marks continues: the next paragraph reopens it, or only a full line ends."""
    if _reopened(text, end):
        return True
    line, gap = _PARAGRAPH.match(text, end), text[end - 1 : end]
    if not line or not gap or gap in _ENDS_SENTENCE or line[0].count("\n") > 1:
        return False
    stop = next((at for at in range(line.end(), min(len(text), line.end() + _FAR)) if text[at] in "\r\n"), len(text))
    closes = _closing(text, line.end(), min(stop, line.end() + _FAR))
    return closes is not None and not any(mark in _SINGLE_OPENING for mark in text[line.end() : closes])


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a speech in double marks that is open at the end of a paragraph continues in the next one."""
    following = text[end : end + _FAR].lstrip()
    if not following:
        return False
    if following[0] in DOUBLE:
        return _opens(following, 0)
    mark = next((at for at, character in enumerate(following) if character in DOUBLE or character in "\r\n"), None)
    return mark is not None and following[mark] in CLOSING
