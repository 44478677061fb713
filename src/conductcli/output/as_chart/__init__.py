"""Draw charts in the terminal at its full width, with block characters or in ASCII, readable without colour."""

from __future__ import annotations

from io import StringIO
from typing import IO, TYPE_CHECKING

from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from conductcli.output.as_chart.bars import ASCII, BLOCKS
from conductcli.output.as_chart.panels import drawn
from conductcli.output.chart_labels import EMPTY, numbers
from conductcli.output.console import console_for

if TYPE_CHECKING:
    from conductcli.output import Look
    from conductcli.views import Chart

_PIPED = 96  # a bar needs a width, and pipes have none


def write(view: Chart, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Draw the panels of the chart, then its notes and sources."""
    drawing = StringIO()
    console = console_for(drawing, look, look.width or _PIPED)
    glyphs = BLOCKS if look.unicode else ASCII
    console.print(Text(glyphs.safe(view.title), style="bold"))
    numbered = numbers(view)
    for panel in view.panels:
        console.print()
        console.print(Text(glyphs.safe(panel.heading), style="bold"))
        for block in drawn(panel, numbered, glyphs, console.width):
            console.print(block)
    if view.panels:
        console.print()
        console.print(Rule(characters=glyphs.rule, style="dim"))
    for note in view.notes:
        console.print(Text(glyphs.safe(note)))
    sources = Grid.grid(padding=(0, 1, 0, 0))
    sources.add_column(no_wrap=True)
    sources.add_column(overflow="fold")
    for at, (_, words) in enumerate(view.sources, 1):
        sources.add_row(Text(f"[{at}]"), Text(glyphs.safe(words)))
    if view.sources:
        console.print(Text("Sources", style="bold"))
        console.print(Padding(sources, 0))
    out.writelines(f"{line.rstrip()}\n" for line in drawing.getvalue().splitlines())
    return [] if view.panels else [EMPTY]
