"""Views → text, one file per format. To add a format, write its file and name it here; no command changes."""

from __future__ import annotations

from importlib import import_module
from typing import IO, TYPE_CHECKING, NamedTuple

from conductcli.views import Chart

if TYPE_CHECKING:
    from conductcli.views import View

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
PICTURES = ("svg", "png")
"""The formats of a chart alone, by the ending of a file's name."""
_FILES = {"tsv": "csv"}


class Look(NamedTuple):
    """What a table may take for granted of where it is shown."""

    width: int | None = None
    """Columns of the terminal; None: as wide as it comes, never cut."""
    color: bool = False
    unicode: bool = True
    excel_safe: bool = False
    """Whether a spreadsheet will open it, which must take no text for a formula."""


def render(view: View | Chart, format: str, out: IO[str], look: Look) -> list[str]:
    """Write a view; what must be said about it besides (columns left out, say) is returned as sentences."""
    if isinstance(view, Chart):
        if format == "table":
            format = "chart"
        elif format not in PICTURES:
            view = view.table()
    module = import_module(f"conductcli.output.as_{_FILES.get(format, format)}")
    notes: list[str] = module.write(view, out, format=format, look=look) or []
    return notes
