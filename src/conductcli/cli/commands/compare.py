"""Define the command `conductcli compare`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.database.filters import today
from conductcli.views import Comparison


@answers("conductcli compare stretford walworth", shapes=())
def command(
    ask: Ask,
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            help="Two cases or more, each by its id or a part of it.", metavar="CASE...", autocompletion=options.CASES
        ),
    ] = None,
    force: options.Force = None,
    only: options.Only = None,
) -> Comparison:
    """Compare cases side by side or, with --force, forces: what was found, recommended and said, by theme.

    conductcli compare --force gmp --force derbyshire --force staffordshire
    """
    from conductcli.database import comparison

    return comparison.compare(ask.connection, cases or (), force or (), only or (), today())
