"""Define the command `conductcli recommendations`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.database.filters import day, one_of, today
from conductcli.errors import WrongUsage
from conductcli.views import Chart, Table

_GROUPS = ("to", "by", "basis")


@answers("conductcli recommendations --to gmp --status no_response_found", filters="recommendations")
def command(
    ask: Ask,
    as_of: options.AsOf = None,
    group_by: Annotated[
        str | None,
        typer.Option(
            "--group-by",
            help="Sums in place of rows: by recipient (to), by who made them (by) or by basis.",
            metavar="KEY",
            show_default=False,
            autocompletion=lambda: _GROUPS,
        ),
    ] = None,
    chart: options.Chart = False,
    **filters: Any,
) -> Table | Chart:
    """Recommendations, requirements and promises: one row per recipient, with the response and when it was due.

    The status no_response_found means that no published response is recorded here as of that day; one may still
    exist. Progress is reported as stated by the body in progress_by.
    """
    parameters = {"as_of": day(as_of, "--as-of", last=True) if as_of else today()}
    if chart and group_by:
        raise WrongUsage(
            "--chart draws recommendations by state and recipient, not the sums of --group-by", "leave one out"
        )
    if chart:
        from conductcli.cli import charts

        return charts.recommendations(ask, filters, parameters["as_of"])
    if group_by is None:
        return ask.rows("recommendations", parameters=parameters, **filters)
    group = one_of(group_by, _GROUPS, "--group-by")
    from conductcli.cli.paginate import table
    from conductcli.database import summaries

    asked = ask.selected("recommendations", filters, parameters)
    rows = summaries.summary(ask.connection, group, asked)
    return table(ask, "summary", summaries.keys(group), rows, summaries.shown(group))
