"""Define the command `conductcli brief`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Brief


@answers("conductcli brief gmp --since 2021 -o gmp.html", without=options.FORMATTED)
def command(
    ask: Ask,
    force: Annotated[
        str,
        typer.Argument(
            help="A force or body by id, name or alias.", metavar="FORCE", autocompletion=options.ORGANISATIONS
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option("--since", help="Only what has a date since then.", metavar="DATE", show_default=False),
    ] = None,
    as_of: options.AsOf = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Leave nothing out, however many pages it takes.", show_default=False)
    ] = False,
) -> Brief:
    """Briefing for a scrutiny meeting on a force: two to four pages of Markdown, or a page to print.

    It contains questions to put, each from a named rule; recommendations and the responses to them; where the
    watchdog, the force and the panel disagreed; what was found and what the force said on the same matter;
    comparable figures; contradictions between sources; and the sources. With --since, a fact without a date of its
    own counts by the day on which its sources were published.
    """
    from conductcli.brief.facts import brief_on

    return brief_on(ask.connection, force, since, as_of, whole=whole)
