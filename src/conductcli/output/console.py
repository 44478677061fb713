"""Create Rich consoles: colours only if wanted, and no markup in texts."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from conductcli.output import Look


class _Ascii(Console):
    """A console that draws rules of hyphens, whatever the encoding of its file."""

    encoding = "ascii"


def console_for(file: IO[str], look: Look, width: int) -> Console:
    """Return a console of this width that writes to this file."""
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
"""An empty environment: Rich fails on COLUMNS or LINES with characters such as `²`."""
