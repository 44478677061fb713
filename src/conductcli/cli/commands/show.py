"""Define the command `conductcli show`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Record


@answers("conductcli show stretford", shapes=("columns",))
def command(
    ask: Ask,
    case: Annotated[
        str,
        typer.Argument(help="A case by its id, or a unique part of it.", metavar="CASE", autocompletion=options.CASES),
    ],
) -> Record:
    """Show one case in full: allegations, evidence, findings, outcomes, recommendations, statements and sources."""
    found = ask.register.case(case)
    return Record("case", {key: found[key] for key in ask.columns(tuple(found))})
