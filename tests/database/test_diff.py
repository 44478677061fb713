"""Two registers compared: the edits that were made are told, and nothing else."""

from __future__ import annotations

import copy
import itertools
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductcli.database import diff
from conductcli.database.build import in_memory
from conductcli.database.diff_tables import COMPARED
from conductcli.errors import DatabaseError
from conductcli.model import KINDS, RECORDS, SECTIONS, groups, keys
from tests.data import SMALL, database, folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Rows = list[dict[str, Any]]
Register = dict[str, list[dict[str, Any]]]
_number = itertools.count()
BODIES = ("iopc", "kent", "essex")
RECORD: dict[str, dict[str, Any]] = {
    "findings": {"made_by": "iopc", "result": "fact", "text": "F.", "themes": ["training", "policy"], "quote": "f"},
    "outcomes": {"officers": 2, "views": [{"made_by": "iopc", "case_to_answer": "none"}, {"case_to_answer": "none"}]},
    "recommendations": {
        "made_by": "iopc", "basis": "para_28A", "made_to": ["kent", "essex"], "made_on": "2020-05-06", "text": "R.",
        "responses": [
            {"made_by": "kent", "made_on": "2020-06", "position": "awaiting"},
            {"made_by": "kent", "made_on": "2020-07", "position": "accepted", "text": "Yes."},
        ],
        "conflicts": [{"source": "s", "says": "Otherwise."}],
    },
    "statements": {"made_by": "kent", "text": "S.", "source": ["t", "s"]},
    "events": {"kind": "other", "text": "E.", "date": "2020"},
    "evidence": {"kind": "cctv", "text": "V."},
    "allegations": {"text": "A.", "category": {"scheme": "2020", "code": "B4"}},
}  # fmt: skip


def base() -> Register:
    """A register with something of every kind."""
    cases: list[dict[str, Any]] = [
        {
            "id": name, "title": "T", "kind": "review", "oversight": "iopc", "summary": "S.", "source": ["s"],
            "forces": ["kent", "essex"], "incident": {"date": "2020-05", "place": "Here"},
            "conflicts": [{"source": "t", "says": "C."}],
            **{section: [{"id": f"{section}-{at}", **value} for at in range(2)] for section, value in RECORD.items()},
        }
        for name in ("a", "b", "c")
    ]  # fmt: skip
    figure: dict[str, Any] = {
        "organisation": "kent",
        "measure": "complaints",
        "value": 7.0,
        "unit": "case",
        "source": ["s"],
    }
    return copy.deepcopy(
        {
            "organisations": [{"id": name, "name": name.title(), "kind": "force"} for name in BODIES],
            "sources": [{"id": name, "title": "T", "publisher": "P", "kind": "news"} for name in "stu"],
            "cases": cases,
            "figures": [
                {"id": "f", **figure, "case_id": "a", "conflicts": [{"source": "t", "says": "8."}]},
                {"id": "g", **figure, "value": 9.0},
            ],
        }
    )


def built(register: Register) -> Path:
    """A database of records in the shape of the model."""
    target = folder() / f"differences-{next(_number)}.db"
    with in_memory() as builder:
        for section in SECTIONS:
            for value in register[section]:
                builder.add(section, value)
        builder.finish()
    with closing(builder.connection) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    return target


def compared(old: Path, new: Path, filters: dict[str, list[str]] | None = None, ours: Sequence[str] = ()) -> Rows:
    with closing(diff.attached(old=old, new=new)) as connection:
        diff.compare(connection, filters or {}, lambda: ours)
        keys = diff.KEYS
        found = [dict(zip(keys, row, strict=True)) for row in diff.rows(connection, keys, (), None)]
        assert diff.total(connection) == len(found)
        assert sum(number for _, _, number in diff.counts(connection)) == len(set(map(place, found)))
    return found


def between(old: Register, new: Register, **filters: list[str]) -> Rows:
    paths = built(old), built(new)
    try:
        return compared(*paths, filters)
    finally:
        for path in paths:
            path.unlink()


