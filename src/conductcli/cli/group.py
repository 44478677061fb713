"""The commands of a table of contents by their names: each has a file of its own, imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer
from typer.core import TyperGroup

from conductcli.cli import options
from conductcli.cli.messages import PROGRAM
from conductcli.errors import WrongUsage

Contents = Mapping[str, Mapping[str, str]]
"""The commands by their groups, each with what it gives."""
_ABOUT = "Police complaint outcomes in England and Wales: what was said, found and done, every answer with its source."


class Commands(TyperGroup):
    """The commands of a table of contents, each imported when it is called."""

    contents: Contents = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return [name for commands in self.contents.values() for name in commands]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a file of its own, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"conductcli.cli.commands.{cmd_name}{'_' if iskeyword(cmd_name) else ''}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        about = next(commands[cmd_name] for commands in self.contents.values() if cmd_name in commands)
        app.command(cmd_name, short_help=about)(module.command)
        return typer.main.get_command(app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called. Raises WrongUsage with a suggestion."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            from conductcli.suggestions import suggestions

            close = suggestions(args[0], known)
            hint = f"did you mean {' or '.join(close)}?" if close else f"`{PROGRAM} --help` lists the commands"
            raise WrongUsage(f"there is no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by group, from the table alone."""
        for group, commands in self.contents.items():
            with formatter.section(group):
                formatter.write_dl(list(commands.items()))


def group_of(contents: Contents) -> Any:
    """Return the command that has those of a table of contents below it."""
    group = type("Commands", (Commands,), {"contents": contents})
    app = typer.Typer(cls=group, name=PROGRAM, rich_markup_mode=None, pretty_exceptions_enable=False)

    @app.callback(help=f"Example: {PROGRAM} list --force gmp\n\n{_ABOUT}")
    def root(version: options.Version = False) -> None:
        pass

    return typer.main.get_command(app)
