"""Define the command `conductcli check`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import Reported, answers, show
from conductcli.cli.context import Ask
from conductcli.cli.messages import note, quotations_checked
from conductcli.cli.paginate import table
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
    """Check case files and list every problem with its position and a hint; nothing is loaded."""
    from conductcli.casefile.problems import SHOWN, foremost
    from conductcli.database import opening
    from conductcli.database.loading import Documents

    if record and not snapshots:
        raise WrongUsage("--record keeps what --snapshots finds", "name the folder of the documents with --snapshots")
    problems, quotations = opening.check(tuple(paths or ask.asked.data), Documents(snapshots, record))
    errors = sum(problem.severity == "error" or strict for problem in problems)
    most = SHOWN if ask.output.limit is None else ask.output.limit
    rows = [problem.row() for problem in (problems if ask.output.sort else foremost(problems, most))]
    if {"hint", "-hint"} & set(ask.output.sort):
        rows = _with_hints(rows)
    view = table(ask, "check", KEYS, rows, _SHOWN, most)
    view = view._replace(rows=_with_hints(view.rows))
    if len(problems) > most:
        ask.tell_limit(most, f"{problems.total} problems")
    looked_up = quotations_checked(*quotations) if snapshots else ""
    if ask.output.format == "table" and not problems:
        note("; ".join(filter(None, ("no problems", looked_up))))
    else:
        show(view, ask.output)
        if looked_up:
            note(looked_up)
    raise Reported(ExitCode.PROBLEMS if errors else ExitCode.OK)


def _with_hints(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the rows with their suggestions worked out, which is slow and so done for the rows shown only."""
    from conductcli.casefile.problems import Suggestion

    return [tuple(str(value) if isinstance(value, Suggestion) else value for value in row) for row in rows]
