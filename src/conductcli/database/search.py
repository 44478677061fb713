"""Search records with SQLite's full-text index; input is never interpreted as its syntax.

Up to RANKED matches are read, filtered and ranked. If there are more, rows are read newest first, and each is looked up
in the index, or in the set of all matches if that is small enough to read.
"""

from __future__ import annotations

import json
import re
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database.connection import each_row
from conductcli.database.facets import MOST
from conductcli.database.query import limited, order_by
from conductcli.database.search_sql import FILTERS, NAMED, ONE_RESULT, PLACE, RECORD_JOIN, SCORED, results
from conductcli.errors import WrongUsage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

KEYS = ("record", "case_id", "id", "field", "snippet", "score", "source", "quote_check", "omitted")
SHOWN = ("snippet", "omitted", "record", "case_id", "source", "id", "field", "quote_check", "score")
MOST_WORDS = 64  # a long phrase of frequent words takes quadratic time and cannot be interrupted
RANKED = 10_000  # ranking reads every match
_READ = 100_000  # matches read into a set, which is faster than looking up each row
_LOOKED_UP = 3_000  # rows looked up before all matches are read
_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_TOKEN = re.compile(r"[^\W_]+")  # a word of the index

Scored = tuple[int, float | None]
"""The number of a row, and its score."""


class Question(NamedTuple):
    """A search: terms that a record must contain, and filters."""

    terms: tuple[str, ...]
    filters: Mapping[str, Sequence[str]]

    @property
    def match(self) -> str:
        """Return the MATCH expression of all terms."""
        return " AND ".join(self.terms)

    @property
    def values(self) -> dict[str, str]:
        """Return the values of the filters, as JSON, to be bound."""
        return {name: json.dumps(list(wanted)) for name, wanted in self.filters.items()}

    def conditions(self, *besides: str) -> str:
        """Return the conditions of the filters, except `besides`, on a row of RECORD_JOIN."""
        return "".join(f" AND {FILTERS[name]}" for name in self.filters if name not in besides)


def terms(text: str) -> tuple[str, ...]:
    """Return the FTS5 terms of a text: each word or "phrase" once; a trailing * matches a prefix.

    Raises WrongUsage for more than `MOST_WORDS` words.
    """
    if (number := sum(1 for _ in _TOKEN.finditer(text))) > MOST_WORDS:
        message = f"a search takes at most {MOST_WORDS} words, and these are {number:,}"
        raise WrongUsage(message, "leave some out: a few rare words find a passage")
    found = []
    for phrase, phrase_star, word in _WORD.findall(text):
        star = "*" if phrase_star or word.endswith("*") else ""
        bare = (phrase or word).rstrip("*").replace('"', "")
        if any(map(str.isalnum, bare)):
            found.append(f'"{bare}"{star}')
    return tuple(dict.fromkeys(found))


def matches(connection: sqlite3.Connection, question: Question) -> int:
    """Return the number of matching records, counting to RANKED + 1 at most.

    If the terms alone match more than that, the filters are not applied.
    """
    found = _counted(connection, question.match)
    return sum(1 for _ in _kept(connection, question)) if question.filters and found <= RANKED else found


def rankable_terms(connection: sqlite3.Connection, question: Question) -> tuple[str, ...]:
    """Return the terms to rank by, without words in so many records that they are slow and uninformative."""
    return tuple(term for term in question.terms if _counted(connection, term) <= RANKED)


def rows(
    connection: sqlite3.Connection,
    question: Question,
    keys: Sequence[str],
    sort: Sequence[str],
    limit: int | None,
    by: Sequence[str],
) -> Iterator[tuple[Any, ...]]:
    """Yield matching records as values of `keys`: in the order of `sort`, by score, or newest first without `by`."""
    chosen = [KEYS.index(key) for key in keys]
    if sort:
        found = _sorted(connection, question, by, sort, limit)
    else:
        best = _best(connection, question, by, limit) if by else _newest(connection, question)
        found = _read(connection, question, islice(best, limit if limit is None else min(limit, MOST)))
    for *before, source, verdict, omitted in found:
        whole = (*before, json.loads(source), verdict, omitted and json.loads(omitted))
        yield tuple(whole[at] for at in chosen)


def _read(connection: sqlite3.Connection, question: Question, found: Iterable[Scored]) -> Iterator[tuple[Any, ...]]:
    for row, score in found:
        yield from connection.execute(ONE_RESULT, (row, score, question.match)).fetchall()


