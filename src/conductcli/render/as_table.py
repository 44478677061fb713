"""Tables for people: as wide as the terminal, the least useful columns left out and named, nothing cut when piped."""

from __future__ import annotations

from io import StringIO
from typing import IO, TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from conductcli.render.values import attribution, clean, label, sources, text
from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conductcli.render import Look

_GAP = 2  # between two columns
_READABLE = 24  # the least width at which a sentence can be read
_LONGEST_WORD = 24  # a longer one is folded
_WIDE = 100_000  # a pipe has no width
_ASCII = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_PROSE = frozenset(("text", "title", "says", "other_says", "snippet", "quote", "caveat", "summary", "message", "hint"))


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
            notes = _table(view, console, look)
        case Record():
            notes = _record(view, console, look)
        case Comparison():
            notes = _comparison(view, console, look)
    out.writelines(f"{line.rstrip()}\n" for line in drawing.getvalue().splitlines())
    return notes


def _safe(value: Any, style: str = "") -> Text:
    return Text(clean(text(value)), style=style)


def _table(view: Table, console: Console, look: Look) -> list[str]:
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
        right = column in _NUMBERS
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


_NUMBERS = frozenset(
    ("findings", "outcomes", "recommendations", "statements", "officers", "value", "rank", "count", "days_past_due",
     "cited_by", "score", "line", "column")
)  # fmt: skip


def _natural(column: str, cells: Sequence[str]) -> tuple[int, int]:
    """The widest cell and the widest word of a column, its heading among them."""
    heading = label(column)
    longest = max(cell_len(cell) for cell in (heading, *cells))
    word = max(cell_len(part) for cell in (heading, *cells) for part in (cell.split() or [""]))
    return longest, word


def _least(natural: tuple[int, int], column: str, width: int | None) -> int:
    """The width below which a column is better left out."""
    longest, word = natural
    readable = min(_READABLE, (width or _WIDE) // 3)
    return min(longest, readable if column in _PROSE else min(word, _LONGEST_WORD))


def _fitting(wanted: Sequence[str], least: dict[str, int], width: int | None) -> set[str]:
    """The most useful columns that fit; the first always."""
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
    """The width of each column: its own where there is room, and the room that is left goes to those that wrap most."""
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


def _record(view: Record, console: Console, look: Look) -> list[str]:
    width = look.width or _READABLE * 4
    console.width = width
    for block in _blocks(view.value):
        console.print(block)
    return []


def _blocks(value: dict[str, Any]) -> Iterator[RenderableType]:
    """A case from its title to its sources; each record with what was said, by whom, and the source."""
    yield _safe(value.get("title", value.get("id")), "bold")
    facts = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for key, entry in value.items():
        if key == "title" or entry in (None, []) or (isinstance(entry, list) and isinstance(entry[0], dict)):
            continue
        said = ", ".join(filter(None, map(text, entry.values()))) if isinstance(entry, dict) else text(entry)
        if said:
            facts.add_row(label(key), _safe(said))
    yield facts
    for key, entry in value.items():
        if isinstance(entry, list) and entry and isinstance(entry[0], dict):
            yield Text()
            yield Rule(Text(label(key).capitalize(), style="bold"), align="left", style="dim")
            for record in entry:
                yield Padding(Group(*_lines(key, record)), (0, 0, 0, 0))


def _lines(section: str, record: dict[str, Any]) -> Iterator[RenderableType]:
    """One record of a case in a few lines."""
    drawn = _DRAWN.get(section)
    yield from (drawn or _any)(record)


def _head(*parts: Any) -> Text:
    return Text.assemble(
        *[(clean(text(part)) + "  ", "bold" if at == 0 else "") for at, part in enumerate(parts) if part]
    )


def _body(record: dict[str, Any], *more: tuple[str, Any]) -> Iterator[RenderableType]:
    lines: list[Text] = []
    if record.get("text"):
        lines.append(_safe(record["text"]))
    if record.get("quote"):
        verdict = record.get("quote_check")
        lines.append(
            Text.assemble((f"“{clean(record['quote'])}”", "italic"), (f"  ({verdict})" if verdict else "", "dim"))
        )
    lines += [
        Text.assemble((f"{label(name)}: ", "dim"), clean(text(value)))
        for name, value in more
        if value not in (None, [], "")
    ]
    for conflict in record.get("conflicts") or ():
        lines.append(
            Text.assemble(("but ", "magenta"), (f"[{clean(conflict['source'])}] ", "dim"), clean(conflict["says"]))
        )
    if record.get("caveat"):
        lines.append(Text.assemble(("caveat: ", "magenta"), clean(record["caveat"])))
    who = " ".join(filter(None, (attribution(record), sources(record))))
    if who:
        lines.append(Text(clean(who), style="dim"))
    yield Padding(Group(*lines), (0, 0, 0, 2))


def _about(record: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, record.get(key)) for key in ("themes", "frequency", "about")]


def _any(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record.get("id"), record.get("kind"), record.get("date"))
    yield from _body(record, *_about(record), ("category", record.get("category") and text(record["category"])))


def _finding(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["result"], record.get("force"))
    yield from _body(record, *_about(record))


def _outcome(record: dict[str, Any]) -> Iterator[RenderableType]:
    number = record.get("officers")
    yield _head(record["id"], f"{number} officer{'s' if number != 1 else ''}" if number is not None else None)
    keys = (
        "force",
        "role",
        "unit",
        "duties",
        "notice",
        "handling",
        "proceeding",
        "panel_finding",
        "sanction",
        "criminal",
    )
    views = [
        f"{view['case_to_answer']} ({text(view['made_by']) or 'view of nobody named'})" for view in record["views"]
    ]
    yield from _body(record, ("case to answer", views), *((key, record.get(key)) for key in keys), *_about(record))


