"""Define the SQL of the search: the join of the full-text index to its records, the filters and the results."""

from __future__ import annotations

from conductcli.database.listings import SEARCHED

_LENGTH = 24  # words of a snippet
_HIT = "\x02"  # marks a match; texts contain no control characters

RECORD_JOIN = """
LEFT JOIN records AS r ON r.rowid = x.rowid LEFT JOIN cases AS c ON c.rowid = x.rowid
LEFT JOIN figures AS f ON f.rowid = x.rowid LEFT JOIN sources AS s ON s.rowid = x.rowid"""
"""The join of a row `x` of the full-text index to its record; a number is unique among these tables."""
RECORD = (
    "COALESCE(r.record, CASE WHEN c.id IS NOT NULL THEN 'case' WHEN f.id IS NOT NULL THEN 'figure' ELSE 'source' END)"
)
CASE_ID = "COALESCE(r.case_id, c.id, f.case_id)"
ID = "COALESCE(r.id, c.id, f.id, s.id)"
PLACE = f"{RECORD} AS record, COALESCE({CASE_ID}, '') AS case_id, {ID} AS id"
FILTERS = {
    "kind": f"{RECORD} IN (SELECT value FROM json_each(:kind))",
    "case": f"{CASE_ID} IN (SELECT value FROM json_each(:case))",
    "topic": "EXISTS (SELECT 1 FROM case_topics AS m"
    " WHERE m.case_id = COALESCE(r.case_id, c.id) AND m.topic IN (SELECT value FROM json_each(:topic)))",
    "force": 'x.rowid IN (SELECT d."row" FROM facets AS k CROSS JOIN faceted AS d ON d.facet = k.id'
    " WHERE k.name = 'force' AND k.value IN (SELECT value FROM json_each(:force)))",
}

NAMED = f"""
SELECT x.score, {PLACE}, x.rowid
FROM (SELECT json_extract(value, '$[0]') AS score, json_extract(value, '$[1]') AS rowid FROM json_each(?)) AS x
{RECORD_JOIN}"""

_FIELD = "CASE " + " ".join(
    f"WHEN instr(highlight(texts_fts, {at}, '{_HIT}', ''), '{_HIT}') THEN {at}" for at in range(len(SEARCHED))
) + " END"  # fmt: skip
_NAMES = " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(SEARCHED))


def results(best: str, order: str = "") -> str:
    """Return the statement for results, given a relation of row numbers and scores; the terms are bound last."""
    return f"""
SELECT record, case_id, id, CASE at {_NAMES} END AS field, snippet, score,
  CASE record WHEN 'source' THEN json_array(id) ELSE (
    SELECT json_group_array(source) FROM cited AS c WHERE c."row" = found."row") END AS source,
  CASE at WHEN {SEARCHED.index("quote")} THEN COALESCE((
    SELECT verdict FROM quotations AS q WHERE q.record = found.record AND q.case_id IS found.case_id
      AND q.id = found.id AND q.ordinal IS NULL), 'unchecked') END AS quote_check,
  CASE at WHEN {SEARCHED.index("quote")} THEN (
    SELECT omitted FROM quotations AS q WHERE q.record = found.record AND q.case_id IS found.case_id
      AND q.id = found.id AND q.ordinal IS NULL) END AS omitted
FROM (
  SELECT x.rowid AS "row", {RECORD} AS record, {CASE_ID} AS case_id, {ID} AS id, best.score, {_FIELD} AS at,
    snippet(texts_fts, {_FIELD}, '', '', '…', {_LENGTH}) AS snippet
  FROM {best} AS best CROSS JOIN texts_fts AS x ON x.rowid = best."row" {RECORD_JOIN}
  WHERE texts_fts MATCH ?
) AS found{order}"""


ONE_RESULT = results('(SELECT ? AS "row", ? AS score)')
SCORED = "(SELECT json_extract(value, '$[0]') AS \"row\", json_extract(value, '$[1]') AS score FROM json_each(?))"
