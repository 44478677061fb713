"""`conductcli figures`."""

from __future__ import annotations

from typing import Any

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Chart, Table


@answers("conductcli figures --force derbyshire --measure taser_discharges", filters="figures")
def command(ask: Ask, chart: options.Chart = False, **filters: Any) -> Table | Chart:
    """Numbers, each as one source prints it: what it counts, for whom, over which period."""
    if chart:
        from conductcli.cli import drawing

        return drawing.figures(ask, filters)
    return ask.rows("figures", **filters)
