"""`conductcli statements`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli statements --by gmp --theme training")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    topic: options.Topic = None,
    case: options.Case = None,
    theme: options.Theme = None,
    speaker: options.Speaker = None,
    by: options.By = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """What was said for a body, by whom and when."""
    return ask.rows(
        "statements",
        force=force,
        oversight=oversight,
        topic=topic,
        case=case,
        theme=theme,
        speaker=speaker,
        by=by,
        since=since,
        until=until,
    )
