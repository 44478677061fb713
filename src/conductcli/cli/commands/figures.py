"""Define the command `conductcli figures`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
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
    """Figures as each source prints them: what is counted, for which organisation and over which period.

    With --compare, figures are ranked within groups of comparable figures. A rank (`place`) and a share of the
    highest (`ratio`) are given only where measure, unit, denominator, period, counting rule, qualifier and status
    agree and are stated. The array `conflicts` names the figures that contradict one.
    """
    if chart:
        from conductcli.cli import charts

        return charts.figures(ask, filters)
    return _compared(ask, filters) if compare else ask.rows("figures", **filters)


def _compared(ask: Ask, filters: dict[str, Any]) -> Table:
    """Return the figures that the filters keep, compared with one another, then sorted and limited."""
    from conductcli.analysis import comparability
    from conductcli.cli.paginate import table
    from conductcli.database import query

    asked = ask.selected("figures", filters)
    found = (dict(zip(asked.columns, row, strict=True)) for row in query.select(ask.connection, "figures", asked))
    keys = (*asked.columns, *comparability.KEYS)
    if ask.output.format == "table":
        keys = (*_SHOWN, *(key for key in keys if key not in _SHOWN))
    rows = [tuple(row[key] for key in keys) for row in comparability.compared(list(found))]
    view = table(ask, "figures", keys, rows, _SHOWN)
    if ask.output.columns or ask.output.sort:  # other orders break up the groups
        return view
    return view._replace(headed="shared", unheaded="Not comparable")