def _sorted(
    connection: sqlite3.Connection, question: Question, by: Sequence[str], sort: Sequence[str], limit: int | None
) -> Iterator[tuple[Any, ...]]:
    """Yield rows in the order of `sort`; all matches are read and sorted by the database."""
    order = f" ORDER BY {', '.join(order_by('', key) for key in sort)}, record, case_id, id {limited(limit)}"
    scored = _best(connection, question, by, None) if by else ((row, None) for row in _kept(connection, question))
    return connection.execute(results(SCORED, order), (json.dumps(list(scored)), question.match))


def _counted(connection: sqlite3.Connection, match: str) -> int:
    query = "SELECT COUNT(*) FROM (SELECT 1 FROM texts_fts WHERE texts_fts MATCH ? LIMIT ?)"
    return int(connection.execute(query, (match, RANKED + 1)).fetchone()[0])


def _kept(connection: sqlite3.Connection, question: Question) -> Iterator[int]:
    """Yield the numbers of the matching rows, unordered."""
    query = f"SELECT x.rowid FROM texts_fts AS x {RECORD_JOIN} WHERE texts_fts MATCH :match{question.conditions()}"
    for (row,) in connection.execute(query, {**question.values, "match": question.match}):
        yield row


def _best(connection: sqlite3.Connection, question: Question, by: Sequence[str], limit: int | None) -> Iterator[Scored]:
    """Yield rows by score, then by record, case and id."""
    query = "SELECT -round(-bm25(texts_fts), 3), rowid FROM texts_fts WHERE texts_fts MATCH ?"
    scored = connection.execute(query, (" AND ".join(by),)).fetchall()
    if len(by) < len(question.terms) or question.filters:
        kept = set(_kept(connection, question))
        scored = [pair for pair in scored if pair[1] in kept]
    scored.sort()
    if limit is not None and limit < len(scored):
        worst = scored[limit][0]
        scored = [pair for pair in scored if pair[0] <= worst]
    named = connection.execute(NAMED, (json.dumps(scored),)).fetchall()
    return ((row, -score) for score, *_, row in sorted(named))


def _newest(connection: sqlite3.Connection, question: Question) -> Iterator[Scored]:
    """Yield rows, newest first and undated last; rows of a day by record, case and id."""
    query = f"""
    SELECT -day, {PLACE}, x.rowid FROM (SELECT day, "row" AS rowid FROM faceted WHERE facet = :facet) AS x
    {RECORD_JOIN} WHERE TRUE{question.conditions("force", "kind")} ORDER BY day DESC, 2, 3, 4"""
    walked = connection.execute(_WALKED.format("force" if "force" in question.filters else "any"), _wanted(question))
    found = [each_row(connection, query, {**question.values, "facet": facet}) for (facet,) in walked.fetchall()]
    held = _Matches(connection, question.match)
    before = None
    for *_, row in merge(*found):
        if row != before and held(row):
            yield row, None
        before = row


_WALKED = """
SELECT id FROM facets WHERE of <> 'recipient' AND name = '{}' AND value IN (SELECT value FROM json_each(:value))
  AND (:kind IS NULL OR of IN (SELECT value FROM json_each(:kind)))"""


def _wanted(question: Question) -> dict[str, str | None]:
    """Return the values that select the facets to read."""
    return {"value": question.values.get("force", '[""]'), "kind": question.values.get("kind")}


class _Matches:
    """Tell whether a row matches, by lookup or from the set of all matches."""

    def __init__(self, connection: sqlite3.Connection, match: str) -> None:
        self._connection, self._match = connection, match
        self._lookups = 0
        self._rows = self._all(_READ)

    def __call__(self, row: int) -> bool:
        if self._rows is None and self._lookups == _LOOKED_UP:
            self._rows = self._all(MOST)
        if self._rows is not None:
            return row in self._rows
        self._lookups += 1
        query = "SELECT 1 FROM texts_fts WHERE texts_fts MATCH ? AND rowid = ?"
        return self._connection.execute(query, (self._match, row)).fetchone() is not None

    def _all(self, most: int) -> set[int] | None:
        """Return the numbers of all matching rows, or None if there are more than `most`."""
        query = "SELECT rowid FROM texts_fts WHERE texts_fts MATCH ? LIMIT ?"
        found = {row for (row,) in self._connection.execute(query, (self._match, min(most + 1, MOST)))}
        return found if len(found) <= most else None
