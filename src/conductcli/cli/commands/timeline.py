"""Define the command `conductcli timeline`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Chart, Table


@answers("conductcli timeline stretford", filters="timeline")
def command(
    ask: Ask,
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            help="Cases by id or a part of it; left out, all.", metavar="CASE...", autocompletion=options.CASES
        ),
    ] = None,
    chart: options.Chart = False,
    **filters: Any,
) -> Table | Chart:
    """Everything with a date, in chronological order: events, findings, statements and responses."""
    filters["case"] = [*(cases or ()), *(filters["case"] or ())]
    if chart:
        from conductcli.cli import charts

        return charts.timeline(ask, filters)
    return ask.rows("timeline", **filters)
