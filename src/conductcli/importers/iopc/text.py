"""Texts as their publisher wrote them: UTF-8 that was read in another encoding, and characters that show nothing.

A table that went through a spreadsheet on a Mac holds three odd characters for an apostrophe, one from Windows three
others. Each such sequence is put back by itself, so that a cell that is only partly damaged is repaired too, and only
where it gives a character that such pages hold: a text that is sound stays as it is.
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
"""Latin with the accents of English and Welsh, punctuation, symbols: what a sequence may stand for."""
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_KINDS_OF_NOTHING = ("Cc", "Cf", "Cs", "Cn")
"""Controls, marks of direction and width, half pairs, and what is no character."""


def repaired(text: str) -> str:
    """The text with its encoding put right, ordinary spaces and line ends, and nothing invisible; ends are cut."""
    if not text.isascii():
        for encoding in _WRONG_ENCODINGS:
            text = _sequences(encoding).sub(_decoder(encoding), text)
    text = _LINE_END.sub("\n", text).replace("\u00a0", " ")
    unseen = {ord(c): None for c in set(text) - {"\n", "\t"} if unicodedata.category(c) in _KINDS_OF_NOTHING}
    return (text.translate(unseen) if unseen else text).strip()


@cache
def _sequences(encoding: str) -> re.Pattern[str]:
    """What UTF-8 sequences of two and three bytes look like in an encoding."""
    follower = _characters(encoding, 0x80, 0xBF)
    pairs, triples = _characters(encoding, 0xC2, 0xC5), _characters(encoding, 0xE1, 0xEF)
    return re.compile(f"[{pairs}][{follower}]|[{triples}][{follower}]{{2}}")


def _characters(encoding: str, first: int, last: int) -> str:
    return re.escape("".join(_read(encoding, byte) for byte in range(first, last + 1)))


def _read(encoding: str, byte: int) -> str:
    """What a byte is read as; where an encoding has no character for it, programs keep its number."""
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
