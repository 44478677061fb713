"""Turn rows into charts: only comparable values share an axis, and unknown values stay unknown."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from conductcli.analysis.axes import number, of_amounts, of_days
from conductcli.analysis.comparability import groups
from conductcli.dates import days
from conductcli.views import Bar, Chart, Panel, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conductcli.analysis.funnel import Stage

Row = dict[str, Any]

SMALL = 10
_STATUSES = {
    "no_response_found": "No published answer is recorded here as of that day; that is not to say that there is none.",
    "awaiting": "An answer is still to come.",
    "answered": "An answer says what a body means to do, not that it is done.",
    "not_required": "Nobody had a duty to answer by a set day.",
}
_STAGES = {
    "notice": "given notice",
    "case_to_answer": "case to answer",
    "proceeding": "proceedings",
    "proven": "misconduct proven",
    "sanction": "sanction",
}


def panels(figures: Iterable[Row]) -> list[list[Row]]:
    """Return figures in groups that may share an axis; a figure comparable with no other is alone."""
    together, outside = groups(figures)
    return [*(group.figures for group in together), *([alone.figure] for alone in outside)]


def figures_chart(rows: Iterable[Row], names: Mapping[str, str], about: Sequence[str] = ()) -> Chart:
    """Return a chart of figures, a panel per comparable group, the greatest first. `names` are by id."""
    drawn = [_figures_panel(group, names) for group in panels(rows)]
    apart = ["Each panel has an axis of its own: lengths in different panels do not compare."] * (len(drawn) > 1)
    return _chart("figures", "Figures, like beside like", drawn, [*about, *apart], names)


def recommendations_chart(rows: Iterable[Row], names: Mapping[str, str], about: Sequence[str] = ()) -> Chart:
    """Return a chart of each recipient's recommendations, a panel per status, all on the same scale."""
    counted: Counter[tuple[str, str | None]] = Counter()
    sources: dict[tuple[str, str | None], dict[str, None]] = {}
    as_of = ""
    for row in rows:
        place = (row["status"], row["made_to"])
        counted[place] += 1 if row["count"] is None else row["count"]
        sources.setdefault(place, {}).update(dict.fromkeys([*row["source"], *(row["response_source"] or ())]))
        as_of = row["as_of"]
    axis = of_amounts(max(counted.values(), default=0), "recommendations, counted for each recipient")
    drawn = []
    for status, told in _STATUSES.items():
        found = [(number, to) for (state, to), number in counted.items() if state == status]
        found.sort(key=lambda one: (one[1] is None, -one[0], one[1] or ""))
        bars = [
            _bar(_name(to, names) if to else "recipient not known", many, sources[status, to]) for many, to in found
        ]
        if bars:
            drawn.append(Panel(_words(status), axis, f"all up to {as_of}", tuple(bars), notes=(told,)))
    notes = [*about, "What was made to several bodies is counted for each of them, so bars do not add up to a total."]
    return _chart("recommendations", "Recommendations, by state and recipient", drawn, notes, names)


def outcomes_chart(
    stages: Iterable[Stage], sources: Iterable[str], names: Mapping[str, str], about: Sequence[str] = ()
) -> Chart:
    """Return a chart of the number of officers at each stage of a funnel."""
    rows = list(stages)
    cited = tuple(dict.fromkeys(sources))
    bars = []
    for row in rows:
        sized = number(row.officers) if row.officers is not None else ""
        said = " and ".join(filter(None, (sized, _groups(row.groups_of_unknown_size)))) or "none recorded"
        if row.not_known:
            said += f"; not known of {_in_doubt(row)}"
        warning = "small number" if row.officers is not None and row.officers < SMALL else ""
        bars.append(Bar(_STAGES[row.stage], row.officers, said, row.officers_not_known, warning, source=cited))
    told = (
        "A case to answer is one in somebody's view, the watchdog's or the force's. A notice is no finding.",
        "Not known: it is not recorded of them whether they came so far.",
    )
    axis = of_amounts(max(((row.officers or 0) + row.officers_not_known for row in rows), default=0), "officers")
    panel = Panel("officers who came so far", axis, "all that is recorded", tuple(bars), notes=told)
    return _chart("outcomes", "Officers, from notice to sanction", [panel] if cited else [], about, names)


