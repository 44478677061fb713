"""`conductcli statements`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli statements --by gmp --theme training", filters="statements")
def command(ask: Ask, **filters: Any) -> Table:
    """What was said for a body, by whom and when."""
    return ask.rows("statements", **filters)
