"""`conductcli import`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.computing import table
from conductcli.cli.framework import Reported, answers, show
from conductcli.errors import ExitCode, WrongUsage
from conductcli.views import Table

if TYPE_CHECKING:
    from conductcli.importing import Made

KEYS = ("output", "cases", "figures", "sources", "counted", "read", "set_aside", "rejected", "rejects")
_SHOWN = ("output", "rejected", "figures", "cases", "read", "set_aside", "rejects", "sources", "counted")


def _names(incomplete: str) -> list[tuple[str, str]]:
    from conductcli.importers import IMPORTERS

    return [(name, entry.about) for name, entry in IMPORTERS.items() if name.startswith(incomplete)]


@answers("conductcli import --list", beside=".rejects.csv")
def command(
    ask: Ask,
    name: Annotated[
        str | None, typer.Argument(help="What is imported; --list shows them.", metavar="NAME", autocompletion=_names)
    ] = None,
    files: Annotated[
        list[str] | None, typer.Argument(help="The published files.", metavar="FILE..."), options.READ
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="What can be imported.")] = False,
    period: Annotated[
        str | None,
        typer.Option("--period", help="The period of figures that do not say it: 2019-04/2020-03.", metavar="SPAN"),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="Only figures of this measure.", metavar="MEASURE", show_default=False),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            "--beside", help="Leave out what these case files hold already.", metavar="DATA", show_default=False
        ),
        options.READ,
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 6 when something was rejected.")] = False,
) -> Table:
    """Published tables into case files: `import home-office-taser tables.ods -o figures.yaml`.

    The case files go where --output says: a file, or a folder for an importer that gives one. What cannot be placed
    goes to OUTPUT.rejects.csv, with sheet, row, column and reason.
    """
    from conductcli.importers import IMPORTERS

    if listed:
        rows = [(entry, importer.gives, importer.about) for entry, importer in IMPORTERS.items()]
        return table(ask, "import", ("name", "gives", "about"), rows, ("name", "about", "gives"))
    if name is None or not files:
        raise WrongUsage("an import needs a NAME and a FILE", "`conductcli import --list` shows what can be imported")
    made = _made(name, files, {"period": period, "measure": measure, "beside": beside})
    if ask.output.file is None:
        gives = IMPORTERS[name].gives
        raise WrongUsage(f"it is not said where the case files go: a {gives}", f"add `-o {gives.upper()}`")
    view = _written(ask, made, ask.output.file)
    ask.output = ask.output._replace(file=None)
    if not (exit_code and made.rejects):
        return view
    show(view, ask.output)
    raise Reported(ExitCode.REPORTED)


def _made(name: str, files: list[str], asked: dict[str, Any]) -> Made:
    from conductcli.importers import entry
    from conductcli.importing import make

    given = {option: value for option, value in asked.items() if value}
    if refused := given.keys() - entry(name).takes:
        raise WrongUsage(f"{name} takes no --{min(refused)}", "leave it out")
    return make(name, files, given)


def _written(ask: Ask, made: Made, target: str) -> Table:
    """Write what was made; the table tells what it was."""
    from conductcli.cli.files import folder_written_whole, removed, written_whole
    from conductcli.importers import rejects

    beside = f"{target.rstrip('/')}.rejects.csv"
    if made.rejects:
        with written_whole(beside) as out:
            rejects.write(made.rejects, out)
    else:
        removed(beside)
    if "" in made.files:
        with written_whole(target) as out:
            out.write(made.files[""])
    else:
        folder_written_whole(target, made.files)
    for sentence in made.notes:
        ask.note(sentence)
    if made.rejects:
        first = made.rejects[0]
        ask.note(f"{len(made.rejects):,} rejected, the first at {first.place}: {first.reason}; {beside} has them all")
    aside = [f"{number:,} {reason}" for reason, number in made.counts.aside.items() if number]
    kept = (made.records[key] for key in ("cases", "figures", "sources"))
    rejected = (len(made.rejects), beside if made.rejects else None)
    row = (target, *kept, made.counts.what, made.counts.read, aside, *rejected)
    return table(ask, "import", KEYS, [row], _SHOWN)
