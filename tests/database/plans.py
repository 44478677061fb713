"""Query plans: which of their steps would read a whole table, or much of it, again for each row of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SELECTIVE = frozenset(("id", "case_id", "source", "rowid", "place", "row"))
"""The columns of which few rows share a value; `organisation=?` or `record=?` alone finds much of a register."""


_OF_FACETS = "sqlite_autoindex_facets_1"
_IS_A_FACET = "PRIMARY KEY (facet=?)"
"""A search for the rows of a facet: for each of several facets, they are others, and so no row is read again."""


def nested(connection: sqlite3.Connection, query: str, values: Any = ()) -> list[str]:
    """Return the steps of a query that take time in proportion to a table for each row of another."""
    steps = {
        step: (above, detail) for step, above, _, detail in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)
    }
    single = {steps[above][1].split()[1] for above, detail in steps.values() if above and detail == "SCAN CONSTANT ROW"}
    steps = {step: (above, detail) for step, (above, detail) in steps.items() if detail.split()[1] not in single}
    # An index that SQLite makes for a join is made once, but one in a correlated subquery is made for each row.
    return [
        detail
        for step, (_, detail) in steps.items()
        if ("AUTOMATIC" in detail and any("CORRELATED" in steps[at][1] for at in _above(steps, step)))
        or ("AUTOMATIC" not in detail and _is_slow(detail) and _is_repeated(steps, step))
    ]


def _is_slow(detail: str) -> bool:
    if "VIRTUAL TABLE" in detail:  # a full-text look-up by row, or a row's own JSON
        return False
    if detail.startswith("SCAN"):
        return True
    return detail.startswith("SEARCH") and not SELECTIVE & set(re.findall(r"(\w+)[=<>]", detail))


def _is_repeated(steps: dict[int, tuple[int, str]], step: int) -> bool:
    """Tell whether a step runs once for each row of another: as an inner loop, or in a correlated subquery."""
    loops = list(_loops(steps, step))
    if _IS_A_FACET in steps[step][1] and all(_OF_FACETS in loop for loop in loops):
        loops = []
    if loops:
        return True
    # A subquery that is read from start to end is as small as what it reads, and that is a step of its own.
    return "(subquery" not in steps[step][1] and any("CORRELATED" in steps[at][1] for at in _above(steps, step))


def _loops(steps: dict[int, tuple[int, str]], step: int) -> Iterator[str]:
    """Yield the loops around a step in its own FROM clause: SQLite lists them from the outermost."""
    for at, (above, detail) in steps.items():
        if at == step:
            return
        if above == steps[step][0] and detail.startswith(("SCAN", "SEARCH")):
            yield detail


def _above(steps: dict[int, tuple[int, str]], step: int) -> Iterator[int]:
    while (step := steps[step][0]) in steps:
        yield step
