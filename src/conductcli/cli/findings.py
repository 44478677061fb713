"""`conductcli findings`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli findings --force met --result no_evidence")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    topic: options.Topic = None,
    case: options.Case = None,
    theme: options.Theme = None,
    by: options.By = None,
    result: options.Result = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """What a watchdog or an authority determined, a row each, with who determined it and the source."""
    return ask.rows(
        "findings",
        force=force,
        oversight=oversight,
        topic=topic,
        case=case,
        theme=theme,
        by=by,
        result=result,
        since=since,
        until=until,
    )
