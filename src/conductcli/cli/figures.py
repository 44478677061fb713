"""`conductcli figures`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli figures --force derbyshire --measure taser_discharges", filters="figures")
def command(ask: Ask, **filters: Any) -> Table:
    """Numbers, each as one source prints it: what it counts, for whom, over which period."""
    return ask.rows("figures", **filters)
