"""Define the command `conductcli import`."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import Reported, answers, show
from conductcli.cli.context import Ask
from conductcli.cli.paginate import table
from conductcli.errors import ExitCode, NotWritten, WrongUsage
from conductcli.views import Table

if TYPE_CHECKING:
    from conductcli.importers.importing import ImportOutput
    from conductcli.importers.rejects import Reject

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
    """Import published tables as case files: `import home-office-taser tables.ods -o figures.yaml`.

    --output names the file to write, or the folder if the importer writes several. What cannot be imported is
    listed in OUTPUT.rejects.csv, with sheet, row, column and reason.
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
    view = _written(ask, made, ask.output.file, files)
    ask.output = ask.output._replace(file=None)
    if not (exit_code and made.rejects):
        return view
    show(view, ask.output)
    raise Reported(ExitCode.REPORTED)


def _made(name: str, files: list[str], asked: dict[str, Any]) -> ImportOutput:
    from conductcli.importers import entry
    from conductcli.importers.importing import make

    given = {option: value for option, value in asked.items() if value}
    if refused := given.keys() - entry(name).takes:
        raise WrongUsage(f"{name} takes no --{min(refused)}", "leave it out")
    return make(name, files, given)


def _written(ask: Ask, made: ImportOutput, target: str, read: list[str]) -> Table:
    """Write the case files and the rejects, and return the table that sums up the import."""
    from conductcli.cli.output_file import folder_written_whole, written_whole

    beside = _place_of_rejects(target)
    if made.rejects and beside:
        _refuse_foreign(beside, read)
    if "" in made.files:
        with written_whole(target) as out:
            out.write(made.files[""])
    else:
        folder_written_whole(target, made.files)
    if beside:
        _write_rejects(made.rejects, beside, read)
    for sentence in made.notes:
        ask.note(sentence)
    if made.rejects:
        first = made.rejects[0]
        others = f"{beside} has them all" if beside else f"none is kept, because {target} is no file"
        ask.note(f"{len(made.rejects):,} rejected, the first at {first.place}: {first.reason}; {others}")
    skipped = [f"{number:,} {reason}" for reason, number in made.counts.skipped.items() if number]
    kept = (made.records[key] for key in ("cases", "figures", "sources"))
    rejected = (len(made.rejects), beside if made.rejects else None)
    row = (target, *kept, made.counts.what, made.counts.read, skipped, *rejected)
    return table(ask, "import", KEYS, [row], _SHOWN)


def _place_of_rejects(target: str) -> str | None:
    """Return the path of the file of rejects, or None if the output is a pipe or a device."""
    out = Path(target)
    is_special = out.exists() and not out.is_file() and not out.is_dir()
    return None if is_special else f"{target.rstrip('/')}.rejects.csv"


def _write_rejects(rejects: list[Reject], beside: str, read: list[str]) -> None:
    """Write the file of rejects or, without rejects, delete that of an earlier import. Raise NotWritten on failure."""
    from conductcli.cli.output_file import removed, written_whole
    from conductcli.importers.rejects import KEYS, rows
    from conductcli.output.as_csv import write_rows

    if not rejects:
        if _is_of_an_import(beside):
            removed(beside)
        return
    _refuse_foreign(beside, read)
    with written_whole(beside) as out:
        write_rows(KEYS, rows(rejects), out, excel_safe=True)


def _refuse_foreign(beside: str, read: list[str]) -> None:
    """Raise NotWritten if the path is an input, or exists and was not written by an import."""
    path = Path(beside)
    if not os.path.lexists(path):
        return
    hint = "move it away, or name another output: the rejects are written there"
    if not _is_of_an_import(beside):
        raise NotWritten(f"{beside}: is there already, and no import made it", hint)
    if any(path.samefile(file) for file in read):
        raise NotWritten(f"{beside}: is one of the files that are imported", hint)


def _is_of_an_import(beside: str) -> bool:
    """Return whether the path is a regular file that starts with the heading of a file of rejects."""
    from conductcli.importers.rejects import KEYS

    path = Path(beside)
    if path.is_symlink() or not path.is_file():
        return False
    heading = f"{','.join(KEYS)}\n".encode()
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(heading)) == heading
    return False
