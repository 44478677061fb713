"""Draw a comparison in columns by theme, or stacked if the terminal is too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from conductcli.output.phrases import particulars, said, wording
from conductcli.output.sanitize import clean, label

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from rich.console import Console

    from conductcli.output import Look
    from conductcli.views import Comparison

_GAP = 2  # between two columns
_READABLE = 24  # narrowest width for sentences
_IN_SHORT = 48  # characters of a record already shown in full
_PIPED = 60  # column width without a terminal


def draw(view: Comparison, console: Console, look: Look) -> list[str]:
    """Draw the columns and return notes on what was drawn differently."""
    number = len(view.columns)
    console.width = look.width or _PIPED * number
    beside = (console.width - _GAP * (number - 1)) // number >= _READABLE
    if beside:
        console.print(_grid([[Text(clean(name), style="bold") for name, _ in view.columns]], number))
        console.print(_grid([[Text(clean(title)) for _, title in view.columns]], number))
    shared = wording(view.shared_wording or [])
    seen: set[tuple[int, str, str]] = set()
    last = None
    for section, about, cells in view.rows:
        if section != last:
            console.print()
            console.print(Rule(Text(clean(label(section)).capitalize(), style="bold")))
            last = section
        if about:
            console.print(Text(f"\n{clean(label(about))}", style="bold magenta"))
        drawn = [Group(*_cell(section, cell, at, seen, shared)) for at, cell in enumerate(cells)]
        if beside:
            console.print(_grid([drawn], number))
        else:
            _one_under_the_other(view, console, cells, drawn)
    _draw_shared_wording(view, console)
    if beside:
        return []
    return [f"{number} columns do not fit side by side in {console.width} characters: shown one under the other"]


def _one_under_the_other(
    view: Comparison, console: Console, cells: tuple[list[dict[str, Any]], ...], drawn: list[Group]
) -> None:
    for (name, _), cell, records in zip(view.columns, drawn, cells, strict=True):
        if records:
            console.print(Padding(Text(clean(name), style="underline"), (0, 0, 0, 2)))
            console.print(Padding(cell, (0, 0, 0, 4)))


def _draw_shared_wording(view: Comparison, console: Console) -> None:
    if not view.shared_wording or all(section != "statements" for section, _, _ in view.rows):
        return
    console.print(Text("\nWording that different bodies share", style="bold"))
    for phrase in view.shared_wording:
        used = f"  {', '.join(phrase['organisations'])}; first {phrase['first_used'] or 'used on a day not known'}"
        console.print(Text.assemble((clean(f"“{phrase['phrase']}”"), "underline"), (clean(used), "dim")))


def _grid(rows: list[list[Any]], number: int) -> Grid:
    grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0), expand=True)
    for _ in range(number):
        grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _cell(
    section: str,
    records: list[dict[str, Any]],
    column: int,
    seen: set[tuple[int, str, str]],
    shared: re.Pattern[str] | None,
) -> Iterator[Text]:
    """Yield the records of a cell, each in full once and shortened under further themes."""
    if not records:
        yield Text("—", style="dim")
    for number, record in enumerate(records):
        if number:
            yield Text()
        words = clean(said(section, record))
        name = (column, section, " ".join(str(record.get(key)) for key in ("case_id", "id", "made_to")))
        if record.get("id") and name in seen:
            start = words if len(words) <= _IN_SHORT else words[: _IN_SHORT - 4].rsplit(" ", 1)[0] + " …"
            yield Text(f"↑ {start}", style="dim")
            continue
        seen.add(name)
        drawn = Text(words)
        if shared and section == "statements":
            drawn.highlight_regex(shared, "bold underline")
        yield drawn
        for line in particulars(section, record):
            told = (column, section, line)
            if section != "facts" or told not in seen:  # the facts of a case share their sources
                yield Text(clean(line), style="dim")
            seen.add(told)
