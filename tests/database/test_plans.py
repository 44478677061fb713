"""No query reads a table again for each row of another: every listing, filter and sort, search, and whole commands."""

from __future__ import annotations

from contextlib import closing
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks import registers

from conductcli import api
from conductcli.database import search
from conductcli.database.connection import open_database
from conductcli.database.listings import LISTINGS, SEARCH_FILTERS
from conductcli.database.query import Selection, count, select, undated
from tests.conftest import run_here
from tests.database.plans import nested

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

VALUES = {"since": ["2015-06-15"], "until": ["2015-06-15"]}
PARAMETERS = {"as_of": "2022-01-01"}


class Planning:
    """A connection that notes what is slow in the plan of each query; one with a sort is planned and not run."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.run = True
        self.asked = 0
        self.slow: set[tuple[str, str]] = set()

    def execute(self, query: str, values: Any = ()) -> Any:
        self.asked += 1
        self.slow |= {(step, query) for step in nested(self.connection, query, values)}
        return self.connection.execute(query, values) if self.run else iter(())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose tables are large enough for SQLite to plan as it does for ten times as much."""
    folder = tmp_path_factory.mktemp("large")
    registers.write(folder / "data", 1_000, 4)
    return api.load([str(folder / "data")], folder / "large.db").database


@pytest.fixture
def planning(large: Path) -> Iterator[Any]:
    with closing(open_database(large)) as connection:
        yield Planning(connection)


def wanted(names: tuple[str, ...]) -> dict[str, list[str]]:
    return {name: VALUES.get(name, ["metropolitan", "b"]) for name in names}


@pytest.mark.parametrize("name", LISTINGS)
def test_no_listing_scans_a_table_in_a_loop(planning: Any, name: str) -> None:
    listing = LISTINGS[name]
    for number in (0, 1, 2):
        for names in combinations(listing.filters, number):
            asked = Selection(wanted(names), listing.keys, parameters=PARAMETERS)
            planning.run = True
            list(select(planning, name, asked))
            count(planning, name, asked)
            undated(planning, name, asked)
            planning.run = False
            for key in listing.keys:
                for order in (key, f"-{key}"):
                    select(planning, name, asked._replace(order=(order,)))
    assert planning.asked > 2 * len(listing.keys)
    assert planning.slow == set()


def test_no_search_scans_a_table_in_a_loop(planning: Any) -> None:
    for words in ('"policy"', '"officers"'):
        for number in (0, 1, 2):
            for names in combinations(SEARCH_FILTERS, number):
                asked = search.Question((words,), wanted(names))
                search.matches(planning, asked)
                for sort in ((), *((key,) for key in search.KEYS)):
                    for by in (asked.terms, ()):
                        list(search.rows(planning, asked, search.KEYS, sort, 50, by))
    assert planning.slow == set()


ONE, OTHER = (case["id"] for case in registers.cases(2))
COMMANDS = (
    ("show", ONE), ("compare", ONE, OTHER), ("compare", "--force", "gmp", "--force", "met"), ("search", "officers"),
    ("outcomes", "--funnel"), ("recommendations", "--group-by", "to"), ("brief", "gmp"), ("report", ONE),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_scans_a_table_in_a_loop(
    monkeypatch: pytest.MonkeyPatch, large: Path, words: tuple[str, ...]
) -> None:
    heard: list[str] = []

    def listened(*_: Any) -> sqlite3.Connection:
        connection = open_database(large)
        connection.set_trace_callback(heard.append)
        return connection

    monkeypatch.setattr(api, "open_register", listened)
    answer = run_here(*words)
    assert answer.code == 0, answer.err
    asked = {query for query in heard if query.lstrip().startswith(("SELECT", "WITH"))}
    assert asked
    with closing(open_database(large)) as connection:
        assert {step: query for query in asked for step in nested(connection, query)} == {}


def test_a_search_by_a_common_value_in_a_loop_is_found(large: Path) -> None:
    # What `list --force` asked at first: 30 seconds at 10,000 cases, because SQLite looked up the force for each case.
    of_force = "EXISTS (SELECT 1 FROM case_forces AS c WHERE +c.case_id = t.id AND c.organisation = 'kent')"
    faceted = "EXISTS (SELECT 1 FROM facets AS k CROSS JOIN faceted AS f ON f.facet = k.id WHERE +f.row = t.row)"
    with closing(open_database(large)) as connection:
        for exists in (of_force, faceted):
            assert nested(connection, f"SELECT * FROM case_list AS t WHERE {exists} ORDER BY title")
        assert nested(connection, "SELECT * FROM cases AS a JOIN faceted AS f ON f.facet = a.rowid % 9")
        assert nested(connection, "SELECT * FROM cases AS a JOIN findings AS b ON a.title < b.text")
        assert nested(connection, "SELECT (SELECT COUNT(*) FROM findings WHERE made_by = a.oversight) FROM cases AS a")
        assert not nested(connection, "SELECT * FROM cases AS a JOIN findings AS b ON b.case_id = a.id")
