"""`conductcli check`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.computing import table
from conductcli.cli.framework import Reported, answers, show
from conductcli.cli.messages import note, quotations_checked
from conductcli.errors import ExitCode, WrongUsage
from conductcli.views import Table

KEYS = ("file", "line", "column", "path", "code", "severity", "message", "hint")
_SHOWN = ("message", "line", "hint", "file", "severity", "path", "column", "code")


@answers("conductcli check cases.yaml")
def command(
    ask: Ask,
    paths: options.Data = None,
    snapshots: options.Snapshots = None,
    record: Annotated[bool, typer.Option("--record", help="Keep the verdicts on quotations beside the data.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as problems too.")] = False,
) -> Table:
    """Every problem of case files at once, each with its place and a hint; nothing is loaded."""
    from conductcli import register
    from conductcli.loading import Documents

    if record and not snapshots:
        raise WrongUsage("--record keeps what --snapshots finds", "name the folder of the documents with --snapshots")
    problems, quotations = register.check(tuple(paths or ask.asked.data), Documents(snapshots, record))
    errors = sum(problem.severity == "error" or strict for problem in problems)
    view = table(ask, "check", KEYS, [problem.row() for problem in problems], _SHOWN)
    looked_up = quotations_checked(*quotations) if snapshots else ""
    if ask.output.format == "table" and not problems:
        note("; ".join(filter(None, ("no problems", looked_up))))
    else:
        show(view, ask.output)
        if looked_up:
            note(looked_up)
    raise Reported(ExitCode.PROBLEMS if errors else ExitCode.OK)
