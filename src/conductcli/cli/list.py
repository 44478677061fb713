"""`conductcli list`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli list --force gmp --topic taser", filters="list")
def command(ask: Ask, **filters: Any) -> Table:
    """The cases, a row each, newest first."""
    return ask.rows("list", **filters)
