"""Define the command `conductcli statements`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers("conductcli statements --by gmp --theme training", filters="statements")
def command(
    ask: Ask,
    shared_wording: Annotated[
        bool, typer.Option("--shared-wording", help="The phrases that different bodies' statements have in common.")
    ] = False,
    min_words: Annotated[
        int,
        typer.Option(
            "--min-words",
            parser=options.whole_number("--min-words", 4, least=2),
            help="The least words of such a phrase.",
            metavar="N",
            show_default=True,
        ),
    ] = 4,
    **filters: Any,
) -> Table:
    """Statements by organisations, with speaker and date; --shared-wording finds wording that several bodies share."""
    if not shared_wording:
        return ask.rows("statements", **filters)
    from conductcli.cli.paginate import table
    from conductcli.database import shared_phrases

    chosen = ask.resolved("statements", filters)
    return table(ask, "shared-wording", shared_phrases.KEYS, shared_phrases.shared(ask.connection, chosen, min_words))
