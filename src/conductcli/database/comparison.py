"""Read one side of a comparison: everything recorded of a case or of a force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis.comparison import Side
from conductcli.database import query
from conductcli.database.cases import case
from conductcli.database.listings import LISTINGS

if TYPE_CHECKING:
    import sqlite3

_FACTS = (
    "kind", "matter", "forces", "oversight", "reference", "topics", "incident_date", "incident_place",
    "referral_made_by", "referral_kind", "referral_made_on", "investigation_mode", "investigation_started",
    "investigation_completed", "investigation_published", "summary", "caveat",
)  # fmt: skip


def of_case(connection: sqlite3.Connection, name: str, as_of: str) -> Side:
    """Return everything recorded of a case, as of a day (ISO)."""
    columns = ", ".join(("title", "source", *_FACTS))
    title, source, *values = connection.execute(f"SELECT {columns} FROM cases WHERE id = ?", (name,)).fetchone()
    facts = {
        key: [_fact(key, value, source)] for key, value in zip(_FACTS, values, strict=True) if value not in (None, "[]")
    }
    sections = {section: _rows(connection, section, {"case": [name]}, as_of) for section in _LISTED}
    return _threaded(connection, Side(name, title, facts, sections), as_of)


def of_force(connection: sqlite3.Connection, name: str, as_of: str) -> Side:
    """Return the cases and figures of a force, the findings and recommendations on it, and its statements."""
    title = connection.execute("SELECT name FROM organisations WHERE id = ?", (name,)).fetchone()[0]
    keys = ("id", "title", "sources")
    cases = query.select(connection, "list", query.Selection({"force": [name]}, keys))
    facts = {"cases": [{"case_id": case_id, "text": about, "source": source} for case_id, about, source in cases]}
    chosen = {
        "findings": {"force": [name]},
        "outcomes": {"force": [name]},
        "recommendations": {"to": [name]},
        "statements": {"by": [name]},
        "figures": {"force": [name]},
    }
    sections = {section: _rows(connection, section, filters, as_of) for section, filters in chosen.items()}
    sections["figures"] = [figure for figure in sections["figures"] if figure["organisation"] == name]
    return _threaded(connection, Side(name, title, facts, sections), as_of)


_LISTED = ("findings", "outcomes", "recommendations", "statements", "figures")


def _threaded(connection: sqlite3.Connection, side: Side, as_of: str) -> Side:
    """Add to each finding its thread: evidence, recommendations, statements and progress in its case."""
    strands: dict[tuple[str, str], Any] = {}
    for name in dict.fromkeys(finding["case_id"] for finding in side.sections["findings"]):
        findings = case(connection, name, as_of)["findings"]
        strands |= {(name, finding["id"]): finding["thread"] for finding in findings}
    for finding in side.sections["findings"]:
        finding["thread"] = strands[finding["case_id"], finding["id"]]
    return side


def _fact(key: str, value: str, source: str) -> dict[str, Any]:
    import json

    return {"text": json.loads(value) if key in ("forces", "topics") else value, "source": json.loads(source)}


def _rows(
    connection: sqlite3.Connection, section: str, filters: dict[str, list[str]], as_of: str
) -> list[dict[str, Any]]:
    keys = LISTINGS[section].keys
    parameters = {"as_of": as_of}
    rows = query.select(connection, section, query.Selection(filters, keys, parameters=parameters))
    return [dict(zip(keys, row, strict=True)) for row in rows]
