"""Filter, sort, limit and narrow rows that are computed from a listing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conductcli.cli.context import Ask
from conductcli.views import Table


def table(
    ask: Ask,
    name: str,
    keys: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    shown: tuple[str, ...] = (),
    most: int | None = None,
) -> Table:
    """Return a table of computed rows, sorted, limited and narrowed; unknown values sort last in either direction.

    `most` replaces the usual limit; the caller must then report how many rows there are.
    """
    columns = ask.columns(keys)
    ordered = list(rows)
    for key in reversed(ask.order(keys)):
        at = keys.index(key.removeprefix("-"))
        known = sorted((row for row in ordered if row[at] is not None), key=lambda row: row[at])
        if key.startswith("-"):
            known.reverse()
        ordered = [*known, *(row for row in ordered if row[at] is None)]
    limit = ask.limit if most is None else most
    kept = ordered if limit is None else ordered[:limit]
    if most is None and ask.output.format == "table" and len(kept) < len(ordered):
        ask.tell_limit(len(kept), f"{len(ordered):,}")
    places = [keys.index(column) for column in columns]
    return Table(name, columns, [tuple(row[at] for at in places) for row in kept], () if ask.output.columns else shown)
