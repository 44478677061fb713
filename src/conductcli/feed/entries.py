"""Read the entries of the feed one by one, so that a long feed needs no more memory than a short one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conductcli.database import diff
from conductcli.database.diff_tables import COMPARED, RecordTable
from conductcli.database.listings import DAY
from conductcli.database.schema import columns
from conductcli.feed.news import INSIDE, Span
from conductcli.model import RECORDS
from conductcli.views import Entry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from conductcli.views import Change

_DATED = {"cases": "incident_date", "sources": "published", "events": "date", "figures": "period"}
_FIELDS = """
SELECT field, old, new FROM differences
WHERE change = 'changed' AND record = ? AND case_id IS ? AND id = ? ORDER BY rowid"""


def entries(connection: sqlite3.Connection, span: Span | None = None) -> Iterator[Entry]:
    """Yield the entries, newest first; with `span`, dated parts of a record within it count as its changes."""
    kinds = {kind.record: kind for kind in COMPARED}
    query = """
    SELECT record, side, change, case_id, id, text, source, own_day, day FROM news
    ORDER BY day DESC, change = 'removed' DESC, record, case_id, id"""
    for record, side, *row in connection.execute(query):
        yield _entry(connection, kinds[record], side, row, span)


def _entry(
    connection: sqlite3.Connection, kind: RecordTable, side: str, row: Sequence[Any], span: Span | None
) -> Entry:
    """Return the entry of a record."""
    change, case_id, name, text, source, own_day, day = row
    place = (case_id, name)
    dated = _DATED.get(kind.table, "made_on")
    told = [dated, "caveat"]
    keys = ", ".join(f't."{key}"' if key in columns(kind.type) else "NULL" for key in told)
    values = place if kind.table in RECORDS else (name,)
    key = "case_id = ? AND id = ?" if kind.table in RECORDS else "id = ?"
    date, caveat = connection.execute(f'SELECT {keys} FROM {side}."{kind.table}" AS t WHERE {key}', values).fetchone()
    title = connection.execute(f"SELECT title FROM {side}.cases WHERE id = ?", (case_id,)).fetchone()
    changes = _inside(connection, kind, place, span) if span else _fields(connection, kind, place, change)
    return Entry(
        change=change,
        record=kind.record,
        case_id=case_id,
        id=name,
        text=text or name,
        case_title=title[0] if title else None,
        date=date,
        caveat=caveat,
        changes=changes,
        themes=_themes(connection, kind, side, place),
        sources=_sources(connection, side, json.loads(source or "[]")),
        own_day=own_day,
        day=day,
    )


def _fields(
    connection: sqlite3.Connection, kind: RecordTable, place: tuple[str | None, str], change: str
) -> tuple[Change, ...]:
    """Return the changes of a record: field, old value, new value."""
    if change != "changed":
        return ()
    found = connection.execute(_FIELDS, (kind.record, *place))
    return tuple((field, diff.value(old), diff.value(new)) for field, old, new in found)


def _inside(
    connection: sqlite3.Connection, kind: RecordTable, place: tuple[str | None, str], span: Span
) -> tuple[Change, ...]:
    """Return the dated parts of a record that may fall within the span."""
    if kind.table not in INSIDE:
        return ()
    table, name, words = INSIDE[kind.table]
    dated = "date" if table == "case_dates" else "made_on"
    found = connection.execute(
        f"SELECT {dated}, {words} FROM new.{table} AS t"
        f" WHERE t.case_id = ? AND {name} = ? AND t.last_day >= ? AND t.first_day <= ? ORDER BY {DAY}, t.rowid",
        (*place, *span),
    )
    return tuple((date, None, [word for word in said if word]) for date, *said in found)


def _themes(
    connection: sqlite3.Connection, kind: RecordTable, side: str, place: tuple[str | None, str]
) -> tuple[str, ...]:
    """Return the themes of a record or the topics of a case."""
    if kind.table in RECORDS:
        about = "themes" if "themes" in columns(kind.type) else "NULL"
        asked = f'SELECT {about} FROM {side}."{kind.table}" WHERE case_id = ? AND id = ?'
    elif kind.table == "cases":
        asked = f"SELECT topics FROM {side}.cases WHERE id = ? AND id = ?"
    else:
        return ()
    (words,) = connection.execute(asked, place).fetchone()
    return tuple(json.loads(words or "[]"))


def _sources(connection: sqlite3.Connection, side: str, names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Return the sources of a record, in its order."""
    keys = ("id", "title", "publisher", "published", "url")
    asked = f"SELECT {', '.join(keys)} FROM {side}.sources WHERE id = ?"
    found = (connection.execute(asked, (name,)).fetchone() for name in names)
    return tuple(dict(zip(keys, row, strict=True)) for row in found if row)
