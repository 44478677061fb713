"""Compare cases or forces: all that is recorded of a case, or what was found of, told to and said by a force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis.comparison import SECTIONS, Side, side_by_side
from conductcli.database import filters, query, shared_phrases
from conductcli.database.cases import case
from conductcli.database.listings import LISTINGS
from conductcli.database.lookup import word
from conductcli.errors import WrongUsage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from conductcli.views import Comparison

_FACTS = (
    "kind", "matter", "forces", "oversight", "reference", "topics", "incident_date", "incident_place",
    "referral_made_by", "referral_kind", "referral_made_on", "investigation_mode", "investigation_started",
    "investigation_completed", "investigation_published", "summary", "caveat",
)  # fmt: skip


def compare(
    connection: sqlite3.Connection, cases: Sequence[str], forces: Sequence[str], only: Sequence[str], as_of: str
) -> Comparison:
    """Return cases or forces side by side, each given by any of its names, as things stood on a day (ISO).

    `only` names the sections to compare; empty, all of them. Raises NotKnown for a name or a section that is not known
    or is ambiguous, and WrongUsage for cases and forces together, for neither and for fewer than two.
    """
    if bool(cases) == bool(forces):
        raise WrongUsage("compare takes cases or forces", "for instance `conductcli compare stretford walworth`")
    wanted = [word(section, SECTIONS, "section") for section in only or SECTIONS]
    names = filters.organisations(connection, forces) if forces else filters.cases(connection, cases)
    if len(names) < 2:
        raise WrongUsage("one thing cannot be compared", "name two or more; `conductcli show` gives one case whole")
    of = of_force if forces else of_case
    sides = [of(connection, name, as_of) for name in names]
    statements = [statement for side in sides for statement in side.sections["statements"]]
    return side_by_side(sides, wanted)._replace(shared_wording=shared_phrases.of_rows(statements))


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
