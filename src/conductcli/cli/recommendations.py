"""`conductcli recommendations`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask, day, today
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli recommendations --to gmp --status no_response_found")
def command(
    ask: Ask,
    force: options.Force = None,
    oversight: options.Oversight = None,
    kind: options.Basis = None,
    topic: options.Topic = None,
    case: options.Case = None,
    theme: options.Theme = None,
    by: options.By = None,
    to: options.To = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
) -> Table:
    """What was recommended, required or promised, a row for each recipient: by when an answer was due, and the answer.

    The status no_response_found says that no published response is recorded here as of that day, not that there is
    none.
    """
    return ask.rows(
        "recommendations",
        parameters={"as_of": day(as_of, "--as-of", last=True) if as_of else today()},
        force=force,
        oversight=oversight,
        kind=kind,
        topic=topic,
        case=case,
        theme=theme,
        by=by,
        to=to,
        status=status,
        since=since,
        until=until,
    )
