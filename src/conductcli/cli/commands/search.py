"""Define the command `conductcli search`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Table


@answers('conductcli search "refresher training"', filters="search")
def command(
    ask: Ask,
    text: Annotated[
        list[str],
        typer.Argument(
            help='Words that a record must hold; "a phrase" in quotes, word* for a beginning.', metavar="TEXT..."
        ),
    ],
    **filters: Any,
) -> Table:
    """Search all fields for records containing all these words, most relevant first."""
    from conductcli.database import full_text, search

    found = full_text.answer(ask.connection, " ".join(text), filters, ask.output.columns, ask.output.sort, ask.limit)
    for sentence in found.notes:
        ask.note(sentence)
    if ask.output.format == "table" and ask.limit is not None and (found.total is None or found.total > ask.limit):
        ask.tell_limit(ask.limit, f"more than {search.RANKED:,}" if found.total is None else f"{found.total:,}")
    return Table("search", found.columns, found.rows, () if ask.output.columns else search.SHOWN)
