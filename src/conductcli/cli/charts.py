"""Build the charts of `--chart` from the rows that the filters keep; imported only when a chart is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis import charts
from conductcli.database.titles import cited, titles
from conductcli.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conductcli.cli.context import Ask
    from conductcli.views import Chart

Row = dict[str, Any]
_FEW = 6  # values to name in full
_MOST = 200  # bars or points: beyond this, nobody can read a chart


def figures(ask: Ask, filters: Mapping[str, Any]) -> Chart:
    """Return a chart of figures, grouped by what may be compared."""
    rows, about = _rows(ask, "figures", filters, most=_MOST)
    bodies = [row[key] for row in rows for key in ("organisation", "made_by")]
    names = titles(ask.connection, sources=cited(rows, "source"), organisations=bodies)
    return charts.figures_chart(rows, names, about)


def recommendations(ask: Ask, filters: Mapping[str, Any], as_of: str) -> Chart:
    """Return a chart of the number of recommendations by recipient and response status."""
    rows, about = _rows(ask, "recommendations", filters, parameters={"as_of": as_of})
    named = cited(rows, "source", "response_source")
    names = titles(ask.connection, sources=named, organisations=[row["made_to"] for row in rows])
    return charts.recommendations_chart(rows, names, about)


def outcomes(ask: Ask, filters: Mapping[str, Any]) -> Chart:
    """Return a chart of how many officers reached each stage."""
    from conductcli.analysis.funnel import funnel

    rows, about = _rows(ask, "outcomes", filters)
    sources = sorted(cited(rows, "source"))
    return charts.outcomes_chart(funnel(rows), sources, titles(ask.connection, sources=sources), about)


def timeline(ask: Ask, filters: Mapping[str, Any]) -> Chart:
    """Return a chart of dated events, with a panel for each case."""
    rows, about = _rows(ask, "timeline", filters, most=_MOST)
    named = titles(ask.connection, sources=cited(rows, "source"), cases=[row["case_id"] for row in rows])
    return charts.timeline_chart(rows, named, about)


def _rows(
    ask: Ask,
    name: str,
    filters: Mapping[str, Any],
    *,
    most: int | None = None,
    parameters: Mapping[str, str] | None = None,
) -> tuple[list[Row], list[str]]:
    """Return the rows to draw and notes on how they were selected. Raise WrongUsage for options that do not apply."""
    if ask.output.columns or ask.output.sort:
        raise WrongUsage("--chart does not go with --columns or --sort", "leave them out: a chart has its own order")
    limit = most if ask.output.limit is None else ask.output.limit
    output = ask.output
    ask.output = output._replace(format="json", limit=None if limit is None else limit + 1)
    try:
        table = ask.rows(name, parameters=parameters, **filters)
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    finally:
        ask.output = output
    told = [_told(key, values) for key, values in ask.resolved(name, filters).items()]
    about = [f"Only: {'; '.join(told)}."] if told else []
    if limit is not None and len(rows) > limit:
        rows = rows[:limit]
        about.append(f"Only the first {limit:,} rows are drawn; there are more (--limit N).")
    return rows, about


def _told(key: str, values: list[str]) -> str:
    """Return a filter in words; with many values, how many there are."""
    said = " or ".join(values) if len(values) <= _FEW else f"one of {len(values)}"
    return f"{key} {said}".replace("_", " ")
