"""Declare the listings that commands show: their keys, their relation and their filters.

Values are bound as named parameters, a list as JSON. Conditions are declared here in full and only joined. Case ids are
bound one by one (`{case}`), because SQLite pushes no subquery down into the parts of a union.
"""

from __future__ import annotations

from typing import Any, NamedTuple

ARRAYS = frozenset(
    ("forces", "topics", "themes", "about", "source", "sources", "aliases", "handling", "views", "conflicts",
     "response_source", "gaps", "other_sources", "statuses", "omitted")
)  # fmt: skip
"""The keys whose values are arrays, stored as JSON."""


DAY = "CASE t.first_day WHEN '0001-01-01' THEN t.last_day ELSE t.first_day END"  # a span may have no start


class Listing(NamedTuple):
    """The rows of one command."""

    keys: tuple[str, ...]
    relation: str
    filters: dict[str, str]
    """The filters by name, each with its condition on a row `t`."""
    shown: tuple[str, ...] = ()
    """The keys that a table shows, the most useful first; empty for all keys in their order."""
    order: str = f"t.first_day IS NULL, {DAY} DESC, t.case_id, t.id"
    parameters: tuple[str, ...] = ()
    """Further parameters of the relation: `as_of`."""
    tie: str = "t.case_id, t.id"
    dated: str = "made_on"
    """The key of the row's own date."""
    once: str = ""
    """The column that several rows share of which one is kept: the first match by case and id."""
    of: str = ""
    """The kind of its rows in `facets`; empty if they have no facets."""
    facets: tuple[str, ...] = ()
    """The filters that facets answer."""
    table: str = ""
    """The table whose row numbers the facets refer to."""


_QUOTED = ("quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on", "omitted")
"""The place of a quotation: source, characters and line, the day of the check and the words omitted."""

_DATED = {"since": "t.last_day >= :since", "until": "t.first_day <= :until"}
_FACETED = """t."row" IN (SELECT f."row" FROM facets AS k CROSS JOIN faceted AS f ON f.facet = k.id
  WHERE k.of = '{of}' AND k.name = '{name}' AND k.value IN (SELECT value FROM json_each(:{name})))"""
"""The condition of a filter that facets answer."""
_CONCERNS = """t."row" IN (SELECT f."row" FROM facets AS k CROSS JOIN faceted AS f ON f.facet = k.id
  WHERE k.name = 'force' AND k.value IN (SELECT value FROM json_each(:force)))"""


def _filters(of: str, facets: tuple[str, ...], **others: str) -> dict[str, Any]:
    """Return the fields of a listing that define its filters: facets, other conditions and dates."""
    conditions = {name: _FACETED.format(of=of, name=name) for name in facets}
    return {"of": of, "facets": facets, "filters": conditions | others | _DATED}


_OF_CASE = {
    "case": "t.case_id IN ({case})",
    "oversight": "t.case_id IN (SELECT id FROM cases WHERE oversight IN (SELECT value FROM json_each(:oversight)))",
    "topic": "t.case_id IN (SELECT case_id FROM case_topics WHERE topic IN (SELECT value FROM json_each(:topic)))",
}


