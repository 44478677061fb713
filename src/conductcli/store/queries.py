"""Questions → rows: filters, order, limit and columns are the database's work, so that a million rows stay there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.store import facets
from conductcli.store.listings import ARRAYS, DAY, LISTINGS, Listing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

Row = tuple[Any, ...]
_MOST = 2**62  # what SQLite takes for a number of rows


class Selection(NamedTuple):
    """What is asked of a listing: filters with their values, and how the rows are wanted."""

    filters: Mapping[str, Sequence[str]]
    columns: Sequence[str]
    order: Sequence[str] = ()
    """Keys to sort by, with a hyphen before them for the greatest first."""
    limit: int | None = None
    parameters: Mapping[str, str] = {}


def select(connection: sqlite3.Connection, name: str, asked: Selection) -> Iterator[Row]:
    """The rows of a listing, one by one; arrays as lists."""
    listing = LISTINGS[name]
    walked = None if asked.order else facets.pieces(connection, listing, asked)
    rows = _sorted(connection, listing, asked) if walked is None else facets.rows(connection, listing, asked, walked)
    return decoded(rows, asked.columns)


def both_sides(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Return every row of a listing whose rows come from two sides, from either of them; arrays as lists."""
    listing = LISTINGS[name]
    wanted = ", ".join(f't."{column}"' for column in columns)
    query = f"SELECT {wanted} FROM {listing.relation} AS t ORDER BY {listing.order}"
    return decoded(connection.execute(query), columns)


def decoded(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[Row]:
    """Return rows with their arrays, which the database keeps as JSON, as lists."""
    arrays = [at for at, column in enumerate(columns) if column in ARRAYS]
    return _with_arrays(rows, arrays) if arrays else rows


def _sorted(connection: sqlite3.Connection, listing: Listing, asked: Selection) -> Iterator[Row]:
    relation, values = narrowed(listing, asked)
    columns = ", ".join(f't."{column}"' for column in asked.columns)
    keys = [order_by("t.", key, listing.dated) for key in asked.order]
    order = ", ".join([*keys, listing.tie if keys else listing.order])
    return connection.execute(f"SELECT {columns} FROM {relation} ORDER BY {order} {limited(asked.limit)}", values)


def count(connection: sqlite3.Connection, name: str, asked: Selection) -> int:
    """How many rows there are without a limit; with filters, COUNTED + 1 where there are more than COUNTED."""
    listing = LISTINGS[name]
    walked = facets.pieces(connection, listing, asked)
    if walked is None:
        return _counted(connection, listing, asked)
    found = facets.count(connection, listing, asked, walked, COUNTED + 1)
    return min(found, COUNTED + 1) if asked.filters else found


COUNTED = 100_000  # to count more takes longer than to find what is shown


def undated(connection: sqlite3.Connection, name: str, asked: Selection) -> int:
    """How many rows a filter by date leaves out because they have none."""
    listing = LISTINGS[name]
    walked = facets.undated(connection, listing, asked)
    if walked is not None:
        return facets.count(connection, listing, asked, walked)
    others = {key: value for key, value in asked.filters.items() if key not in ("since", "until")}
    return _counted(connection, listing, asked._replace(filters=others), "t.first_day IS NULL")


def _counted(connection: sqlite3.Connection, listing: Listing, asked: Selection, besides: str = "TRUE") -> int:
    relation, values = narrowed(listing, asked, besides)
    query = f"SELECT COUNT(*) FROM {relation}"
    return int(connection.execute(query, values).fetchone()[0])


def narrowed(listing: Listing, asked: Selection, besides: str = "TRUE") -> tuple[str, list[str]]:
    """Return the rows of a selection as a relation `t`, and the values that are bound to it.

    Of a listing whose rows come from two sides, each is kept once: after the filters, so that it is from one that fits.
    """
    conditions, values = where(listing, asked)
    rows = f"{listing.relation} AS t{conditions or ' WHERE TRUE'} AND {besides}"
    if not listing.once:
        return rows, values
    first = f"PARTITION BY {listing.once} ORDER BY t.case_id IS NULL, t.case_id, t.id"
    return f"(SELECT * FROM (SELECT t.*, ROW_NUMBER() OVER ({first}) AS nth FROM {rows}) WHERE nth = 1) AS t", values


def where(listing: Listing, asked: Selection) -> tuple[str, list[str]]:
    """The condition of a selection, and the values that are bound to it and to the relation before it."""
    values = [asked.parameters[name] for name in listing.parameters]
    conditions = []
    for name, wanted in asked.filters.items():
        condition = listing.filters[name]
        marks = ", ".join("?" * len(wanted))
        conditions.append(condition.format(marks))
        values += list(wanted) * max(condition.count("{}"), condition.count("{0}"))
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


def order_by(table: str, key: str, dated: str | None = None) -> str:
    """What sorts by a key, the greatest first with a hyphen before it; what is not known comes last.

    The row's own date is sorted by the day that it means, not by how it is written.
    """
    name = key.removeprefix("-")
    column, down = f'{table}"{name}"', " DESC" if key.startswith("-") else ""
    meant = f"{DAY}{down}, " if name == dated else ""
    return f"{column} IS NULL, {meant}{column}{down}"


def limited(number: int | None) -> str:
    """What keeps the rows to a number."""
    return "" if number is None else f"LIMIT {min(number, _MOST)}"


def _with_arrays(rows: Iterator[Row], arrays: Sequence[int]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for at in arrays:
            if values[at] is not None:
                values[at] = json.loads(values[at])
        yield tuple(values)
