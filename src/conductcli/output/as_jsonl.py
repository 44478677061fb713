"""Write JSON Lines: an object per line, written while rows are read."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.output.as_json import comparison_object, encoded
from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from conductcli.output import Look


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write a row per line; a record or a comparison is one line."""
    match view:
        case Table(_, columns, rows):
            for row in rows:
                out.write(encoded(dict(zip(columns, row, strict=True))) + "\n")
        case Record(_, value):
            out.write(encoded(value) + "\n")
        case Comparison():
            out.write(encoded(comparison_object(view)) + "\n")
