"""`conductcli conflicts`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli conflicts --case stretford")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    kind: options.RecordKind = None,
    topic: options.Topic = None,
    case: options.Case = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """Where sources disagree about the same thing: what the record says, and what another source says."""
    return ask.rows(
        "conflicts",
        force=force,
        oversight=oversight,
        kind=kind,
        topic=topic,
        case=case,
        since=since,
        until=until,
    )
