"""Answer questions with rows. Filters, order, limit and columns are the database's work: a million rows stay there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database import facets
from conductcli.database.listings import ARRAYS, DAY, LISTINGS, Listing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = tuple[Any, ...]


class Selection(NamedTuple):
    """What is asked of a listing: filters with their values, and how the rows are wanted."""

    filters: Mapping[str, Sequence[str]]
    columns: Sequence[str]
    order: Sequence[str] = ()
    """Keys to sort by, with a hyphen before them for the greatest first."""
    limit: int | None = None
    parameters: Mapping[str, str] = {}


def select(connection: sqlite3.Connection, name: str, asked: Selection) -> Iterator[Row]:
    """Yield the rows of a listing, one by one; arrays as lists."""
    listing = LISTINGS[name]
    question = None if asked.order else facets.question(connection, listing, asked)
    if question:
        rows = _read(connection, listing, asked, facets.rows(connection, listing, question, asked.limit))
    else:
        rows = _sorted(connection, listing, asked)
    return decoded(rows, asked.columns)


def both_sides(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Return every row of a listing whose rows come from two sides, from either of them; arrays as lists."""
    listing = LISTINGS[name]
    query = f"SELECT {_columns(columns)} FROM {listing.relation} AS t ORDER BY {listing.order}"
    return decoded(connection.execute(query), columns)


def decoded(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[Row]:
    """Return rows with their arrays, which the database keeps as JSON, as lists."""
    arrays = [at for at, column in enumerate(columns) if column in ARRAYS]
    return _with_arrays(rows, arrays) if arrays else rows


def _read(connection: sqlite3.Connection, listing: Listing, asked: Selection, numbers: Iterable[int]) -> Iterator[Row]:
    """Yield the rows with these numbers."""
    query = f'SELECT {_columns(asked.columns)} FROM {listing.relation} AS t WHERE t."row" = :row'
    for number in numbers:
        yield from connection.execute(query, {**asked.parameters, "row": number}).fetchall()


def _sorted(connection: sqlite3.Connection, listing: Listing, asked: Selection) -> Iterator[Row]:
    """Yield the rows in an order that was asked for; of a few, the columns are read once it is known which they are."""
    relation, values = narrowed(listing, asked)
    keys = [order_by("t.", key, listing.dated) for key in asked.order]
    order = ", ".join([*keys, listing.tie if keys else listing.order])
    few = bool(listing.of) and asked.limit is not None
    columns = 't."row"' if few else _columns(asked.columns)
    found = connection.execute(f"SELECT {columns} FROM {relation} ORDER BY {order} {limited(asked.limit)}", values)
    return _read(connection, listing, asked, [number for (number,) in found]) if few else found


def _columns(columns: Sequence[str]) -> str:
    return ", ".join(f't."{column}"' for column in columns)


def count(connection: sqlite3.Connection, name: str, asked: Selection, *, whole: bool = False) -> int:
    """Return how many rows there are without a limit; with filters COUNTED + 1 for more than that, unless `whole`."""
    listing = LISTINGS[name]
    most = facets.MOST if whole else COUNTED + 1
    question = facets.question(connection, listing, asked)
    found = facets.count(connection, question, most) if question else _counted(connection, listing, asked)
    return min(found, most) if asked.filters else found


COUNTED = 10_000  # to count more takes longer than to find what is shown


def undated(connection: sqlite3.Connection, name: str, asked: Selection) -> int:
    """Return how many rows a filter by date leaves out because they have none."""
    listing = LISTINGS[name]
    others = {key: value for key, value in asked.filters.items() if key not in ("since", "until")}
    asked = asked._replace(filters=others)
    if question := facets.question(connection, listing, asked):
        return facets.count(connection, facets.undated(question), facets.MOST)
    return _counted(connection, listing, asked, "t.first_day IS NULL")


def _counted(connection: sqlite3.Connection, listing: Listing, asked: Selection, besides: str = "TRUE") -> int:
    relation, values = narrowed(listing, asked, besides)
    query = f"SELECT COUNT(*) FROM {relation}"
    return int(connection.execute(query, values).fetchone()[0])


def narrowed(listing: Listing, asked: Selection, besides: str = "TRUE") -> tuple[str, dict[str, str]]:
    """Return the rows of a selection as a relation `t`, and the values that are bound to it.

    Of a listing whose rows come from two sides, each is kept once: after the filters, so that it is from one that fits.
    """
    conditions, values = where(listing, asked)
    rows = f"{listing.relation} AS t{conditions or ' WHERE TRUE'} AND {besides}"
    if not listing.once:
        return rows, values
    first = f"PARTITION BY {listing.once} ORDER BY t.case_id IS NULL, t.case_id, t.id"
    return f"(SELECT * FROM (SELECT t.*, ROW_NUMBER() OVER ({first}) AS nth FROM {rows}) WHERE nth = 1) AS t", values


def where(listing: Listing, asked: Selection) -> tuple[str, dict[str, str]]:
    """Return the condition of a selection, and the values that are bound to it and to the relation before it."""
    values = dict(asked.parameters)
    for name, wanted in asked.filters.items():
        values[name] = wanted[0] if name in ("since", "until") else json.dumps(list(wanted))
    cases = {f"case_{at}": name for at, name in enumerate(asked.filters.get("case", ()))}
    marks = ", ".join(f":{name}" for name in cases)
    conditions = " AND ".join(listing.filters[name].format(case=marks) for name in asked.filters)
    values |= cases
    return f" WHERE {conditions}" if conditions else "", values


def order_by(table: str, key: str, dated: str | None = None) -> str:
    """Return what sorts by a key, the greatest first with a hyphen before it; what is not known comes last.

    The row's own date is sorted by the day that it means, not by how it is written.
    """
    name = key.removeprefix("-")
    column, down = f'{table}"{name}"', " DESC" if key.startswith("-") else ""
    meant = f"{DAY}{down}, " if name == dated else ""
    return f"{column} IS NULL, {meant}{column}{down}"


def limited(number: int | None) -> str:
    """Return what keeps the rows to a number."""
    return "" if number is None else f"LIMIT {min(number, facets.MOST)}"


def _with_arrays(rows: Iterator[Row], arrays: Sequence[int]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for at in arrays:
            if values[at] is not None:
                values[at] = json.loads(values[at])
        yield tuple(values)
