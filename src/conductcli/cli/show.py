"""`conductcli show`."""

from __future__ import annotations

from typing import Annotated

import typer

from conductcli.cli import options
from conductcli.cli.asking import Ask, today
from conductcli.cli.framework import answers
from conductcli.views import Record


@answers("conductcli show stretford", shapes=("columns",))
def command(
    ask: Ask,
    case: Annotated[
        str,
        typer.Argument(help="A case by its id, or a unique part of it.", metavar="CASE", autocompletion=options.CASES),
    ],
) -> Record:
    """One case, whole: what was alleged, gathered, found, decided, recommended and said, with figures and sources."""
    from conductcli.model import KINDS, RECORDS
    from conductcli.store import queries, records
    from conductcli.store.listings import LISTINGS

    connection = ask.connection
    (name,) = ask.cases([case])
    whole = records.case(connection, name)
    whole["organisations"] = records.organisations(connection, name)
    whole["sources"] = records.sources(connection, name)
    whole["figures"] = records.figures(connection, "case_id = ?", name)
    verdicts = records.checked(connection, name)
    for section in (*RECORDS, "figures"):
        for record in whole[section]:
            unchecked = {"quote_check": "unchecked" if record["quote"] else None} | dict.fromkeys(_FOUND)
            record.update(verdicts.get((KINDS[section], record["id"]), unchecked))
    states = LISTINGS["recommendations"].keys
    asked = queries.Selection({"case": [name]}, states, parameters={"as_of": today()})
    rows = [dict(zip(states, row, strict=True)) for row in queries.select(connection, "recommendations", asked)]
    for recommendation in whole["recommendations"]:
        recommendation["recipients"] = [
            {key: row[key] for key in _STATE} for row in rows if row["id"] == recommendation["id"]
        ]
    keys = LISTINGS["timeline"].keys
    moments = queries.select(connection, "timeline", queries.Selection({"case": [name]}, keys))
    whole["timeline"] = [dict(zip(keys, row, strict=True)) for row in moments]
    return Record("case", {key: whole[key] for key in ask.columns(tuple(whole))})


_STATE = (
    "made_to", "due_on", "due_basis", "position", "progress", "progress_by", "responded_on", "status", "days_past_due",
    "as_of", "response_source",
)  # fmt: skip
_FOUND = ("quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on")