def recommendations(as_of: str) -> str:
    """Return the relation of recommendations, a row per recipient, as of a day; later events do not count.

    `as_of` is the day as an SQL expression. A response counts for the recipient that made it; one by an unnamed body
    counts for all, and any response counts if the recipient is unknown. The answer is the latest position or, without
    one, the latest other response; the position `awaiting` counts only if there is no other response.
    """
    return f"""(
SELECT
  r.case_id, r.id, r.number, r.made_by, p.made_to, r.basis, r."count", COALESCE(r.themes, '[]') AS themes, r."text",
  r.frequency, r.made_on, p.due_on, p.due_basis, a.position, g.progress,
  CASE WHEN g.progress IS NOT NULL THEN COALESCE(g.made_by, p.made_to) END AS progress_by, a.made_on AS responded_on,
  p.status,
  CASE WHEN p.status IN ('awaiting', 'no_response_found') AND p.last_day < p.as_of AND p.due_on IS NOT NULL
    THEN CAST(julianday(p.as_of) - julianday(p.last_day) AS INTEGER) END AS days_past_due,
  p.as_of, COALESCE(r.about, '[]') AS about, r.quote,
  CASE WHEN r.quote IS NOT NULL THEN COALESCE(q.verdict, 'unchecked') END AS quote_check, r.caveat, r.source,
  CASE WHEN a.source IS NULL OR g.source IS NULL OR a.source = g.source THEN COALESCE(a.source, g.source, '[]')
    ELSE (SELECT json_group_array(value) FROM (
      SELECT value FROM json_each(a.source) UNION SELECT value FROM json_each(g.source))) END AS response_source,
  q.source AS quote_source, q.start AS quote_start, q."end" AS quote_end, q.line AS quote_line,
  q.checked_on AS quote_checked_on, q.omitted,
  r.due_on AS printed_due_on, p.statutory_due_on, r.extended_to,
  CASE WHEN p.status = 'answered' AND f.made_on GLOB '????-??-??' AND r.made_on GLOB '????-??-??'
    THEN CAST(julianday(f.made_on) - julianday(r.made_on) AS INTEGER) END AS days_taken,
  CASE WHEN p.status = 'answered' AND f.made_on GLOB '????-??-??' AND p.due_on IS NOT NULL AND f.made_on > p.last_day
    THEN CAST(julianday(f.made_on) - julianday(p.last_day) AS INTEGER) END AS answered_late_by,
  p.first_day, p.ordinal, p.row,
  p.record_last_day AS last_day
FROM (
  SELECT w.*, r.basis,
    CASE
      WHEN a.position = 'awaiting' THEN 'awaiting'
      WHEN a.rowid IS NOT NULL THEN 'answered'
      WHEN r.basis <> 'para_28A' AND w.due_on IS NULL THEN 'not_required'
      WHEN w.last_day >= w.as_of THEN 'awaiting'
      ELSE 'no_response_found'
    END AS status
  FROM (
    SELECT p.*, p.rowid AS row, n.as_of, d.first_day, d.last_day AS record_last_day,
      (SELECT a.rowid FROM responses AS a
        WHERE a.case_id = p.case_id AND a.id = p.id
          AND (a.made_by = p.made_to OR a.made_by IS NULL OR p.made_to IS NULL)
          AND COALESCE(a.first_day, '') <= n.as_of
        ORDER BY a.position IS 'awaiting', a.position IS NULL, COALESCE(a.last_day, '') DESC, a.ordinal DESC
        LIMIT 1) AS answer,
      (SELECT a.rowid FROM responses AS a
        WHERE a.case_id = p.case_id AND a.id = p.id
          AND (a.made_by = p.made_to OR a.made_by IS NULL OR p.made_to IS NULL)
          AND a.position IS NOT 'awaiting' AND COALESCE(a.first_day, '') <= n.as_of
        ORDER BY COALESCE(a.first_day, ''), a.ordinal LIMIT 1) AS earliest,
      (SELECT a.rowid FROM responses AS a
        WHERE a.case_id = p.case_id AND a.id = p.id AND a.progress IS NOT NULL AND COALESCE(a.first_day, '') <= n.as_of
          AND (COALESCE(a.made_by, p.made_to) IS p.made_to OR NOT EXISTS (
            SELECT 1 FROM recipients AS o WHERE o.case_id = p.case_id AND o.id = p.id AND o.made_to = a.made_by))
        ORDER BY COALESCE(a.last_day, '') DESC, a.ordinal DESC LIMIT 1) AS latest
    FROM (SELECT {as_of} AS as_of) AS n CROSS JOIN recipients AS p JOIN records AS d USING (case_id, id)
    WHERE COALESCE(d.first_day, '') <= n.as_of
  ) AS w
  JOIN recommendations AS r USING (case_id, id)
  LEFT JOIN responses AS a ON a.rowid = w.answer
) AS p
JOIN recommendations AS r USING (case_id, id)
LEFT JOIN responses AS a ON a.rowid = p.answer
LEFT JOIN responses AS f ON f.rowid = p.earliest
LEFT JOIN responses AS g ON g.rowid = p.latest
LEFT JOIN quotations AS q
  ON q.case_id = r.case_id AND q.id = r.id AND q.record = 'recommendation' AND q.ordinal IS NULL
)"""


