"""What a case cites: what it and its records name, and what its figures name, which stand in a list of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def of_cases(connection: sqlite3.Connection, *, touched: bool = False) -> None:
    """Gather the sources of every case that has figures, or only of those that were `touched`.

    Of the others a row was written with all its sources.
    """
    connection.execute(f"{_GATHERED}{' AND id IN (SELECT id FROM temp.touched)' if touched else ''}")


_GATHERED = """
UPDATE cases SET sources = (SELECT json_group_array(source) FROM (
  SELECT source FROM (
    SELECT source, row_number() OVER (ORDER BY record = 'figure', CASE record WHEN 'figure' THEN id END, rowid) AS place
    FROM citations WHERE case_id = cases.id)
  GROUP BY source ORDER BY MIN(place)))
WHERE id IN (SELECT case_id FROM figures WHERE case_id IS NOT NULL)"""
