"""Define the command `conductcli diff`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import Reported, answers, show
from conductcli.cli.context import Ask
from conductcli.cli.databases import asked_by, built_in, database
from conductcli.database.opening import asked_of
from conductcli.errors import ExitCode, WrongUsage
from conductcli.views import Table

_GIVEN = "Case files, as a file, a folder or - for standard input; or a database."


@answers("conductcli diff old.yaml cases.yaml --kind recommendation", filters="diff")
def command(
    ask: Ask,
    old: Annotated[str, typer.Argument(help=_GIVEN, metavar="OLD"), options.READ],
    new: Annotated[str, typer.Argument(help=_GIVEN, metavar="NEW"), options.READ],
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 6 where there is a difference to show.")
    ] = False,
    **filters: Any,
) -> Table:
    """Differences between two registers or editions: records removed, records changed (by field) and records added.

    Two records are the same if their kind, case and id agree. If a case was removed, each of its records has a row
    of its own, so `--kind recommendation --change removed` lists every recommendation that was removed.
    """
    from conductcli.database import diff

    if ask.asked != asked_of(None, None):
        raise WrongUsage("diff takes the two sides as arguments, not --data or --db", "conductcli diff OLD NEW")
    if old == new == "-":
        raise WrongUsage("only one side can come from standard input", "name a file for the other")
    keys, order = ask.columns(diff.KEYS), ask.order(diff.KEYS)
    if ask.output.format == "table" and not ask.output.columns:
        keys = (*diff.SHOWN, *(key for key in keys if key not in diff.SHOWN))
    with ExitStack() as sides:
        files = [
            sides.enter_context(
                database(f"{side}, {'standard input' if given == '-' else given}", asked_by(given), ask)
            )
            for side, given in (("OLD", old), ("NEW", new))
        ]
        ask.put_to(diff.attached(old=files[0], new=files[1]))
        diff.compare(ask.connection, ask.resolved("diff", filters), built_in)
        diff.detach(ask.connection)
    view = Table("diff", keys, diff.rows(ask.connection, keys, order, ask.limit))
    number = diff.total(ask.connection)
    if ask.output.format == "table":
        ask.note(_summary(diff.counts(ask.connection)))
        view = _for_reading(ask, view, number)
    if number or ask.output.format != "table" or ask.output.file:
        show(view, ask.output)
    raise Reported(ExitCode.REPORTED if exit_code and number else ExitCode.OK)


def _for_reading(ask: Ask, view: Table, number: int) -> Table:
    """Return the view grouped by change, with the columns that the terminal shows."""
    from conductcli.database import diff

    rows = list(view.rows)
    if len(rows) < number:
        ask.tell_limit(len(rows), f"{number:,}")
    if ask.output.columns:
        return view._replace(rows=rows)
    if ask.output.sort:
        return view._replace(rows=rows, shown=("change", *diff.SHOWN))
    return view._replace(rows=rows, shown=diff.SHOWN, headed="change")


def _summary(counts: Sequence[tuple[str, str, int]]) -> str:
    """Return how many records were added, removed and changed, with the kinds of those removed."""
    if not counts:
        return "no differences"
    numbers = dict.fromkeys(("added", "removed", "changed"), 0)
    for change, _, number in counts:
        numbers[change] += number
    said = ", ".join(f"{number:,} {change}" for change, number in numbers.items())
    gone = ", ".join(
        f"{number:,} {record if record == 'evidence' or number == 1 else f'{record}s'}"
        for change, record, number in counts
        if change == "removed"
    )
    return f"{said}; removed: {gone}" if gone else said
