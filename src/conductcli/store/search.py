"""Words → records: SQLite's full-text index, asked so that no text that people type is taken for its syntax.

The index holds words for filters and days as well (`store/facet_words.py`), so that whatever is asked, it is one walk
through the index. Only the rows that are wanted are read: which they are is found out first.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.errors import WrongUsage
from conductcli.store import facet_words
from conductcli.store.listings import SEARCHED
from conductcli.store.queries import limited, order_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

KEYS = ("record", "case_id", "id", "field", "snippet", "score", "source", "quote_check", "omitted")
SHOWN = ("snippet", "omitted", "record", "case_id", "source", "id", "field", "quote_check", "score")
MOST_WORDS = 64  # a long phrase of frequent words is quadratic, and nothing interrupts the index while it looks for one
RANKED = 10_000  # ranking reads every match, so more than this are not ranked
_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_TOKEN = re.compile(r"[^\W_]+")  # what the index takes for a word
_LENGTH = 24  # words of a snippet
_HIT = "\x02"  # marks where a field matches; texts hold no control characters
_AT_ONCE = 500

Scored = tuple[int, float | None]
"""A row of the index, and its score."""


class Question(NamedTuple):
    """What is looked for: terms that a record must hold, and the filters that keep it."""

    terms: tuple[str, ...]
    filters: Mapping[str, Sequence[str]]

    @property
    def match(self) -> str:
        """What the index is asked for the terms alone."""
        return " AND ".join(self.terms)

    @property
    def kept(self) -> str:
        """What the index is asked for terms and filters."""
        filters = [
            _any_of(word for of in wanted for word in (facet_words.of_case(of) if name == "case" else [f"{name}:{of}"]))
            for name, wanted in self.filters.items()
        ]
        return " AND ".join([*self.terms, *filters])


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of FTS5 for what was typed: every word or "phrase" once, a trailing * for a beginning.

    Raises WrongUsage for more than `MOST_WORDS`.
    """
    if (number := sum(1 for _ in _TOKEN.finditer(text))) > MOST_WORDS:
        message = f"a search takes at most {MOST_WORDS} words, and these are {number:,}"
        raise WrongUsage(message, "leave some out: a few rare words find a passage")
    found = []
    for phrase, phrase_star, word in _WORD.findall(facet_words.unsealed(text)):
        star = "*" if phrase_star or word.endswith("*") else ""
        bare = (phrase or word).rstrip("*").replace('"', "")
        if any(map(str.isalnum, bare)):
            found.append(f'"{bare}"{star}')
    return tuple(dict.fromkeys(found))


def matches(connection: sqlite3.Connection, asked: Question) -> int:
    """How many records match, counted no further than one more than are ranked."""
    return _counted(connection, asked, asked.kept)


def telling(connection: sqlite3.Connection, asked: Question) -> tuple[str, ...]:
    """The terms that can be ranked by: a word that very many records hold tells little, and costs much to weigh."""
    anywhere = Question(asked.terms, {})
    return tuple(term for term in asked.terms if _counted(connection, anywhere, term) <= RANKED)


def rows(
    connection: sqlite3.Connection,
    asked: Question,
    keys: Sequence[str],
    sort: Sequence[str],
    limit: int | None,
    by: Sequence[str],
) -> Iterator[tuple[Any, ...]]:
    """The records that match: the best first by some of the terms, or the newest first without such terms."""
    chosen = [KEYS.index(key) for key in keys]
    for *before, source, verdict, omitted in (
        _sorted(connection, asked, by, sort, limit) if sort else _read(connection, asked, by, limit)
    ):
        whole = (*before, json.loads(source), verdict, omitted and json.loads(omitted))
        yield tuple(whole[at] for at in chosen)


def _read(
    connection: sqlite3.Connection, asked: Question, by: Sequence[str], limit: int | None
) -> Iterator[tuple[Any, ...]]:
    found = _best(connection, asked, by, limit) if by else _newest(connection, asked)
    for place, score in islice(found, limit if limit is None else min(limit, _MOST)):
        yield from connection.execute(_ONE, (place, score, asked.match)).fetchall()


def _sorted(
    connection: sqlite3.Connection, asked: Question, by: Sequence[str], sort: Sequence[str], limit: int | None
) -> Iterator[tuple[Any, ...]]:
    """By keys that were asked for: all that matches is read, and the database sorts it."""
    order = f" ORDER BY {', '.join(order_by('', key) for key in sort)}, record, case_id, id {limited(limit)}"
    if by:
        best, values = _RANKED, [json.dumps(list(_best(connection, asked, by, None)))]
    else:
        query, values = _matching(asked, asked.kept, "texts_fts.rowid AS place, NULL AS score")
        best = f"({query})"
    return connection.execute(_shown(best, order), (*values, asked.match))


def _counted(connection: sqlite3.Connection, asked: Question, match: str) -> int:
    query, values = _matching(asked, match)
    query = f"SELECT COUNT(*) FROM ({query} LIMIT {RANKED + 1})"
    return int(connection.execute(query, values).fetchone()[0])


def _matching(asked: Question, match: str, select: str = "texts_fts.rowid") -> tuple[str, list[str]]:
    """The statement that gives the rows of the index that match, in no order, and what is bound to it."""
    query, values = f"SELECT {select} FROM texts_fts WHERE texts_fts MATCH ?", [match]
    if cases := asked.filters.get("case", ()):
        marks = ", ".join("?" * len(cases))
        query += f" AND (SELECT case_id FROM texts AS t WHERE t.rowid = texts_fts.rowid) IN ({marks})"
    return query, [*values, *cases]


