"""`conductcli load`."""

from __future__ import annotations

from conductcli.cli import options
from conductcli.cli.asking import Ask
from conductcli.cli.framework import answers
from conductcli.cli.messages import tell_problems
from conductcli.views import Table


@answers("conductcli load cases.yaml --db cases.db", shapes=())
def command(ask: Ask, paths: options.Data = None, snapshots: options.Snapshots = None) -> Table:
    """Case files into a database, which then holds just these: all of them or, where there is a problem, none."""
    from pathlib import Path

    from conductcli import register
    from conductcli.loading import Documents
    from conductcli.render.progress import working

    asked = ask.asked
    with working("reading", "records") as progress:
        target = Path(asked.db) if asked.db else None
        done = register.load(tuple(paths or asked.data), target, Documents(snapshots), progress)
    tell_problems(done.warnings)
    return Table("load", ("database", "files", *done.counts), [(str(done.database), done.files, *done.counts.values())])
