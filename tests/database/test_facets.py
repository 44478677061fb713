"""Facets give the same rows as conditions on the rows themselves, in the same order, and as many."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.database import query
from conductcli.database.build import in_memory
from conductcli.database.listings import ARRAYS, LISTINGS
from conductcli.database.query import Selection

if TYPE_CHECKING:
    import sqlite3

BODIES = ("kent", "north-wales", "iopc", "a.b")
DATES = (
    "2019", "2020", "2020-05", "2020-05-06", "2020-05-07", "2020-12-31", "2021-01-01", "2020-03/2021-02", "../2020-05",
    "2020-06/..", "../2021", "1999-12-31", "2020-05-06~", "2009-10-10", "2010",
)  # fmt: skip
DAYS = ("1999-12-31", "2009-12-31", "2020-01-01", "2020-05-06", "2020-05-31", "2020-12-31", "2021-01-01", "2031-02-03")
BASES = ("para_28A", "section_10", "condition")
POSITIONS = ("accepted", "rejected", "awaiting")
KINDS = ("investigation", "review")
TOPICS = ("taser", "stop_and_search")
THEMES = ("training", "policy")


def maybe(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def some(of: tuple[str, ...], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), min_size=least, max_size=2, unique=True)


RESPONSE = maybe(
    made_by=st.sampled_from(BODIES), made_on=st.sampled_from(DATES), position=st.sampled_from(POSITIONS),
    progress=st.sampled_from(("planned", "done")),
)  # fmt: skip
RECOMMENDATION = st.builds(
    lambda basis, by, rest: {"text": "T.", "basis": basis, "made_by": by, **rest},
    st.sampled_from(BASES),
    st.sampled_from(BODIES),
    maybe(
        made_to=some(BODIES), made_on=st.sampled_from(DATES), due_on=st.sampled_from(DATES), themes=some(THEMES),
        responses=st.lists(RESPONSE, max_size=3),
    ),
)  # fmt: skip
CASE = st.builds(
    lambda kind, oversight, date, rest, recommendations: {
        "title": "T", "kind": kind, "oversight": oversight, "summary": "S.", "source": ["s"], **rest,
        **({"incident": {"date": date}} if date else {}),
        "recommendations": [{"id": f"r{at}", **made} for at, made in enumerate(recommendations)],
    },
    st.sampled_from(KINDS),
    st.sampled_from(BODIES),
    st.sampled_from((*DATES, None)),
    maybe(forces=some(BODIES, 0), topics=some(TOPICS)),
    st.lists(RECOMMENDATION, max_size=3),
)  # fmt: skip
REGISTER = st.tuples(st.lists(CASE, max_size=6), st.lists(st.sampled_from(BODIES), max_size=3))
DATED = maybe(since=st.sampled_from(DAYS).map(lambda day: [day]), until=st.sampled_from(DAYS).map(lambda day: [day]))
FILTERS = {
    "list": maybe(
        force=some(BODIES), oversight=some(BODIES), kind=some(KINDS), topic=some(TOPICS), case=some(("c0", "c1"))
    ),
    "recommendations": maybe(
        force=some(BODIES), oversight=some(BODIES), topic=some(TOPICS), theme=some(THEMES), by=some(BODIES),
        to=some(BODIES), kind=some(BASES),
        status=some(("answered", "awaiting", "no_response_found", "not_required")),
    ),
}  # fmt: skip


def register(cases: list[dict[str, Any]], counted: list[str]) -> sqlite3.Connection:
    with in_memory() as builder:
        for body in BODIES:
            builder.add("organisations", {"id": body, "name": body.title(), "kind": "force"})
        builder.add("sources", {"id": "s", "title": "T", "publisher": "P", "kind": "news"})
        for number, case in enumerate(cases):
            builder.add("cases", {"id": f"c{number}", **case})
        for number, body in enumerate(counted if cases else []):
            figure = {"id": f"f{number}", "organisation": body, "case_id": "c0", "measure": "complaints", "value": 1}
            builder.add("figures", {**figure, "unit": "case", "source": ["s"]})
        builder.finish()
    return builder.connection


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(REGISTER, st.sampled_from(tuple(FILTERS)), st.data())
def test_facets_give_what_conditions_give(made: Any, name: str, data: st.DataObject) -> None:
    listing = LISTINGS[name]
    with closing(register(*made)) as connection:
        for _ in range(4):
            filters = data.draw(FILTERS[name]) | data.draw(DATED)
            asked = Selection(filters, listing.keys, parameters={"as_of": data.draw(st.sampled_from(DAYS))})
            plain = list(query._with_arrays(query._sorted(connection, listing, asked), _arrays(listing.keys)))
            assert list(query.select(connection, name, asked)) == plain
            assert list(query.select(connection, name, asked._replace(limit=2))) == plain[:2]
            assert query.count(connection, name, asked) == len(plain)
            others = {key: wanted for key, wanted in filters.items() if key not in ("since", "until")}
            undated = query._counted(connection, listing, asked._replace(filters=others), "t.first_day IS NULL")
            assert query.undated(connection, name, asked) == undated


def _arrays(keys: tuple[str, ...]) -> list[int]:
    return [at for at, key in enumerate(keys) if key in ARRAYS]


@settings(max_examples=30, deadline=None)
@given(REGISTER, st.sampled_from(tuple(FILTERS)), st.data())
def test_a_filter_and_a_sort_keep_the_same_rows(made: Any, name: str, data: st.DataObject) -> None:
    listing = LISTINGS[name]
    with closing(register(*made)) as connection:
        filters = data.draw(FILTERS[name]) | data.draw(DATED)
        asked = Selection(filters, listing.keys, parameters={"as_of": data.draw(st.sampled_from(DAYS))})
        keys = data.draw(st.sampled_from(listing.keys))
        whole = list(query.select(connection, name, asked._replace(order=(keys,))))
        assert sorted(map(repr, whole)) == sorted(map(repr, query.select(connection, name, asked)))
        assert list(query.select(connection, name, asked._replace(order=(keys,), limit=2))) == whole[:2]


def steps(connection: sqlite3.Connection, name: str, asked: Selection) -> int:
    """How many tens of steps SQLite's virtual machine takes."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.set_progress_handler(step, 10)
    list(query.select(connection, name, asked))
    connection.set_progress_handler(None, 0)
    return taken


