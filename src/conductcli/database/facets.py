"""Find rows by facets, newest first and without sorting, reading no more than are needed.

A facet is a value of a filter, such as `kent` for `force`. The table `faceted` has the rows of each facet, newest
first; `facets` has their number. A query reads the rows of the rarest facet and looks the others up.
"""

from __future__ import annotations

import json
from heapq import merge
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database.columns import day_number
from conductcli.database.connection import each_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from conductcli.database.listings import Listing
    from conductcli.database.query import Selection

MOST = 2**62
"""The greatest LIMIT that SQLite accepts."""


class Group(NamedTuple):
    """Facets of which a row must have at least one, and the number of their rows."""

    facets: tuple[int, ...]
    rows: int


class Walk(NamedTuple):
    """The rows that have a facet of every group and meet all conditions."""

    groups: tuple[Group, ...] = ()
    conditions: tuple[str, ...] = ()
    """Conditions on `d`, a row of `faceted`, or `t`, a row of the relation."""

    def __add__(self, other: Walk) -> Walk:  # type: ignore[override]
        return Walk(self.groups + other.groups, self.conditions + other.conditions)

    @property
    def exact(self) -> int | None:
        """Return the number of rows if it is known without counting, otherwise None."""
        one = len(self.groups) == 1 and len(self.groups[0].facets) == 1 and not self.conditions
        return self.groups[0].rows if one else None

    def where(self) -> tuple[str, tuple[int, ...], dict[str, str]]:
        """Return the conditions, the facets of the rarest group (read one by one), and the bound values."""
        rarest, *others = sorted(self.groups, key=lambda group: group.rows)
        bound = {f"group_{at}": json.dumps(group.facets) for at, group in enumerate(others)}
        conditions = [*self.conditions, *map(_HAS_ONE_OF.format, bound)]
        return "".join(f" AND {condition}" for condition in conditions), rarest.facets, bound


_HAS_ONE_OF = (
    "EXISTS (SELECT 1 FROM faceted AS e WHERE e.facet IN (SELECT value FROM json_each(:{}))"
    ' AND e.day = d.day AND e."row" = d."row")'
)


class Question(NamedTuple):
    """Walks that together return the rows of a selection, without duplicates."""

    relation: str
    """The relation `t` that is joined to the number of a row."""
    walks: list[Walk]
    values: dict[str, Any]


def question(connection: sqlite3.Connection, listing: Listing, selection: Selection) -> Question | None:
    """Return the walks for a selection in its listing's own order, or None if they would not be the fastest way."""
    if not listing.of or "case" in selection.filters or (listing.of == "source" and "force" in selection.filters):
        return None
    values: dict[str, Any] = dict(selection.parameters)
    for name, wanted in selection.filters.items():
        values[name] = wanted[0] if name in ("since", "until") else json.dumps(list(wanted))
        if name in ("since", "until"):
            values[f"{name}_day"] = day_number(wanted[0])
    relation, statuses = f"(SELECT rowid AS row, * FROM {listing.table})", [Walk()]
    if listing.parameters:
        if connection.execute("SELECT 1 FROM recipients WHERE settled > :as_of LIMIT 1", values).fetchone():
            relation = listing.relation  # the status on a day before the last recorded event
            condition = (
                ("t.status IN (SELECT value FROM json_each(:status))",)
                if "status" in values
                else ("t.row IS NOT NULL",)
            )
            statuses = [Walk(conditions=condition)]
        elif "status" in selection.filters:
            statuses = _status_walks(connection, selection.filters["status"])
    groups = [group(connection, listing.of, name, selection.filters[name]) for name in listing.facets if name in values]
    others = tuple(
        listing.filters[name]
        for name in selection.filters
        if name not in listing.facets and name not in ("status", "since", "until")
    )
    walks = [
        Walk(tuple(groups), others) + status + dated
        for status, dated in product(statuses, _dated(connection, listing, selection.filters.keys()))
    ]
    every = group(connection, listing.of, "any", [""])
    walks = [walk if walk.groups else Walk((every,)) + walk for walk in walks]
    return Question(relation, [walk for walk in walks if all(group.facets for group in walk.groups)], values)


