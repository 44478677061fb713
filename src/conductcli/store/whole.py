"""A case with all that follows from its records: verdicts on quotations, states of answers, threads of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis.threads import threads
from conductcli.model import KINDS, RECORDS
from conductcli.store import queries, records
from conductcli.store.listings import LISTINGS

if TYPE_CHECKING:
    import sqlite3

_QUOTING = (*RECORDS, "figures")
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
    for section in _QUOTING:
        for record in whole[section]:
            unchecked = {"quote_check": "unchecked" if record["quote"] else None} | dict.fromkeys(_FOUND)
            record.update(verdicts.get((KINDS[section], record["id"]), unchecked))
    _judge_conflicts(connection, whole)
    parted = {row["id"]: row for row in _rows(connection, "outcomes", name, {})}
    for outcome in whole["outcomes"]:
        outcome.update({key: parted[outcome["id"]][key] for key in ("gap", "gap_says")})
    states = _rows(connection, "recommendations", name, {"as_of": as_of})
    for recommendation in whole["recommendations"]:
        own = (state for state in states if state["id"] == recommendation["id"])
        recommendation["recipients"] = [{key: state[key] for key in _STATE} for state in own]
    strands = threads({section: whole[section] for section in RECORDS})
    for finding in whole["findings"]:
        finding["thread"] = strands[None, finding["id"]]
    whole["timeline"] = _rows(connection, "timeline", name, {})
    return whole


def _judge_conflicts(connection: sqlite3.Connection, whole: dict[str, Any]) -> None:
    """Give the quotations of conflicts their verdict."""
    query = """
    SELECT record, id, ordinal, verdict FROM quotations WHERE ordinal IS NOT NULL AND (case_id = :case OR (
      record = 'figure' AND id IN (SELECT id FROM figures WHERE case_id = :case)))"""
    verdicts = {tuple(place): verdict for *place, verdict in connection.execute(query, {"case": whole["id"]})}
    disputed = [("case", whole), *((KINDS[section], record) for section in _QUOTING for record in whole[section])]
    for kind, record in disputed:
        for ordinal, conflict in enumerate(record["conflicts"]):
            unchecked = "unchecked" if conflict["quote"] else None
            conflict["quote_check"] = verdicts.get((kind, record["id"], ordinal), unchecked)


def _rows(connection: sqlite3.Connection, listing: str, name: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
    keys = LISTINGS[listing].keys
    asked = queries.Selection({"case": [name]}, keys, parameters=parameters)
    return [dict(zip(keys, row, strict=True)) for row in queries.select(connection, listing, asked)]
