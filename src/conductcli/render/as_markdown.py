"""Markdown: a table for documents and issues; text from data stays text."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from conductcli.render.as_csv import flat
from conductcli.render.values import clean, label, text

if TYPE_CHECKING:
    from conductcli.render import Look
    from conductcli.views import View

_SPECIAL = re.compile(r"([\\`*\[\]<>|~$&#!]|(?<![^\W_])_|_(?![^\W_]))")


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as one Markdown table; line ends inside a text become breaks."""
    heading, rows = flat(view)
    out.write(_row([label(name) for name in heading]))
    out.write("|" + " --- |" * len(heading) + "\n")
    for row in rows:
        out.write(_row(["<br>".join(_literal(line) for line in text(value).split("\n")) for value in row]))


def _literal(line: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean(line))


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
