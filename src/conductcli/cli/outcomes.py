"""`conductcli outcomes`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli outcomes --case walworth")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    topic: options.Topic = None,
    case: options.Case = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """What became of the officers, a row for each group that took the same way."""
    return ask.rows(
        "outcomes",
        force=force,
        oversight=oversight,
        topic=topic,
        case=case,
        since=since,
        until=until,
    )
