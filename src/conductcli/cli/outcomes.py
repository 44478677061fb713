"""`conductcli outcomes`."""

from __future__ import annotations

from typing import Any

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Chart, Table


@answers("conductcli outcomes --case walworth", filters="outcomes")
def command(ask: Ask, chart: options.Chart = False, **filters: Any) -> Table | Chart:
    """What became of the officers, a row for each group that took the same way."""
    if chart:
        from conductcli.cli import drawing

        return drawing.outcomes(ask, filters)
    return ask.rows("outcomes", **filters)
