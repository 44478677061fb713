"""Escape text from data for Markdown: no links, HTML, headings or tables."""

from __future__ import annotations

import re

from conductcli.output.sanitize import clean

_SPECIAL = re.compile(r"([\\`*\[\]<>|~$&#!]|(?<![^\W_])_|_(?![^\W_]))")
_LINKING = re.compile(r"(?i)(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)")
"""Positions at which Markdown readers would start an automatic link."""
_BEGINNING = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")


def escape_cell(line: str) -> str:
    """Escape a line in a cell, where no block can begin."""
    return _SPECIAL.sub(r"\\\1", clean(line))


def escape_inline(text: str) -> str:
    """Escape a text onto one line that may begin a block, without automatic links."""
    said = escape_cell(" ".join(text.split()))
    said = _LINKING.sub(r"\\", said)
    return _BEGINNING.sub(_begun, said)


def _begun(match: re.Match[str]) -> str:
    mark = match[2]
    return f"{match[1]}\\{mark}" if not mark.isdigit() else f"{match[1]}{mark}\\"
