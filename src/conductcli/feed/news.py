"""Find new records: by their own dates, or by comparison with an earlier edition of the register.

The records are found in SQLite and kept there until they are written. The clock is never read, so the same registers
always give the same news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.database import diff
from conductcli.database.diff_tables import COMPARED, RecordTable
from conductcli.database.listings import DAY
from conductcli.dates import days
from conductcli.model import RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

NEVER = "9999-12-31"
Span = tuple[str, str]
"""The first and the last ISO day."""
INSIDE = {
    "cases": ("case_dates", "t.case_id", '"text"'),
    "outcomes": ("views", "t.id", "made_by, case_to_answer"),
    "recommendations": ("responses", "t.id", 'made_by, position, progress, "text"'),
}
"""Dated parts of records: their table, the column of the record's id, and the columns of their text."""

_KEPT = (
    "CREATE TABLE news(change, record, case_id, id, side, text, source, own_day, day)",
    "CREATE INDEX news_by_record ON news(record, case_id, id)",
)
_FROM_DIFFERENCES = """
INSERT INTO news SELECT change, record, case_id, id, CASE change WHEN 'removed' THEN 'old' ELSE 'new' END, text, source,
  NULL, NULL
FROM (SELECT *, MIN(rowid) FROM differences GROUP BY change, record, case_id, id)"""


def since(connection: sqlite3.Connection, span: Span, filters: Mapping[str, Sequence[str]]) -> int:
    """Find records of `new` dated in the span, or with a response or a step in it, and return the number undated.

    Undated records are left out.
    """
    connection.execute("BEGIN")
    for statement in _KEPT:
        connection.execute(statement)
    diff.ask(connection, filters)
    undated = 0
    for kind in _wanted(filters):
        conditions = "".join(f" AND {condition}" for condition in kind.wanted("new", "t", filters))
        connection.execute(_found(kind, conditions), {"since": span[0], "until": span[1]})
        _set_own_day(connection, kind, "new")
        without = f"""
        SELECT COUNT(*) FROM new."{kind.table}" AS t
        WHERE (SELECT d.first_day FROM {_own(kind, "new")} AS d WHERE {kind.same("d", "t")}) IS NULL
          AND NOT EXISTS (SELECT 1 FROM news AS n WHERE n.record = '{kind.record}' AND {kind.same("n", "t")})
          {conditions}"""
        undated += connection.execute(without).fetchone()[0]
    _keep_changes(connection, filters)
    connection.execute("COMMIT")
    return undated


def against(connection: sqlite3.Connection, day: str, until: str, filters: Mapping[str, Sequence[str]]) -> None:
    """Find the records that differ between `old` and `new`, dated `day` or, if later, by their own date.

    Records dated after `until` are left out.
    """
    connection.execute("BEGIN")
    for statement in _KEPT:
        connection.execute(statement)
    connection.execute("CREATE INDEX fields_of_a_record ON differences(record, case_id, id)")
    connection.execute(_FROM_DIFFERENCES)
    for kind in _wanted(filters):
        for side in ("old", "new"):
            _set_own_day(connection, kind, side)
    connection.execute("DELETE FROM news WHERE change <> 'removed' AND own_day > ?", (until,))
    connection.execute("UPDATE news SET day = MAX(?, COALESCE(own_day, ''))", (day,))
    connection.execute("COMMIT")


def edition(connection: sqlite3.Connection, *sides: str) -> str | None:
    """Return the latest ISO day on which a source was published or read, or None; the edition is no older."""
    asked = " UNION ".join(
        f"SELECT {key} FROM {side}.sources WHERE {key} IS NOT NULL"
        for side in sides
        for key in ("published", "accessed")
    )
    spans = [days(date) for (date,) in connection.execute(asked)]
    return max((span.first or span.last or "" for span in spans), default=None)


def latest(connection: sqlite3.Connection) -> str | None:
    """Return the latest day of all entries, or None."""
    day: str | None = connection.execute("SELECT MAX(day) FROM news").fetchone()[0]
    return day


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of entries by change."""
    return dict(connection.execute("SELECT change, COUNT(*) FROM news GROUP BY change ORDER BY change").fetchall())


def _wanted(filters: Mapping[str, Sequence[str]]) -> list[RecordTable]:
    return [kind for kind in COMPARED if kind.record in filters.get("kind", (kind.record,))]


def _own(kind: RecordTable, side: str) -> str:
    """Return the SQL table with the dates of a kind of record; organisations have none."""
    if kind.table in RECORDS:
        return f"{side}.records"
    return "(SELECT NULL AS id, NULL AS first_day)" if kind.record == "organisation" else f'{side}."{kind.table}"'


def _found(kind: RecordTable, conditions: str) -> str:
    """Return the SQL that inserts the records of a kind dated within the span."""
    case_id = kind.case_id("t")
    dates = [] if kind.record == "organisation" else [f"SELECT {case_id}, t.id, 1, {DAY}, t.first_day, t.last_day FROM"]
    dates = [f"{start} {_own(kind, 'new')} AS t{_of_kind(kind)}" for start in dates]
    if kind.table in INSIDE:
        table, name, _ = INSIDE[kind.table]
        dates.append(f"SELECT t.case_id, {name}, 0, {DAY}, t.first_day, t.last_day FROM new.{table} AS t")
    among = " UNION ALL ".join(dates) or "SELECT NULL, NULL, 0, NULL, NULL, NULL"
    return f"""
    WITH dated(case_id, id, own, day, first_day, last_day) AS ({among})
    INSERT INTO news
    SELECT CASE d.own WHEN 1 THEN 'added' ELSE 'changed' END, '{kind.record}', {case_id}, t.id, 'new',
      {kind.said("new", "t")}, {kind.source("t")}, NULL, d.day
    FROM (
      SELECT case_id, id, MAX(own) AS own, MAX(day) AS day FROM dated
      WHERE last_day >= :since AND first_day <= :until GROUP BY case_id, id
    ) AS d JOIN new."{kind.table}" AS t ON {kind.same("t", "d")} WHERE 1{conditions}"""


def _of_kind(kind: RecordTable) -> str:
    return f" WHERE t.record = '{kind.record}'" if kind.table in RECORDS else ""


def _set_own_day(connection: sqlite3.Connection, kind: RecordTable, side: str) -> None:
    if kind.record != "organisation":
        connection.execute(
            f"UPDATE news SET own_day = (SELECT {DAY} FROM {_own(kind, side)} AS t WHERE {kind.same('t', 'news')})"
            " WHERE record = ? AND side = ?",
            (kind.record, side),
        )


def _keep_changes(connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]]) -> None:
    """Delete the entries whose change is not asked for."""
    if "change" in filters:
        connection.execute("DELETE FROM news WHERE change NOT IN (SELECT value FROM asked WHERE filter = 'change')")
