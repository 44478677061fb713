"""Draw rows as a table of the columns that fit, by order of use, and name the others."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.table import Table as Grid
from rich.text import Text

from conductcli.output.sanitize import clean, label, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from conductcli.output import Look
    from conductcli.views import Table

_GAP = 2  # between two columns
_READABLE = 22  # narrowest width for sentences
_LONGEST_WORD = 24  # longer words are folded
_WIDE = 100_000  # pipes have no width
_ASCII = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_PROSE = frozenset(
    (
        "text",
        "title",
        "says",
        "other_says",
        "snippet",
        "quote",
        "omitted",
        "caveat",
        "old",
        "new",
        "what",
        "summary",
        "message",
        "hint",
        "amount",
        "gap_says",
        "phrase",
        "reasons",
    )
)


def draw(view: Table, console: Console, look: Look) -> list[str]:
    """Draw the rows, in groups if the view has them, and return notes on what was left out."""
    if not view.headed:
        return _draw(view, console, look)
    at = view.columns.index(view.headed)
    notes: dict[str, None] = {}
    number = 0
    for number, (heading, rows) in enumerate(groupby(view.rows, lambda row: row[at]), 1):
        if number > 1:
            console.print()
        console.print(Text(clean(heading or view.unheaded), style="bold"))
        notes |= dict.fromkeys(_draw(view._replace(rows=list(rows)), console, look))
    return list(notes) if number else ["no rows"]


def _draw(view: Table, console: Console, look: Look) -> list[str]:
    rows = [[clean(text(value)) for value in row] for row in view.rows]
    if not rows:
        return ["no rows"]
    natural = {column: _natural(column, [row[at] for row in rows]) for at, column in enumerate(view.columns)}
    wanted = [column for column in view.shown or view.columns if column in natural]
    if view.shown:
        wanted = [column for column in wanted if any(row[view.columns.index(column)] for row in rows)]
    kept = _fitting(wanted, {column: _least(natural[column], column, look.width) for column in wanted}, look.width)
    widths = _widths([column for column in view.columns if column in kept], natural, look.width)
    wraps = any(widths[column] < natural[column][0] for column in widths)
    rule = box.SIMPLE_HEAD if look.unicode else _ASCII
    grid = Grid(
        box=rule, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), leading=int(wraps), header_style="bold"
    )
    for column, width in widths.items():
        right = all(_is_number(row[view.columns.index(column)]) for row in rows)
        grid.add_column(Text(label(column)), width=width, overflow="fold", justify="right" if right else "left")
    places = [view.columns.index(column) for column in widths]
    for row in rows:
        grid.add_row(*(Text(row[at]) for at in places))
    console.print(grid)
    if view.shown and "source" in wanted and "source" not in kept:
        at = view.columns.index("source")
        named = dict.fromkeys(name for row in rows for name in row[at].split("; "))
        console.print(Text(f"\nSources: {'; '.join(named)}", style="dim"))
    left_out = [column for column in wanted if column not in kept]
    if left_out:
        return [f"columns left out at this width: {', '.join(left_out)} (choose with --columns)"]
    return []


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(".", "", 1).isdigit()


def _natural(column: str, cells: Sequence[str]) -> tuple[int, int]:
    """Return the width of the widest cell and of the widest word of a column, heading included."""
    heading = label(column)
    longest = max(cell_len(cell) for cell in (heading, *cells))
    word = max(cell_len(part) for cell in (heading, *cells) for part in (cell.split() or [""]))
    return longest, word


def _least(natural: tuple[int, int], column: str, width: int | None) -> int:
    """Return the width below which a column should be left out."""
    longest, word = natural
    readable = min(_READABLE, ((width or _WIDE) - 2 * _GAP) // 3)  # three sentence columns fit any terminal
    return min(longest, readable if column in _PROSE else min(word, _LONGEST_WORD))


def _fitting(wanted: Sequence[str], least: dict[str, int], width: int | None) -> set[str]:
    """Return the columns that fit, by order of use, at least one."""
    if width is None:
        return set(wanted)
    kept: set[str] = set()
    used = 0
    for column in wanted:
        needed = least[column] + (_GAP if kept else 0)
        if kept and used + needed > width:
            break
        kept.add(column)
        used += needed
    return kept


def _widths(columns: Sequence[str], natural: dict[str, tuple[int, int]], width: int | None) -> dict[str, int]:
    """Return the width of each column; spare width goes to the columns that wrap most."""
    if width is None:
        return {column: natural[column][0] for column in columns}
    widths = {column: _least(natural[column], column, width) for column in columns}
    room = max(width - _GAP * (len(columns) - 1), len(columns))
    if len(columns) == 1:
        return {columns[0]: min(natural[columns[0]][0], room)}
    while (spare := room - sum(widths.values())) > 0:
        short = {
            column: natural[column][0] - widths[column] for column in columns if natural[column][0] > widths[column]
        }
        if not short:
            break
        for column, lacking in short.items():
            share = max(1, spare * lacking // sum(short.values()))
            widths[column] += min(share, lacking, room - sum(widths.values()))
    return widths