def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What happened to which record; a figure is the same whatever case it belongs to."""
    return (row["change"], row["record"], None if row["record"] == "figure" else row["case_id"], row["id"])


class Found(NamedTuple):
    """A record of a register, where it stands, and what it is called."""

    record: str
    case_id: str | None
    value: dict[str, Any]
    holder: list[dict[str, Any]]
    type: Any


def records(register: Register) -> dict[tuple[str, str | None, str], Found]:
    """Every record by kind, case and id."""
    found = []
    for section, values in register.items():
        for value in values:
            case = value["id"] if section == "cases" else value.get("case_id")
            found.append(Found(KINDS[section], case, value, values, SECTIONS[section]))
            for inner in RECORDS if section == "cases" else ():
                held = value.get(inner, [])
                found += [Found(KINDS[inner], case, record, held, RECORDS[inner]) for record in held]
    named = {(one.record, None if one.record == "figure" else one.case_id, one.value["id"]): one for one in found}
    assert len(named) == len(found)
    return named


def own_fields(one: Found) -> dict[str, Any]:
    """A record's own fields as it wrote them, in whatever order; nested groups flat."""
    fields: dict[str, Any] = {}
    for key, value in one.value.items():
        inner = groups(one.type).get(key)
        if one.record == "case" and key in RECORDS:
            continue
        if isinstance(value, dict):
            fields |= {f"{key}_{name}": held for name, held in value.items()}
        elif isinstance(value, list) and not inner:
            fields[key] = sorted(value)
        elif value != []:
            fields[key] = value
    return fields


# Edits: each takes a register and a number that chooses what it is done to.


def chosen(register: Register, number: int, *kinds: str) -> Found:
    known = [one for one in records(register).values() if not kinds or one.record in kinds]
    return known[number % len(known)]


def words(register: Register, number: int) -> None:
    one = chosen(register, number)
    key = "title" if "title" in keys(one.type) else "name" if one.record == "organisation" else "text"
    one.value[key] = f"Words {number}."


def caveat(register: Register, number: int) -> None:
    one = chosen(register, number)
    if "caveat" in keys(one.type):
        one.value["caveat"] = f"Careful {number}."


def themes(register: Register, number: int) -> None:
    chosen(register, number, "finding").value["themes"] = [["training"], ["policy", "custody"]][number % 2]


def group(register: Register, number: int) -> None:
    chosen(register, number, "case").value["incident"] = {"date": f"{2000 + number}"}


def value(register: Register, number: int) -> None:
    chosen(register, number, "figure").value["value"] = number / 2


def removal(register: Register, number: int) -> None:
    one = chosen(register, number, "finding", "recommendation", "outcome", "statement", "event", "case", "figure")
    one.holder.remove(one.value)
    if one.record == "case":
        for figure in register["figures"]:
            if figure.get("case_id") == one.case_id:
                del figure["case_id"]


def addition(register: Register, number: int) -> None:
    case = chosen(register, number, "case").value
    section = list(RECORD)[number % len(RECORD)]
    known = {record["id"] for record in case[section]}
    if f"new-{section}-{number}" not in known:
        case[section].append({"id": f"new-{section}-{number}", **copy.deepcopy(RECORD[section])})


def answer(register: Register, number: int) -> None:
    responses = chosen(register, number, "recommendation").value["responses"]
    if responses and number % 3 == 0:
        responses.pop(number % len(responses))
    elif number % 3 == 1:
        responses.insert(number % (len(responses) + 1), {"made_by": "essex", "progress": "planned"})
    elif responses:
        responses[number % len(responses)]["text"] = f"Answer {number}."


def conflict(register: Register, number: int) -> None:
    chosen(register, number, "recommendation", "figure", "case").value["conflicts"] = [
        {"source": "u", "says": f"Otherwise {number}."}
    ]


EDITS = (words, caveat, themes, group, value, removal, addition, answer, conflict)
SOME_EDITS = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 500)), max_size=6)
SEVERAL = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def edited(register: Register, edits: list[tuple[Callable[[Register, int], None], int]]) -> Register:
    register = copy.deepcopy(register)
    for edit, number in edits:
        if register["cases"]:
            edit(register, number) if _possible(register, edit) else None
    return register


