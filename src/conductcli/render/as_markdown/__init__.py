"""Markdown: a table for documents and issues, or a brief; text from data stays text."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.render.as_csv import flat
from conductcli.render.as_markdown.literal import literal
from conductcli.render.values import label, text
from conductcli.views import Brief

if TYPE_CHECKING:
    from conductcli.render import Look
    from conductcli.views import View


def write(view: View | Brief, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as one Markdown table; line ends inside a text become breaks. A brief is a document."""
    if isinstance(view, Brief):
        from conductcli.render.as_markdown.brief import write_brief

        write_brief(view, out)
        return
    heading, rows = flat(view)
    out.write(_row([label(name) for name in heading]))
    out.write("|" + " --- |" * len(heading) + "\n")
    for row in rows:
        out.write(_row(["<br>".join(literal(line) for line in text(value).split("\n")) for value in row]))


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
