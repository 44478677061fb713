"""`conductcli figures`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli figures --force derbyshire --measure taser_discharges")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    topic: options.Topic = None,
    case: options.Case = None,
    by: options.By = None,
    measure: options.Measure = None,
    status: options.FigureStatus = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """Numbers, each as one source prints it: what it counts, for whom, over which period."""
    return ask.rows(
        "figures",
        force=force,
        oversight=oversight,
        topic=topic,
        case=case,
        by=by,
        measure=measure,
        status=status,
        since=since,
        until=until,
    )
