"""Text from data in Markdown stays text: no link, no HTML, no heading, no table comes out of it."""

from __future__ import annotations

import re

from conductcli.output.sanitize import clean

_SPECIAL = re.compile(r"([\\`*\[\]<>|~$&#!]|(?<![^\W_])_|_(?![^\W_]))")
_LINKING = re.compile(r"(?i)(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)")
"""Where a reader of Markdown would begin to make a link of its own."""
_BEGINNING = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")


def literal(line: str) -> str:
    """A line inside a cell, where nothing can begin a block."""
    return _SPECIAL.sub(r"\\\1", clean(line))


def running(text: str) -> str:
    """A text on one line that may stand at the beginning of a block, and in which addresses are no links."""
    said = literal(" ".join(text.split()))
    said = _LINKING.sub(r"\\", said)
    return _BEGINNING.sub(_begun, said)


def _begun(match: re.Match[str]) -> str:
    mark = match[2]
    return f"{match[1]}\\{mark}" if not mark.isdigit() else f"{match[1]}{mark}\\"
