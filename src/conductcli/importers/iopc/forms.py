"""Define patterns for responses and their surroundings, in lower case and without contractions.

`answers` combines them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conductcli.vocabulary import Position

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
FORMS: list[tuple[re.Pattern[str], Position]] = [
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

# Patterns for the clauses after a response

DECIDING = re.compile(
    r"accept|agree|reject|refus|declin|turned down|\b(?:oppos|object|withdr|yes|noted|acknowledg|support|endors)"
)
OPEN = re.compile(r"\b(?:await|pending|outstanding|overdue|due|no|not|yet|without)\w*\b")
ANSWERING = re.compile(r"\b(?:respon[ds]|repl[yi]|answer|decision|decid)")
CONTRARY = re.compile(r"\b(?:but|however|although|though|yet|despite|nevertheless)\b")
LIMITING = re.compile(
    r"\b(?:except|excepting|exception|apart from|save for|other than|unless|subject to|provided|providing|if|principle|"
    r"condition\w*|reservation\w*|caveat\w*|amend\w*|modif\w*|alternativ\w*|instead|only|whether|spirit|some of|"
    r"most of)\b"
)
NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|unable|unwilling|fail\w*|hardly|barely)\b"
)
PROGRESS = re.compile(
    r"\b(?:implement\w*|action\w*|complet\w*|progress\w*|underway|under way|ongoing|plan(?:s|ned|ning)?|schedul\w*|"
    r"train\w*|start\w*|begin|began|begun|deliver\w*|roll\w*|review\w*|updat\w*|introduc\w*|polic(?:y|ies)|guidance|work|"
    r"done|in place|clos(?:e|ed|ing)|due|pending|outstanding|await\w*|deadline|circulat\w*|remind\w*|publish\w*|see|"
    r"letter|attached|below|above|(?:19|20)[0-9]{2})\b"
)
JOINED = re.compile(r" (?=(?:and|but|though|although|however|because|as|since|due to|given|with) )")
CONJUNCTION = re.compile(r"^(?:and|but|though|although|however) ")
SEPARATOR = re.compile(r"\s*(?:(?P<sentence>[.!;](?=\s|$)|\n)|[,:()]+|(?<![0-9])/|(?<=\s)-+(?=\s|$))\s*")
YES_OR_NO = r"(?:yes|no|y|n|true|false)"
LABEL = re.compile(
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
BODY = re.compile(
    rf"\b(?:{_NOT_OF_A_NAME}[A-Z][\w'&]* (?:(?:and|of|the|&) )*){{0,5}}"
    r"(?:Police Service|Police|Constabulary|College of Policing|NPCC|College|Council|Service|MPS|PCC|IOPC)\b"
)
FOOTNOTE = re.compile(r"\[(?:(?:foot)?note )?[0-9]{1,2}\]|[*†‡¹²³]")
SHORT = (
    (re.compile(r"\b(?:can't|cant|can not)\b"), "cannot"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\b(do|does|did|has|have|had|is|are|was|were|would|could)n'?t\b"), r"\1 not"),
)
