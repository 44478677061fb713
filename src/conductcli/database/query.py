"""Select and count the rows of a listing; filters, order, limit and columns are applied in SQL."""

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
    """A query of a listing: filters with their values, columns, order, limit and parameters."""

    filters: Mapping[str, Sequence[str]]
    columns: Sequence[str]
    order: Sequence[str] = ()
    """Keys to sort by; a leading hyphen means descending order."""
    limit: int | None = None
    parameters: Mapping[str, str] = {}


def select(connection: sqlite3.Connection, name: str, selection: Selection) -> Iterator[Row]:
    """Yield the rows of a listing, one by one, with arrays as lists."""
    listing = LISTINGS[name]
    question = None if selection.order else facets.question(connection, listing, selection)
    if question:
        rows = _read(connection, listing, selection, facets.rows(connection, listing, question, selection.limit))
    else:
        rows = _sorted(connection, listing, selection)
    return decoded(rows, selection.columns)


def both_sides(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Return every row of a listing whose rows have two sides, from both sides, with arrays as lists."""
    listing = LISTINGS[name]
    query = f"SELECT {_columns(columns)} FROM {listing.relation} AS t ORDER BY {listing.order}"
    return decoded(connection.execute(query), columns)


def decoded(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[Row]:
    """Return rows with their JSON arrays as lists."""
    arrays = [at for at, column in enumerate(columns) if column in ARRAYS]
    return _with_arrays(rows, arrays) if arrays else rows


def _read(
    connection: sqlite3.Connection, listing: Listing, selection: Selection, numbers: Iterable[int]
) -> Iterator[Row]:
    """Yield the rows with these numbers."""
    query = f'SELECT {_columns(selection.columns)} FROM {listing.relation} AS t WHERE t."row" = :row'
    for number in numbers:
        yield from connection.execute(query, {**selection.parameters, "row": number}).fetchall()


def _sorted(connection: sqlite3.Connection, listing: Listing, selection: Selection) -> Iterator[Row]:
    """Yield the rows in the requested order; with a limit, the columns are read only for the rows returned."""
    relation, values = narrowed(listing, selection)
    keys = [order_by("t.", key, listing.dated) for key in selection.order]
    order = ", ".join([*keys, listing.tie if keys else listing.order])
    few = bool(listing.of) and selection.limit is not None
    columns = 't."row"' if few else _columns(selection.columns)
    found = connection.execute(f"SELECT {columns} FROM {relation} ORDER BY {order} {limited(selection.limit)}", values)
    return _read(connection, listing, selection, [number for (number,) in found]) if few else found


def _columns(columns: Sequence[str]) -> str:
    return ", ".join(f't."{column}"' for column in columns)


def count(connection: sqlite3.Connection, name: str, selection: Selection, *, whole: bool = False) -> int:
    """Return the number of rows without the limit; with filters, at most COUNTED + 1, unless `whole`."""
    listing = LISTINGS[name]
    most = facets.MOST if whole else COUNTED + 1
    question = facets.question(connection, listing, selection)
    found = facets.count(connection, question, most) if question else _counted(connection, listing, selection)
    return min(found, most) if selection.filters else found


COUNTED = 10_000  # counting more takes longer than finding the rows to show


def undated(connection: sqlite3.Connection, name: str, selection: Selection) -> int:
    """Return the number of rows without a date, which a filter by date leaves out."""
    listing = LISTINGS[name]
    others = {key: value for key, value in selection.filters.items() if key not in ("since", "until")}
    selection = selection._replace(filters=others)
    if question := facets.question(connection, listing, selection):
        return facets.count(connection, facets.undated(question), facets.MOST)
    return _counted(connection, listing, selection, "t.first_day IS NULL")


def _counted(connection: sqlite3.Connection, listing: Listing, selection: Selection, besides: str = "TRUE") -> int:
    relation, values = narrowed(listing, selection, besides)
    query = f"SELECT COUNT(*) FROM {relation}"
    return int(connection.execute(query, values).fetchone()[0])


def narrowed(listing: Listing, selection: Selection, besides: str = "TRUE") -> tuple[str, dict[str, str]]:
    """Return the rows of a selection as a relation `t`, and its bound values.

    If a listing has two rows for each pair, only one is kept, after the filters, so that it is one that matches.
    """
    conditions, values = where(listing, selection)
    rows = f"{listing.relation} AS t{conditions or ' WHERE TRUE'} AND {besides}"
    if not listing.once:
        return rows, values
    first = f"PARTITION BY {listing.once} ORDER BY t.case_id IS NULL, t.case_id, t.id"
    return f"(SELECT * FROM (SELECT t.*, ROW_NUMBER() OVER ({first}) AS nth FROM {rows}) WHERE nth = 1) AS t", values


def where(listing: Listing, selection: Selection) -> tuple[str, dict[str, str]]:
    """Return the WHERE clause of a selection, and the values bound to it and to its relation."""
    values = dict(selection.parameters)
    for name, wanted in selection.filters.items():
        values[name] = wanted[0] if name in ("since", "until") else json.dumps(list(wanted))
    cases = {f"case_{at}": name for at, name in enumerate(selection.filters.get("case", ()))}
    marks = ", ".join(f":{name}" for name in cases)
    conditions = " AND ".join(listing.filters[name].format(case=marks) for name in selection.filters)
    values |= cases
    return f" WHERE {conditions}" if conditions else "", values


def order_by(table: str, key: str, dated: str | None = None) -> str:
    """Return the ORDER BY terms for a key, descending with a leading hyphen; NULL comes last.

    The row's own date is sorted by the days that it can mean, not by its text.
    """
    name = key.removeprefix("-")
    column, down = f'{table}"{name}"', " DESC" if key.startswith("-") else ""
    meant = f"{DAY}{down}, " if name == dated else ""
    return f"{column} IS NULL, {meant}{column}{down}"


def limited(number: int | None) -> str:
    """Return the LIMIT clause for a number of rows, empty for None."""
    return "" if number is None else f"LIMIT {min(number, facets.MOST)}"


def _with_arrays(rows: Iterator[Row], arrays: Sequence[int]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for at in arrays:
            if values[at] is not None:
                values[at] = json.loads(values[at])
        yield tuple(values)
