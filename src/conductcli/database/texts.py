"""Define the view that the full-text index is built on: the texts of every record, as indexed.

FTS5 itself stores no texts. The fields are listed here instead of taken from the model, because opening a database
checks its views, and importing the model would take longer than most queries.
"""

from __future__ import annotations

from conductcli.database.listings import SEARCHED

_OF_RECORD = ("text", "quote", "caveat", "says")
FIELDS = {
    "sources": ("title", "publisher", "reference", "caveat"),
    "cases": ("title", "summary", "incident_place", "reference", "caveat", "says"),
    "figures": (*_OF_RECORD, "unit"),
    "allegations": _OF_RECORD,
    "evidence": _OF_RECORD,
    "findings": _OF_RECORD,
    "outcomes": (*_OF_RECORD, "role", "unit"),
    "recommendations": (*_OF_RECORD, "responses"),
    "statements": (*_OF_RECORD, "speaker", "role"),
    "events": _OF_RECORD,
}
"""The fields of the records of each table; `says` and `responses` have tables of their own."""

_SAYS = """(SELECT group_concat(said, char(10)) FROM (
  SELECT COALESCE(says || char(10) || quote, says, quote) AS said FROM conflicts AS c
  WHERE c.case_id IS {case_id} AND c.id = t.id AND c.record = '{record}' ORDER BY ordinal))"""
_RESPONSES = """(SELECT group_concat("text", char(10)) FROM (
  SELECT "text" FROM responses AS a WHERE a.case_id = t.case_id AND a.id = t.id ORDER BY ordinal))"""


def view() -> str:
    """Return the statement that creates the view."""
    return "CREATE VIEW texts AS\n" + "\nUNION ALL\n".join(map(_words, FIELDS))


def _words(table: str) -> str:
    record = table if table == "evidence" else table.removesuffix("s")
    case_id = {"cases": "t.id", "sources": "NULL"}.get(table, "t.case_id")
    own = {field: f't."{field}"' for field in FIELDS[table]}
    computed = {"says": _SAYS.format(case_id=case_id, record=record), "responses": _RESPONSES}
    own |= {field: statement for field, statement in computed.items() if field in own}
    columns = {"row": "t.rowid", "record": f"'{record}'", "case_id": case_id, "id": "t.id"}
    columns |= {field: own.get(field, "NULL") for field in SEARCHED}
    named = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    return f"SELECT {named} FROM {table} AS t"
