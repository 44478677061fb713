"""What differs between two versions of a record: told field by field, and never told of what only moved."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.field_changes import changes

BODIES = st.sampled_from([None, "kent", "essex"])
WORDS = st.sampled_from([None, "A.", "B.", "C."])
DATES = st.sampled_from([None, "2020", "2020-05", "2020-05-06", "../2021", "2021/.."])
SOURCES = st.lists(st.sampled_from("stu"), min_size=1, max_size=2, unique=True)
RESPONSES = st.fixed_dictionaries({"made_by": BODIES, "made_on": DATES, "text": WORDS, "source": SOURCES})
CONFLICTS = st.fixed_dictionaries({"source": st.sampled_from("stu"), "says": st.sampled_from(["A.", "B."])})
RECORDS = st.fixed_dictionaries(
    {
        "text": WORDS,
        "officers": st.sampled_from([None, 0, 1, 2]),
        "themes": st.sampled_from([None, [], ["training"], ["training", "policy"], ["policy", "training"]]),
        "source": SOURCES,
        "responses": st.lists(RESPONSES, max_size=4),
        "conflicts": st.lists(CONFLICTS, max_size=4),
    }
)


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [tuple(change) for change in changes(old, new)]


def applied(old: dict[str, Any], found: list[tuple[str, Any, Any]]) -> dict[str, Any]:
    """The old record with the changes made; an element that changed is found by what it was."""
    record = copy.deepcopy(old)
    gone = {(field, place) for field, place in _places(found, 1)}
    for field in ("responses", "conflicts"):
        record[field] = [value for at, value in enumerate(record[field]) if (field, at) not in gone]
    for field, _, new in found:
        if "[" not in field:
            record[field] = new
    return record


def _places(found: list[tuple[str, Any, Any]], side: int) -> list[tuple[str, int]]:
    whole = (re.fullmatch(r"(\w+)\[(\d+)\]", change[0]) for change in found if change[side] is not None)
    return [(match[1], int(match[2])) for match in whole if match]


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record of which only what it says can be compared."""
    return {
        key: sorted(value) if value and isinstance(value[0], str) else value or None
        for key, value in record.items()
        if isinstance(value, list)
    } | {key: value for key, value in record.items() if not isinstance(value, list)}


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(record: dict[str, Any]) -> None:
    assert told(record, copy.deepcopy(record)) == []


@given(RECORDS, RECORDS)
def test_every_change_has_two_different_sides(old: dict[str, Any], new: dict[str, Any]) -> None:
    for _, before, after in told(old, new):
        assert before != after


@given(RECORDS, RECORDS)
def test_words_and_lists_of_words_are_told_as_they_were_and_are(old: dict[str, Any], new: dict[str, Any]) -> None:
    made = applied(old, told(old, new))
    for field in ("text", "officers", "themes", "source"):
        assert plain({field: made[field]}) == plain({field: new[field]})


@given(RECORDS, RECORDS)
def test_as_many_elements_go_and_come_as_the_lists_differ_in_length(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = told(old, new)
    for field in ("responses", "conflicts"):
        gone, came = (sum(name == field for name, _ in _places(found, side)) for side in (1, 2))
        assert len(old[field]) - gone + came == len(new[field])
        assert field == "responses" or not (gone and came)  # an answer that moved may be told as gone and come


@given(RECORDS, RECORDS)
def test_swapped_sides_tell_the_same_the_other_way_round(old: dict[str, Any], new: dict[str, Any]) -> None:
    there = {(field, str(before), str(after)) for field, before, after in told(old, new) if "[" not in field}
    back = {(field, str(after), str(before)) for field, before, after in told(new, old) if "[" not in field}
    assert there == back


@given(RECORDS, st.randoms())
def test_the_order_of_words_and_conflicts_says_nothing(record: dict[str, Any], random: Any) -> None:
    moved = copy.deepcopy(record)
    for field in ("themes", "source", "conflicts"):
        random.shuffle(moved[field] or [])
    assert told(record, moved) == []


def answer(**said: Any) -> dict[str, Any]:
    return {"made_by": None, "made_on": None, "position": None, "source": ["s"]} | said


def answers(*said: dict[str, Any]) -> dict[str, Any]:
    return {"source": ["s"], "responses": list(said)}


FIRST = answer(made_by="kent", made_on="2020-05", position="awaiting")
LATER = answer(made_by="kent", made_on="2021-05", position="accepted")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([FIRST, LATER], [LATER, FIRST], []),
        ([LATER], [FIRST, LATER], [("responses[0]", None, FIRST)]),
        ([FIRST, LATER], [LATER], [("responses[0]", FIRST, None)]),
        ([FIRST, LATER], [LATER | {"position": "noted"}, FIRST], [("responses[0].position", "accepted", "noted")]),
        ([answer(position="noted")], [answer(position="rejected")], [("responses[0].position", "noted", "rejected")]),
        ([FIRST], [FIRST | {"source": ["t"]}], [("responses[0].source", ["s"], ["t"])]),
        ([], [LATER], [("responses[0]", None, LATER)]),
    ],
)  # fmt: skip
def test_answers_are_known_by_what_they_say(old: list[Any], new: list[Any], found: list[Any]) -> None:
    assert told(answers(*old), answers(*new)) == found


def test_the_order_of_answers_without_dates_tells_which_is_the_last() -> None:
    one, other = answer(made_by="kent", position="awaiting"), answer(made_by="kent", position="accepted")
    assert told(answers(one, other), answers(other, one)) == [
        ("responses[0]", None, other),
        ("responses[1]", other, None),
    ]
    assert told(answers(one, answer(made_by="essex")), answers(answer(made_by="essex"), one)) == []


def test_a_source_that_is_taken_from_above_is_told_there_alone() -> None:
    old, new = answers(FIRST), answers(FIRST | {"source": ["t"]}) | {"source": ["t"]}
    assert list(changes(old, new, (["s"], ["t"]))) == []
    assert told(old, new) == [("source", ["s"], ["t"])]
    assert [change.field for change in changes(old, new, (["s"], ["s"]))] == ["source"]
