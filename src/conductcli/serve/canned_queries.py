"""Define the ready-made queries of the site."""

from __future__ import annotations

from typing import Any, NamedTuple

from conductcli.database.listings import LISTINGS, recommendations
from conductcli.database.search_sql import CASE_ID, ID, RECORD, RECORD_JOIN
from conductcli.model import KINDS, RECORDS
from conductcli.serve.comparability_table import TABLE

NEWEST = 50
"""Number of cases shown side by side without a filter: as many as anybody reads."""


class Query(NamedTuple):
    """A named query with its parameters."""

    title: str
    description: str
    sql: str
    params: tuple[str, ...] = ()

    def metadata(self) -> dict[str, Any]:
        """Return the query as Datasette metadata."""
        return self._asdict() | {"params": list(self.params), "hide_sql": True}


_NONE = "'none recorded'"
_IN_CASE = "(:case = '' OR instr(case_id, :case))"
_BODY = "(:body = '' OR {0} IN (SELECT value FROM json_each(bodies_named(:body))))"

_SAID_FOUND_DONE = f"""
WITH wanted AS MATERIALIZED (
  SELECT id AS case_id, first_day FROM cases WHERE :case = '' OR instr(id, :case)
  ORDER BY first_day IS NULL, first_day DESC, id LIMIT {NEWEST}
), lines AS MATERIALIZED (
  SELECT 'said' AS side, case_id, id, statements.rowid AS number,
    COALESCE(speaker || ', ', '') || made_by || ': ' || "text" AS line
  FROM wanted JOIN statements USING (case_id)
  UNION ALL
  SELECT 'found', case_id, id, findings.rowid, made_by || ', ' || replace(result, '_', ' ') || ': ' || "text"
  FROM wanted JOIN findings USING (case_id)
  UNION ALL
  SELECT 'recommended', case_id, id, recommendations.rowid,
    made_by || COALESCE(' to ' || (SELECT group_concat(value, ', ') FROM json_each(made_to)), '') || ': ' || "text"
  FROM wanted JOIN recommendations USING (case_id)
  UNION ALL
  SELECT 'done', a.case_id, a.id, r.rowid,
    COALESCE(a.made_by, 'the recipient') || COALESCE(', ' || a.made_on, '') || ': '
    || ltrim(COALESCE(replace(position, '_', ' '), '') || COALESCE(', ' || replace(progress, '_', ' '), '')
    || COALESCE(', ' || a."text", ''), ', ')
  FROM wanted JOIN responses AS a USING (case_id) JOIN recommendations AS r USING (case_id, id)
  UNION ALL
  SELECT 'done', case_id, id, outcomes.rowid,
    COALESCE(officers || ' officers', 'officers') || COALESCE(', ' || role, '') || ': '
    || COALESCE(NULLIF(ltrim(COALESCE(replace(notice, '_', ' ') || ' notice', '')
    || COALESCE(', ' || (SELECT group_concat(replace(value, '_', ' '), ', ') FROM json_each(handling)), '')
    || COALESCE(', ' || replace(proceeding, '_', ' '), '') || COALESCE(', ' || replace(panel_finding, '_', ' '), '')
    || COALESCE(', ' || replace(sanction, '_', ' '), '') || COALESCE(', ' || replace(criminal, '_', ' '), ''), ', '),
      ''), "text", {_NONE})
  FROM wanted JOIN outcomes USING (case_id)
), themed AS MATERIALIZED (
  SELECT w.case_id, w.first_day, m.theme, l.side, l.number, l.line
  FROM wanted AS w JOIN lines AS l USING (case_id) LEFT JOIN record_themes AS m USING (case_id, id)
)
SELECT t.case_id, replace(t.theme, '_', ' ') AS theme,
  COALESCE(group_concat(CASE t.side WHEN 'said' THEN t.line END, char(10) || char(10)), {_NONE}) AS said,
  COALESCE(group_concat(CASE t.side WHEN 'found' THEN t.line END, char(10) || char(10)), {_NONE}) AS found,
  COALESCE(group_concat(CASE t.side WHEN 'recommended' THEN t.line END, char(10) || char(10)), {_NONE}) AS recommended,
  COALESCE(group_concat(CASE t.side WHEN 'done' THEN t.line END, char(10) || char(10)), {_NONE}) AS done,
  (SELECT json_group_array(DISTINCT c.source) FROM themed AS o JOIN cited AS c ON c."row" = o.number
    WHERE o.case_id = t.case_id AND o.theme IS t.theme) AS source
FROM themed AS t GROUP BY t.case_id, t.theme
ORDER BY t.first_day IS NULL, t.first_day DESC, t.case_id, t.theme IS NULL, t.theme"""

_QUOTED = " UNION ALL ".join(
    [
        *(
            f"SELECT '{KINDS[section]}' AS record, case_id, id, NULL AS ordinal, made_by, quote, source FROM {section}"
            for section in RECORDS
        ),
        "SELECT 'figure', case_id, id, NULL, made_by, quote, source FROM figures",
        "SELECT record, case_id, id, ordinal, NULL, quote, json_array(source) FROM conflicts",
    ]
)
_QUOTATIONS = f"""
SELECT t.record, t.case_id, t.id, t.made_by, t.quote, COALESCE(q.verdict, 'unchecked') AS quote_check, q.omitted,
  COALESCE(json_array(q.source), t.source, (SELECT source FROM cases WHERE id = t.case_id)) AS source,
  q.line AS quote_line, q.start AS quote_start, q."end" AS quote_end, q.checked_on AS quote_checked_on
FROM ({_QUOTED}) AS t
LEFT JOIN quotations AS q
  ON q.record = t.record AND q.id = t.id AND q.case_id IS t.case_id AND q.ordinal IS t.ordinal
WHERE t.quote IS NOT NULL AND (:verdict = '' OR COALESCE(q.verdict, 'unchecked') = :verdict)
  AND (:case = '' OR instr(t.case_id, :case))
ORDER BY instr('absent unchecked elided typography exact', COALESCE(q.verdict, 'unchecked')), t.case_id, t.id"""

