"""Rows in the order of answers, found by the words that are true of them: as quick in a million as in five.

Each row of a listing that has `places` stands at one place, newest first; an index of words (a full-text table that
keeps no text) tells the places that have some words, in their order. So filters are one walk that ends at the limit,
and nothing is sorted. Places are given anew whenever the register changes; the answers do not
depend on the order in which rows came in.
"""

from __future__ import annotations

import re
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.store import facet_words
from conductcli.store.listings import LISTINGS, Listing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conductcli.store.queries import Selection

Words = tuple[str, ...]


class Piece(NamedTuple):
    """Places from `start` to before `end` that have a word of each group, and none that is excluded."""

    start: int
    end: int
    groups: tuple[Words, ...] = ()
    excluded: Words = ()
    condition: str = ""
    """What must hold besides, and is not told by words."""
    values: Words = ()

    @property
    def expression(self) -> str:
        """What the index of words is asked; empty for every place."""
        groups = self.groups or ((facet_words.ANY,),) * bool(self.excluded)
        wanted = " AND ".join(map(_any_of, groups))
        return f"({wanted}) NOT {_any_of(self.excluded)}" if self.excluded else wanted


def index(connection: sqlite3.Connection) -> None:
    """Give every row its place and its words; at the end of a load, or again after a part of the register changed."""
    for listing in LISTINGS.values():
        if not listing.places:
            continue
        table = listing.places
        connection.execute(f"DELETE FROM {table}_places")
        connection.execute(f"INSERT INTO {table}_places (row, day) {_ORDERED[table]}")
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_words USING fts5(words, content='{table}_worded',"
            " content_rowid='place', columnsize=0, detail=none, tokenize=\"ascii tokenchars '-_.:'\")"
        )
        connection.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('optimize')")


def pieces(connection: sqlite3.Connection, listing: Listing, asked: Selection) -> list[Piece] | None:
    """What answers a selection in the listing's own order; None where words do not tell."""
    if not listing.places or not asked.filters.keys() <= {*listing.worded, "since", "until"}:
        return None
    filters = {name: tuple(wanted) for name, wanted in asked.filters.items() if name in listing.worded}
    spans = _spans(connection, listing.places, asked.filters)
    if "as_of" in listing.parameters:
        return _as_of(connection, listing.places, filters, spans, asked.parameters["as_of"])
    groups = _groups(filters)
    return [span._replace(groups=span.groups + groups) for span in spans]