LISTINGS: dict[str, Listing] = {
    "list": Listing(
        keys=(
            "id", "title", "kind", "matter", "forces", "oversight", "incident_date", "topics", "findings",
            "outcomes", "recommendations", "statements", "sources",
        ),
        dated="incident_date",
        relation="case_list",
        table="cases",
        **_filters(
            "case", ("force", "oversight", "kind", "topic"), case="t.id IN ({case})"
        ),
        shown=(
            "id", "title", "incident_date", "forces", "oversight", "findings", "recommendations", "outcomes",
            "statements", "kind", "sources", "matter", "topics",
        ),
        order="t.first_day IS NULL, t.first_day DESC, t.id",
        tie="t.id",
    ),
    "findings": Listing(
        keys=(
            "case_id", "id", "force", "made_by", "made_on", "result", "themes", "text", "about", "quote",
            "quote_check", "caveat", "source", *_QUOTED,
        ),
        relation="finding_list",
        table="findings",
        **_filters("finding", ("force", "theme", "by", "result"), **_OF_CASE),
        shown=(
            "text", "result", "source", "case_id", "made_by", "made_on", "id", "themes", "caveat", "omitted", "quote",
            "quote_check", "about", "force",
        ),
    ),
    "outcomes": Listing(
        keys=(
            "case_id", "id", "force", "officers", "role", "unit", "duties", "notice", "views", "handling",
            "proceeding", "panel_finding", "sanction", "criminal", "gap", "caveat", "source", "gap_says", "gaps",
        ),
        relation="outcome_list",
        table="outcomes",
        **_filters("outcome", ("force", "gap"), **_OF_CASE),
        shown=(
            "id", "officers", "notice", "source", "case_id", "views", "sanction", "panel_finding", "proceeding",
            "handling", "criminal", "duties", "gap_says", "gap", "unit", "role", "caveat",
            "force",
        ),
    ),
    "recommendations": Listing(
        keys=(
            "case_id", "id", "number", "made_by", "made_to", "basis", "count", "themes", "text", "frequency",
            "made_on", "due_on", "due_basis", "position", "progress", "progress_by", "responded_on", "status",
            "days_past_due", "as_of", "about", "quote", "quote_check", "caveat", "source", "response_source",
            "printed_due_on", "statutory_due_on", "extended_to", "days_taken", "answered_late_by", *_QUOTED,
        ),
        relation=recommendations(":as_of"),
        table="recipients",
        **_filters(
            "recipient", ("force", "oversight", "topic", "theme", "by", "to", "kind"), case=_OF_CASE["case"],
            status="t.status IN (SELECT value FROM json_each(:status))",
        ),
        shown=(
            "text", "made_to", "status", "source", "position", "case_id", "made_by", "made_on", "due_on",
            "days_past_due", "progress", "progress_by", "due_basis", "basis", "count", "frequency", "id", "themes",
            "responded_on", "as_of", "caveat", "omitted", "quote", "quote_check", "about", "number", "response_source",
            "printed_due_on", "statutory_due_on", "extended_to", "days_taken", "answered_late_by",
        ),
        order=f"t.first_day IS NULL, {DAY} DESC, t.case_id, t.id, t.ordinal",
        parameters=("as_of",),
        tie="t.case_id, t.id, t.ordinal",
    ),
    "statements": Listing(
        keys=(
            "case_id", "id", "speaker", "role", "made_by", "made_on", "themes", "text", "frequency", "about",
            "quote", "quote_check", "caveat", "source", *_QUOTED,
        ),
        relation="statement_list",
        table="statements",
        **_filters(
            "statement", ("force", "theme", "by"), **_OF_CASE,
            speaker="t.speaker IN (SELECT value FROM json_each(:speaker))",
        ),
        shown=(
            "text", "speaker", "made_by", "source", "omitted", "quote", "quote_check", "quote_line", "quote_start",
            "quote_end", "made_on", "role", "case_id", "themes", "id", "frequency", "caveat", "about",
        ),
    ),
    "figures": Listing(
        keys=(
            "id", "organisation", "measure", "value", "qualifier", "per", "unit", "counts", "period", "rank",
            "status", "made_by", "caveat", "conflicts", "case_id", "quote", "quote_check", "source", "amount", *_QUOTED,
            "statuses",
        ),
        dated="period",
        relation="figure_list",
        table="figures",
        **_filters("figure", ("force", "by", "measure", "status"), **_OF_CASE),
        shown=(
            "organisation", "amount", "measure", "period", "counts", "source", "caveat", "made_by", "rank", "status",
            "case_id", "omitted", "quote", "quote_check", "id", "value", "unit", "qualifier", "per", "conflicts",
            "statuses",
        ),
        order="t.first_day IS NULL, t.first_day DESC, t.id",
        tie="t.id",
    ),
    "sources": Listing(
        keys=("id", "title", "publisher", "kind", "published", "url", "sha256", "cited_by"),
        dated="published",
        relation="source_list",
        table="sources",
        **_filters(
            "source", ("kind",),
            case="t.id IN (SELECT s.value FROM cases AS c, json_each(c.sources) AS s"
            " WHERE c.id IN ({case}))",
            force="""t.id IN (SELECT c.source FROM facets AS k CROSS JOIN faceted AS f ON f.facet = k.id
  CROSS JOIN cited AS c ON c."row" = f."row"
  WHERE k.name = 'force' AND k.value IN (SELECT value FROM json_each(:force)))""",
        ),
        shown=("id", "title", "publisher", "published", "cited_by", "kind", "url", "sha256"),
        order="t.first_day IS NULL, t.first_day DESC, t.id",
        tie="t.id",
    ),
    "timeline": Listing(
        keys=("date", "case_id", "kind", "text", "source"),
        dated="date",
        relation="timeline_list",
        filters={
            **_OF_CASE,
            "force": _CONCERNS,
            "kind": "t.kind IN (SELECT value FROM json_each(:kind))",
            **_DATED,
        },
        order=f"{DAY}, t.last_day, t.case_id",
        shown=("date", "text", "kind", "case_id", "source"),
        tie="t.case_id",
    ),
    "conflicts": Listing(
        keys=(
            "case_id", "record", "id", "says", "source", "other_says", "other_source", "how", "other_id",
            "other_sources", "reason",
        ),
        relation="conflict_list",
        filters={
            **_OF_CASE,
            "force": _CONCERNS,
            "kind": "t.record IN (SELECT value FROM json_each(:kind))",
            **_DATED,
        },
        shown=(
            "says", "source", "other_says", "other_source", "reason", "case_id", "record", "id", "how", "other_id",
            "other_sources",
        ),
        order="t.case_id, t.id, t.other_source",
        once="t.pair",
    ),
}  # fmt: skip

SEARCH_FILTERS = ("force", "kind", "case", "topic")
FILTERED = {name: tuple(listing.filters) for name, listing in LISTINGS.items()} | {
    "search": SEARCH_FILTERS, "diff": ("force", "kind", "topic", "case", "change"),
    "feed": ("force", "kind", "topic", "case", "change", "since"),
}  # fmt: skip
"""The filters of every command that has any."""

SEARCHED = (
    "title", "text", "summary", "quote", "speaker", "role", "incident_place", "unit", "publisher", "reference",
    "caveat", "says", "responses",
)  # fmt: skip
"""The fields of the full-text index, the most informative first."""
