"""`conductcli findings`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli findings --force met --result no_evidence", filters="findings")
def command(ask: Ask, **filters: Any) -> Table:
    """What a watchdog or an authority determined, a row each, with who determined it and the source."""
    return ask.rows("findings", **filters)
