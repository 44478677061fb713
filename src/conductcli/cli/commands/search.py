"""`conductcli search`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.errors import WrongUsage
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
    """Every record that holds all the words, in any field, the best first."""
    from conductcli.database import search

    terms = search.terms(" ".join(text))
    if not terms:
        raise WrongUsage("there is no word to search for", "give a word of letters or digits")
    keys = ask.columns(search.KEYS)
    asked = search.Question(terms, ask.resolved("search", filters))
    found = search.matches(ask.connection, asked)
    ranked_by = search.rankable_terms(ask.connection, asked) if found <= search.RANKED else ()
    if found > search.RANKED and not asked.filters:
        ask.note(f"more than {search.RANKED:,} records match: the newest first, not the best")
    elif not ranked_by:
        ask.note(f"more than {search.RANKED:,} records hold each of the words: the newest first, not the best")
    rows = search.rows(ask.connection, asked, keys, ask.order(search.KEYS), ask.limit, ranked_by)
    if ask.output.format == "table":
        of = f"more than {search.RANKED:,}" if found > search.RANKED else f"{found:,}"
        if ask.limit is not None and found > ask.limit:
            ask.tell_limit(ask.limit, of)
    return Table("search", keys, rows, () if ask.output.columns else search.SHOWN)
