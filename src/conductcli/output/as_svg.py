"""Write a chart as SVG: self-contained, for light and dark pages, and with a text for screen readers."""

from __future__ import annotations

import re
from html import escape
from typing import IO, TYPE_CHECKING

from conductcli.output.chart_labels import EMPTY, amount, beside, cited, numbers, under
from conductcli.output.sanitize import clean
from conductcli.output.svg_text import WIDTH, lines_of, width_of

if TYPE_CHECKING:
    from conductcli.output import Look
    from conductcli.views import Bar, Chart, Panel, Point

_MARGIN = 24
_LABELS = 230
_SAID = 230
_LEFT = _MARGIN + _LABELS + 12
_RIGHT = WIDTH - _MARGIN - _SAID - 12
_BAR = 16
_LONGEST_DATE = 200
_BOLD = 1.2  # width of bold letters relative to regular ones
_NO_XML = re.compile("[\ufffe\uffff]")
_STYLE = """
svg { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; font-size: 13px; }
text { fill: #1a1a1a; } .page { fill: #ffffff; } .bar, .day { fill: #1f5fa8; } .dim { fill: #4d4d4d; }
.title { font-size: 20px; font-weight: bold; } .heading { font-size: 15px; font-weight: bold; }
.line { stroke: #6b6b6b; stroke-width: 1; } .grid { stroke: #d9d9d9; stroke-width: 1; }
.doubt { fill: none; stroke: #1f5fa8; stroke-width: 1; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
text { fill: #ececec; } .page { fill: #16191d; } .bar, .day { fill: #7db3ee; } .dim { fill: #b8b8b8; }
.line { stroke: #9a9a9a; } .grid { stroke: #3a3f45; } .doubt { stroke: #7db3ee; }
}
"""


