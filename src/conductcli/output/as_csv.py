"""Write CSV (RFC 4180) and TSV: a heading, then the rows, with arrays joined by "; "."""

from __future__ import annotations

import csv
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from conductcli.output.phrases import comparison_rows
from conductcli.output.sanitize import SPREADSHEET_MARK, as_text, clean, record_rows, text
from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.output import Look


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as rows."""
    if look.excel_safe:
        out.write(SPREADSHEET_MARK)
    heading, rows = flat(view)
    write_rows(heading, rows, out, delimiter="\t" if format == "tsv" else ",", excel_safe=look.excel_safe)


def write_rows(
    heading: Iterable[str],
    rows: Iterable[Iterable[Any]],
    out: IO[str],
    *,
    delimiter: str = ",",
    excel_safe: bool = False,
) -> None:
    """Write a heading and rows, keeping line ends in quoted texts; `excel_safe` marks texts that read as formulas."""
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in chain((heading,), rows):
        writer.writerow([_cell(value, excel_safe=excel_safe) for value in row])


def _cell(value: Any, *, excel_safe: bool) -> Any:
    if excel_safe and isinstance(value, int | float):
        return value
    cleaned = "\n".join(map(clean, text(value).split("\n")))
    return as_text(cleaned) if excel_safe else cleaned


def flat(view: View) -> tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """Return the heading and the rows of any view."""
    match view:
        case Table(_, columns, rows):
            return columns, rows
        case Record():
            return ("section", "id", "key", "value"), record_rows(view)
        case Comparison(columns):
            return ("section", "label", *(name for name, _ in columns)), comparison_rows(view)
