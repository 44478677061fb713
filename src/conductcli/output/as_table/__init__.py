"""Draw tables for people: columns that do not fit the terminal are left out and named, nothing is cut in a pipe."""

from __future__ import annotations

from io import StringIO
from typing import IO, TYPE_CHECKING

from conductcli.output.console import console_for
from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from conductcli.output import Look

_WIDE = 100_000  # pipes have no width


def write(view: View, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Draw the view and return notes on what was left out."""
    drawing = StringIO()
    console = console_for(drawing, look, look.width or _WIDE)
    match view:
        case Table():
            from conductcli.output.as_table.rows import draw as rows

            notes = rows(view, console, look)
        case Record():
            from conductcli.output.as_table.record import draw as record

            record(view, console, look)
            notes = []
        case Comparison():
            from conductcli.output.as_table.comparison import draw as comparison

            notes = comparison(view, console, look)
    out.writelines(f"{line.rstrip()}\n" for line in drawing.getvalue().splitlines())
    return notes
