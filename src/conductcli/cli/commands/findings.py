"""Define the command `conductcli findings`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli findings --force met --result no_evidence", filters="findings")
def command(ask: Ask, **filters: Any) -> Table:
    """Findings of watchdogs and other authorities: one row per finding, with who made it and the source."""
    return ask.rows("findings", **filters)
