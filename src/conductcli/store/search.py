"""Words → records: SQLite's full-text index, asked so that no text that people type is taken for its syntax."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from conductcli.store.listings import SEARCH_FILTERS, SEARCHED
from conductcli.store.queries import limited, order_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

KEYS = ("record", "case_id", "id", "field", "snippet", "score", "source", "quote_check")
SHOWN = ("snippet", "record", "case_id", "source", "id", "field", "quote_check", "score")
RANKED = 10_000  # ranking reads every match, so more than this are not ranked
_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_LENGTH = 24  # words of a snippet
_HIT = "\x02"  # marks where a field matches; texts hold no control characters

_FIELD = "CASE " + " ".join(
    f"WHEN instr(highlight(texts_fts, {at}, '{_HIT}', ''), '{_HIT}') THEN {at}" for at in range(len(SEARCHED))
) + " END"  # fmt: skip
_SOURCE = """CASE record WHEN 'source' THEN json_array(id) ELSE (
  SELECT json_group_array(source) FROM citations AS q
  WHERE q.record = found.record AND q.case_id IS found.case_id AND q.id = found.id) END"""


def expression(text: str) -> str:
    """What FTS5 is asked: every word or "phrase", a trailing * for a beginning; empty where there is no word."""
    terms = []
    for phrase, phrase_star, word in _WORD.findall(text):
        star = "*" if phrase_star or word.endswith("*") else ""
        bare = (phrase or word).rstrip("*").replace('"', "")
        if any(map(str.isalnum, bare)):
            terms.append(f'"{bare}"{star}')
    return " AND ".join(terms)


def matches(connection: sqlite3.Connection, words: str, filters: Mapping[str, Sequence[str]]) -> int:
    """How many records match, counted no further than one more than are ranked."""
    where, values = _where(filters)
    query = f"SELECT COUNT(*) FROM (SELECT 1 {_FROM}{where} LIMIT {RANKED + 1})"
    return int(connection.execute(query, (words, *values)).fetchone()[0])


def rows(
    connection: sqlite3.Connection,
    words: str,
    filters: Mapping[str, Sequence[str]],
    keys: Sequence[str],
    sort: Sequence[str],
    limit: int | None,
    *,
    ranked: bool,
) -> Iterator[tuple[Any, ...]]:
    """The records that match, the best first, or the newest first where they are too many to rank."""
    where, values = _where(filters)
    score = "round(-bm25(texts_fts), 3)" if ranked else "NULL"
    first = "score DESC, " if ranked else "first_day IS NULL, first_day DESC, "
    named = [order_by("", key) for key in sort]
    order = ", ".join(named) + ", " if named else first
    best = f"""
    SELECT texts_fts.rowid AS place, t.record, t.case_id, t.id, {score} AS score,
      (SELECT first_day FROM records AS r WHERE r.case_id = t.case_id AND r.id = t.id) AS first_day
    {_FROM}{where}"""
    names = " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(SEARCHED))
    query = f"""
    SELECT record, case_id, id, CASE at {names} END AS field, snippet, score, {_SOURCE} AS source,
      CASE at WHEN {SEARCHED.index("quote")} THEN COALESCE((
        SELECT verdict FROM quotations AS q WHERE q.record = found.record AND q.case_id IS found.case_id
          AND q.id = found.id AND q.ordinal IS NULL), 'unchecked') END AS quote_check
    FROM (
      SELECT best.*, {_FIELD} AS at, snippet(texts_fts, {_FIELD}, '', '', '…', {_LENGTH}) AS snippet
      FROM texts_fts JOIN ({best}) AS best ON best.place = texts_fts.rowid WHERE texts_fts MATCH ?
    ) AS found
    ORDER BY {order}record, case_id, id {limited(limit)}"""
    chosen = [KEYS.index(key) for key in keys]
    for row in connection.execute(query, (words, *values, words)):
        *before, source, verdict = row
        whole = (*before, json.loads(source), verdict)
        yield tuple(whole[at] for at in chosen)


_FROM = "FROM texts_fts JOIN texts AS t ON t.rowid = texts_fts.rowid WHERE texts_fts MATCH ?"


def _where(filters: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    conditions = [SEARCH_FILTERS[name].format(", ".join("?" * len(wanted))) for name, wanted in filters.items()]
    return "".join(f" AND {condition}" for condition in conditions), [
        value for wanted in filters.values() for value in wanted
    ]
