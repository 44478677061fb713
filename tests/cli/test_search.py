"""Words, phrases and beginnings, whatever people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.cli.conftest import Rows, ids
from tests.conftest import Program, run_here
from tests.data import SMALL, database

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TASER policy", {"clear-policy", "policy-unclear"}),
        ('"may be drawn"', {"clear-policy", "policy-unclear"}),
        ('"drawn be may"', set()),
        ("rewr*", {"clear-policy"}),
        ("rewr", set()),
        ('"side by si"*', {"harbour-protest-2021"}),
        ("officer's", None),
        ("Morgan", {"sorry"}),
        ("Northtown", {"harbour-stop-2020"}),
        ('"clean bill"', {"no-breach"}),
        ("Gazette", {"gazette-2020"}),
    ],
)
def test_search_takes_words_phrases_and_beginnings(rows: Rows, text: str, found: set[str] | None) -> None:
    kept = set(ids(rows("search", text)))
    assert found is None or kept == found


def test_a_search_gives_the_best_first_with_the_field_and_a_snippet(rows: Rows) -> None:
    found = rows("search", "policy")
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    policy = next(row for row in found if row["id"] == "policy-unclear")
    assert (policy["record"], policy["field"]) == ("finding", "text")
    assert "policy" in policy["snippet"]


SYNTAX = [
    '"',
    "*",
    "(",
    ")",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "^",
    ":",
    "{",
    "}",
    "-",
    "+",
    "text:",
    "a",
    "é",
    "0",
    ",",
    "'",
]


TYPED = st.one_of(
    st.lists(st.sampled_from(SYNTAX), max_size=12).map(" ".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
)


@pytest.mark.slow
@given(TYPED)
@example('"unclosed')
@example("NEAR(a b, 5)")
@example("text: taser")
@example("a" * 5_000)
@example(" ".join(f"w{number}" for number in range(400)))
@example(" ".join(f"w{number}*" for number in range(3_000)))
@example("²")
def test_no_text_is_taken_for_the_indexs_own_syntax(text: str) -> None:
    answer = run_here("search", "--json", "--db", database(SMALL), "--", text)
    assert answer.code in (0, 2), answer.err
    if answer.code == 2:
        assert not answer.out
        assert "hint: " in answer.err


def test_a_search_that_finds_more_than_10000_gives_the_newest_first_and_says_so(
    conductcli: Program, many: Path
) -> None:
    answer = conductcli("search", "frequent", "--json", "--db", many, "--limit", "3")
    assert "more than 10,000" in answer.err
    assert "newest first" in answer.err
    assert {(row["case_id"], row["score"]) for row in answer.json} == {("c59", None)}
    table = conductcli("search", "frequent", "--db", many)
    assert "10,001" not in table.err  # it is not known how many there are


def test_filters_keep_what_the_rows_themselves_say(rows: Rows) -> None:
    everything = rows("search", "the")
    assert len({row["record"] for row in everything}) > 1
    for kind in {row["record"] for row in everything}:
        kept = [row for row in everything if row["record"] == kind]
        assert rows("search", "the", "--kind", kind) == kept
    for case in {row["case_id"] for row in everything} - {None}:
        assert rows("search", "the", "--case", case) == [row for row in everything if row["case_id"] == case]


def test_the_newest_come_first_whatever_is_left_out(conductcli: Program, many: Path) -> None:
    found = conductcli("search", "frequent", "--json", "--db", many, "--limit", "450").json
    assert [row["case_id"] for row in found] == ["c59"] * 200 + ["c58"] * 200 + ["c57"] * 50
    one = conductcli("search", "frequent", "--json", "--db", many, "--case", "c03")
    assert {row["case_id"] for row in one.json} == {"c03"}
    assert "hold each of the words" in one.err


def test_nobody_can_type_the_words_of_filters(conductcli: Program) -> None:
    for typed in ("\ue000kind\ue001case\ue000", "\ue000kind*", "kind*"):
        answer = conductcli("search", typed, "--json", "--db", database(SMALL))
        assert answer.code == 0
        assert answer.json == []


@pytest.mark.parametrize("words", ["a " * 65, "-".join(["a"] * 65), '"' + "a " * 65 + '"', "a " * 8_000])
def test_a_search_of_too_many_words_is_refused_in_a_sentence(words: str) -> None:
    answer = run_here("search", "--db", database(SMALL), "--", words)
    assert (answer.code, answer.out) == (2, "")
    assert "at most 64 words" in answer.err
    assert run_here("search", "--db", database(SMALL), "--", " ".join(["a"] * 64)).code == 0
