"""Write views and charts in each format. To add a format, write its module and add its name here."""

from __future__ import annotations

from importlib import import_module
from typing import IO, TYPE_CHECKING, NamedTuple

from conductcli.views import Chart

if TYPE_CHECKING:
    from conductcli.views import View

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
PICTURES = ("svg", "png")
"""Formats for charts only, chosen by the suffix of the file name."""
_FILES = {"tsv": "csv"}


class Look(NamedTuple):
    """The width, colours and characters that the output supports."""

    width: int | None = None
    """Columns of the terminal; None for unlimited."""
    color: bool = False
    unicode: bool = True
    excel_safe: bool = False
    """True to mark texts that a spreadsheet would read as formulas."""


def render(view: View | Chart, format: str, out: IO[str], look: Look) -> list[str]:
    """Write a view in a format and return notes for the reader, such as which columns were left out."""
    if isinstance(view, Chart):
        if format == "table":
            format = "chart"
        elif format not in PICTURES:
            view = view.table()
    module = import_module(f"conductcli.output.as_{_FILES.get(format, format)}")
    notes: list[str] = module.write(view, out, format=format, look=look) or []
    return notes
