"""What is asked of the database: every statement is sound, exact ids go through an index, arrays come as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conductcli.database import lookup, search
from conductcli.database.connection import open_database
from conductcli.database.listings import ARRAYS, LISTINGS
from conductcli.database.query import Selection, count, select, undated
from conductcli.dates import days
from tests.data import SMALL, database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

VALUES = {"since": ["2020-01-01"], "until": ["2021-12-31"]}
PARAMETERS = {"as_of": "2022-01-01"}
DATES = {"date", "made_on", "published", "period", "incident_date"}


class Listening:
    """A connection that keeps what it is asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.heard: list[tuple[str, Any]] = []

    def execute(self, query: str, values: Any = ()) -> sqlite3.Cursor:
        self.heard.append((query, values))
        return self.connection.execute(query, values)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = open_database(database(SMALL))
    yield opened
    opened.close()


@pytest.fixture
def listening(connection: sqlite3.Connection) -> Any:
    return Listening(connection)


def plan(connection: sqlite3.Connection, query: str, values: Any) -> list[str]:
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]


def wanted(name: str, filter: str) -> list[str]:
    return VALUES.get(filter, ["a", "b"])


def everything(name: str, **changes: Any) -> Selection:
    return Selection({}, LISTINGS[name].keys, parameters=PARAMETERS)._replace(**changes)


def test_every_key_of_a_listing_exists_and_comes_once(connection: sqlite3.Connection) -> None:
    for name, listing in LISTINGS.items():
        assert len(set(listing.keys)) == len(listing.keys), name
        lengths = {len(row) for row in select(connection, name, everything(name))}
        assert lengths <= {len(listing.keys)}, name


def test_what_a_table_shows_are_keys_of_the_listing_each_once() -> None:
    for name, listing in LISTINGS.items():
        assert len(set(listing.shown)) == len(listing.shown), name
        assert set(listing.shown) <= set(listing.keys), name


@pytest.mark.parametrize("name", LISTINGS)
def test_every_filter_is_sound_sql(listening: Any, name: str) -> None:
    for filter in LISTINGS[name].filters:
        asked = everything(name, filters={filter: wanted(name, filter)})
        list(select(listening, name, asked))
        count(listening, name, asked)
        undated(listening, name, asked)
    assert [query for query, values in listening.heard if not plan(listening.connection, query, values)] == []


@pytest.mark.parametrize("name", LISTINGS)
def test_every_key_can_be_sorted_by_either_way(connection: sqlite3.Connection, name: str) -> None:
    offenders = []
    for at, key in enumerate(LISTINGS[name].keys):
        for order in (key, f"-{key}"):
            found = [row[at] for row in select(connection, name, everything(name, order=(order,)))]
            known = [value for value in found if value is not None]
            if found != [*known, *[None] * (len(found) - len(known))]:
                offenders.append(f"{order}: nulls are not last")
            if key in DATES:  # by the day that it means, not by how it is written
                known = [days(date).first or days(date).last for date in known]
            if key not in ARRAYS and known != sorted(known, reverse=order.startswith("-")):
                offenders.append(f"{order}: {known}")
    assert not offenders, "\n".join(offenders)


def test_a_limit_is_a_start_of_the_whole(connection: sqlite3.Connection) -> None:
    for name in LISTINGS:
        whole = list(select(connection, name, everything(name)))
        assert list(select(connection, name, everything(name, limit=2))) == whole[:2], name
        assert count(connection, name, everything(name)) == len(whole), name


INDEXED = [
    (name, filter)
    for name, filter in (
        ("list", "case"), ("findings", "case"), ("outcomes", "case"), ("recommendations", "case"),
        ("statements", "case"), ("figures", "case"),
    )
]  # fmt: skip


@pytest.mark.parametrize(("name", "filter"), INDEXED)
def test_an_exact_id_is_looked_up_in_an_index(listening: Any, name: str, filter: str) -> None:
    list(select(listening, name, everything(name, filters={filter: ["harbour-stop-2020"]})))
    (query, values), *_ = listening.heard
    steps = plan(listening.connection, query, values)
    own = {"list": "cases", "figures": "figures", "recommendations": "p"}.get(name, name)
    reads = [step for step in steps if step.split()[0] in ("SCAN", "SEARCH")]
    assert any(step.startswith("SEARCH") for step in reads)
    scans = [step for step in reads if step.startswith(f"SCAN {own}")]
    assert scans == [], steps


@pytest.mark.parametrize("ask", [lookup.organisation, lookup.case])
def test_a_name_is_looked_up_in_an_index(listening: Any, ask: Any) -> None:
    known = "gmp" if ask is lookup.organisation else "harbour-stop-2020"
    ask(listening, known)
    for query, values in listening.heard:
        for step in plan(listening.connection, query, values):
            assert step.startswith("SEARCH"), step


def test_a_part_of_an_id_is_looked_up_among_the_ids_alone(listening: Any) -> None:
    """Whether others have the part too is known only when all ids were read, but nothing else of the cases is."""
    assert lookup.case(listening, "harbour-s") == "harbour-stop-2020"
    steps = [step for query, values in listening.heard for step in plan(listening.connection, query, values)]
    assert [step for step in steps if "cases" in step and "COVERING INDEX" not in step and "SEARCH" not in step] == []


def test_words_are_looked_up_in_the_text_index(listening: Any) -> None:
    asked = search.Question(('"policy"',), {})
    list(search.rows(listening, asked, search.KEYS, (), None, asked.terms))
    (query, values), *_ = listening.heard
    steps = plan(listening.connection, query, values)
    assert any("VIRTUAL TABLE INDEX" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN t") and "VIRTUAL" not in step] == []


def test_arrays_come_as_lists(connection: sqlite3.Connection) -> None:
    for name, listing in LISTINGS.items():
        arrays = [at for at, key in enumerate(listing.keys) if key in ARRAYS - {"conflicts", "omitted"}]
        for row in select(connection, name, everything(name)):
            assert all(isinstance(row[at], list) for at in arrays)


def test_values_are_bound_and_never_read_as_sql(connection: sqlite3.Connection) -> None:
    hostile = "') OR 1=1 --"
    assert list(select(connection, "list", everything("list", filters={"topic": [hostile]}))) == []
