"""`conductcli figures`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Chart, Table

_SHOWN = (
    "place", "organisation", "amount", "ratio", "reasons", "source", "period", "measure", "counts", "id", "caveat",
    "made_by", "status",
)  # fmt: skip

Compare = Annotated[
    bool, typer.Option("--compare", help="Group what may be compared, rank it there, and say why not of the rest.")
]


@answers("conductcli figures --force derbyshire --measure taser_discharges", filters="figures")
def command(ask: Ask, compare: Compare = False, chart: options.Chart = False, **filters: Any) -> Table | Chart:
    """Numbers, each as one source prints it: what it counts, for whom, over which period.

    With --compare like for like: ratios and places stand only where measure, unit, denominator, period, counting rule,
    qualifier and status agree and are stated. The array `conflicts` names the figures that contradict one.
    """
    if chart:
        from conductcli.cli import drawing

        return drawing.figures(ask, filters)
    return _compared(ask, filters) if compare else ask.rows("figures", **filters)


def _compared(ask: Ask, filters: dict[str, Any]) -> Table:
    """All figures that were asked for, weighed against one another; then sorted and limited."""
    from conductcli.analysis import comparability
    from conductcli.store import queries
    from conductcli.store.listings import LISTINGS

    own = LISTINGS["figures"].keys
    keys = (*own, *comparability.KEYS)
    columns, order = ask.columns(keys), ask.order(keys)
    asked = queries.Selection(ask.resolved("figures", filters), own)
    if asked.filters.keys() & {"since", "until"} and (without := queries.undated(ask.connection, "figures", asked)):
        ask.note(f"{without:,} without a date left out by --since or --until")
    figures = [dict(zip(own, row, strict=True)) for row in queries.select(ask.connection, "figures", asked)]
    rows = comparability.compared(figures)
    for key in reversed(order):
        _sort(rows, key)
    if ask.limit is not None and len(rows) > ask.limit:
        if ask.output.format == "table":
            ask.tell_limit(ask.limit, f"{len(rows):,}")
        rows = rows[: ask.limit]
    if ask.output.columns:
        return Table("figures", columns, [tuple(row[key] for key in columns) for row in rows])
    if ask.output.format == "table":
        keys = (*_SHOWN, *(key for key in keys if key not in _SHOWN))
    shown = [tuple(row[key] for key in keys) for row in rows]
    return Table("figures", keys, shown, _SHOWN, "" if order else "shared", "Not comparable")


def _sort(rows: list[dict[str, Any]], key: str) -> None:
    """Sort by a key, the greatest first with a hyphen before it; what is not known comes last."""
    name, down = key.removeprefix("-"), key.startswith("-")
    known = [row for row in rows if row[name] is not None]
    known.sort(key=lambda row: "; ".join(row[name]) if isinstance(row[name], list) else row[name], reverse=down)
    rows[:] = [*known, *(row for row in rows if row[name] is None)]
