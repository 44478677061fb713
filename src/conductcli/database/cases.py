"""Read cases with everything derived from their records: quotation checks, recommendation status and threads."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from conductcli.analysis.threads import threads
from conductcli.database import case_records
from conductcli.database.listings import LISTINGS
from conductcli.database.query import Selection, select
from conductcli.model import KINDS, RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_QUOTING = (*RECORDS, "figures")
Verdict = tuple[str | None, list[str] | None]
"""The verdict on a quotation, and the words that it omits."""
_FOUND = ("quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on", "omitted")
_STATE = (
    "made_to", "due_on", "due_basis", "position", "progress", "progress_by", "responded_on", "status", "days_past_due",
    "as_of", "response_source", "printed_due_on", "statutory_due_on", "extended_to", "days_taken", "answered_late_by",
)  # fmt: skip


def case(connection: sqlite3.Connection, name: str, as_of: str) -> dict[str, Any]:
    """Return a case in the shape of the case file, with its organisations, sources, figures and timeline.

    Records have the verdict on their quotation, recommendations the status of each recipient as of a day (ISO), and
    findings their thread.
    """
    return cases(connection, [name], as_of)[0]


def cases(connection: sqlite3.Connection, names: Sequence[str], as_of: str) -> list[dict[str, Any]]:
    """Return several cases, up to some hundreds, in the order of `names`; see `case`."""
    organisations = case_records.organisations(connection, names)
    sources = case_records.sources(connection, names)
    figures = case_records.figures(connection, names)
    verdicts = case_records.quotation_checks(connection, names)
    disputes = _conflict_verdicts(connection, names)
    parted = _rows(connection, "outcomes", names, {}, keys=("case_id", "id", "gap", "gap_says"))
    states = _rows(connection, "recommendations", names, {"as_of": as_of})
    timelines = _rows(connection, "timeline", names, {})
    found = case_records.cases(connection, names)
    for whole in found:
        name = whole["id"]
        whole |= {kind: rows.get(name, []) for kind, rows in (("organisations", organisations), ("sources", sources))}
        whole["figures"] = figures[name]
        _add_verdicts(whole, verdicts, disputes)
        _copy_keys(whole["outcomes"], {row["id"]: row for row in parted[name]}, ("gap", "gap_says"))
        for recommendation in whole["recommendations"]:
            own = (state for state in states[name] if state["id"] == recommendation["id"])
            recommendation["recipients"] = [{key: state[key] for key in _STATE} for state in own]
        strands = threads({section: whole[section] for section in RECORDS})
        for finding in whole["findings"]:
            finding["thread"] = strands[None, finding["id"]]
        whole["timeline"] = timelines[name]
    return found


def _copy_keys(rows: list[dict[str, Any]], known: dict[str, dict[str, Any]], keys: Sequence[str]) -> None:
    for row in rows:
        row.update({key: known[row["id"]][key] for key in keys})


def _add_verdicts(
    whole: dict[str, Any], verdicts: dict[tuple[str, ...], dict[str, Any]], disputes: dict[tuple[Any, ...], Verdict]
) -> None:
    """Add the verdicts to the quotations of a case, its records and their conflicts."""
    name = whole["id"]
    for section in _QUOTING:
        for record in whole[section]:
            unchecked = {"quote_check": "unchecked" if record["quote"] else None} | dict.fromkeys(_FOUND)
            record.update(verdicts.get((name, KINDS[section], record["id"]), unchecked))
    disputed = [("case", whole), *((KINDS[section], record) for section in _QUOTING for record in whole[section])]
    for kind, record in disputed:
        for ordinal, conflict in enumerate(record["conflicts"]):
            unjudged = "unchecked" if conflict["quote"] else None, None
            judged = disputes.get((name, kind, record["id"], ordinal), unjudged)
            conflict["quote_check"], conflict["omitted"] = judged


def _conflict_verdicts(connection: sqlite3.Connection, names: Sequence[str]) -> dict[tuple[Any, ...], Verdict]:
    """Return the verdicts on the quotations of conflicts, by (case, record kind, id, ordinal)."""
    query = f"""
    SELECT case_id, record, id, ordinal, verdict, omitted FROM quotations
    WHERE ordinal IS NOT NULL AND case_id IN ({case_records.marks(names)})"""
    return {
        tuple(place): (verdict, omitted and json.loads(omitted))
        for *place, verdict, omitted in connection.execute(query, names)
    }


def _rows(
    connection: sqlite3.Connection,
    listing: str,
    names: Sequence[str],
    parameters: dict[str, str],
    keys: tuple[str, ...] = (),
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a listing, by case id."""
    wanted = keys or LISTINGS[listing].keys
    selection = Selection({"case": list(names)}, wanted, parameters=parameters)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in select(connection, listing, selection):
        record = dict(zip(wanted, row, strict=True))
        found[record["case_id"]].append(record)
    return found
