"""Write JSON: a list with a row per line, or one object; all keys in a fixed order, null for unknown values."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from conductcli.views import Comparison, Record, Table, View

if TYPE_CHECKING:
    from conductcli.output import Look

_DANGEROUS = (range(0x7F, 0xA0), (0x061C, 0x200E, 0x200F, 0xFEFF), range(0x2028, 0x202F), range(0x2066, 0x206A))
_ESCAPES = {code: f"\\u{code:04x}" for codes in _DANGEROUS for code in codes}


def encoded(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON, with control and bidirectional characters escaped."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    if written.isascii() and written.isprintable():
        return written
    return written.translate(_ESCAPES).encode("utf-8", "backslashreplace").decode()


def write(view: View, out: IO[str], *, format: str, look: Look) -> None:
    """Write the view as one JSON document."""
    match view:
        case Table(_, columns, rows):
            separator = "[\n "
            for row in rows:
                out.write(separator + encoded(dict(zip(columns, row, strict=True))))
                separator = ",\n "
            out.write("[]\n" if separator == "[\n " else "\n]\n")
        case Record(_, value):
            out.write(encoded(value, indent=1) + "\n")
        case Comparison():
            out.write(encoded(comparison_object(view), indent=1) + "\n")


def comparison_object(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as an object."""
    return {
        "columns": [{"id": name, "label": label} for name, label in comparison.columns],
        "rows": [{"section": s, "label": label, "cells": list(cells)} for s, label, cells in comparison.rows],
        "shared_wording": comparison.shared_wording,
    }
