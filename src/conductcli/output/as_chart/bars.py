"""One line of a drawing: a bar, a day or a span on its way along the axis, and the axis itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.bar import END_BLOCK_ELEMENTS, FULL_BLOCK
from rich.cells import cell_len

from conductcli.output.sanitize import clean

if TYPE_CHECKING:
    from conductcli.views import Axis, Bar, Point


class Glyphs(NamedTuple):
    """What lines are made of."""

    full: str
    parts: tuple[str, ...]
    """Parts of the last cell of a bar, from none to nearly all of it."""
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
        """A text from data that cannot steer a terminal, in signs that the encoding has."""
        text = clean(text)
        return text.encode("ascii", "backslashreplace").decode() if self.ascii else text


BLOCKS = Glyphs(
    FULL_BLOCK, tuple(END_BLOCK_ELEMENTS), "░", "│", "●", "━", "◀", "▶", "·", "└", "─", "┴", "─", ascii=False
)
ASCII = Glyphs("#", (" ",) * 8, "?", "|", "*", "=", "<", ">", ".", "+", "-", "+", "-", ascii=True)


def bar(bar: Bar, axis: Axis, width: int, glyphs: Glyphs) -> str:
    """A bar behind the edge from which it is measured; anything above zero can be seen, zero cannot."""
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
    """A day or a span of days on the way along the axis; an open end has an arrow."""
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
    """The axis: a line with ticks, and under it what stands at those that have room."""
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