def _best(connection: sqlite3.Connection, asked: Question, by: Sequence[str], limit: int | None) -> Iterator[Scored]:
    """By score, then by record, case and id."""
    query, values = _matching(asked, " AND ".join(by), "texts_fts.rowid, round(-bm25(texts_fts), 3)")
    scored = connection.execute(query, values).fetchall()
    if len(by) < len(asked.terms) or asked.filters:
        kept = {place for (place,) in connection.execute(*_matching(asked, asked.kept))}
        scored = [pair for pair in scored if pair[0] in kept]
    scored.sort(key=lambda pair: -pair[1])
    if limit is not None and limit < len(scored):
        least = scored[limit][1]
        scored = [pair for pair in scored if pair[1] >= least]
    scores = dict(scored)
    named = ((-scores[row[-1]], *row[1:]) for row in _named(connection, scores))
    return ((row[-1], -row[0]) for row in sorted(named))


def _newest(connection: sqlite3.Connection, asked: Question, start: str = "") -> Iterator[Scored]:
    """The latest day first, what has no date last; those of a day by record, case and id.

    What starts with the beginning of a day is read whole where it is little, and else by the next longer beginnings.
    """
    found = _few(connection, asked, f"day:{start}" if start else None)
    if found is not None or len(start) == facet_words.DAY_LEVELS[-1]:
        places = found or _few(connection, asked, f"day:{start}", most=-1)
        yield from ((place, None) for *_, place in sorted(_named(connection, places or ())))
        return
    for word in _present(connection, asked, facet_words.children("day", start)):
        yield from _newest(connection, asked, word.removeprefix("day:"))
    if not start:
        places = _few(connection, asked, facet_words.UNDATED, most=-1)
        yield from ((place, None) for *_, place in sorted(_named(connection, places or ())))


def _present(connection: sqlite3.Connection, asked: Question, some: list[str]) -> Iterator[str]:
    """Those of the words that something has which is asked for; halves of which nothing has any are passed over."""
    query, values = _matching(asked, f"{asked.kept} AND {_any_of(some)}")
    if connection.execute(f"{query} LIMIT 1", values).fetchone() is None:
        return
    if len(some) == 1:
        yield from some
        return
    for half in (some[: len(some) // 2], some[len(some) // 2 :]):
        yield from _present(connection, asked, half)


def _few(connection: sqlite3.Connection, asked: Question, word: str | None, most: int = 1_000) -> list[int] | None:
    """The rows that have a word besides what is asked; None where there are more than `most`."""
    query, values = _matching(asked, f"{asked.kept} AND {_any_of([word])}" if word else asked.kept)
    found = [place for (place,) in connection.execute(f"{query} LIMIT ?", (*values, most + (most > 0)))]
    return None if 0 < most < len(found) else found


def _named(connection: sqlite3.Connection, places: Iterable[int]) -> Iterator[tuple[int, str, str, str, int]]:
    """What rows are ordered by, the latest day first: how long ago it was, record, case and id; and the row.

    What belongs to no case comes before what belongs to one.
    """
    wanted = list(places)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = f"SELECT day, record, case_id, id, rowid FROM texts WHERE rowid IN ({', '.join('?' * len(some))})"
        for day, record, case_id, name, place in connection.execute(query, some):
            yield -int((day or "0").replace("-", "")), record, case_id or "", name, place


def _any_of(found: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{facet_words.sealed([word])}"' for word in found) + ")"


_FIELD = "CASE " + " ".join(
    f"WHEN instr(highlight(texts_fts, {at}, '{_HIT}', ''), '{_HIT}') THEN {at}" for at in range(len(SEARCHED))
) + " END"  # fmt: skip
_NAMES = " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(SEARCHED))


def _shown(best: str, order: str = "") -> str:
    """The statement for all that is shown of rows whose place and score are given; bound after them: the terms."""
    return f"""
SELECT record, case_id, id, CASE at {_NAMES} END AS field, snippet, score,
  CASE record WHEN 'source' THEN json_array(id) ELSE (
    SELECT json_group_array(source) FROM citations AS q
    WHERE q.record = found.record AND q.case_id IS found.case_id AND q.id = found.id) END AS source,
  CASE at WHEN {SEARCHED.index("quote")} THEN COALESCE((
    SELECT verdict FROM quotations AS q WHERE q.record = found.record AND q.case_id IS found.case_id
      AND q.id = found.id AND q.ordinal IS NULL), 'unchecked') END AS quote_check,
  CASE at WHEN {SEARCHED.index("quote")} THEN (
    SELECT omitted FROM quotations AS q WHERE q.record = found.record AND q.case_id IS found.case_id
      AND q.id = found.id AND q.ordinal IS NULL) END AS omitted
FROM (
  SELECT t.record, t.case_id, t.id, best.score, {_FIELD} AS at,
    snippet(texts_fts, {_FIELD}, '', '', '…', {_LENGTH}) AS snippet
  FROM {best} AS best CROSS JOIN texts_fts ON texts_fts.rowid = best.place CROSS JOIN texts AS t ON t.rowid = best.place
  WHERE texts_fts MATCH ?
) AS found{order}"""


_ONE = _shown("(SELECT ? AS place, ? AS score)")
_RANKED = "(SELECT json_extract(value, '$[0]') AS place, json_extract(value, '$[1]') AS score FROM json_each(?))"
_MOST = 2**62
