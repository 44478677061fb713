"""Draw single lines of a chart: bars, days and spans on an axis, and the axis itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.bar import END_BLOCK_ELEMENTS, FULL_BLOCK
from rich.cells import cell_len

from conductcli.output.sanitize import clean

if TYPE_CHECKING:
    from conductcli.views import Axis, Bar, Point


class Glyphs(NamedTuple):
    """The characters to draw with."""

    full: str
    parts: tuple[str, ...]
    """Partial blocks for the end of a bar, from empty to nearly full."""
    doubt: str
    edge: str
    day: str
    span: str
    before: str
    after: str
    way: str
    corner: str
    line: str
    tick: str
    rule: str
    ascii: bool

    def safe(self, text: str) -> str:
        """Return a text from data with control characters escaped, in ASCII if needed."""
        text = clean(text)
        return text.encode("ascii", "backslashreplace").decode() if self.ascii else text


BLOCKS = Glyphs(
    FULL_BLOCK, tuple(END_BLOCK_ELEMENTS), "░", "│", "●", "━", "◀", "▶", "·", "└", "─", "┴", "─", ascii=False
)
ASCII = Glyphs("#", (" ",) * 8, "?", "|", "*", "=", "<", ">", ".", "+", "-", "+", "-", ascii=True)


def bar(bar: Bar, axis: Axis, width: int, glyphs: Glyphs) -> str:
    """Return a bar with its edge; any value above zero is visible, zero is not."""
    room = width - 1
    filled = "" if bar.value is None else _filled(axis.share(bar.value) * room, glyphs)
    if bar.value and not filled.strip():
        filled = glyphs.full if glyphs.ascii else glyphs.parts[1]
    doubt = 0
    if bar.unknown:
        doubt = max(1, round(axis.share((bar.value or 0) + bar.unknown) * room) - len(filled))
    elif bar.value is None:
        filled = " ?"
    return (glyphs.edge + filled + glyphs.doubt * doubt)[:width].ljust(width)


def _filled(length: float, glyphs: Glyphs) -> str:
    eighths = round(length * 8)
    if glyphs.ascii:
        return glyphs.full * round(length)
    return (glyphs.full * (eighths // 8) + glyphs.parts[eighths % 8]).rstrip()


def way(point: Point, axis: Axis, width: int, glyphs: Glyphs) -> str:
    """Return a line with a day or a span of days; open ends are arrows."""
    start, end = (None if day is None else round(axis.share(day) * (width - 1)) for day in (point.start, point.end))
    first, last = start or 0, width - 1 if end is None else end
    if first == last and None not in (start, end):
        marked = glyphs.day
    else:
        marked = glyphs.span * (last - first + 1)
        marked = glyphs.before + marked[1:] if start is None else marked
        marked = marked[:-1] + glyphs.after if end is None else marked
    return glyphs.way * first + marked + glyphs.way * (width - 1 - last)


def scale(axis: Axis, width: int, glyphs: Glyphs, *, edge: bool) -> tuple[str, str]:
    """Return the axis with its ticks, and the line below it with as many labels as fit."""
    room = width - 1
    line = [glyphs.line] * width
    names = [" "] * width
    free = 0
    for value, name in axis.ticks:
        at = round(axis.share(value) * room)
        line[at] = glyphs.tick
        long = cell_len(name)
        start = min(max(0, at - long // 2), width - long)
        if start >= free and start >= 0:
            names[start : start + long] = name
            free = start + long + 1
    if edge:
        line[0] = glyphs.corner
    return "".join(line), "".join(names).rstrip()
