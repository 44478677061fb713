"""Read the data of the page: full cases in batches, their contradictions, and the options of its filters.

The page is written while its cases are read, so that no more than a batch is in memory.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from conductcli.database import case_records, cases, shared_phrases
from conductcli.database import query as queries
from conductcli.database.listings import LISTINGS
from conductcli.dates import days

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]
_BATCH = 100
_ABOUT = ("id", "kind", "forces", "oversight", "topics", "findings", "outcomes", "recommendations", "statements")


def chosen(connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]]) -> list[Row]:
    """Return a summary row for each case that the filters keep, newest first."""
    rows = queries.select(connection, "list", queries.Selection(filters, _ABOUT))
    return [dict(zip(_ABOUT, row, strict=True)) for row in rows]


def recommended(connection: sqlite3.Connection, names: Sequence[str], as_of: str) -> int:
    """Return how many recommendations of these cases had been made by an ISO day, including undated ones."""
    query = """
    SELECT COALESCE(SUM(COALESCE("count", 1)), 0) FROM recommendations JOIN records USING (case_id, id)
    WHERE case_id IN (SELECT value FROM json_each(?)) AND COALESCE(first_day, '') <= ?"""
    return int(connection.execute(query, (json.dumps(names), as_of)).fetchone()[0])


def forces(connection: sqlite3.Connection, names: Iterable[str]) -> list[str]:
    """Return the ids of the forces that these cases concern in any way, sorted."""
    query = """
    SELECT o.id FROM facets AS k CROSS JOIN organisations AS o ON o.id = k.value
    WHERE k.of = 'case' AND k.name = 'force' AND o.kind = 'force' AND EXISTS (
      SELECT 1 FROM json_each(?) AS n CROSS JOIN cases AS c ON c.id = n.value CROSS JOIN faceted AS f
      ON f.facet = k.id AND f.day = COALESCE(CAST(replace(c.first_day, '-', '') AS INTEGER), 0) AND f."row" = c.rowid)
    ORDER BY 1"""
    return [force for (force,) in connection.execute(query, (json.dumps(list(names)),))]


def organisations(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the names of all organisations by id."""
    return dict(connection.execute("SELECT id, name FROM organisations"))


def listed(connection: sqlite3.Connection, listing: str, names: Sequence[str]) -> list[Row]:
    """Return the rows of a listing that belong to these cases."""
    keys = LISTINGS[listing].keys
    rows = queries.select(connection, listing, queries.Selection({"case": names}, keys))
    return [dict(zip(keys, row, strict=True)) for row in rows]


def apart(connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]] | None, most: int) -> Row:
    """Return at most `most` figures not tied to a case, in the shape of a case without anything else.

    `more` is the number of further figures. If `filters` is None (rather than empty), there are none.
    """
    keys = LISTINGS["figures"].keys
    rows = () if filters is None else queries.select(connection, "figures", queries.Selection(filters, keys))
    found = [row for row in (dict(zip(keys, row, strict=True)) for row in rows) if row["case_id"] is None]
    kept = found[:most]
    disputes = _disputes(connection, [None]).get(None, []) if kept else []
    for figure in kept:
        figure["conflicts"] = [
            {
                "source": row["other_source"],
                "says": row["other_says"],
                "quote": None,
                "quote_check": None,
                "omitted": None,
            }
            for row in disputes
            if row["id"] == figure["id"]
        ]
    cited = {name for figure in kept for name in figure["source"]}
    cited |= {conflict["source"] for figure in kept for conflict in figure["conflicts"]}
    sources = case_records.documents(connection, sorted(cited))
    return {"id": "_apart", "figures": kept, "sources": sources, "organisations": [], "more": len(found) - len(kept)}


def full_cases(
    connection: sqlite3.Connection, names: Sequence[str], as_of: str, wording: Sequence[Row] | None
) -> Iterator[Row]:
    """Yield full cases as of an ISO day, with `disputes` (rows of `conflicts`) and `shared_wording`.

    `wording` are the phrases shared by statements of these cases; if None, find them within each case.
    """
    shared: dict[str, list[Row]] = defaultdict(list)
    for phrase in wording or ():
        for case in dict.fromkeys(place.partition("/")[0] for place in phrase["statements"]):
            shared[case].append(phrase)
    disputes = _disputes(connection, names)
    remaining = iter(names)
    while batch := list(islice(remaining, _BATCH)):
        for case in cases.cases(connection, batch, as_of):
            name = case["id"]
            told = [statement | {"case_id": name} for statement in case["statements"]]
            _as_of(case, as_of)
            case["disputes"] = _once(disputes.pop(name, []))
            case["shared_wording"] = shared[name] if wording is not None else shared_phrases.of_rows(told)
            yield case


def _as_of(case: Row, day: str) -> None:
    """Remove recommendations and responses that are later than a day."""
    made = [row for row in case["recommendations"] if row["recipients"]]
    if later := {row["id"] for row in case["recommendations"]} - {row["id"] for row in made}:
        case["recommendations"] = made
        for finding in case["findings"]:
            for strand, ties in finding["thread"].items():
                finding["thread"][strand] = [tie for tie in ties if tie["id"] not in later]
    for row in made:
        row["responses"] = [answer for answer in row["responses"] if not _after(answer["made_on"], day)]
    case["timeline"] = [row for row in case["timeline"] if row["kind"] not in _ANSWERS or not _after(row["date"], day)]


def _after(date: str | None, day: str) -> bool:
    return bool(date) and (days(str(date)).first or "") > day


_ANSWERS = ("recommendation", "response")


def _once(disputes: Iterable[Row]) -> list[Row]:
    """Return the contradictions of a case, each once, from the first of its sides."""
    first: dict[str, Row] = {}
    for row in disputes:
        first.setdefault(row["pair"], row)
    return list(first.values())


def _disputes(connection: sqlite3.Connection, names: Sequence[str | None]) -> dict[str | None, list[Row]]:
    """Return contradictions by case, seen from either side, each with its `pair`.

    They are read once, because any query on them reads all.
    """
    wanted = set(names)
    keys = (*LISTINGS["conflicts"].keys, "pair")
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in queries.both_sides(connection, "conflicts", keys):
        dispute = dict(zip(keys, row, strict=True))
        if dispute["case_id"] in wanted:
            found[dispute["case_id"]].append(dispute)
    return found
