"""`conductcli sources`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli sources --kind press_release")
def command(
    ask: Ask,
    force: options.Force = None,
    kind: options.SourceKind = None,
    case: options.Case = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """The documents that the records rest on, and how many records cite each."""
    return ask.rows(
        "sources",
        force=force,
        kind=kind,
        case=case,
        since=since,
        until=until,
    )