_FIGURES = f"""
SELECT c."group", c.place, f.organisation, f.amount, c.ratio, f.measure, f.period, f.counts, f.status, c.reasons,
  f.caveat, f.conflicts, f.source, f.id AS figure, c.shared
FROM {TABLE} AS c JOIN figure_list AS f USING (id)
WHERE (:measure = '' OR f.measure = replace(:measure, ' ', '_')) AND {_BODY.format("f.organisation")}
ORDER BY c."group" IS NULL, c."group", c.place IS NULL, c.place, f.value DESC, f.id"""

_TODAY = "date('now', 'localtime')"
_DEADLINES = f"""
SELECT case_id, id, made_to, status, due_on, due_basis, days_past_due, responded_on, days_taken, answered_late_by,
  position, progress, progress_by, "text", made_by, made_on, basis, source, as_of, 'recommendation' AS record
FROM {recommendations(f"COALESCE(NULLIF(:as_of, ''), {_TODAY})")} AS t
WHERE {_BODY.format("made_to")} AND (:status = '' OR status = replace(:status, ' ', '_'))
ORDER BY made_to IS NULL, made_to, days_past_due IS NULL, days_past_due DESC, case_id, id"""

_DISPUTES = f"""(
  SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY pair ORDER BY case_id IS NULL, case_id, id) AS nth
    FROM conflict_list WHERE {_IN_CASE}
  ) WHERE nth = 1
)"""
_CONTRADICTIONS = f"""
SELECT {", ".join(LISTINGS["conflicts"].keys)} FROM {_DISPUTES}
ORDER BY case_id, id, other_source"""

_PROBLEMS = f"""
SELECT what, case_id, record, id, says, source FROM (
  SELECT 'sources contradict each other' AS what, case_id, record, id, says || ' / ' || other_says AS says,
    other_sources AS source FROM {_DISPUTES}
  UNION ALL
  SELECT 'quotation not found in its source', case_id, record, id, NULL, json_array(source)
  FROM quotations WHERE verdict = 'absent'
  UNION ALL
  SELECT 'decision gap: ' || replace(gap, '_', ' '), case_id, 'outcome', id, gap_says,
    COALESCE(o.source, (SELECT source FROM cases WHERE id = o.case_id))
  FROM outcomes AS o WHERE gap IS NOT NULL
  UNION ALL
  SELECT 'no published response found as of ' || as_of, case_id, 'recommendation', id, "text", source
  FROM {recommendations(_TODAY)} WHERE status = 'no_response_found'
) WHERE {_IN_CASE} ORDER BY what, case_id, id"""

_SEARCH = f"""
SELECT {RECORD} AS record, {CASE_ID} AS case_id, {ID} AS id, snippet(texts_fts, -1, '', '', '…', 24) AS snippet,
  CASE WHEN s.id IS NULL THEN (SELECT json_group_array(DISTINCT q.source) FROM cited AS q WHERE q."row" = x.rowid)
    ELSE json_array(s.id) END AS source
FROM texts_fts AS x {RECORD_JOIN}
WHERE texts_fts MATCH escape_fts(:words) ORDER BY x.rank LIMIT 1000"""

QUERIES = {
    "said_found_done": Query(
        "Said, found, done",
        "What was said, found, recommended and done about the same theme of a case, side by side; a record of several"
        f" themes stands in several rows. The {NEWEST} newest cases, or those whose id holds what you type.",
        _SAID_FOUND_DONE,
        ("case",),
    ),
    "quotations_verified": Query(
        "Quotations and their verdicts",
        "Every quotation with what became of looking it up, word for word, in the archived document: absent, unchecked,"
        " elided, typography or exact.",
        _QUOTATIONS,
        ("verdict", "case"),
    ),
    "figures_like_for_like": Query(
        "Figures, like for like",
        "Figures that may be compared stand in one group, with places and ratios there alone; of the others it says why"
        " not.",
        _FIGURES,
        ("measure", "body"),
    ),
    "deadlines_and_answers": Query(
        "Deadlines and answers",
        "A row for each recipient of a recommendation, as things stood on a day, today if left out. no_response_found:"
        " none is recorded here, which is not that none was given.",
        _DEADLINES,
        ("body", "status", "as_of"),
    ),
    "contradictions": Query(
        "Contradictions",
        "Where sources disagree: as recorded in the case files, and as computed from figures.",
        _CONTRADICTIONS,
        ("case",),
    ),
    "problems": Query(
        "What needs a second look",
        "Contradictions, quotations that were not found, decisions that part ways and answers that were not found.",
        _PROBLEMS,
        ("case",),
    ),
    "search_everything": Query(
        "Search everything",
        'Every record that holds all the words, the best first; "a phrase" in quotes, word* for a beginning.',
        _SEARCH,
        ("words",),
    ),
}
"""Queries by their names in addresses."""
