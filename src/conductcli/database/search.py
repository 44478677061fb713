"""Find records by words, with SQLite's full-text index, so that no text that people type is taken for its syntax.

As many matches as can be ranked are read and filtered. Of more, the newest are found by walking back in time, and each
row is looked up in the index, or in what it gave where that was little enough to read.
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
MOST_WORDS = 64  # a long phrase of frequent words is quadratic, and nothing interrupts the index while it looks for one
RANKED = 10_000  # ranking reads every match, so more than this are not ranked
_READ = 100_000  # matches whose numbers are read: to look up each row that is walked would take longer
_LOOKED_UP = 3_000  # rows: where so many lookups have not found enough, all matches are read
_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_TOKEN = re.compile(r"[^\W_]+")  # what the index takes for a word

Scored = tuple[int, float | None]
"""The number of a row, and its score."""


class Question(NamedTuple):
    """What is looked for: terms that a record must hold, and the filters that keep it."""

    terms: tuple[str, ...]
    filters: Mapping[str, Sequence[str]]

    @property
    def match(self) -> str:
        """What the index is asked."""
        return " AND ".join(self.terms)

    @property
    def values(self) -> dict[str, str]:
        """The values of the filters, to be bound."""
        return {name: json.dumps(list(wanted)) for name, wanted in self.filters.items()}

    def conditions(self, *besides: str) -> str:
        """Return the conditions of the filters, but for some, on a row of RECORD_JOIN."""
        return "".join(f" AND {FILTERS[name]}" for name in self.filters if name not in besides)


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of FTS5 for what was typed: every word or "phrase" once, a trailing * for a beginning.

    Raises WrongUsage for more than `MOST_WORDS`.
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


def matches(connection: sqlite3.Connection, asked: Question) -> int:
    """Return how many records match.

    Counted no further than one more than are ranked; of more than that without the filters, nothing is counted.
    """
    found = _counted(connection, asked.match)
    return sum(1 for _ in _kept(connection, asked)) if asked.filters and found <= RANKED else found


def telling(connection: sqlite3.Connection, asked: Question) -> tuple[str, ...]:
    """Return the terms to rank by: a word that very many records hold tells little, and costs much to weigh."""
    return tuple(term for term in asked.terms if _counted(connection, term) <= RANKED)


def rows(
    connection: sqlite3.Connection,
    asked: Question,
    keys: Sequence[str],
    sort: Sequence[str],
    limit: int | None,
    by: Sequence[str],
) -> Iterator[tuple[Any, ...]]:
    """Yield the records that match: the best first by some of the terms, or the newest first without such terms."""
    chosen = [KEYS.index(key) for key in keys]
    if sort:
        found = _sorted(connection, asked, by, sort, limit)
    else:
        best = _best(connection, asked, by, limit) if by else _newest(connection, asked)
        found = _read(connection, asked, islice(best, limit if limit is None else min(limit, MOST)))
    for *before, source, verdict, omitted in found:
        whole = (*before, json.loads(source), verdict, omitted and json.loads(omitted))
        yield tuple(whole[at] for at in chosen)


def _read(connection: sqlite3.Connection, asked: Question, found: Iterable[Scored]) -> Iterator[tuple[Any, ...]]:
    for row, score in found:
        yield from connection.execute(ONE_RESULT, (row, score, asked.match)).fetchall()


def _sorted(
    connection: sqlite3.Connection, asked: Question, by: Sequence[str], sort: Sequence[str], limit: int | None
) -> Iterator[tuple[Any, ...]]:
    """Yield rows by keys that were asked for: all that matches is read, and the database sorts it."""
    order = f" ORDER BY {', '.join(order_by('', key) for key in sort)}, record, case_id, id {limited(limit)}"
    scored = _best(connection, asked, by, None) if by else ((row, None) for row in _kept(connection, asked))
    return connection.execute(results(SCORED, order), (json.dumps(list(scored)), asked.match))


def _counted(connection: sqlite3.Connection, match: str) -> int:
    query = "SELECT COUNT(*) FROM (SELECT 1 FROM texts_fts WHERE texts_fts MATCH ? LIMIT ?)"
    return int(connection.execute(query, (match, RANKED + 1)).fetchone()[0])


def _kept(connection: sqlite3.Connection, asked: Question) -> Iterator[int]:
    """Yield the numbers of the rows that match, in no order."""
    query = f"SELECT x.rowid FROM texts_fts AS x {RECORD_JOIN} WHERE texts_fts MATCH :match{asked.conditions()}"
    for (row,) in connection.execute(query, {**asked.values, "match": asked.match}):
        yield row


def _best(connection: sqlite3.Connection, asked: Question, by: Sequence[str], limit: int | None) -> Iterator[Scored]:
    """Yield rows by score, then by record, case and id."""
    query = "SELECT -round(-bm25(texts_fts), 3), rowid FROM texts_fts WHERE texts_fts MATCH ?"
    scored = connection.execute(query, (" AND ".join(by),)).fetchall()
    if len(by) < len(asked.terms) or asked.filters:
        kept = set(_kept(connection, asked))
        scored = [pair for pair in scored if pair[1] in kept]
    scored.sort()
    if limit is not None and limit < len(scored):
        worst = scored[limit][0]
        scored = [pair for pair in scored if pair[0] <= worst]
    named = connection.execute(NAMED, (json.dumps(scored),)).fetchall()
    return ((row, -score) for score, *_, row in sorted(named))


def _newest(connection: sqlite3.Connection, asked: Question) -> Iterator[Scored]:
    """Yield rows, the latest day first and what has no date last; those of a day by record, case and id."""
    query = f"""
    SELECT -day, {PLACE}, x.rowid FROM (SELECT day, "row" AS rowid FROM faceted WHERE facet = :facet) AS x
    {RECORD_JOIN} WHERE TRUE{asked.conditions("force", "kind")} ORDER BY day DESC, 2, 3, 4"""
    walked = connection.execute(_WALKED.format("force" if "force" in asked.filters else "any"), _wanted(asked))
    found = [each_row(connection, query, {**asked.values, "facet": facet}) for (facet,) in walked.fetchall()]
    held = _Matches(connection, asked.match)
    before = None
    for *_, row in merge(*found):
        if row != before and held(row):
            yield row, None
        before = row


_WALKED = """
SELECT id FROM facets WHERE of <> 'recipient' AND name = '{}' AND value IN (SELECT value FROM json_each(:value))
  AND (:kind IS NULL OR of IN (SELECT value FROM json_each(:kind)))"""


def _wanted(asked: Question) -> dict[str, str | None]:
    """Return the values that say which facets are walked."""
    return {"value": asked.values.get("force", '[""]'), "kind": asked.values.get("kind")}


class _Matches:
    """Whether a row matches."""

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
        """Read the numbers of all rows that match; None where they are more than `most`."""
        query = "SELECT rowid FROM texts_fts WHERE texts_fts MATCH ? LIMIT ?"
        found = {row for (row,) in self._connection.execute(query, (self._match, min(most + 1, MOST)))}
        return found if len(found) <= most else None
