"""What a brief keeps: the gravest and newest first, within its room, and nothing lost without being counted."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conductcli.brief.document import document
from conductcli.brief.ranking import of_answer, of_gap, ordered
from conductcli.brief.selection import BUDGETS, Facts, brief
from conductcli.views import Chosen
from conductcli.vocabulary import Gap, Status, values
from tests.brief.test_rules import CONFLICT, FINDING, OUTCOME, RECOMMENDATION, figure

Row = dict[str, Any]
DAY = "2021-12-31"
_FIGURE: Row = {"organisation": "gmp", "counts": "highest_use", "status": "final"}


def many(row: Row, number: int, **others: Any) -> list[Row]:
    return [
        row | {"id": f"r{at}", "day": f"2020-01-{at % 28 + 1:02}", "caveat": None, **others} for at in range(number)
    ]


def facts(number: int, text: str = "Short.") -> Facts:
    themes = {"themes": ["training"], "quote": None, "text": text}
    return Facts(
        recommendations=many(RECOMMENDATION, number, text=text),
        outcomes=many(OUTCOME, number, gap="views_differ"),
        findings=many(FINDING, number, **themes),
        statements=many({"case_id": "c", "source": ["s"]}, number, about=["r0"], **themes),
        figures=[figure(at + 10, str(1950 + at), day=f"{1950 + at}-12-31", **_FIGURE) for at in range(number)],
        conflicts=many(CONFLICT, number, says=text),
        undated=0,
    )


@given(st.integers(0, 40), st.integers(1, 2_000), st.booleans())
def test_what_does_not_fit_is_counted(number: int, length: int, whole: bool) -> None:
    given_facts = facts(number, "x" * length)
    made = brief("gmp", given_facts, DAY, None, whole=whole)
    for name in ("recommendations", "outcomes", "conflicts"):
        chosen = made.parts[name]
        assert len(chosen.rows) + chosen.more == number
        assert bool(chosen.rows) == bool(number)
        assert whole == (chosen.more == 0) or chosen.more == 0 or not whole
        assert whole or len(chosen.rows) <= BUDGETS[name].facts
    assert len(made.parts["questions"].rows) <= BUDGETS["questions"].facts or whole
    if whole:
        assert all(chosen.more == 0 for chosen in made.parts.values())


@given(st.lists(st.sampled_from((None, *values(Gap))), max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_the_counts_at_the_top_are_those_of_the_parts(gaps: list[Any], number: int, of_others: int) -> None:
    """Whatever a part lists or counts as left out is counted at the top, and nothing else."""
    outcomes = [OUTCOME | {"id": f"o{at}", "gap": gap, "day": None} for at, gap in enumerate(gaps)]
    recommendations = many(RECOMMENDATION, number) + many(RECOMMENDATION, of_others, own_answer={"source": ["s"]})
    stands_for_more = [row | {"count": 11} for row in many(RECOMMENDATION, 1, status="awaiting")]
    given_facts = facts(number)._replace(outcomes=outcomes, recommendations=recommendations + stands_for_more)
    made = brief("gmp", given_facts, DAY, None)
    total = {name: len(chosen.rows) + chosen.more for name, chosen in made.parts.items()}
    counts = made.counts
    assert counts["outcomes"] == len(gaps)
    assert counts["parting"] + counts["not_known"] == total["outcomes"]
    assert counts["recommendations"] + counts["to_others"] == total["recommendations"] + 10
    assert counts["recommendations"] == sum(counts[status] for status in values(Status))
    assert counts["awaiting"] == 11
    assert [counts["matters"], counts["conflicts"]] == [total["matters"], total["conflicts"]]
    top = document(made._replace(names={"gmp": "GMP"}, parts=dict.fromkeys(made.parts, Chosen([], 0)))).glance
    assert f"{total['outcomes']:,} with a decision gap" in top[1]
    for told in (counts["recommendations"], counts["parting"], counts["not_known"], counts["to_others"]):
        assert not told or re.search(rf"\b{told} ", " ".join(top))


def test_long_texts_take_the_room_of_others() -> None:
    short = brief("gmp", facts(20), DAY, None).parts["recommendations"]
    long = brief("gmp", facts(20, "x" * 2_000), DAY, None).parts["recommendations"]
    assert len(short.rows) == BUDGETS["recommendations"].facts > len(long.rows) > 0
    assert short.more == 20 - len(short.rows)


@given(st.lists(st.tuples(st.sampled_from(values(Gap)), st.dates()), max_size=12))
def test_the_gravest_come_first_and_of_those_the_newest(gaps: list[tuple[Any, Any]]) -> None:
    rows = [{"case_id": "c", "id": str(at), "gap": gap, "day": day.isoformat()} for at, (gap, day) in enumerate(gaps)]
    found = ordered(rows, of_gap)
    grave = [values(Gap).index(row["gap"]) for row in found]
    assert grave == sorted(grave)
    for one, other in pairwise(found):
        assert one["gap"] != other["gap"] or one["day"] >= other["day"]


def test_an_answer_that_is_not_found_comes_before_all_others() -> None:
    states: list[Row] = [
        {"status": "not_required"},
        {"position": "accepted"},
        {"position": "rejected"},
        {"status": "awaiting", "days_past_due": 9},
        {"status": "no_response_found", "days_past_due": 3},
        {"status": "no_response_found", "days_past_due": 30},
    ]
    rows = [RECOMMENDATION | {"day": None, "id": str(at)} | state for at, state in enumerate(states)]
    assert [row["id"] for row in ordered(rows, of_answer)] == ["5", "4", "3", "2", "1", "0"]


def test_a_statement_stands_once_with_what_it_is_about_or_shares_a_theme() -> None:
    common = {"case_id": "c", "day": None, "source": ["s"], "quote": None, "caveat": None, "text": "T."}
    findings = [
        FINDING | common | {"id": "a", "result": "fact", "themes": ["training"]},
        FINDING | common | {"id": "b", "result": "upheld", "themes": ["custody"]},
    ]
    statements = [
        common | {"id": "about-both", "about": ["a", "b"], "themes": []},
        common | {"id": "of-theme", "about": [], "themes": ["training"]},
        common | {"id": "of-none", "about": [], "themes": ["race_equality"]},
        common | {"id": "elsewhere", "case_id": "d", "about": ["a"], "themes": ["training"]},
    ]
    made = brief("gmp", Facts([], [], findings, statements, [], [], 0), DAY, None).parts["matters"].rows
    told = [(row["id"], [(one["id"], one["tie"]) for one in row["said"]]) for row in made]
    assert told == [("b", [("about-both", [])]), ("a", [("of-theme", ["training"])])]


def test_a_figure_stands_in_a_table_or_apart_with_its_reason() -> None:
    alike = [figure(10 + at, str(2018 + at), day=f"{2018 + at}-12-31", **_FIGURE) for at in range(3)]
    other = figure(7, None, day=None, **_FIGURE)
    made = brief("gmp", Facts([], [], [], [], [*alike, other], [], 0), DAY, None).parts
    (table,) = made["tables"].rows
    assert table["periods"] == ["2020", "2019", "2018"]
    assert table["rows"][0][0] == "taser_uses"
    (apart,) = made["apart"].rows
    assert (apart["silent"], [row["value"] for row in apart["figures"]]) == (["period"], [7])
