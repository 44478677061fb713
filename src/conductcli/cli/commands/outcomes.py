"""Define the command `conductcli outcomes`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Chart, Table

_WITH_GAPS = (
    "id", "gap_says", "officers", "source", "case_id", "gap", "notice", "views", "handling", "proceeding",
    "panel_finding", "sanction", "criminal", "duties", "unit", "role", "caveat", "force",
)  # fmt: skip
_COUNTED = ("officers", "notice", "views", "handling", "proceeding", "panel_finding", "sanction")


@answers("conductcli outcomes --case walworth", filters="outcomes")
def command(
    ask: Ask,
    gap: Annotated[
        bool,
        typer.Option(
            "--gap",
            help="Only where views, proceeding, finding and sanction part ways or are not known.",
        ),
    ] = False,
    funnel: Annotated[
        bool, typer.Option("--funnel", help="How many officers came how far, from the notice to the sanction.")
    ] = False,
    chart: options.Chart = False,
    **filters: Any,
) -> Table | Chart:
    """Outcomes for officers: one row per officer or group with the same outcome."""
    if gap:
        from conductcli.vocabulary import Gap, values

        filters["gap"] = values(Gap)
    if chart:
        from conductcli.cli import charts

        return charts.outcomes(ask, filters)
    if funnel:
        return _funnel(ask, filters)
    found = ask.rows("outcomes", **filters)
    return found._replace(shown=_WITH_GAPS) if gap and found.shown else found


def _funnel(ask: Ask, filters: dict[str, Any]) -> Table:
    from conductcli.analysis.funnel import Stage, funnel
    from conductcli.cli.paginate import table
    from conductcli.database import query

    asked = ask.selected("outcomes", filters)._replace(columns=_COUNTED)
    rows = query.select(ask.connection, "outcomes", asked)
    return table(ask, "funnel", Stage._fields, funnel(dict(zip(asked.columns, row, strict=True)) for row in rows))