def timeline_chart(rows: Iterable[Row], names: Mapping[str, str], about: Sequence[str] = ()) -> Chart:
    """Return a chart of events, a panel per case; a date that is not a day becomes the span that it can mean."""
    cases: dict[str | None, list[Point]] = {}
    for row in rows:
        meant = days(row["date"])
        start, end = (None if day is None else date.fromisoformat(day).toordinal() for day in meant)
        kind, text = _words(row["kind"]), row["text"] or ""
        label = text if text.lower().startswith(kind) else f"{kind}: {text}"
        cases.setdefault(row["case_id"], []).append(Point(label, row["date"], start, end, tuple(row["source"] or ())))
    drawn = []
    for case, points in cases.items():
        known = [day for point in points for day in (point.start, point.end) if day is not None]
        axis = of_days(known, "dates as the sources give them")
        period = f"{date.fromordinal(int(min(known)))} to {date.fromordinal(int(max(known)))}"
        drawn.append(Panel(_name(case, names), axis, period, points=tuple(points)))
    notes = [*about, "A date that is not given to the day is drawn as all the days that it can mean."]
    if any(mark in point.date for points in cases.values() for point in points for mark in "~?"):
        notes.append("After a date: ~ approximate, ? uncertain.")
    return _chart("timeline", "What happened when", drawn, notes, names)


def _figures_panel(group: list[Row], names: Mapping[str, str]) -> Panel:
    one = group[0]
    per = f" per {_words(one['per'])}" if one["per"] else ""
    qualifier = "" if one["qualifier"] == "exactly" else _words(one["qualifier"])
    notes = []
    if one["per"] or one["unit"] == "percent":
        notes.append("A share or a rate: the numbers behind it are not in this picture.")
    if one["unit"] != "percent":
        notes.append(f"Counting rule: {_words(one['counts'] or 'not_stated')}.")
    if statuses := [status for status in one["statuses"] if status != "final"]:
        notes.append(f"Status: {', '.join(statuses)}.")
    axis = of_amounts(max(row["value"] or 0 for row in group), _words(one["unit"]) + per)
    bars = []
    for row, label in zip(group, _labels(group, names), strict=True):
        counted = one["unit"] != "percent" and not one["per"]
        said = None if row["value"] is None else f"{qualifier} {number(row['value'])}".strip()
        bars.append(_bar(label, row["value"], row["source"], said, row["caveat"], counted=counted))
    bars.sort(key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label))
    periods = sorted({row["period"] or "period not stated" for row in group})
    period = periods[0] if len(periods) == 1 else f"several periods, {periods[0]} to {periods[-1]}"
    heading = ", ".join(filter(None, (_words(one["measure"]) + per, period, qualifier)))
    return Panel(heading, axis, period, tuple(bars), notes=tuple(notes))


def _bar(
    label: str,
    value: float | None,
    source: Iterable[str],
    said: str | None = None,
    caveat: str | None = None,
    *,
    counted: bool = True,
) -> Bar:
    words = said or ("not known" if value is None else number(value))
    small = counted and value is not None and value < SMALL
    return Bar(label, value, words, 0, "small number" if small else "", caveat, tuple(source or ()))


def _labels(group: Sequence[Row], names: Mapping[str, str]) -> list[str]:
    """Return the organisation of each figure and, if several are of one, who counted it, or its id."""
    labels = [_name(row["organisation"], names) for row in group]
    if len({row["period"] for row in group}) > 1:
        labels = [f"{label}, {row['period']}" for label, row in zip(labels, group, strict=True)]
    for more in (
        lambda row: f"counted by {_name(row['made_by'], names)}" if row["made_by"] else "",
        lambda row: row["id"],
    ):
        times = Counter(labels)
        labels = [
            f"{label}, {more(row)}" if times[label] > 1 and more(row) else label
            for label, row in zip(labels, group, strict=True)
        ]
    return labels


def _chart(name: str, title: str, drawn: Iterable[Panel], notes: Iterable[str], names: Mapping[str, str]) -> Chart:
    """Return the chart, with the sources in the order in which they are first needed."""
    found = tuple(drawn)
    needed = (one.source for panel in found for one in (panel.bars or panel.points))
    cited = dict.fromkeys(id for ids in needed for id in ids)
    return Chart(name, title, found, tuple(notes) if found else (), tuple((id, _name(id, names)) for id in cited))


def _in_doubt(stage: Stage) -> str:
    """Return the groups that may have reached a stage, and their officers as far as they are counted, in words."""
    groups = f"{stage.not_known} group{'s' if stage.not_known != 1 else ''}"
    return f"{groups} ({number(stage.officers_not_known)} officers)" if stage.officers_not_known else groups


def _groups(many: int) -> str:
    return f"{many} group{'s' if many != 1 else ''} of unknown size" if many else ""


def _name(id: str | None, names: Mapping[str, str]) -> str:
    return "not known" if id is None else names.get(id, id)


def _words(key: str) -> str:
    return key.replace("_", " ")
