"""Arrange a case for the page: numbered sources, a timeline, statements side by side, comparable figures."""

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
_FEW = 2  # records per day and kind that a timeline lists
_PLACES = {
    "allegation": "_alleged",
    "evidence": "_evidence",
    "finding": "_found",
    "outcome": "_done",
    "recommendation": "_recommended",
    "statement": "_said",
}
"""The parts of a case on the page, by kind of record."""


def case(whole: Row) -> Row:
    """Return a case with `cited`, `moments`, `states`, `sides`, `weighed` and `wording` for the page.

    `recommended` is the number of recommendations, `differing` that of outcomes with a decision gap.
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
    """Return figures not tied to a case with what the page needs."""
    return figures | {"cited": _cited(figures), "made": {}, "weighed": weighed(figures["figures"])}


def _cited(whole: Row) -> dict[str, dict[str, str]]:
    """Return the number of each source in the case and its description."""
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
"""A date, its records, and for the records not listed: kind, number and position."""


def _moments(timeline: Sequence[Row], events: Sequence[Row]) -> Iterator[Moment]:
    """Yield the events by date, each with its record (`event`); undated ones come last."""
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
    """Return the number of responses by status."""
    found = Counter(state["status"] for row in recommendations for state in row["recipients"])
    return {status: found[status] for status in values(Status) if found[status]}


def by_theme(
    statements: Sequence[Row], first: Sequence[str]
) -> tuple[list[str], list[tuple[str, list[tuple[str, list[tuple[Row, bool]]]]]]]:
    """Return the speaking bodies, and by theme their statements; the bodies in `first` come first.

    Each statement has a flag for its first occurrence: one with several themes is shown in full once.
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
    """Figures grouped by what may be compared; each has all others by id (`others`)."""

    together: list[tuple[str, list[Row]]]
    """Groups of comparable figures, with what each group has in common."""
    tables: list[list[Row]]
    """Tables of one organisation's figures: different measures that agree in all else, the greatest first."""
    non_comparable: list[Row]
    """Figures that cannot be compared with any other."""


def weighed(figures: Sequence[Row]) -> Weighed:
    """Return figures grouped by what may be compared."""
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
    """Yield the parts of a text, each with whether it is wording that several bodies share."""
    at = 0
    for match in shared.finditer(text) if shared else ():
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False