def rows(
    connection: sqlite3.Connection, listing: Listing, asked: Selection, walked: Sequence[Piece]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a selection, one by one; its limit holds."""
    limit = -1 if asked.limit is None else min(asked.limit, _MOST)
    found = [_walk(connection, listing, asked, piece, limit) for piece in walked]
    for row in islice(merge(*found, key=_place), None if limit < 0 else limit):
        yield row[1:]


def count(
    connection: sqlite3.Connection, listing: Listing, asked: Selection, walked: Sequence[Piece], most: int = -1
) -> int:
    """How many rows there are at these places, of each piece that has filters `most` at most."""
    return sum(_count(connection, listing, asked, piece, most) for piece in walked)


def _walk(
    connection: sqlite3.Connection, listing: Listing, asked: Selection, piece: Piece, limit: int
) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(["w.place", *(f't."{column}"' for column in asked.columns)])
    tables, conditions, values = _from(listing, asked, piece)
    query = f"SELECT {columns} FROM {tables} WHERE {conditions} ORDER BY {_at(piece)} LIMIT ?"
    # Not the cursor itself: whoever merges several closes it when they end early, and the connection may be gone then.
    return (row for row in connection.execute(query, (*values, limit)))


def _count(connection: sqlite3.Connection, listing: Listing, asked: Selection, piece: Piece, most: int) -> int:
    if not piece.condition and not piece.expression:
        return piece.end - piece.start
    tables, conditions, values = _from(listing, asked, piece)
    if not piece.condition:
        tables, values = f"{listing.places}_words AS f", values[len(listing.parameters) :]
    query = f"SELECT COUNT(*) FROM (SELECT 1 FROM {tables} WHERE {conditions} LIMIT ?)"
    return int(connection.execute(query, (*values, most)).fetchone()[0])


def _from(listing: Listing, asked: Selection, piece: Piece) -> tuple[str, str, list[Any]]:
    """The tables of a piece in the order in which they must be gone through, the conditions, and what is bound."""
    tables = f"{listing.places}_places AS w CROSS JOIN {listing.relation} AS t ON t.row = w.row"
    conditions = f"{_at(piece)} >= ? AND {_at(piece)} < ?"
    values: list[Any] = [asked.parameters[name] for name in listing.parameters]
    if piece.expression:
        tables = f"{listing.places}_words AS f CROSS JOIN {tables}".replace("AS w", "AS w ON w.place = f.rowid", 1)
        conditions = f"{listing.places}_words MATCH ? AND {conditions}"
        values.append(piece.expression)
    if piece.condition:
        conditions += f" AND {piece.condition}"
    return tables, conditions, [*values, piece.start, piece.end, *piece.values]


def _at(piece: Piece) -> str:
    return "f.rowid" if piece.expression else "w.place"


def _place(row: tuple[Any, ...]) -> int:
    return int(row[0])


def _as_of(
    connection: sqlite3.Connection, table: str, filters: Mapping[str, Words], spans: Sequence[Piece], as_of: str
) -> list[Piece]:
    """Words tell how things stand once all that is recorded has happened; of what has not happened yet, the rows do."""
    later = tuple(facet_words.after("settled", as_of))
    statuses = filters.get("status", ())
    others = _groups({name: wanted for name, wanted in filters.items() if name != "status"})
    standing = tuple(word for status in statuses for word in facet_words.of_status(status, as_of))
    query = f"SELECT 1 FROM {table}_words WHERE {table}_words MATCH ? LIMIT 1"
    unsettled = connection.execute(query, (_any_of(later),)).fetchone() is not None
    found = []
    for span in spans:
        groups = span.groups + others
        settled = groups + ((standing,) if statuses else ())
        found.append(span._replace(groups=settled, excluded=later if unsettled else ()))
        if unsettled:
            condition = f"t.status IN ({', '.join('?' * len(statuses))})" if statuses else "TRUE"
            found.append(span._replace(groups=(*groups, later), condition=condition, values=statuses))
    return found


def _groups(filters: Mapping[str, Words]) -> tuple[Words, ...]:
    return tuple(tuple(facet_words.of_values({name: wanted})) for name, wanted in filters.items())


def _any_of(group: Words) -> str:
    sound = [word for word in group if _WORD.fullmatch(word)]  # no row has another one
    return "(" + " OR ".join(f'"{word}"' for word in sound or [_NONE]) + ")"


def _spans(connection: sqlite3.Connection, table: str, filters: Mapping[str, Sequence[str]]) -> list[Piece]:
    """The places within --since and --until: all of a stretch, and beside it those whose dates can reach into it."""
    end = int(connection.execute(f"SELECT COALESCE(MAX(place), 0) + 1 FROM {table}_places").fetchone()[0])
    if not filters.keys() & {"since", "until"}:
        return [Piece(1, end)]
    since, until = (filters.get(name, ("",))[0] for name in ("since", "until"))
    undated = _first(connection, table, end, lambda day: day is None)
    newest = _first(connection, table, end, lambda day: day is None or day <= until) if until else 1
    oldest = _first(connection, table, end, lambda day: day is None or day < since) if since else undated
    reach = (tuple(facet_words.of_day("last", since)[-1:]) + tuple(facet_words.after("last", since)),) if since else ()
    spans = [Piece(1, min(newest, oldest), ((facet_words.OPEN_START,),)), Piece(newest, oldest)]
    if since:
        spans.append(Piece(max(newest, oldest), undated, reach))
    return [span for span in spans if span.start < span.end]


def undated(connection: sqlite3.Connection, listing: Listing, asked: Selection) -> list[Piece] | None:
    """The places of rows without a date that the other filters keep."""
    others = {name: wanted for name, wanted in asked.filters.items() if name not in ("since", "until")}
    found = pieces(connection, listing, asked._replace(filters=others))
    if not found:
        return found
    start = _first(connection, str(listing.places), found[0].end, lambda day: day is None)
    return [piece._replace(start=start) for piece in found]


def _first(connection: sqlite3.Connection, table: str, end: int, reached: Callable[[str | None], bool]) -> int:
    """The first place whose day is beyond what is sought; `end` where there is none."""
    low, high = 1, end
    while low < high:
        middle = (low + high) // 2
        (day,) = connection.execute(f"SELECT day FROM {table}_places WHERE place = ?", (middle,)).fetchone()
        low, high = (low, middle) if reached(day) else (middle + 1, high)
    return low


_WORD = re.compile("[A-Za-z0-9_.:-]+")
_NONE = "none"
"""A word that no row has."""
_MOST = 2**62  # what SQLite takes for a number of rows
_ORDERED = {
    "case": "SELECT rowid, first_day FROM cases ORDER BY first_day IS NULL, first_day DESC, id",
    "recipient": "SELECT rowid, day FROM recipients ORDER BY day IS NULL, day DESC, case_id, id, ordinal",
}
"""The rows that have a place in the order of their listing, each with the day by which it is ordered."""
