"""Tables for people: as wide as the terminal, the least useful columns left out and named, nothing cut when piped."""

from __future__ import annotations

from io import StringIO
from typing import IO, TYPE_CHECKING

from rich.console import Console

from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from conductcli.render import Look

_WIDE = 100_000  # a pipe has no width


def write(view: View, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Draw the view; returns what was left out."""
    drawing = StringIO()
    console = Console(
        file=drawing,
        width=look.width or _WIDE,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        safe_box=not look.unicode,
    )
    match view:
        case Table():
            from conductcli.render.as_table.rows import draw as rows

            notes = rows(view, console, look)
        case Record():
            from conductcli.render.as_table.record import draw as record

            record(view, console, look)
            notes = []
        case Comparison():
            from conductcli.render.as_table.comparison import draw as comparison

            notes = comparison(view, console, look)
    out.writelines(f"{line.rstrip()}\n" for line in drawing.getvalue().splitlines())
    return notes
