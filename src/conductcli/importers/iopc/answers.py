"""Parse the position in a response, and the basis of a recommendation.

A cell is understood completely or not at all, because reading a refusal as an acceptance would reverse a fact. It must
open with a yes, a no or a known form. The rest may report progress or repeat the opening, but may not retract, limit or
contradict it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.importers.iopc import forms

if TYPE_CHECKING:
    from conductcli.vocabulary import Basis, Position


_LONGEST = 2_000
"""Maximum characters of a cell."""


def position(value: Any) -> Position:
    """Return the position in a cell such as Yes, Partially accepted or No response. Raise ValueError if unclear."""
    text = str(value)
    if len(text) > _LONGEST or (found := _read(_normalised(text))) is None:
        raise ValueError("is not an answer that is known here")
    return found


_STRAIGHT = str.maketrans("’‘‐‑‒–—―", "''------")


def _normalised(text: str) -> str:
    """Return a text in lower case, with one kind of dash, without contractions, and with "the force" for any body."""
    text = forms.FOOTNOTE.sub(" ", text.translate(_STRAIGHT))
    text = re.sub(r"[“”\"•]|(?<!\w)'|'(?!\w)", " ", text)
    text = forms.BODY.sub("the force", text).casefold()
    text = re.sub(r"(?<=\w)-(?=[^\W\d_])", " ", text)  # non-accepted, part-accepted
    for short, long in forms.SHORT:
        text = short.sub(long, text)
    return re.sub(r" *\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text.replace("'", ""))).strip(" \n-.")


def _read(text: str) -> Position | None:
    """Return the position of a normalised text, or None if it is not understood."""
    while (answer := _labelled(text)) is not None:
        text = answer
    if text.endswith(":"):
        return None
    opening, *remarks = _clauses(text)
    found = _form(opening.text) or _twice(opening.text)
    if found is None:
        head, *tail = forms.JOINED.split(opening.text, maxsplit=1)
        found = _form(head)
        remarks = [_Clause(joined, is_sentence=False) for joined in tail] + remarks
    for remark in remarks:
        if found is not None:
            found = _with_remark(found, remark)
    return found


def _labelled(text: str) -> str | None:
    """Return the response after a question or a label, such as "Accepted: no", or None without one."""
    if not (found := forms.LABEL.fullmatch(text)):
        return None
    label, mark, rest = found.group("label", "mark", "rest")
    if mark.startswith("?") or not re.search("accept|agree", label):
        return rest
    first, *others = (clause.text for clause in _clauses(rest))
    if re.fullmatch(forms.YES_OR_NO, first):
        return rest if mark in ":=" or not others else None
    partly_or_open = _form(first) == "partly_accepted" or (_form(first) == "awaiting" and forms.ANSWERING.search(first))
    return rest if mark in ":=" and partly_or_open else None


class _Clause(NamedTuple):
    text: str
    is_sentence: bool
    """True if it begins a sentence or a line."""


def _clauses(text: str) -> list[_Clause]:
    """Return the clauses of a text, at least one, of which the first may be empty."""
    clauses, start, is_sentence = [], 0, True
    for separator in forms.SEPARATOR.finditer(text):
        clauses.append(_Clause(text[start : separator.start()], is_sentence))
        start, is_sentence = separator.end(), separator["sentence"] is not None
    clauses.append(_Clause(text[start:], is_sentence))
    return [clauses[0], *(clause for clause in clauses[1:] if clause.text)]


def _form(clause: str) -> Position | None:
    return next((meant for form, meant in forms.FORMS if form.fullmatch(clause)), None)


def _twice(clause: str) -> Position | None:
    """Return the position of a yes or no that the following words repeat ("no we do not accept"), or None."""
    first, _, rest = clause.partition(" ")
    found = _form(first) if re.fullmatch(forms.YES_OR_NO, first) else None
    return found if found and _form(rest) == found else None


_TOGETHER: dict[tuple[Position, Position], Position] = {
    ("accepted", "partly_accepted"): "partly_accepted",
    ("accepted", "noted"): "accepted",
    ("rejected", "noted"): "rejected",
    ("noted", "accepted"): "accepted",
    ("noted", "partly_accepted"): "partly_accepted",
    ("noted", "rejected"): "rejected",
}


def _with_remark(found: Position, remark: _Clause) -> Position | None:
    """Return the position after a further clause, or None if that contradicts, limits or obscures it."""
    text = forms.CONJUNCTION.sub("", remark.text)
    if re.fullmatch(forms.YES_OR_NO, text):
        return None
    if also := _form(text):
        return found if also == found else _TOGETHER.get((found, also))
    if forms.DECIDING.search(text) or forms.LIMITING.search(text):
        return None
    return found if _may_follow(found, remark) else None


def _may_follow(found: Position, remark: _Clause) -> bool:
    """Return whether a clause without a decision may follow a position."""
    text = remark.text
    if found == "awaiting":
        return True
    if forms.OPEN.search(text) and forms.ANSWERING.search(text):
        return False
    if found == "rejected":
        return not forms.CONTRARY.search(text)
    if forms.PROGRESS.search(text):
        return True
    return remark.is_sentence and not (forms.NEGATED.search(text) or forms.CONTRARY.search(text))


# The basis

_28A = re.compile(r"\b(?:paragraphs?|paras?\.?|under) 28 ?\(?A\b|\b28A (?:learning )?recommendations?\b", re.IGNORECASE)
_SECTION_10 = re.compile(
    r"\b(?:section|s\.?) ?10 ?(?:\(1\) ?\(e\)|(?:\([^)]*\) ?)*of the Police Reform Act)", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?:\b(?:not|nor|neither|rather than|instead of)|n['’]t)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)


def basis(text: str, *, due: bool) -> Basis:
    """Return the basis of a recommendation, as stated on its page.

    Of the two bases, only paragraph 28A requires a response, so a printed due date also implies it.
    """
    if _names(_28A, text):
        return "para_28A"
    if _names(_SECTION_10, text):
        return "section_10"
    return "para_28A" if due else "unspecified"


def _names(ground: re.Pattern[str], text: str) -> bool:
    """Return whether a text names a basis without denying it."""
    before = (text[max(found.start() - 80, 0) : found.start()] for found in ground.finditer(text))
    return any(not _DENIED.search(words) for words in before)
