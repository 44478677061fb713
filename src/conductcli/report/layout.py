"""A case as a page has it: sources numbered, dates in order, statements side by side, figures with their like."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis.comparability import compared
from conductcli.analysis.comparison import Side, side_by_side
from conductcli.output.phrases import wording
from conductcli.output.wording import day
from conductcli.vocabulary import EventKind, Status, values

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

Row = dict[str, Any]
_EVENTS = frozenset(values(EventKind))
_FEW = 2  # records of a day and kind that a timeline tells one by one
_PLACES = {
    "allegation": "_alleged",
    "evidence": "_evidence",
    "finding": "_found",
    "outcome": "_done",
    "recommendation": "_recommended",
    "statement": "_said",
}
"""The parts of a case on the page, by the kind of their records."""


def case(whole: Row) -> Row:
    """The case with what a page needs besides: `cited`, `moments`, `states`, `sides`, `weighed` and `wording`.

    `recommended` counts recommendations, `differing` the outcomes of which views and decisions differ.
    """
    gaps = [outcome["gap"] for outcome in whole["outcomes"] if outcome["gap"]]
    return whole | {
        "recommended": sum(1 if row["count"] is None else row["count"] for row in whole["recommendations"]),
        "differing": sum(not gap.endswith("_not_known") for gap in gaps),
        "cited": _cited(whole),
        "made": {},
        "moments": list(_moments(whole["timeline"], whole["events"])),
        "states": _states(whole["recommendations"]),
        "sides": by_theme(whole["statements"], [*whole["forces"], whole["oversight"]]),
        "weighed": weighed(whole["figures"]),
        "wording": wording(whole["shared_wording"]),
    }


def apart(figures: Row) -> Row:
    """Figures of no case with what a page needs besides, as a case has it."""
    return figures | {"cited": _cited(figures), "made": {}, "weighed": weighed(figures["figures"])}


def _cited(whole: Row) -> dict[str, dict[str, str]]:
    """How each source is cited: at which place of the case it stands, and in which words."""
    short = {body["name"]: word for body in whole["organisations"] for word in body["aliases"] if word.isupper()}
    return {
        source["id"]: {
            "at": f"_{number}",
            "said": ", ".join(
                filter(None, (short.get(source["publisher"], source["publisher"]), day(source["published"])))
            ),
        }
        for number, source in enumerate(whole["sources"], 1)
    }


Moment = tuple[str, list[Row], list[tuple[str, int, str]]]
"""A date, what is told of it one by one, and of what there is more: its kind, how many, and where it stands."""


def _moments(timeline: Sequence[Row], events: Sequence[Row]) -> Iterator[Moment]:
    """What happened date by date, an event with its record (`event`); those without a date come last."""
    records: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for event in events:
        records[event["date"], event["kind"], event["text"]].append(event)
    for date, found in groupby(timeline, key=lambda moment: moment["date"]):
        rows = list(found)
        often = {kind: many for kind, many in Counter(row["kind"] for row in rows).items() if many > _FEW}
        many = {kind: number for kind, number in often.items() if kind not in _EVENTS}
        told = [_told(row, records.get((date, row["kind"], row["text"]))) for row in rows if row["kind"] not in many]
        yield date, told, [(kind, number, _PLACES[kind]) for kind, number in many.items()]
    if undated := [_told(event, [event]) for event in events if event["date"] is None]:
        yield "", undated, []


def _told(row: Row, records: list[Row] | None) -> Row:
    return {key: row[key] for key in ("kind", "text", "source")} | {"event": records.pop(0) if records else None}


def _states(recommendations: Iterable[Row]) -> dict[str, int]:
    """How many answers are in each state."""
    found = Counter(state["status"] for row in recommendations for state in row["recipients"])
    return {status: found[status] for status in values(Status) if found[status]}


def by_theme(
    statements: Sequence[Row], first: Sequence[str]
) -> tuple[list[str], list[tuple[str, list[tuple[str, list[tuple[Row, bool]]]]]]]:
    """The bodies that spoke, and theme by theme what each of them said; those named first come first.

    A statement comes with whether it stands here for the first time: one of several themes is told in full once.
    """
    bodies = sorted(
        {row["made_by"] for row in statements},
        key=lambda body: (first.index(body) if body in first else len(first), body),
    )
    sides = [
        Side(body, body, {}, {"statements": [row for row in statements if row["made_by"] == body]}) for body in bodies
    ]
    seen: set[tuple[str | None, str]] = set()
    themes = []
    for _, theme, cells in side_by_side(sides, ["statements"]).rows:
        columns = []
        for body, cell in zip(bodies, cells, strict=True):
            told = [(row, (row.get("case_id"), row["id"]) not in seen) for row in cell]
            seen |= {(row.get("case_id"), row["id"]) for row in cell}
            columns.append((body, told))
        themes.append((theme, columns))
    return bodies, themes


class Weighed(NamedTuple):
    """Figures by what they may stand beside; each knows all of them by their ids (`others`)."""

    together: list[tuple[str, list[Row]]]
    """Like for like, group by group, with what a group has in common."""
    tables: list[list[Row]]
    """What one table says of one body: different measures, and all else alike; the greatest first."""
    alone: list[Row]
    """Those that may stand beside no other."""


def weighed(figures: Sequence[Row]) -> Weighed:
    """Figures weighed against one another."""
    others = {figure["id"]: figure for figure in figures}
    rows = [row | {"others": others} for row in compared(figures)]
    together = [(shared, list(group)) for shared, group in groupby(rows, key=lambda row: row["shared"]) if shared]
    tables: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if not row["comparable"] and row["qualifier"] == "exactly" and row["period"] and row["counts"] in _RULES:
            tables[(*row["source"], *(row[key] for key in _OF_A_TABLE))].append(row)
    of_tables = [table for table in tables.values() if len({row["measure"] for row in table}) == len(table) > 1]
    told = {row["id"] for table in of_tables for row in table}
    for table in of_tables:
        table.sort(key=lambda row: -row["value"])
        greatest = table[0]["value"]
        for row in table:
            row["ratio"] = row["value"] / greatest if greatest else 0
    return Weighed(together, of_tables, [row for row in rows if not row["comparable"] and row["id"] not in told])


_RULES = ("highest_use", "each_use")
_OF_A_TABLE = ("organisation", "unit", "per", "counts", "period", "status")


def marked(text: str, shared: re.Pattern[str] | None) -> Iterator[tuple[str, bool]]:
    """A text in parts, each with whether it is wording that different bodies share."""
    at = 0
    for match in shared.finditer(text) if shared else ():
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False
