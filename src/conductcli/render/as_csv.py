"""CSV and TSV, as RFC 4180 has them: a heading, then a row per row; arrays joined with "; "."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Any

from conductcli.render.phrases import comparison_rows
from conductcli.render.values import clean, record_rows, text
from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.render import Look


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as rows; line ends inside a text stay, quoted."""
    writer = csv.writer(out, delimiter="\t" if format == "tsv" else ",", lineterminator="\n")
    heading, rows = flat(view)
    writer.writerow(heading)
    for row in rows:
        writer.writerow(["\n".join(map(clean, text(value).split("\n"))) for value in row])


def flat(view: View) -> tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """Any view as a heading and rows."""
    match view:
        case Table(_, columns, rows):
            return columns, rows
        case Record():
            return ("section", "id", "key", "value"), record_rows(view)
        case Comparison(columns):
            return ("section", "label", *(name for name, _ in columns)), comparison_rows(view)
