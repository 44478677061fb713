"""What the words of rows tell is what the rows themselves tell: the same rows, in the same order, and as many."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.store import facet_words, facets, queries
from conductcli.store.build import in_memory
from conductcli.store.listings import ARRAYS, LISTINGS
from conductcli.store.queries import Selection

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
            builder.add("organisations", {"id": body, "name": body.title(), "kind": "force"}, 1)
        builder.add("sources", {"id": "s", "title": "T", "publisher": "P", "kind": "news"}, 1)
        for number, case in enumerate(cases):
            builder.add("cases", {"id": f"c{number}", **case}, 1)
        for number, body in enumerate(counted if cases else []):
            figure = {"id": f"f{number}", "organisation": body, "case_id": "c0", "measure": "complaints", "value": 1}
            builder.add("figures", {**figure, "unit": "case", "source": ["s"]}, 1)
        builder.finish()
    return builder.connection


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(REGISTER, st.sampled_from(tuple(FILTERS)), st.data())
def test_words_tell_what_rows_tell(made: Any, name: str, data: st.DataObject) -> None:
    listing = LISTINGS[name]
    with closing(register(*made)) as connection:
        for _ in range(4):
            filters = data.draw(FILTERS[name]) | data.draw(DATED)
            asked = Selection(filters, listing.keys, parameters={"as_of": data.draw(st.sampled_from(DAYS))})
            plain = list(queries._with_arrays(queries._sorted(connection, listing, asked), _arrays(listing.keys)))
            assert list(queries.select(connection, name, asked)) == plain
            assert list(queries.select(connection, name, asked._replace(limit=2))) == plain[:2]
            assert queries.count(connection, name, asked) == len(plain)
            others = {key: wanted for key, wanted in filters.items() if key not in ("since", "until")}
            undated = queries._counted(connection, listing, asked._replace(filters=others), "t.first_day IS NULL")
            assert queries.undated(connection, name, asked) == undated


def _arrays(keys: tuple[str, ...]) -> list[int]:
    return [at for at, key in enumerate(keys) if key in ARRAYS]


@given(st.dates(), st.dates())
def test_before_and_after_a_day_are_a_word_each(one: Any, other: Any) -> None:
    told = set(facet_words.of_day("day", one.isoformat()))
    assert len(told & set(facet_words.before("day", other.isoformat()))) == (one < other)
    assert len(told & set(facet_words.after("day", other.isoformat()))) == (one > other)


def test_places_are_walked_and_nothing_is_sorted() -> None:
    with closing(register([], [])) as connection:
        for name in FILTERS:
            listing = LISTINGS[name]
            filters = {"force": ["kent"], "topic": ["taser"]}
            for wanted in ({}, filters, filters | {"since": ["2020-01-01"]}):
                asked = Selection(wanted, listing.keys, parameters={"as_of": "2022-01-01"})
                piece = facets.Piece(1, 9, (("force:kent",),) if wanted else ())
                tables, conditions, values = facets._from(listing, asked, piece)
                query = f"SELECT w.place, t.* FROM {tables} WHERE {conditions} ORDER BY {facets._at(piece)}"
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
                first = next(line for line in plan if line.startswith(("SCAN f", "SEARCH w")))
                assert plan.index(first) <= 2
                assert not any(line.startswith(("SCAN cases", "SCAN p", "SCAN recipients")) for line in plan)
                assert plan[-1] != "USE TEMP B-TREE FOR ORDER BY"
