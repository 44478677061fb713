"""Draw one case in full, from its title to its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from conductcli.output.phrases import (
    amount,
    attribution,
    deadline_text,
    progress_text,
    sources,
    status_text,
    thread,
    verdict,
    views,
)
from conductcli.output.sanitize import clean, label, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console, RenderableType

    from conductcli.output import Look
    from conductcli.views import Record

_PIPED = 96  # pipes have no width, and long lines are hard to read


def _safe(value: Any, style: str = "") -> Text:
    return Text(clean(text(value)), style=style)


def draw(view: Record, console: Console, look: Look) -> None:
    """Draw the record at a readable width."""
    console.width = look.width or _PIPED
    for block in _blocks(view.value):
        console.print(block)


def _group(value: dict[str, Any]) -> str:
    return ", ".join(f"{label(key)} {text(entry)}" for key, entry in value.items() if entry is not None)


def _blocks(value: dict[str, Any]) -> Iterator[RenderableType]:
    """Yield a case from its title to its sources, each record with text, author, date and source."""
    yield _safe(value.get("title", value.get("id")), "bold")
    facts = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for key, entry in value.items():
        if key == "title" or entry in (None, []) or (isinstance(entry, list) and isinstance(entry[0], dict)):
            continue
        said = _group(entry) if isinstance(entry, dict) else text(entry)
        if said:
            facts.add_row(label(key), _safe(said))
    for conflict in value.get("conflicts") or ():
        facts.add_row("but", _disputed(conflict))
    yield facts
    for key, entry in value.items():
        if key != "conflicts" and isinstance(entry, list) and entry and isinstance(entry[0], dict):
            yield Text()
            yield Rule(Text(label(key).capitalize(), style="bold"), align="left", style="dim")
            for record in entry:
                yield Padding(Group(*_lines(key, record)), (0, 0, 0, 0))


def _lines(section: str, record: dict[str, Any]) -> Iterator[RenderableType]:
    """Yield the lines of one record."""
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
        checked = f"  ({verdict(record)})" if record.get("quote_check") else ""
        lines.append(Text.assemble((f"“{clean(record['quote'])}”", "italic"), (checked, "dim")))
    lines += [
        Text.assemble((f"{label(name)}: ", "dim"), clean(text(value)))
        for name, value in more
        if value not in (None, [], "")
    ]
    for conflict in record.get("conflicts") or ():
        lines.append(Text.assemble(("but ", "magenta"), _disputed(conflict)))
    if record.get("caveat"):
        lines.append(Text.assemble(("caveat: ", "magenta"), clean(record["caveat"])))
    who = " ".join(filter(None, (attribution(record), sources(record))))
    if who:
        lines.append(Text(clean(who), style="dim"))
    yield Padding(Group(*lines), (0, 0, 0, 2))


def _disputed(conflict: dict[str, Any]) -> Text:
    """Return what another source says instead."""
    quote = f" “{conflict['quote']}” ({verdict(conflict)})" if conflict["quote"] else ""
    return Text.assemble((f"[{clean(conflict['source'])}] ", "dim"), clean(conflict["says"] + quote))


def _about(record: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, record.get(key)) for key in ("themes", "frequency", "about")]


def _any(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record.get("id"), record.get("kind"), record.get("date"))
    yield from _body(record, *_about(record), ("category", record.get("category") and text(record["category"])))


def _finding(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["result"], record.get("force"))
    yield from _body(record, ("themes", record["themes"]), ("frequency", record["frequency"]))
    strands = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    strands.add_column(style="dim", no_wrap=True)
    strands.add_column(overflow="fold")
    last = None
    for strand, words in thread(record):
        strands.add_row("" if strand == last else strand, _safe(words))
        last = strand
    yield Padding(strands, (0, 0, 0, 4))


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
        "gap_says",
    )
    yield from _body(
        record, ("case to answer", views(record)), *((key, record.get(key)) for key in keys), *_about(record)
    )


def _recommendation(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["basis"], record.get("number"))
    answers = [_answer(answer, record["made_to"]) for answer in record["responses"]]
    states = [
        f"{state['made_to'] or 'recipient not known'}: {status_text(state)}{deadline_text(state)}"
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


def _answer(answer: dict[str, Any], recipients: list[str]) -> str:
    """Return who responded and how, the progress and according to whom, and the sources."""
    by = answer["made_by"] or next(iter(recipients), None)  # if missing, it is the recipient
    done = answer["progress"] and progress_text(answer["progress"], by, by if by in recipients else None)
    said = [part for part in (answer["made_by"], answer["position"], done, answer["text"], answer["made_on"]) if part]
    return ", ".join((*said, sources(answer))) if answer["source"] else ", ".join(said)


def _figure(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["organisation"], record["measure"], amount(record), record["period"] or "period not given")
    more = [(key, record[key]) for key in ("counts", "rank")]
    yield from _body(record, *more)


def _organisation(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["name"], record["active"])


def _source(record: dict[str, Any]) -> Iterator[RenderableType]:
    yield _head(record["id"], record["title"])
    published = [part for part in (record["publisher"], record["kind"], record["published"]) if part]
    lines = [text(published), record["url"], record["caveat"]]
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