def _recommendation(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["basis"], record.get("number"))
    answers = [
        text(
            [
                answer.get("made_by"),
                answer.get("position"),
                answer.get("progress"),
                answer.get("text"),
                answer.get("made_on"),
            ]
        )
        for answer in record["responses"]
    ]
    states = [
        f"{state['made_to'] or 'recipient not known'}: {label(state['status'])}"
        + (f", due {state['due_on']} ({state['due_basis']})" if state["due_on"] else "")
        + (f", {state['days_past_due']} days past" if state["days_past_due"] else "")
        for state in record.get("recipients", ())
    ]
    yield from _body(
        record,
        ("count", record.get("count")),
        ("to", record["made_to"]),
        ("state", states),
        ("answers", answers),
        *_about(record),
    )


def _figure(record: dict[str, Any]) -> Iterator[RenderableType]:
    amount = " ".join(
        filter(
            None,
            (
                "" if record["qualifier"] == "exactly" else label(record["qualifier"]),
                text(record["value"]),
                label(record["unit"]),
                f"per {label(record['per'])}" if record["per"] else "",
            ),
        )
    )
    yield _head(record["organisation"], record["measure"], amount, record["period"] or "period not given")
    more = [(key, record[key]) for key in ("counts", "rank")]
    yield from _body(record, *more)


def _organisation(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["name"], record["active"])


def _source(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["title"])
    lines = [text([record["publisher"], record["kind"], record["published"]]), record["url"], record["caveat"]]
    yield Padding(Group(*(_safe(line) for line in lines if line)), (0, 0, 0, 2))


def _moment(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f"{clean(record['date']):<22}", "bold"), clean(record["text"] or ""), (f"  {record['kind']}", "dim")
    )


_DRAWN: dict[str, Callable[[dict[str, Any]], Iterator[RenderableType]]] = {
    "findings": _finding,
    "outcomes": _outcome,
    "recommendations": _recommendation,
    "figures": _figure,
    "organisations": _organisation,
    "sources": _source,
    "timeline": _moment,
}


def _comparison(view: Comparison, console: Console, look: Look) -> list[str]:
    number = len(view.columns)
    width = look.width or 60 * number
    console.width = width
    beside = (width - _GAP * (number - 1)) // number >= _READABLE
    if beside:
        console.print(_grid([[_safe(name, "bold") for name, _ in view.columns]], number))
        console.print(_grid([[_safe(title) for _, title in view.columns]], number))
    last = None
    seen: set[tuple[int, str, str]] = set()
    for section, about, cells in view.rows:
        if section != last:
            console.print()
            console.print(Rule(Text(clean(label(section)).capitalize(), style="bold")))
            last = section
        if about:
            console.print(Text(f"\n{clean(label(about))}", style="bold magenta"))
        drawn = [Group(*_cell(section, cell, at, seen)) for at, cell in enumerate(cells)]
        if beside:
            console.print(_grid([drawn], number))
            continue
        for (name, _), cell, records in zip(view.columns, drawn, cells, strict=True):
            if records:
                console.print(Padding(_safe(name, "underline"), (0, 0, 0, 2)))
                console.print(Padding(cell, (0, 0, 0, 4)))
    if beside:
        return []
    return [f"{number} columns do not fit side by side in {width} characters: shown one under the other"]


def _grid(rows: list[list[Any]], number: int) -> Grid:
    grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0), expand=True)
    for _ in range(number):
        grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _cell(section: str, records: list[dict[str, Any]], column: int, seen: set[tuple[int, str, str]]) -> Iterator[Text]:
    """The records of a cell, each in full once and in short where another theme has it again."""
    if not records:
        yield Text("—", style="dim")
    for number, record in enumerate(records):
        if number:
            yield Text()
        spoken = section == "statements" and record.get("quote")
        said = f"“{clean(record['quote'])}”" if spoken else clean(text(record.get("text")))
        name = (column, section, f"{record.get('case_id')} {record.get('id')}")
        if record.get("id") and name in seen:
            start = said if len(said) <= 48 else said[:44].rsplit(" ", 1)[0] + " …"
            yield Text(f"↑ {start}", style="dim")
            continue
        seen.add(name)
        yield Text(said)
        for line in _particulars(section, record):
            told = (column, section, line)
            if section != "facts" or told not in seen:  # the facts of a case have the same sources: named once
                yield Text(clean(line), style="dim")
            seen.add(told)


def _particulars(section: str, record: dict[str, Any]) -> Iterator[str]:
    """What stands under the words: the result or the state, then who and when, then the source."""
    if section == "recommendations":
        yield text(
            [
                record["basis"],
                f"to {record['made_to'] or 'a recipient not known'}",
                label(record["status"]),
                record["position"],
            ]
        )
    else:
        stated = [record.get(key) for key in ("result", "qualifier", "unit", "per", "period", "counts")]
        if known := text([entry for entry in stated if entry]):
            yield known
    if section == "statements" and record.get("quote"):
        yield f"quotation {record['quote_check']}"
    if record.get("caveat"):
        yield f"caveat: {record['caveat']}"
    if who := attribution(record):
        yield who
    if found := sources(record):
        yield found