def many(number: int) -> sqlite3.Connection:
    recommendation = {"text": "T.", "basis": "para_28A", "made_by": "iopc", "made_on": "2019-01-01", "id": "r"}
    common = {"kind": "review", "oversight": "iopc", "summary": "S.", "source": ["s"], "forces": ["kent"]}
    return register(
        [
            common
            | {"title": f"T{at * 7 % number}", "incident": {"date": f"{1000 + at}"}, "topics": [TOPICS[at % 2]]}
            | {"recommendations": [recommendation | {"made_on": f"{1000 + at}-01-01"}]}
            for at in range(number)
        ],
        [],
    )


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("filters", [{}, {"force": ["kent"]}, {"force": ["kent"], "topic": ["taser"]}], ids=len)
def test_the_newest_cost_no_more_in_a_large_register(name: str, filters: dict[str, list[str]]) -> None:
    asked = Selection(filters, LISTINGS[name].keys, limit=5, parameters={"as_of": "2031-01-01"})
    with closing(many(100)) as small, closing(many(800)) as large:
        assert steps(large, name, asked) < 1.5 * steps(small, name, asked)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_with_a_sort_costs_in_proportion_to_the_register(name: str) -> None:
    with closing(many(100)) as small, closing(many(800)) as large:
        for key in LISTINGS[name].keys:
            asked = Selection({"force": ["kent"]}, ("case_id",) if name == "recommendations" else ("id",), (key,), 5)
            asked = asked._replace(parameters={"as_of": "2031-01-01"})
            assert steps(large, name, asked) < 12 * steps(small, name, asked), key
