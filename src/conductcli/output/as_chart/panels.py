"""Draw panels: labels, bars and amounts in columns if they fit, else stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from conductcli.output.as_chart.bars import bar as bar_of
from conductcli.output.as_chart.bars import scale, way
from conductcli.output.chart_labels import amount, beside, cited, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from conductcli.output.as_chart.bars import Glyphs
    from conductcli.views import Panel

_BESIDE = 60  # columns below which labels are above their bars
_SHORTEST = 16
_LONGEST = 80
_DATE = 23  # width of an uncertain span of two days
_COLOR = "cyan"


def drawn(panel: Panel, numbered: dict[str, int], glyphs: Glyphs, width: int) -> Iterator[RenderableType]:
    """Yield the lines of the panel, its axis and its notes."""
    yield from (_bars if panel.bars else _points)(panel, numbered, glyphs, width)
    for line in under(panel):
        yield Padding(Text(glyphs.safe(line), style="dim"), (0, 0, 0, 2))


def _bars(panel: Panel, numbered: dict[str, int], glyphs: Glyphs, width: int) -> Iterator[RenderableType]:
    labels = [glyphs.safe(bar.label) for bar in panel.bars]
    said = [glyphs.safe(amount(panel, bar, numbered)) for bar in panel.bars]
    named = min(max(map(cell_len, labels)), width // 3)
    told = min(max(map(cell_len, said)), width // 3)
    long = min(_LONGEST, width - named - told - 2)
    if width < _BESIDE or long < _SHORTEST:
        yield from _stacked(panel, list(zip(labels, said, strict=True)), glyphs, width)
        return
    grid = _grid(named, long, told)
    for bar, label, words in zip(panel.bars, labels, said, strict=True):
        grid.add_row(Text(label), Text(bar_of(bar, panel.axis, long, glyphs), style=_COLOR), Text(words))
    line, names = scale(panel.axis, long, glyphs, edge=True)
    grid.add_row(Text(), Text(line, style="dim"), Text())
    grid.add_row(Text(), Text(names), Text())
    yield grid
    yield Padding(Text(glyphs.safe(beside(panel))), (0, 0, 0, min(named + 1, 24)))


def _stacked(panel: Panel, rows: list[tuple[str, str]], glyphs: Glyphs, width: int) -> Iterator[RenderableType]:
    long = min(width, _LONGEST)
    for bar, (label, words) in zip(panel.bars, rows, strict=True):
        yield Text(f"{label}: {words}")
        yield Text(bar_of(bar, panel.axis, long, glyphs), style=_COLOR)
    line, names = scale(panel.axis, long, glyphs, edge=True)
    yield Text(line, style="dim")
    yield Text(names)
    yield Text(glyphs.safe(beside(panel)))


def _points(panel: Panel, numbered: dict[str, int], glyphs: Glyphs, width: int) -> Iterator[RenderableType]:
    dates = [glyphs.safe(point.date) for point in panel.points]
    words = [" ".join(filter(None, (glyphs.safe(p.label), cited(p.source, numbered)))) for p in panel.points]
    if width < _BESIDE:
        long = width
        for point, date, said in zip(panel.points, dates, words, strict=True):
            yield Text(f"{date} {said}")
            yield Text(way(point, panel.axis, long, glyphs), style=_COLOR)
        yield from map(Text, scale(panel.axis, long, glyphs, edge=False))
    else:
        named = min(max(map(cell_len, dates)), _DATE)
        long = max(_SHORTEST, (width - named) * 2 // 5)
        grid = _grid(named, long, width - named - long - 2)
        for point, date, said in zip(panel.points, dates, words, strict=True):
            grid.add_row(Text(date), Text(way(point, panel.axis, long, glyphs), style=_COLOR), Text(said))
        for line in scale(panel.axis, long, glyphs, edge=False):
            grid.add_row(Text(), Text(line), Text())
        yield grid
    yield Text(glyphs.safe(beside(panel)))


def _grid(*widths: int) -> Grid:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    return grid
