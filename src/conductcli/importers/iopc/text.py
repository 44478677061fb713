"""Repair texts: UTF-8 that was decoded with another encoding, and invisible characters.

Tables that passed through a spreadsheet on a Mac have three odd characters for an apostrophe, those from Windows three
others. Each sequence is repaired separately, so that partly damaged cells are repaired too, and only if the result is a
character that such pages use. Sound text is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WRONG_ENCODINGS = ("mac_roman", "cp1252")
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u02c6-\u02dd\u1e80-\u1ef3\u2000-\u22ff\u25a0-\u27bf\u3000\ufb01\ufb02\ufeff\ufffd]"
)
"""Characters that a sequence may stand for: Latin with English and Welsh accents, punctuation, symbols."""
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_KINDS_OF_NOTHING = ("Cc", "Cf", "Cs", "Cn")
"""Categories of controls, format characters, surrogates and unassigned code points."""


def repaired(text: str) -> str:
    """Return a text with its encoding repaired, plain spaces and line ends, no invisible characters, and trimmed."""
    if not text.isascii():
        for encoding in _WRONG_ENCODINGS:
            text = _sequences(encoding).sub(_decoder(encoding), text)
    text = _LINE_END.sub("\n", text).replace("\u00a0", " ")
    unseen = {ord(c): None for c in set(text) - {"\n", "\t"} if unicodedata.category(c) in _KINDS_OF_NOTHING}
    return (text.translate(unseen) if unseen else text).strip()


@cache
def _sequences(encoding: str) -> re.Pattern[str]:
    """Return a pattern for UTF-8 sequences of two and three bytes decoded with an encoding."""
    follower = _characters(encoding, 0x80, 0xBF)
    pairs, triples = _characters(encoding, 0xC2, 0xC5), _characters(encoding, 0xE1, 0xEF)
    return re.compile(f"[{pairs}][{follower}]|[{triples}][{follower}]{{2}}")


def _characters(encoding: str, first: int, last: int) -> str:
    return re.escape("".join(_read(encoding, byte) for byte in range(first, last + 1)))


def _read(encoding: str, byte: int) -> str:
    """Return the character for a byte in an encoding or, if undefined, the character with its number."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@cache
def _bytes(encoding: str) -> dict[str, int]:
    return {_read(encoding, byte): byte for byte in range(256)}


def _decoder(encoding: str) -> Callable[[re.Match[str]], str]:
    def decoded(found: re.Match[str]) -> str:
        try:
            meant = bytes(_bytes(encoding)[c] for c in found[0]).decode("utf-8")
        except UnicodeDecodeError:
            return found[0]
        return meant if _PLAUSIBLE.fullmatch(meant) else found[0]

    return decoded
