"""The ready questions answer as the commands do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.database.listings import LISTINGS
from conductcli.serve.canned_queries import QUERIES
from tests.conftest import run_here
from tests.data import SMALL, database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.serving import Site

Row = dict[str, Any]


def asked(site: Site, name: str, **narrowed: str) -> list[Row]:
    reply = site.get(f"/register/{name}.json", _shape="array", **narrowed)
    assert reply.status == 200, reply.body
    rows: list[Row] = json.loads(reply.body)
    return rows


def told(register: Path, *arguments: str) -> list[Row]:
    answer = run_here(*arguments, "--json", "--db", register)
    assert answer.code == 0, answer.err
    rows: list[Row] = answer.json
    return rows


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_has_words_and_an_answer(shipped: Site, name: str) -> None:
    narrowed = {"words": "taser"} if "words" in QUERIES[name].params else {}
    assert asked(shipped, name, **narrowed)
    page = shipped.get(f"/register/{name}", **narrowed).body
    assert QUERIES[name].title in page
    assert "returning" in page


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("typed", ["nothing of the kind", "'; drop table cases --", '"', "%", "☂"])
def test_whatever_is_typed_is_a_value(shipped: Site, name: str, typed: str) -> None:
    assert isinstance(asked(shipped, name, **dict.fromkeys(QUERIES[name].params, typed)), list)


def test_deadlines_are_those_of_recommendations(shipped: Site, register_db: Path) -> None:
    keys = ("case_id", "id", "made_to", "status", "due_on", "days_past_due", "responded_on", "position", "as_of")
    for day in ("2019-06-01", "2024-06-30"):
        known = told(register_db, "recommendations", "--as-of", day, "--to", "gmp")
        found = asked(shipped, "deadlines_and_answers", as_of=day, body="gmp")
        assert found
        assert sorted(str([row[key] for key in keys]) for row in found) == sorted(
            str([row[key] for key in keys]) for row in known
        )


def test_deadlines_of_a_body_by_any_of_its_names(shipped: Site) -> None:
    of_force = asked(shipped, "deadlines_and_answers", body="GMP")
    assert of_force
    assert {row["made_to"] for row in of_force} == {"greater-manchester"}
    assert of_force == asked(shipped, "deadlines_and_answers", body="greater-manchester")
    some = asked(shipped, "deadlines_and_answers", status="not required")
    assert {row["status"] for row in some} == {"not_required"}


def test_figures_are_grouped_as_the_command_line_groups_them(shipped: Site, register_db: Path) -> None:
    keys = ("group", "place", "ratio", "shared")
    measure = "taser_drawn"
    known = {row["id"]: row for row in told(register_db, "figures", "--compare")}
    found = asked(shipped, "figures_like_for_like", measure=measure.replace("_", " "))
    assert found
    for row in found:
        assert [row[key] for key in keys] == [known[row["figure"]][key] for key in keys]
        assert json.loads(row["reasons"]) == known[row["figure"]]["reasons"]
    assert {row["figure"] for row in found} == {id for id, row in known.items() if row["measure"] == measure}


def test_contradictions_are_those_of_conflicts(small: Site) -> None:
    keys = LISTINGS["conflicts"].keys
    known = [[json.dumps(row[key]) if isinstance(row[key], list) else row[key] for key in keys]
             for row in told(database(SMALL), "conflicts")]  # fmt: skip
    found = [[row[key] for key in keys] for row in asked(small, "contradictions")]
    assert found
    assert sorted(map(str, found)) == sorted(map(str, known))


def test_every_quotation_has_its_verdict(shipped: Site, register_db: Path) -> None:
    found = asked(shipped, "quotations_verified", case="walworth")
    verdicts = {(row["record"], row["id"]): row for row in found}
    for name, record in (("findings", "finding"), ("statements", "statement"), ("recommendations", "recommendation")):
        for row in told(register_db, name, "--case", "walworth"):
            if row["quote"]:
                kept = verdicts[record, row["id"]]
                assert (kept["quote"], kept["quote_check"]) == (row["quote"], row["quote_check"])
                assert (kept["quote_line"], kept["quote_start"]) == (row["quote_line"], row["quote_start"])
                assert json.loads(kept["source"])
    exact = asked(shipped, "quotations_verified", verdict="exact", case="walworth")
    assert exact
    assert exact == [row for row in found if row["quote_check"] == "exact"]


def test_said_found_and_done_leave_no_record_of_a_case_out(small: Site) -> None:
    rows = asked(small, "said_found_done", case="stop")
    for side, name in (("said", "statements"), ("found", "findings"), ("recommended", "recommendations")):
        known = {row["text"] for row in json.loads(small.get(f"/register/{name}.json", _shape="array").body)
                 if "stop" in row["case_id"]}  # fmt: skip
        assert known
        for text in known:
            assert any(text in row[side] for row in rows), text
    assert any("2 officers, Constables: misconduct notice" in row["done"] for row in rows)
    assert any(row["said"] == "none recorded" for row in rows)
    assert all(json.loads(row["source"]) for row in rows)


def test_problems_name_what_is_wrong(shipped: Site) -> None:
    rows = asked(shipped, "problems")
    kinds = {row["what"].partition(":")[0].partition(" as of")[0] for row in rows}
    assert kinds >= {"sources contradict each other", "decision gap"}
    assert all(row["source"] for row in rows)


def test_everything_is_searched(shipped: Site, register_db: Path) -> None:
    known = {(row["record"], row["case_id"], row["id"]) for row in told(register_db, "search", "panel")}
    found = asked(shipped, "search_everything", words="panel")
    assert {(row["record"], row["case_id"], row["id"]) for row in found} == known
    assert all(json.loads(row["source"]) for row in found)
    assert asked(shipped, "search_everything", words="") == []
