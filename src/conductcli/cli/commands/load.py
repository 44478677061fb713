"""Define the command `conductcli load`."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from conductcli.casefile.files import only_once
from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.cli.messages import note, quotations_checked, tell_problems
from conductcli.database.opening import Asked, asked_of
from conductcli.views import Table


@answers("conductcli load cases.yaml --db cases.db", shapes=())
def command(ask: Ask, paths: options.Data = None, snapshots: options.Snapshots = None) -> Table:
    """Load case files into a database, replacing its contents; if there is a problem, nothing is loaded."""
    from pathlib import Path

    from conductcli.database import opening
    from conductcli.database.loading import Documents
    from conductcli.output.progress import working

    asked = ask.asked
    with working("reading", "records") as progress:
        target = Path(asked.db) if asked.db else None
        done = opening.load(tuple(paths or asked.data), target, Documents(snapshots), progress)
    if advice := _how_to_ask(asked, paths or (), str(done.database)):
        ask.note(advice)
    tell_problems(done.warnings)
    if snapshots:
        note(quotations_checked(*done.quotations))
    return Table("load", ("database", "files", *done.counts), [(str(done.database), done.files, *done.counts.values())])


def _how_to_ask(asked: Asked, paths: Sequence[str], database: str) -> str | None:
    """Return how to query the database just written, or None if commands use it by default."""
    data = paths or asked.data
    if asked.db or not data or (not paths and asked == asked_of(None, None)):
        return None
    if any(map(only_once, data)):
        return f"{database} was written; ask it with --db, or load into a file of your own with --db FILE"
    files = " ".join(f"--data {quote(path)}" for path in data)
    return f"{database} was written; ask it with {files} (other commands ask the register that ships)"
