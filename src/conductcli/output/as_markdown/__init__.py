"""Write a view as a Markdown table in which text from data is escaped."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.output.as_csv import flat
from conductcli.output.as_markdown.escape import escape_cell
from conductcli.output.sanitize import label, text

if TYPE_CHECKING:
    from conductcli.output import Look
    from conductcli.views import View


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as one Markdown table; line ends in a text become breaks."""
    heading, rows = flat(view)
    out.write(_row([label(name) for name in heading]))
    out.write("|" + " --- |" * len(heading) + "\n")
    for row in rows:
        out.write(_row(["<br>".join(escape_cell(line) for line in text(value).split("\n")) for value in row]))


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
