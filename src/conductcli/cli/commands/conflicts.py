"""Define the command `conductcli conflicts`."""

from __future__ import annotations

from typing import Any

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli conflicts --case stretford", filters="conflicts")
def command(ask: Ask, **filters: Any) -> Table:
    """Facts on which sources disagree: what the record says and what another source says."""
    return ask.rows("conflicts", **filters)
