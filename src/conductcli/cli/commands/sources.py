"""Define the command `conductcli sources`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli sources --kind press_release", filters="sources")
def command(ask: Ask, **filters: Any) -> Table:
    """Documents that the records are based on, and how many records cite each."""
    return ask.rows("sources", **filters)
