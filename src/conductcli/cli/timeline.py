"""`conductcli timeline`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.views import Table


@answers("conductcli timeline stretford")
def command(
    ask: Ask,
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            help="Cases by id or a part of it; left out, all.", metavar="CASE...", autocompletion=options.CASES
        ),
    ] = None,
    force: options.Force = None,
    oversight: options.Oversight = None,
    kind: options.MomentKind = None,
    topic: options.Topic = None,
    case: options.Case = None,
    since: options.Since = None,
    until: options.Until = None,
) -> Table:
    """Everything that has a date, in the order in which it happened: events, findings, statements, answers."""
    return ask.rows(
        "timeline",
        force=force,
        oversight=oversight,
        kind=kind,
        topic=topic,
        case=[*(cases or ()), *(case or ())],
        since=since,
        until=until,
    )