def write(view: Chart, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Write the chart as one SVG document."""
    out.write(picture(view))
    return [] if view.panels else [EMPTY]


def picture(chart: Chart) -> str:
    """Return the document: panels from top to bottom, then the notes and the sources."""
    page = _Page()
    page.words(chart.title, _MARGIN, "title", size=20)
    numbered = numbers(chart)
    for panel in chart.panels:
        page.down(18)
        page.words(panel.heading, _MARGIN, "heading", size=15)
        page.down(4)
        _panel(page, panel, numbered)
    page.down(14)
    page.rule()
    for note in chart.notes or (() if chart.panels else (EMPTY,)):
        page.words(note, _MARGIN)
    for at, (_, words) in enumerate(chart.sources, 1):
        page.words(f"Source [{at}]: {words}", _MARGIN)
    return page.document(chart)


class _Page:
    """The elements drawn so far and the current height."""

    def __init__(self) -> None:
        self.y = 20.0
        self.parts: list[str] = []
        """SVG elements in drawing order."""

    def down(self, pixels: float) -> None:
        self.y += pixels

    def draw(self, element: str) -> None:
        self.parts.append(element)

    def words(
        self,
        text: str,
        x: float,
        kind: str = "",
        *,
        size: int = 13,
        width: float | None = None,
        at: float | None = None,
    ) -> float:
        """Write a text, wrapped; move down unless `at` is given. Return its height in pixels."""
        lines = lines_of(_safe(text), size * (_BOLD if size > 13 else 1), width or WIDTH - x - _MARGIN)
        top = self.y if at is None else at
        for number, line in enumerate(lines):
            self.line(line, x, top + size + number * size * 1.35, kind)
        height = len(lines) * size * 1.35
        if at is None:
            self.down(height)
        return height

    def line(self, text: str, x: float, y: float, kind: str = "", anchor: str = "") -> None:
        """Write one line at a position."""
        named = f' class="{kind}"' if kind else ""
        anchored = f' text-anchor="{anchor}"' if anchor else ""
        self.draw(f'<text x="{x:.1f}" y="{y:.1f}"{named}{anchored}>{escape(text)}</text>')

    def stroke(self, x: float, y: float, to_x: float, to_y: float, kind: str = "line") -> None:
        """Draw a line."""
        self.draw(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" class="{kind}"/>')

    def box(self, x: float, y: float, width: float, height: float, kind: str = "bar") -> None:
        """Draw a rectangle."""
        self.draw(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}"/>')

    def rule(self) -> None:
        """Draw a line across the page."""
        self.stroke(_MARGIN, self.y, WIDTH - _MARGIN, self.y)
        self.down(8)

    def document(self, chart: Chart) -> str:
        """Return the SVG document with its text for screen readers."""
        height = round(self.y + _MARGIN)
        told = [f"{panel.heading}: {beside(panel)}" for panel in chart.panels]
        about = ". ".join([*told, *chart.notes]) or EMPTY
        size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        head = f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{chart.name}-title {chart.name}-desc">
<title id="{chart.name}-title">{escape(_safe(chart.title))}</title>
<desc id="{chart.name}-desc">{escape(_safe(about))}</desc>
<style>{_STYLE}</style>
<rect width="{WIDTH}" height="{height}" class="page"/>"""
        return "\n".join((head, *self.parts, "</svg>\n"))


def _panel(page: _Page, panel: Panel, numbered: dict[str, int]) -> None:
    """Draw the rows of a panel, its axis, and the notes below it."""
    left, right = (_LEFT, _RIGHT) if panel.bars else (_MARGIN + 14 + _dates(panel), WIDTH // 2 - 30)
    top = page.y
    grid = len(page.parts)
    for bar in panel.bars:
        _bar(page, panel, bar, numbered)
    for point in panel.points:
        _point(page, panel, point, numbered, (left, right))
    lines = _Page()
    free = 0.0
    for value, name in panel.axis.ticks:
        x = left + panel.axis.share(value) * (right - left)
        lines.stroke(x, top, x, page.y + 4, "grid")
        half = len(name) * 4.2
        if x - half >= free:
            page.line(name, x, page.y + 18, "dim", "middle")
            free = x + half + 6
    page.parts[grid:grid] = lines.parts
    page.stroke(left, page.y, right, page.y)
    if panel.bars:
        page.stroke(left, top, left, page.y)
    page.down(22)
    page.words(beside(panel), left, "dim")
    for line in under(panel):
        page.words(line, _MARGIN, "dim")


def _bar(page: _Page, panel: Panel, bar: Bar, numbered: dict[str, int]) -> None:
    label = page.words(bar.label, _MARGIN, width=_LABELS, at=page.y)
    room = _RIGHT - _LEFT
    long = 0.0 if bar.value is None else panel.axis.share(bar.value) * room
    page.box(_LEFT, page.y + 1, max(long, 1.5 if bar.value else 0), _BAR)
    if bar.unknown:
        more = panel.axis.share((bar.value or 0) + bar.unknown) * room - long
        page.box(_LEFT + long, page.y + 1.5, max(more, 3), _BAR - 1, "doubt")
    elif bar.value is None:
        page.line("?", _LEFT + 6, page.y + 14, "dim")
    said = page.words(amount(panel, bar, numbered), _RIGHT + 12, width=_SAID, at=page.y)
    page.down(max(label, said, _BAR) + 6)


def _dates(panel: Panel) -> float:
    """Return the width of the column of dates in pixels."""
    return min(_LONGEST_DATE, max(width_of(_safe(point.date), 13) for point in panel.points))


def _point(page: _Page, panel: Panel, point: Point, numbered: dict[str, int], ends: tuple[float, float]) -> None:
    left, right = ends
    date = page.words(point.date, _MARGIN, width=left - _MARGIN - 12, at=page.y)
    start = left + (0 if point.start is None else panel.axis.share(point.start)) * (right - left)
    end = left + (1 if point.end is None else panel.axis.share(point.end)) * (right - left)
    middle = page.y + 9
    if point.start is not None and point.start == point.end:
        page.draw(f'<circle cx="{start:.1f}" cy="{middle:.1f}" r="5" class="day"/>')
    else:
        page.box(start, middle - 3, max(end - start, 6), 6)
        if point.start is None:
            page.draw(f'<path d="M{start:.1f} {middle - 7:.1f} l-9 7 l9 7 z" class="day"/>')
        if point.end is None:
            page.draw(f'<path d="M{end:.1f} {middle - 7:.1f} l9 7 l-9 7 z" class="day"/>')
    words = " ".join(filter(None, (point.label, cited(point.source, numbered))))
    page.down(max(date, page.words(words, right + 20, at=page.y)) + 5)


def _safe(text: str) -> str:
    return _NO_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", clean(text))
