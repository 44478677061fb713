"""The position that a page prints of an answer, and the ground on which its recommendation was made.

A cell is understood whole or not at all: a refusal that is read as an acceptance reverses a fact. Its opening words
must be a yes or a no or one of the forms below; what follows may say how far it has been carried out, or say the same
again, but must not take back, limit or contradict the opening.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from conductcli.vocabulary import Basis, Position


_LONGEST = 2_000
"""Characters of a cell that is looked at."""


def position(value: Any) -> Position:
    """Return the position for what is in a cell: Yes, Partially accepted, No response ... Raises ValueError."""
    text = str(value)
    if len(text) > _LONGEST or (found := _read(_normalised(text))) is None:
        raise ValueError("is not an answer that is known here")
    return found


# The forms of an answer, in lower case and without punctuation.

_SUBJECT = (
    r"(?:(?:we|i|they|it|he|she|this|that|the|these|both|all|our|your|their|a|force|forces|chief|constable|commissioner|"
    r"recipient|organisation|recommendations?|proposals?|learning|of|and|has|have|had|is|are|was|were|am|been|do|does|"
    r"did|also|already|now|formally|hereby) )*"
)
_ACCEPT = r"(?:accept(?:s|ed|ing)?|agree[sd]?|agreeing)"
_REFUSE = r"(?:reject(?:s|ed|ing)?|refuse[sd]?|refusing|declin(?:e|es|ed|ing)|disagree(?:s|d|ing)?|turned down)"
_NOTE = r"(?:noted|notes|acknowledged|acknowledges)"
_WHOLLY = r"(?:fully|wholly|entirely|completely|in full|in its entirety|in their entirety|in total)"
_PARTLY = r"(?:(?:only )?(?:in part|part|partly|partial|partially))"
_DATE = r"(?:on )?(?:[0-9]{1,2}(?:st|nd|rd|th)? [a-z]+ [0-9]{4}|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4})"
_OBJECT = (
    r"(?: (?:with|by|of|the|this|these|it|them|both|all|your|our|that recommendation|iopc|iopcs|ipcc|ipccs|force|"
    r"forces|chief|constable|commissioner|recommendations?|proposals?|formally|currently|at present|"
    rf"at this time|at this stage|for now|{_DATE}))*"
)
_NOT = (
    r"(?:(?:can|could|will|would|do|does|did|has|have|had|is|are|was|were|am) )?"
    r"(?:not|never|cannot|no longer|unable to|unwilling to|non|refuse[sd]? to|decline[sd]? to)"
)
_ABLE = (
    r"(?: (?:be|been|being|able to|willing to|prepared to|minded to|ready to|in a position to|going to|currently|"
    r"presently|at this time|at present|formally))*"
)
_ADJECTIVES = r"(?:(?:a|an|the|any|its|their|formal|final|full|written|published|official|further|force|forces) )*"
_REPLY = rf"{_ADJECTIVES}(?:response|responses|reply|replies|answer|answers)"
_SO_FAR = rf"(?:yet|to date|so far|as yet|at present|currently|as of {_DATE}|{_DATE})"
_OF_WHOM = (
    r"(?: (?:from|by|to|for) (?:(?:the|force|forces|chief|constable|recommendations?|this|these|it|them)(?: |$))+)?"
)
_CAME = r"(?:received|published|provided|given|found|made|available|known|sent)"
_AWAITING = (
    rf"(?:still |currently )?(?:awaiting|awaits|waiting for|pending)(?: {_REPLY}{_OF_WHOM})?"
    rf"|(?:still )?(?:awaited|pending|outstanding|overdue|due|unanswered)(?: {_DATE})?"
    rf"|{_REPLY} (?:is |are |was |still )*(?:awaited|pending|outstanding|overdue|due|not (?:yet )?{_CAME}"
    rf"|not yet due|to follow)(?: {_SO_FAR})?"
    rf"|no {_REPLY}(?: (?:has |have |had |is |was |yet |been )*{_CAME})?{_OF_WHOM}(?: {_SO_FAR})?"
    rf"|{_SUBJECT}not (?:yet )?(?:been )?(?:received|responded|replied|answered)(?: {_SO_FAR})?"
    rf"|none (?:yet )?received(?: {_SO_FAR})?"
    rf"|{_SUBJECT}yet to (?:respond|reply|answer|be (?:received|answered))"
)
_FORMS: list[tuple[re.Pattern[str], Position]] = [
    (re.compile(form), meant)  # type: ignore[misc]
    for form, meant in (
        (r"(?:yes|y|true)(?: (?:we|i|they|it) (?:do|does|did|have|has|is|was))?", "accepted"),
        (r"(?:no|n|false)(?: (?:we|i|they|it) (?:do|does|did|have|has|is|was) not)?", "rejected"),
        (rf"{_SUBJECT}(?:{_WHOLLY} )?{_ACCEPT}(?: {_WHOLLY})?{_OBJECT}(?: {_WHOLLY})?", "accepted"),
        (
            rf"{_SUBJECT}{_PARTLY} {_ACCEPT}{_OBJECT}|{_SUBJECT}{_ACCEPT}{_OBJECT} {_PARTLY}|{_PARTLY}",
            "partly_accepted",
        ),
        (rf"{_SUBJECT}{_NOT}{_ABLE} {_WHOLLY} {_ACCEPT}{_OBJECT}", "partly_accepted"),
        (rf"{_SUBJECT}{_NOT}{_ABLE} {_ACCEPT}{_OBJECT} {_WHOLLY}", "partly_accepted"),
        (rf"{_SUBJECT}{_NOT}{_ABLE} {_ACCEPT}{_OBJECT}|non acceptance", "rejected"),
        (rf"{_SUBJECT}(?:{_WHOLLY} )?{_REFUSE}{_OBJECT}(?: {_WHOLLY})?|do not|does not|did not", "rejected"),
        (rf"{_SUBJECT}{_NOTE}{_OBJECT}", "noted"),
        (_AWAITING, "awaiting"),
    )
]

# What may follow, and what may not.

_DECIDING = re.compile(
    r"accept|agree|reject|refus|declin|turned down|\b(?:oppos|object|withdr|yes|noted|acknowledg|support|endors)"
)
_OPEN = re.compile(r"\b(?:await|pending|outstanding|overdue|due|no|not|yet|without)\w*\b")
_ANSWERING = re.compile(r"\b(?:respon[ds]|repl[yi]|answer|decision|decid)")
_CONTRARY = re.compile(r"\b(?:but|however|although|though|yet|despite|nevertheless)\b")
_LIMITING = re.compile(
    r"\b(?:except|excepting|exception|apart from|save for|other than|unless|subject to|provided|providing|if|principle|"
    r"condition\w*|reservation\w*|caveat\w*|amend\w*|modif\w*|alternativ\w*|instead|only|whether|spirit|some of|"
    r"most of)\b"
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|unable|unwilling|fail\w*|hardly|barely)\b"
)
_PROGRESS = re.compile(
    r"\b(?:implement\w*|action\w*|complet\w*|progress\w*|underway|under way|ongoing|plan(?:s|ned|ning)?|schedul\w*|"
    r"train\w*|start\w*|begin|began|begun|deliver\w*|roll\w*|review\w*|updat\w*|introduc\w*|polic(?:y|ies)|guidance|work|"
    r"done|in place|clos(?:e|ed|ing)|due|pending|outstanding|await\w*|deadline|circulat\w*|remind\w*|publish\w*|see|"
    r"letter|attached|below|above|(?:19|20)[0-9]{2})\b"
)
_JOINED = re.compile(r" (?=(?:and|but|though|although|however|because|as|since|due to|given|with) )")
_CONJUNCTION = re.compile(r"^(?:and|but|though|although|however) ")
_SEPARATOR = re.compile(r"\s*(?:(?P<sentence>[.!;](?=\s|$)|\n)|[,:()]+|(?<![0-9])/|(?<=\s)-+(?=\s|$))\s*")
_YES_OR_NO = r"(?:yes|no|y|n|true|false)"
_LABEL = re.compile(
    r"(?P<label>(?:(?:was|is|has|have|do|does|did|are|were|you|your|the|this|that|these|it|we|they|force|forces|iopc|"
    r"chief|constable|recipient|recommendations?|been|accept(?:ed)?|agreed?|response|reply|answer|position|status|decision|"
    r"outcome|of|by|to|with|from)(?:\s+|(?=[?:=(-])))+)(?:\(?(?:yes|y) ?(?:/|or) ?(?:no|n)\)? ?)?"
    r"(?P<mark>\?[:\s-]*|[:=-])\s*(?P<rest>.+)",
    re.DOTALL,
)
_NOT_OF_A_NAME = (
    r"(?!(?:Not|No|Non\w*|None|Never|Neither|Nor|Nobody|Yes|Hardly|Barely|Scarcely|Only|Few|Some|Part\w*|If|When|While|Should|"
    r"Unless|Except|Un\w*|Although|Though|But|However|Despite|Cannot|Pending|Awaiting|The|Accept\w*|Agree\w*|Reject\w*|"
    r"Refus\w*|Declin\w*|Disagree\w*)\b)"
)
_BODY = re.compile(
    rf"\b(?:{_NOT_OF_A_NAME}[A-Z][\w'&]* (?:(?:and|of|the|&) )*){{0,5}}"
    r"(?:Police Service|Police|Constabulary|College of Policing|NPCC|College|Council|Service|MPS|PCC|IOPC)\b"
)
_FOOTNOTE = re.compile(r"\[(?:(?:foot)?note )?[0-9]{1,2}\]|[*†‡¹²³]")
_SHORT = (
    (re.compile(r"\b(?:can't|cant|can not)\b"), "cannot"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\b(do|does|did|has|have|had|is|are|was|were|would|could)n'?t\b"), r"\1 not"),
)
_STRAIGHT = str.maketrans("’‘‐‑‒–—―", "''------")


def _normalised(text: str) -> str:
    """Return a text in lower case, with one kind of dash, without contractions, and with "the force" for any body."""
    text = _FOOTNOTE.sub(" ", text.translate(_STRAIGHT))
    text = re.sub(r"[“”\"•]|(?<!\w)'|'(?!\w)", " ", text)
    text = _BODY.sub("the force", text).casefold()
    text = re.sub(r"(?<=\w)-(?=[^\W\d_])", " ", text)  # non-accepted, part-accepted
    for short, long in _SHORT:
        text = short.sub(long, text)
    return re.sub(r" *\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text.replace("'", ""))).strip(" \n-.")


def _read(text: str) -> Position | None:
    """Return the position of a normalised text, or None if it is not understood."""
    if (answer := _labelled(text)) is not None:
        return _read(answer)
    if text.endswith(":"):
        return None
    opening, *remarks = _clauses(text)
    found = _form(opening.text) or _twice(opening.text)
    if found is None:
        head, *tail = _JOINED.split(opening.text, maxsplit=1)
        found = _form(head)
        remarks = [_Clause(joined, is_sentence=False) for joined in tail] + remarks
    for remark in remarks:
        if found is not None:
            found = _with_remark(found, remark)
    return found


def _labelled(text: str) -> str | None:
    """Return the answer to a question or after a label, such as "Accepted: no"; None if there is none in the text."""
    if not (found := _LABEL.fullmatch(text)):
        return None
    label, mark, rest = found.group("label", "mark", "rest")
    if mark.startswith("?") or not re.search("accept|agree", label):
        return rest
    first, *others = (clause.text for clause in _clauses(rest))
    if re.fullmatch(_YES_OR_NO, first):
        return rest if mark in ":=" or not others else None
    partly_or_open = _form(first) == "partly_accepted" or (_form(first) == "awaiting" and _ANSWERING.search(first))
    return rest if mark in ":=" and partly_or_open else None


class _Clause(NamedTuple):
    text: str
    is_sentence: bool
    """Whether it begins a sentence or a line."""


def _clauses(text: str) -> list[_Clause]:
    """Return the clauses of a text; there is always a first, which may be empty."""
    clauses, start, is_sentence = [], 0, True
    for separator in _SEPARATOR.finditer(text):
        clauses.append(_Clause(text[start : separator.start()], is_sentence))
        start, is_sentence = separator.end(), separator["sentence"] is not None
    clauses.append(_Clause(text[start:], is_sentence))
    return [clauses[0], *(clause for clause in clauses[1:] if clause.text)]


def _form(clause: str) -> Position | None:
    return next((meant for form, meant in _FORMS if form.fullmatch(clause)), None)


def _twice(clause: str) -> Position | None:
    """Return the position of a yes or no that the words after it repeat: "no we do not accept"."""
    first, _, rest = clause.partition(" ")
    found = _form(first) if re.fullmatch(_YES_OR_NO, first) else None
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
    """Return the position after a further clause; None if that contradicts it, limits it or is not understood."""
    text = _CONJUNCTION.sub("", remark.text)
    if re.fullmatch(_YES_OR_NO, text):
        return None
    if also := _form(text):
        return found if also == found else _TOGETHER.get((found, also))
    if _DECIDING.search(text) or _LIMITING.search(text):
        return None
    return found if _may_follow(found, remark) else None


def _may_follow(found: Position, remark: _Clause) -> bool:
    """Return whether a clause that decides nothing may follow a position."""
    text = remark.text
    if found == "awaiting":
        return True
    if _OPEN.search(text) and _ANSWERING.search(text):
        return False
    if found == "rejected":
        return not _CONTRARY.search(text)
    if _PROGRESS.search(text):
        return True
    return remark.is_sentence and not (_NEGATED.search(text) or _CONTRARY.search(text))


# The ground.

_28A = re.compile(r"\b(?:paragraphs?|paras?\.?|under) 28 ?\(?A\b|\b28A (?:learning )?recommendations?\b", re.IGNORECASE)
_SECTION_10 = re.compile(
    r"\b(?:section|s\.?) ?10 ?(?:\(1\) ?\(e\)|(?:\([^)]*\) ?)*of the Police Reform Act)", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?:\b(?:not|nor|neither|rather than|instead of)|n['’]t)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)


def basis(text: str, *, due: bool) -> Basis:
    """Return the ground on which a recommendation was made, by what its page says.

    Of the two grounds only paragraph 28A has a duty to answer, so a printed day by which the answer is due says it too.
    """
    if _names(_28A, text):
        return "para_28A"
    if _names(_SECTION_10, text):
        return "section_10"
    return "para_28A" if due else "unspecified"


def _names(ground: re.Pattern[str], text: str) -> bool:
    """Return whether a text names a ground other than to deny it."""
    before = (text[max(found.start() - 80, 0) : found.start()] for found in ground.finditer(text))
    return any(not _DENIED.search(words) for words in before)
