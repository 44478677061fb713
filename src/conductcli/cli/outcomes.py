"""`conductcli outcomes`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli outcomes --case walworth", filters="outcomes")
def command(ask: Ask, **filters: Any) -> Table:
    """What became of the officers, a row for each group that took the same way."""
    return ask.rows("outcomes", **filters)