def group(connection: sqlite3.Connection, of: str, name: str, wanted: Iterable[str]) -> Group:
    """Return the facets for the values of a filter."""
    query = """
    SELECT id, rows FROM facets WHERE of = ? AND name = ? AND value IN (SELECT value FROM json_each(?)) AND rows > 0"""
    found = connection.execute(query, (of, name, json.dumps(list(wanted)))).fetchall()
    return Group(tuple(facet for facet, _ in found), sum(rows for _, rows in found))


def _status_walks(connection: sqlite3.Connection, wanted: Sequence[str]) -> list[Walk]:
    """Return the walks for some statuses after the last recorded event; open ones depend on the day."""
    settled = group(connection, "recipient", "status", wanted)
    still_open = group(connection, "recipient", "status", ["open"])
    awaited = """d."row" {}IN (SELECT rowid FROM recipients WHERE standing = 'open' AND last_day >= :as_of)"""
    walks = [Walk((settled,))]
    if "awaiting" in wanted:
        walks.append(Walk((still_open,), (awaited.format(""),)))
    if "no_response_found" in wanted:
        walks.append(Walk((still_open,), (awaited.format("NOT "),)))
    return walks


def _dated(connection: sqlite3.Connection, listing: Listing, filters: Iterable[str]) -> list[Walk]:
    """Return the walks for --since and --until: a range of days, and rows whose span reaches into it."""
    given = set(filters)
    last_day = "t.last_day"
    if listing.table not in ("cases", "figures", "sources"):
        last_day = "(SELECT r.last_day FROM records AS r WHERE r.case_id = t.case_id AND r.id = t.id)"
    within = {"since": "d.day >= :since_day", "until": "d.day BETWEEN 1 AND :until_day"}
    walks = [Walk(conditions=tuple(condition for name, condition in within.items() if name in given))]
    if "since" in given:
        several = group(connection, listing.of, "span", ["several"])
        until = (within["until"],) if "until" in given else ()
        walks.append(Walk((several,), ("d.day BETWEEN 1 AND :since_day - 1", f"{last_day} >= :since", *until)))
    if "until" in given:
        no_start = group(connection, listing.of, "span", ["open"])
        since = (f"{last_day} >= :since",) if "since" in given else ()
        walks.append(Walk((no_start,), ("d.day > :until_day", *since)))
    return walks


def rows(connection: sqlite3.Connection, listing: Listing, question: Question, limit: int | None) -> Iterator[int]:
    """Yield the numbers of the rows, in the listing's order."""
    most = MOST if limit is None else min(limit, MOST)
    found = []
    for walk in question.walks:
        where, walked, bound = walk.where()
        query = f"""
        SELECT -d.day, {listing.tie}, d."row" FROM faceted AS d CROSS JOIN {question.relation} AS t ON t."row" = d."row"
        WHERE d.facet = :facet{where} ORDER BY d.day DESC, {listing.tie} LIMIT :most"""
        values = question.values | bound | {"most": most}
        found += [each_row(connection, query, values | {"facet": facet}) for facet in walked]
    yield from islice(_distinct(merge(*found)), most)


def _distinct(found: Iterable[tuple[Any, ...]]) -> Iterator[int]:
    before = None
    for *_, row in found:
        if row != before:
            yield row
        before = row


def count(connection: sqlite3.Connection, question: Question, most: int) -> int:
    """Return the number of rows, counting no further than `most` unless it is known without counting."""
    found = 0
    for walk in question.walks:
        if walk.exact is not None:
            found += walk.exact
        elif found < most:
            where, walked, bound = walk.where()
            query = f"""
            SELECT COUNT(*) FROM (
              SELECT DISTINCT d."row" FROM faceted AS d CROSS JOIN {question.relation} AS t ON t."row" = d."row"
              WHERE d.facet IN (SELECT value FROM json_each(:walked)){where} LIMIT :most)"""
            values = question.values | bound | {"walked": json.dumps(walked), "most": most - found}
            found += connection.execute(query, values).fetchone()[0]
    return found


def undated(question: Question) -> Question:
    """Return the question for the same rows, limited to rows without a date."""
    return question._replace(walks=[walk + Walk(conditions=("d.day = 0",)) for walk in question.walks])
