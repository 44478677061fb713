"""Define the command `conductcli list`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli list --force gmp --topic taser", filters="list")
def command(ask: Ask, **filters: Any) -> Table:
    """Cases, newest first: one row per case."""
    return ask.rows("list", **filters)
