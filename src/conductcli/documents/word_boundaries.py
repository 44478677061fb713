"""Tell whether a passage of a text consists of whole words, compounds and numbers."""

from __future__ import annotations

import re
from unicodedata import combining

from conductcli.documents.typography import HYPHENS, INVISIBLE, SINGLE

_BROKEN = re.compile(r"[^\W_][-‐‑¬\u00ad][ \t]*(?:\r\n|\r|\n)\s*\Z")  # a word divided at the end of a line
_BREAKS = re.compile(r"[-‐‑¬\u00ad][ \t]*(?:\r\n|\r|\n)\s*[^\W_]")
_NEAR = 80  # characters before a word in which such a break is looked for
_IN_NUMBERS = ".,:/"
_ENDS = tuple(".)]”’\"'…")


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether the passage neither starts nor ends inside a word, a compound or a number."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum() and not combining(text[end - 1]):
        end -= 1
    return start == end or not (_joined_before(text, start) or _joined_after(text, end))


def _joined_before(text: str, start: int) -> bool:
    """Tell whether the word at `start` is only the rest of one, or a number without its sign."""
    at = _seen(text, start - 1, -1)
    if at < 0:
        return False
    before, digit = text[at], text[start].isdigit()
    if before.isalnum() or combining(before):
        return True
    beyond = _seen(text, at - 1, -1)
    further = text[beyond] if beyond >= 0 else ""
    if before in _IN_NUMBERS and digit:
        return further.isdigit() or (before == "." and not (further.isalnum() or further in _ENDS))
    if before in HYPHENS or before in SINGLE:
        return further.isalnum() or (digit and before == "-" and not further.strip())
    if before == "−":
        return digit
    return before.isspace() and bool(_BROKEN.search(text, max(0, start - _NEAR), start))


def _joined_after(text: str, end: int) -> bool:
    """Tell whether the word that ends at `end` continues."""
    if _BREAKS.match(text, end):
        return True
    at = _seen(text, end, 1)
    if at >= len(text):
        return False
    after = text[at]
    if after.isalnum() or combining(after):
        return True
    beyond = _seen(text, at + 1, 1)
    further = text[beyond] if beyond < len(text) else ""
    if after in _IN_NUMBERS and text[end - 1].isdigit():
        return further.isdigit()
    return (after in HYPHENS or after in SINGLE) and (further.isalnum() or bool(_BREAKS.match(text, at)))


def _seen(text: str, at: int, step: int) -> int:
    """Return the first index, from `at` in the direction of `step`, of a visible character."""
    while 0 <= at < len(text) and text[at] in INVISIBLE:
        at += step
    return at
