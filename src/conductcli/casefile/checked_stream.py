"""Check the bytes that YAML may read: UTF-8 without control characters or directives, with line and column.

libyaml silently reads UTF-16, names bytes instead of lines, and takes quadratic time over directives.
"""

from __future__ import annotations

import codecs
import re
from typing import Protocol

_CHARACTERS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
)
"""Control and bidirectional characters: they can redraw a terminal or reverse words, and no fact needs them."""
UNSAFE = re.compile(f"[{_CHARACTERS}\r]")
_REFUSED = re.compile(f"[{_CHARACTERS}]")
_RAW = re.compile(f"[{_CHARACTERS}]|(?:^|(?<=\r))%", re.MULTILINE)


class Unreadable(Exception):
    """Raised where a text cannot be read further; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.line, self.column, self.code, self.message, self.hint = line, column, code, message, hint


class Readable(Protocol):
    """A source of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; b"" at the end."""


class CheckedStream:
    """A stream that checks its bytes as they are read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._line = 1
        self._column = 1

    def read(self, size: int) -> bytes:
        """Return the next bytes, about `size`; b'' at the end. Raises Unreadable."""
        while chunk := self._stream.read(size):
            if text := self._checked(chunk):
                return text.encode()
        self._checked(b"", final=True)
        return b""

    def _checked(self, chunk: bytes, *, final: bool = False) -> str:
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            self._advance(error.object[: error.start].decode("utf-8-sig"))
            utf16 = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            message = "the file is UTF-16, not UTF-8" if utf16 else "the file is not UTF-8 here"
            raise Unreadable(self._line, self._column, "encoding", message, "save it as UTF-8") from error
        done = 0
        suspect = "%" in text or _REFUSED.search(text)  # six times as fast as searching for the location
        for found in _RAW.finditer(text) if suspect else ():
            self._advance(text[done : found.start()])
            done = found.start()
            if found[0] != "%":
                message = f"the character U+{ord(found[0]):04X} cannot stand in a case file"
                raise Unreadable(self._line, self._column, "character", message, "take it out")
            if self._column == 1 or text[done - 1 : done] == "\r":
                message = "a line that starts with % (a directive)"
                raise Unreadable(self._line, self._column, "syntax", message, "take the line out: it is not needed")
        self._advance(text[done:])
        return text

    def _advance(self, text: str) -> None:
        newlines = text.count("\n")
        self._line += newlines
        self._column = len(text) - text.rfind("\n") if newlines else self._column + len(text)
