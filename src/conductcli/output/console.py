"""The console that people's formats are drawn on: colours only where they are wanted, nothing in a text is markup."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from conductcli.output import Look


class _Ascii(Console):
    """A console that draws rules of hyphens, whatever the encoding of what it writes to on the way."""

    encoding = "ascii"


def console_for(file: IO[str], look: Look, width: int) -> Console:
    """A console of this width that writes to this file."""
    return (Console if look.unicode else _Ascii)(
        file=file,
        width=width,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        safe_box=not look.unicode,
        _environ=_SILENT,
    )


_SILENT: dict[str, str] = {}
"""All is said in the call: Rich takes COLUMNS or LINES for a number where it holds anything like a digit (`²`)."""
