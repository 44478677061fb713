-- The listings of the commands, as views that any SQLite tool can read. The columns of a view are the keys of the
-- command's rows, the first and the last day that the row's date can mean, for order and filters, and `row`, the number
-- by which `faceted`, `cited` and the full-text index refer to it (in a timeline: to its record).

CREATE VIEW citations AS
SELECT
  x.source, COALESCE(r.record, CASE WHEN c.id IS NULL THEN 'figure' ELSE 'case' END) AS record,
  COALESCE(r.case_id, c.id, f.case_id) AS case_id, COALESCE(r.id, c.id, f.id) AS id
FROM cited AS x LEFT JOIN records AS r ON r.rowid = x."row" LEFT JOIN cases AS c ON c.rowid = x."row"
LEFT JOIN figures AS f ON f.rowid = x."row";

-- The organisations that a case concerns in any way, except those that only made a figure.
CREATE VIEW case_organisations AS
SELECT c.id AS case_id, k.value AS organisation
FROM facets AS k CROSS JOIN faceted AS f ON f.facet = k.id CROSS JOIN cases AS c ON c.rowid = f."row"
WHERE k.of = 'case' AND k.name = 'force';

CREATE VIEW case_list AS
SELECT
  id, title, kind, matter, COALESCE(forces, '[]') AS forces, oversight, incident_date, COALESCE(topics, '[]') AS topics,
  (SELECT COUNT(*) FROM findings WHERE case_id = cases.id) AS findings,
  (SELECT COUNT(*) FROM outcomes WHERE case_id = cases.id) AS outcomes,
  (SELECT COALESCE(SUM(COALESCE("count", 1)), 0) FROM recommendations WHERE case_id = cases.id) AS recommendations,
  (SELECT COUNT(*) FROM statements WHERE case_id = cases.id) AS statements,
  sources, first_day, last_day, rowid AS "row"
FROM cases;

CREATE VIEW finding_list AS
SELECT
  t.case_id, t.id, "force", t.made_by, made_on, result, COALESCE(themes, '[]') AS themes, "text",
  COALESCE(about, '[]') AS about, quote, CASE WHEN quote IS NOT NULL THEN COALESCE(q.verdict, 'unchecked') END AS quote_check, caveat, t.source,
  q.source AS quote_source, q.start AS quote_start, q."end" AS quote_end, q.line AS quote_line,
  q.checked_on AS quote_checked_on, q.omitted, first_day, last_day, t.rowid AS "row"
FROM findings AS t CROSS JOIN records AS r ON r.rowid = t.rowid
LEFT JOIN quotations AS q ON q.case_id = t.case_id AND q.id = t.id AND q.record = 'finding' AND q.ordinal IS NULL;

CREATE VIEW outcome_list AS
SELECT
  t.case_id, t.id, "force", officers, role, unit, duties, notice,
  COALESCE("views", '[]') AS "views",
  COALESCE(handling, '[]') AS handling, proceeding, panel_finding, sanction, criminal, gap, caveat, source, gap_says, gaps,
  first_day, last_day, t.rowid AS "row"
FROM outcomes AS t JOIN records AS r ON r.rowid = t.rowid;

CREATE VIEW statement_list AS
SELECT
  t.case_id, t.id, speaker, role, t.made_by, made_on, COALESCE(themes, '[]') AS themes, "text", frequency,
  COALESCE(about, '[]') AS about, quote, CASE WHEN quote IS NOT NULL THEN COALESCE(q.verdict, 'unchecked') END AS quote_check, caveat, t.source,
  q.source AS quote_source, q.start AS quote_start, q."end" AS quote_end, q.line AS quote_line,
  q.checked_on AS quote_checked_on, q.omitted, first_day, last_day, t.rowid AS "row"
FROM statements AS t CROSS JOIN records AS r ON r.rowid = t.rowid
LEFT JOIN quotations AS q ON q.case_id = t.case_id AND q.id = t.id AND q.record = 'statement' AND q.ordinal IS NULL;

CREATE VIEW figure_list AS
SELECT
  t.id, organisation, measure,
  CASE WHEN value = CAST(value AS INTEGER) THEN CAST(value AS INTEGER) ELSE value END AS value,
  qualifier, per, unit, counts, period, rank, status, made_by, caveat, COALESCE(conflicts, '[]') AS conflicts,
  t.case_id, quote,
  CASE WHEN quote IS NOT NULL THEN COALESCE(q.verdict, 'unchecked') END AS quote_check, t.source,
  CASE qualifier WHEN 'exactly' THEN '' ELSE replace(qualifier, '_', ' ') || ' ' END
    || CASE WHEN value = CAST(value AS INTEGER) THEN CAST(value AS INTEGER) ELSE value END
    || ' ' || replace(unit, '_', ' ') || COALESCE(' per ' || replace(per, '_', ' '), '') AS amount,
  q.source AS quote_source, q.start AS quote_start, q."end" AS quote_end, q.line AS quote_line,
  q.checked_on AS quote_checked_on, q.omitted, statuses, "text", first_day, last_day, t.rowid AS "row"
FROM figures AS t LEFT JOIN quotations AS q ON q.record = 'figure' AND q.id = t.id AND q.ordinal IS NULL;

