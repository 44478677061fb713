"""`conductcli list`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli list --force gmp --topic taser")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    kind: options.CaseKind = None,
    topic: options.Topic = None,
    case: options.Case = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """The cases, a row each, newest first."""
    return ask.rows(
        "list",
        force=force,
        oversight=oversight,
        kind=kind,
        topic=topic,
        case=case,
        since=since,
        until=until,
    )
