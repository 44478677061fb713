"""Count recommendations by recipient, by maker or by basis, in a row for each group.

The counts are of rows of the listing, one for each recipient. The column `recommendations` counts each recommendation
once in a group, or as many as a source gives as a bare number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.database.listings import LISTINGS
from conductcli.database.query import where
from conductcli.vocabulary import Position, Status, values

if TYPE_CHECKING:
    import sqlite3

    from conductcli.database.query import Row, Selection

GROUPS = {"to": "made_to", "by": "made_by", "basis": "basis"}
"""The groupings of recommendations, and the key of each."""

_COUNTED = {
    "recipients": "TRUE",
    **{status: f"status = '{status}'" for status in values(Status)},
    **{position: f"position = '{position}'" for position in values(Position) if position != "awaiting"},
    "said_done": "progress = 'done'",
    "done_by_own_account": "progress = 'done' AND progress_by IS made_to",
    "past_due": "days_past_due IS NOT NULL",
}
"""The counts of rows, each with its condition; the status tells which are awaited."""

_SUMS = ("recommendations", *_COUNTED, "as_of")
_USEFUL = (
    "recommendations", "answered", "no_response_found", "past_due", "accepted", "rejected", "said_done",
    "done_by_own_account", "awaiting", "not_required", "partly_accepted", "noted", "recipients", "as_of",
)  # fmt: skip


def keys(group: str) -> tuple[str, ...]:
    """Return the keys of a row."""
    return (GROUPS[group], *_SUMS)


def shown(group: str) -> tuple[str, ...]:
    """Return the keys that a table shows, the most useful first."""
    return (GROUPS[group], *_USEFUL)


def summary(connection: sqlite3.Connection, group: str, selection: Selection) -> list[Row]:
    """Return a row for each group, the one with the most recommendations first."""
    listing, key = LISTINGS["recommendations"], GROUPS[group]
    conditions, given = where(listing, selection)
    counts = ", ".join(f'COUNT(CASE WHEN {condition} THEN 1 END) AS "{name}"' for name, condition in _COUNTED.items())
    query = f"""
SELECT "{key}", SUM(CASE WHEN nth = 1 THEN COALESCE("count", 1) END) AS recommendations, {counts}, MIN(as_of) AS as_of
FROM (
  SELECT t.*, ROW_NUMBER() OVER (PARTITION BY t."{key}", t.case_id, t.id ORDER BY t.ordinal) AS nth
  FROM {listing.relation} AS t{conditions}
)
GROUP BY "{key}" ORDER BY recommendations DESC, "{key}" IS NULL, "{key}"
"""
    return connection.execute(query, given).fetchall()
