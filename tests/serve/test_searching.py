"""The search box finds what `search` finds, in every table of records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.model import KINDS
from conductcli.serve.search import INDEXED, LISTED
from tests.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.serving import Site

pytestmark = pytest.mark.slow

WORDS = ["taser", "stop search", '"stop and search"', "compl*", "nothing-of-the-kind", "-", '"', "training OR", "a*b(c"]


def found(site: Site, table: str, words: str) -> set[tuple[str | None, str]]:
    reply = site.get(f"/register/{table}.json", _search=words, _shape="objects", _size="1000")
    assert reply.status == 200, reply.body
    rows: list[dict[str, Any]] = json.loads(reply.body)["rows"]
    return {(row["case_id"] if table not in ("cases", "sources", *LISTED) else None, row["id"]) for row in rows}


@pytest.mark.parametrize("words", WORDS)
def test_a_table_is_searched_as_the_command_line_searches(shipped: Site, register_db: Path, words: str) -> None:
    known = {}
    for table in INDEXED:
        answer = run_here("search", "--json", "--kind", KINDS[table], "--db", register_db, "--", words)
        known[table] = {
            (None if table in ("cases", "sources") else row["case_id"], row["id"])
            for row in (answer.json if not answer.code else [])
        }
    assert {table: found(shipped, table, words) for table in INDEXED} == known


@pytest.mark.parametrize(("view", "table"), LISTED.items())
def test_a_view_is_searched_as_its_table(shipped: Site, view: str, table: str) -> None:
    ids = {id for _, id in found(shipped, view, "taser")}
    assert ids
    assert ids == {id for _, id in found(shipped, table, "taser")}


def test_an_empty_box_asks_for_everything(shipped: Site) -> None:
    whole = shipped.get("/register/findings.json", _shape="objects").body
    assert json.loads(shipped.get("/register/findings.json", _search="", _shape="objects").body)["rows"]
    asked = json.loads(shipped.get("/register/findings.json", _search="", result="upheld").body)
    assert asked["filtered_table_rows_count"] < json.loads(whole)["filtered_table_rows_count"]
    assert asked["filtered_table_rows_count"] > 0
