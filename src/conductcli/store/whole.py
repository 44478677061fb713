"""A case with all that follows from its records: verdicts on quotations, states of answers, threads of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis.threads import threads
from conductcli.model import KINDS, RECORDS
from conductcli.store import queries, records
from conductcli.store.listings import LISTINGS

if TYPE_CHECKING:
    import sqlite3

_FOUND = ("quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on")
_STATE = (
    "made_to", "due_on", "due_basis", "position", "progress", "progress_by", "responded_on", "status", "days_past_due",
    "as_of", "response_source", "printed_due_on", "statutory_due_on", "extended_to", "days_taken", "answered_late_by",
)  # fmt: skip


def case(connection: sqlite3.Connection, name: str, as_of: str) -> dict[str, Any]:
    """The case as the case file has it; its organisations, sources and figures written out, and its timeline.

    Records have a verdict on their quotation, recommendations the state of each recipient as of a day (ISO), and
    findings their thread.
    """
    whole = records.case(connection, name)
    whole["organisations"] = records.organisations(connection, name)
    whole["sources"] = records.sources(connection, name)
    whole["figures"] = records.figures(connection, "case_id = ?", name)
    verdicts = records.checked(connection, name)
    for section in (*RECORDS, "figures"):
        for record in whole[section]:
            unchecked = {"quote_check": "unchecked" if record["quote"] else None} | dict.fromkeys(_FOUND)
            record.update(verdicts.get((KINDS[section], record["id"]), unchecked))
    states = _rows(connection, "recommendations", name, {"as_of": as_of})
    for recommendation in whole["recommendations"]:
        own = (state for state in states if state["id"] == recommendation["id"])
        recommendation["recipients"] = [{key: state[key] for key in _STATE} for state in own]
    strands = threads({section: whole[section] for section in RECORDS})
    for finding in whole["findings"]:
        finding["thread"] = strands[None, finding["id"]]
    whole["timeline"] = _rows(connection, "timeline", name, {})
    return whole


def _rows(connection: sqlite3.Connection, listing: str, name: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
    keys = LISTINGS[listing].keys
    asked = queries.Selection({"case": [name]}, keys, parameters=parameters)
    return [dict(zip(keys, row, strict=True)) for row in queries.select(connection, listing, asked)]
