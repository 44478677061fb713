"""Define the command `conductcli compare`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask, today
from conductcli.errors import WrongUsage
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
    from conductcli.analysis.comparison import SECTIONS, side_by_side
    from conductcli.database import shared_phrases
    from conductcli.database.comparison import of_case, of_force
    from conductcli.database.lookup import word

    if bool(cases) == bool(force):
        raise WrongUsage("compare takes cases or forces", "for instance `conductcli compare stretford walworth`")
    wanted = [word(section, SECTIONS, "section") for section in only or SECTIONS]
    names = ask.organisations(force) if force else ask.cases(cases)
    if len(names) < 2:
        raise WrongUsage("one thing cannot be compared", "name two or more; `conductcli show` gives one case whole")
    of = of_force if force else of_case
    sides = [of(ask.connection, name, today()) for name in names]
    told = [statement for side in sides for statement in side.sections["statements"]]
    return side_by_side(sides, wanted)._replace(shared_wording=shared_phrases.of_rows(told))