CREATE VIEW figure_said AS
SELECT
  id, case_id, source, quote, first_day, last_day, "row",
  COALESCE("text", organisation || ', ' || replace(measure, '_', ' ') || ': ' || amount || COALESCE(', ' || period, ''))
    AS said,
  amount, per, COALESCE(replace(counts, '_', ' '), 'not stated') AS counts, status
FROM figure_list;

CREATE VIEW source_list AS
SELECT
  id, title, publisher, kind, published, url, snapshot_sha256 AS sha256,
  (SELECT COUNT(DISTINCT c."row") FROM cited AS c WHERE c.source = sources.id) AS cited_by,
  reference, accessed, snapshot_file, caveat, first_day, last_day, rowid AS "row"
FROM sources;

-- Any record that can be disputed, in a sentence.
CREATE VIEW record_list AS
SELECT 'case' AS record, id AS case_id, id, summary AS "text", source, first_day, last_day, rowid AS "row" FROM cases
UNION ALL
SELECT 'figure', case_id, id, said, source, first_day, last_day, "row" FROM figure_said
UNION ALL
SELECT r.record, t.case_id, t.id, t."text", t.source, r.first_day, r.last_day, r.rowid FROM (
  SELECT case_id, id, "text", source FROM allegations
  UNION ALL SELECT case_id, id, "text", source FROM evidence
  UNION ALL SELECT case_id, id, "text", source FROM findings
  UNION ALL SELECT case_id, id, "text", source FROM outcomes
  UNION ALL SELECT case_id, id, "text", source FROM recommendations
  UNION ALL SELECT case_id, id, "text", source FROM statements
  UNION ALL SELECT case_id, id, "text", source FROM events
) AS t JOIN records AS r USING (case_id, id);

-- Each contradiction from both sides, with the same `pair`; a command shows each pair once. Views may not call JSON
-- functions, and an id needs no escaping.
CREATE VIEW conflict_list AS
SELECT
  c.case_id, c.record, c.id, r."text" AS says, r.source, c.says AS other_says, c.source AS other_source,
  'recorded' AS how, NULL AS other_id, '["' || c.source || '"]' AS other_sources,
  'recorded in the case file: the sources disagree' AS reason, c.quote AS other_quote,
  c.record || '/' || COALESCE(c.case_id, '') || '/' || c.id || '/' || c.ordinal AS pair, r.first_day, r.last_day, r."row"
FROM conflicts AS c JOIN record_list AS r ON r.record = c.record AND r.case_id IS c.case_id AND r.id = c.id
UNION ALL
SELECT
  f.case_id, 'figure', f.id, f.said, f.source, o.said, (SELECT value FROM json_each(o.source) ORDER BY key LIMIT 1),
  'computed', o.id, o.source,
  'same body, measure, unit' || CASE WHEN f.per IS NULL THEN '' ELSE ', denominator' END
    || CASE WHEN f.first_day = o.first_day AND f.last_day = o.last_day THEN ' and period' ELSE ' and case' END
    || '; ' || f.amount || ' and ' || o.amount || ' cannot both be true'
    || CASE WHEN f.counts = o.counts THEN '' ELSE '; counting rules: ' || f.counts || ', ' || o.counts END
    || CASE WHEN f.status = o.status THEN '' ELSE '; status: ' || f.status || ', ' || o.status END,
  o.quote, min(f.id, o.id) || '/' || max(f.id, o.id), f.first_day, f.last_day, f."row"
FROM figure_conflicts AS c JOIN figure_said AS f ON f.id = c.id JOIN figure_said AS o ON o.id = c.other;

-- Everything that has a date, with the days that it can mean.
CREATE VIEW timeline_list AS
SELECT
  t.date, t.case_id, t.kind, t."text",
  COALESCE(t.source, (SELECT source FROM cases WHERE id = t.case_id)) AS source, t.id, t.first_day, t.last_day, t."row"
FROM (
  SELECT date, t.case_id, kind, "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM events AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT made_on, t.case_id, 'evidence', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM evidence AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT made_on, t.case_id, 'allegation', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM allegations AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT made_on, t.case_id, 'finding', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM findings AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT made_on, t.case_id, 'outcome', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM outcomes AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT
    v.made_on, v.case_id, 'outcome',
    COALESCE(v.made_by || ': ', '') || 'case to answer, ' || replace(v.case_to_answer, '_', ' '), o.source, v.id, v.first_day,
    v.last_day, o.rowid
  FROM "views" AS v JOIN outcomes AS o USING (case_id, id)
  UNION ALL
  SELECT made_on, t.case_id, 'recommendation', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM recommendations AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT made_on, t.case_id, 'statement', "text", source, t.id, first_day, last_day, t.rowid AS "row"
  FROM statements AS t CROSS JOIN records AS r ON r.rowid = t.rowid
  UNION ALL
  SELECT
    a.made_on, a.case_id, 'response',
    COALESCE(a."text", COALESCE(a.made_by || ': ', '') || replace(COALESCE(a.position, a.progress), '_', ' ')), a.source,
    a.id, a.first_day, a.last_day, r.rowid
  FROM responses AS a CROSS JOIN recommendations AS r USING (case_id, id)
  UNION ALL
  SELECT d.date, d.case_id, d.kind, d."text", NULL, d.case_id, d.first_day, d.last_day, c.rowid
  FROM case_dates AS d CROSS JOIN cases AS c ON c.id = d.case_id
) AS t
WHERE t.date IS NOT NULL;
