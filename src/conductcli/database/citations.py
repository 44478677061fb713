"""Collect the sources that a case cites: its own, those of its records and those of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def of_cases(connection: sqlite3.Connection, *, touched: bool = False) -> None:
    """Update the sources of every case that has figures, or only of the cases in `touched`.

    The row of any other case was written with all its sources.
    """
    connection.execute(f"{_GATHERED}{' AND id IN (SELECT id FROM temp.touched)' if touched else ''}")


_GATHERED = """
UPDATE cases SET sources = (SELECT json_group_array(source) FROM (
  SELECT source FROM (
    SELECT value AS source, key AS place FROM json_each(cases.sources)
    UNION ALL
    SELECT c.source, 1000000 + row_number() OVER (ORDER BY f.id, c.ordinal)
    FROM figures AS f JOIN cited AS c ON c.row = f.rowid WHERE f.case_id = cases.id)
  GROUP BY source ORDER BY MIN(place)))
WHERE id IN (SELECT case_id FROM figures WHERE case_id IS NOT NULL)"""
