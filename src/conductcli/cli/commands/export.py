"""Define the command `conductcli export`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.database.filters import day, one_of, today
from conductcli.errors import WrongUsage
from conductcli.export import FORMATS, export
from conductcli.views import Table


@answers("conductcli export register --format datapackage", shapes=())
def command(
    ask: Ask,
    folder: Annotated[
        str, typer.Argument(help="A new or empty folder, or an earlier export.", metavar="DIR"), options.WRITTEN
    ],
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", help=f"One of {', '.join(FORMATS)}.", metavar="FORMAT", autocompletion=lambda: FORMATS
        ),
    ] = "datapackage",
    as_of: options.AsOf = None,
    excel_safe: Annotated[
        bool, typer.Option("--excel-safe", help="With csv: mark texts that a spreadsheet would take for a formula.")
    ] = False,
) -> Table:
    """Export every table, with types and a dictionary of the columns, to a folder (unchanged if the command fails).

    The answer lists the files written, with a row for each table.
    """
    from pathlib import Path

    from conductcli.export.content import Content
    from conductcli.output.progress import working

    one_of(format, FORMATS, "--format")
    if excel_safe and format != "csv":
        raise WrongUsage("--excel-safe goes with --format csv alone", "leave it out; xlsx needs no such marks")
    told = day(as_of, "--as-of", last=True) if as_of else today()
    with working("writing", "rows") as progress:
        written = export(Path(folder), format, Content(ask.connection, told, excel_safe), progress)
    return Table("export", ("table", "file", "rows"), written)