def _possible(register: Register, edit: Any) -> bool:
    kinds = {"themes": "finding", "answer": "recommendation", "conflict": "case", "value": "figure"}
    wanted = kinds.get(edit.__name__)
    return wanted is None or any(one.record == wanted for one in records(register).values())


def expected(old: Register, new: Register) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """What came and went; and the fields that differ, of lists of records their name alone."""
    before, after = records(old), records(new)
    whole = {("removed", *key) for key in before.keys() - after.keys()}
    whole |= {("added", *key) for key in after.keys() - before.keys()}
    fields = set()
    for key in before.keys() & after.keys():
        one, other = own_fields(before[key]), own_fields(after[key])
        fields |= {(*key, field) for field in one.keys() | other.keys() if one.get(field) != other.get(field)}
    return whole, fields


@pytest.mark.slow
@SEVERAL
@given(SOME_EDITS, SOME_EDITS)
def test_tells_the_edits_and_nothing_else(first: Any, second: Any) -> None:
    old, new = edited(base(), first), edited(base(), second)
    found = between(old, new)
    whole, fields = expected(old, new)
    assert {place(row) for row in found if row["field"] is None} == whole
    told = {(*place(row)[1:], row["field"].split("[")[0]) for row in found if row["change"] == "changed"}
    assert told == fields
    for row in found:
        assert row["old"] != row["new"]
        if row["change"] == "changed" and "[" not in row["field"]:
            for side, register in (("old", old), ("new", new)):
                said = own_fields(records(register)[place(row)[1:]]).get(row["field"])
                assert (sorted(row[side]) if isinstance(row[side], list) else row[side]) == said


_BACK = {"added": "removed", "removed": "added", "changed": "changed"}


@pytest.mark.slow
@SEVERAL
@given(SOME_EDITS)
def test_swapping_sides_swaps_what_came_and_what_went(edits: Any) -> None:
    paths = built(base()), built(edited(base(), edits))
    there, back = compared(*paths), compared(paths[1], paths[0])
    told = {(_BACK[row["change"]], *place(row)[1:], row["field"], str(row["new"]), str(row["old"])) for row in there}
    other = {(*place(row), row["field"], str(row["old"]), str(row["new"])) for row in back}
    assert {row for row in told if "[" not in str(row[4])} == {row for row in other if "[" not in str(row[4])}
    assert {row[:4] for row in told} == {row[:4] for row in other}


@pytest.mark.slow
@SEVERAL
@given(SOME_EDITS, st.randoms())
def test_layout_says_nothing(edits: Any, random: Any) -> None:
    """The order of records, of keys and of words, and what is written out though it would be so without."""
    old = edited(base(), edits)
    new = copy.deepcopy(old)
    for one in records(new).values():
        entries = list(one.value.items())
        random.shuffle(entries)
        one.value.clear()
        one.value.update(entries)
        for key, held in entries:
            if isinstance(held, list) and key not in RECORDS and key != "responses":
                random.shuffle(held)
        if one.record == "figure":
            one.value.update(status="final", qualifier="exactly")
        if one.record in ("finding", "event"):
            one.value.setdefault("source", ["s"])
    for section, values in new.items():
        random.shuffle(values)
        for case in values if section == "cases" else ():
            for inner in RECORDS:
                random.shuffle(case.get(inner, []))
    assert between(old, new) == []


def test_a_register_does_not_differ_from_itself() -> None:
    assert compared(database(SMALL), database(SMALL)) == []


def test_every_kind_of_record_is_compared() -> None:
    assert {kind.table for kind in COMPARED} == {*SECTIONS, *RECORDS}
    empty: Register = {section: [] for section in SECTIONS} | {"organisations": base()["organisations"]}
    found = between(base(), empty)
    assert {place(row) for row in found} == {("removed", *key) for key in records(base()) if key[0] != "organisation"}
    assert all(row["old"] and row["new"] is None and row["text"] == row["old"] for row in found)
    assert all(row["source"] for row in found)


def test_of_a_case_that_vanished_every_recommendation_is_told() -> None:
    new = base()
    del new["cases"][1]
    found = between(base(), new, kind=["recommendation"], change=["removed"])
    assert [(row["case_id"], row["id"], row["old"]) for row in found] == [
        ("b", "recommendations-0", "R."),
        ("b", "recommendations-1", "R."),
    ]


def test_a_new_source_of_a_case_is_told_of_the_case_and_not_of_all_that_rests_on_it() -> None:
    new = base()
    new["cases"][0]["source"] = ["u"]
    (row,) = between(base(), new)
    assert (row["record"], row["field"], row["old"], row["new"]) == ("case", "source", ["s"], ["u"])


def test_what_is_computed_is_no_change() -> None:
    """A contradiction, a gap or a deadline follows from data: the data is told, not what follows."""
    new = base()
    new["figures"][1]["value"] = 700.0
    new["cases"][0]["outcomes"][0]["views"][0]["case_to_answer"] = "misconduct"
    new["cases"][0]["recommendations"][0]["made_on"] = "2020-05-07"
    found = between(base(), new)
    assert {row["field"] for row in found} == {"value", "views[0].case_to_answer", "made_on"}


def test_bodies_that_the_program_brings_are_nobodys_data() -> None:
    new = base()
    new["organisations"] += [{"id": name, "name": name, "kind": "group"} for name in ("mine", "ours")]
    paths = built(base()), built(new)
    assert {row["id"] for row in compared(*paths)} == {"mine", "ours"}
    assert {row["id"] for row in compared(*paths, ours=("ours", "kent"))} == {"mine"}


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, {"findings-0", "statements-1", "recommendations-0", "events-0"}),
        ({"force": ["essex"]}, {"findings-0", "statements-1", "recommendations-0", "events-0"}),
        ({"force": ["iopc"]}, {"findings-0", "recommendations-0"}),
        ({"force": ["kent"], "kind": ["finding", "statement"]}, {"findings-0", "statements-1"}),
        ({"kind": ["statement"]}, {"statements-1"}),
        ({"case": ["b"]}, {"events-0"}),
        ({"case": ["c"]}, set()),
        ({"change": ["added"]}, set()),
        ({"change": ["removed", "added"], "case": ["a", "b"]}, {"events-0"}),
    ],
)
def test_filters_look_at_either_side(filters: dict[str, list[str]], kept: set[str]) -> None:
    new = base()
    a, b, _ = new["cases"]
    a["findings"][0]["force"] = "essex"  # before, it was about both
    a["recommendations"][0]["made_to"] = ["kent"]  # and this was told to both
    a["statements"][1]["made_by"] = "essex"  # who is in neither of the others
    del b["events"][0]
    assert {row["id"] for row in between(base(), new, **filters)} == kept


def test_whatever_can_be_reached_by_a_key_is_reached_by_it() -> None:
    """A million rows against a million: nothing is looked for by reading all of the other side."""
    with closing(diff.attached(old=built(base()), new=built(base()))) as connection:
        plans: list[str] = []
        connection.set_trace_callback(plans.append)
        diff.compare(connection, {}, list)
        asked = [query for query in plans if "NOT EXISTS" in query]
        assert len(asked) > len(COMPARED)
    with closing(diff.attached(old=built(base()), new=built(base()))) as connection:
        for query in asked:
            steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
            assert [step for step in steps if step.startswith(("SCAN x", "SCAN new_row"))] == [], query


def test_neither_side_can_be_written(tmp_path: Path) -> None:
    with closing(diff.attached(old=built(base()), new=built(base()))) as connection:
        for side in ("old", "new"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                connection.execute(f"DELETE FROM {side}.cases")
        diff.compare(connection, {}, list)
        diff.detach(connection)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM differences")
    (tmp_path / "bad.db").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4000)
    with pytest.raises(DatabaseError, match=r"bad\.db"):
        diff.attached(old=database(SMALL), new=tmp_path / "bad.db")
