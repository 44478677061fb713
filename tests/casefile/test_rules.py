"""What must hold between records: each rule alone, over many values, and only what cannot be true is called wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.casefile.problems import Suggestion
from conductcli.casefile.references import REFERENCES, named, references
from conductcli.casefile.rules import CrossFileProblems, Violation, declared, violations
from conductcli.dates import days
from conductcli.model import RECORDS, SECTIONS, groups, keys

DATES = st.builds(
    lambda day, precision, mark: str(day)[:precision] + mark,
    st.dates().filter(lambda day: day.year >= 1000),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "?", "~"]),
)
NAMES = st.sampled_from([f"r{number}" for number in range(6)])


def case(**more: Any) -> dict[str, Any]:
    return {"id": "one", "title": "A case", "oversight": "iopc", "source": ["news"], **more}


def found(section: str, value: dict[str, Any]) -> list[Violation]:
    return list(violations(section, value, declared(value)))


def codes(section: str, value: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return [(violation.path, violation.code) for violation in found(section, value)]


def before(one: str, other: str) -> bool:
    """Whether a date lies before another, whatever they mean."""
    return str(days(one).last) < str(days(other).first)


@given(DATES, DATES)
def test_an_answer_is_wrong_only_if_it_must_be_before_its_recommendation(made: str, answered: str) -> None:
    recommendation = {
        "id": "r",
        "made_on": made,
        "responses": [{"text": "Yes."}, {"made_on": answered, "text": "Yes."}],
    }
    place = ("recommendations", 0, "responses", 1, "made_on")
    wrong = [(place, "answer-before-recommendation")] if before(answered, made) else []
    assert codes("cases", case(recommendations=[recommendation])) == wrong


@given(DATES, DATES, st.sampled_from(["due_on", "extended_to"]))
def test_a_last_day_is_wrong_only_if_it_must_be_before_the_recommendation(made: str, due: str, key: str) -> None:
    recommendation = {"id": "r", "made_on": made, key: due}
    wrong = [(("recommendations", 0, key), "reversed-dates")] if before(due, made) else []
    assert codes("cases", case(recommendations=[recommendation])) == wrong


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("started", "completed", "published"), DATES)))
def test_an_investigation_is_wrong_if_any_of_its_dates_must_be_before_an_earlier_one(dates: dict[str, str]) -> None:
    known = [dates[key] for key in ("started", "completed", "published") if key in dates]
    possible = not any(before(later, earlier) for at, later in enumerate(known) for earlier in known[:at])
    assert (found("cases", case(investigation=dates)) == []) == possible


@given(DATES, DATES)
def test_nothing_is_done_about_an_incident_before_it(incident: str, later: str) -> None:
    for group, key in (("referral", "made_on"), ("investigation", "started"), ("investigation", "published")):
        wrong = [((group, key), "reversed-dates")] if before(later, incident) else []
        assert codes("cases", case(incident={"date": incident}, **{group: {key: later}})) == wrong


@given(DATES, DATES)
def test_a_source_is_not_read_before_it_was_published(published: str, accessed: str) -> None:
    wrong = [(("accessed",), "reversed-dates")] if before(accessed, published) else []
    assert codes("sources", {"id": "news", "published": published, "accessed": accessed}) == wrong


@pytest.mark.parametrize("open_span", ["../2021", "2020/.."])
def test_spans_that_are_open_are_wrong_only_where_their_end_is(open_span: str) -> None:
    dates = {"started": "2022", "completed": open_span}
    assert bool(found("cases", case(investigation=dates))) == (open_span == "../2021")


@given(st.lists(st.tuples(st.sampled_from(list(RECORDS)), NAMES), max_size=8))
def test_an_id_is_wrong_each_time_it_comes_again_in_whatever_list_of_the_case(drawn: list[tuple[str, str]]) -> None:
    whole = case()
    for section, name in drawn:
        whole.setdefault(section, []).append({"id": name})
    in_order = [record["id"] for section in RECORDS for record in whole.get(section, ())]
    wrong = [path for path, code in codes("cases", whole) if code == "duplicate-id"]
    assert len(wrong) == len(in_order) - len(set(in_order))
    assert all(path[2] == "id" for path in wrong)


@given(st.lists(NAMES, unique=True, min_size=1), st.lists(NAMES, unique=True, min_size=1))
def test_about_leads_to_another_record_of_the_case(defined: list[str], about: list[str]) -> None:
    whole = case(findings=[{"id": name} for name in defined])
    whole["findings"][0]["about"] = about
    wrong = [at for at, name in enumerate(about) if name not in defined[1:]]
    assert codes("cases", whole) == [(("findings", 0, "about", at), "unknown-record") for at in wrong]


def test_a_record_that_is_broken_may_still_be_spoken_about() -> None:
    whole = case(findings=[{"id": "f", "about": ["broken"]}])
    assert list(violations("cases", whole, ["f", "broken"])) == []


@pytest.mark.parametrize("value", [None, "a text", 5, [], {"findings": "a text"}, {"findings": [None, {"id": 5}, {}]}])
def test_whatever_stands_for_a_case_declares_only_ids_that_are_texts(value: Any) -> None:
    assert declared(value) == []


@given(st.floats(0, 1e6), st.sampled_from(["percent", "officer_use"]))
def test_only_a_share_can_be_more_than_all(value: float, unit: str) -> None:
    wrong = [(("value",), "form")] if unit == "percent" and value > 100 else []
    assert codes("figures", {"id": "f", "unit": unit, "value": value}) == wrong


@pytest.mark.parametrize("said", [{"position": "accepted"}, {"progress": "done"}, {"text": "Yes."}])
def test_a_response_says_at_least_one_thing(said: dict[str, str]) -> None:
    recommendation = {"id": "r", "responses": [said, {"made_by": "iopc", "made_on": "2020"}]}
    assert codes("cases", case(recommendations=[recommendation])) == [
        (("recommendations", 0, "responses", 1), "missing-key")
    ]


def test_a_force_that_is_not_the_cases_is_a_warning_unless_the_review_is_national() -> None:
    finding = {"id": "f", "force": "derbyshire"}
    (violation,) = found("cases", case(forces=["staffordshire"], findings=[finding]))
    assert (violation.path, violation.severity) == (("findings", 0, "force"), "warning")
    assert found("cases", case(forces=[], findings=[finding])) == []


def test_every_key_that_holds_an_id_of_another_list_is_a_reference() -> None:
    names = {key for record in _record_types() for key in keys(record)}
    assert set(REFERENCES) <= names
    bodies = {"made_by", "made_to", "force", "forces", "oversight", "organisation", "succeeded_by"}
    assert {key for key, kind in REFERENCES.items() if kind == "organisation"} == bodies & names


def _record_types() -> list[Any]:
    records = [*SECTIONS.values(), *RECORDS.values()]
    return records + [group for record in records for group in groups(record).values()]


def test_references_are_found_wherever_they_stand_each_with_its_path() -> None:
    value = case(
        forces=["gmp", "met"],
        referral={"made_by": "gmp"},
        outcomes=[{"id": "o", "views": [{"made_by": "iopc"}]}],
        recommendations=[{"id": "r", "made_to": ["npcc"], "responses": [{"source": ["bbc"], "made_by": "npcc"}]}],
        conflicts=[{"source": "bbc", "says": "Otherwise."}],
    )
    assert set(references(value)) == {
        ("organisation", "iopc", ("oversight",)),
        ("source", "news", ("source", 0)),
        ("organisation", "gmp", ("forces", 0)),
        ("organisation", "met", ("forces", 1)),
        ("organisation", "gmp", ("referral", "made_by")),
        ("organisation", "iopc", ("outcomes", 0, "views", 0, "made_by")),
        ("organisation", "npcc", ("recommendations", 0, "made_to", 0)),
        ("source", "bbc", ("recommendations", 0, "responses", 0, "source", 0)),
        ("organisation", "npcc", ("recommendations", 0, "responses", 0, "made_by")),
        ("source", "bbc", ("conflicts", 0, "source")),
    }
    assert named(value) == {(kind, name) for kind, name, _ in references(value)}
    assert set(references({"id": "f", "case_id": "one", "source": ["news"]})) == {
        ("case", "one", ("case_id",)),
        ("source", "news", ("source", 0)),
    }


def test_suspects_are_placed_in_the_record_that_holds_them() -> None:
    whole = case(findings=[{"id": "f0"}, {"id": "f1", "made_by": "ipcc"}])
    violation = Violation(("made_by",), "body-did-not-exist", "it did not")
    cross_file = CrossFileProblems(
        duplicated={("cases", "one"): ["a.yaml:1:1", "b.yaml:2:2"]},
        missing={("source", "news")},
        advice=lambda kind, name: f"define {kind} {name}",
        wrong={
            ("cases", "one"): [("f1", violation), (None, Violation(("oversight",), "body-did-not-exist", "nor did it"))]
        },
    )
    assert cross_file
    placed = list(cross_file.violations("cases", whole))
    assert [(violation.path, violation.code) for violation in placed] == [
        (("id",), "duplicate-id"),
        (("source", 0), "unknown-source"),
        (("findings", 1, "made_by"), "body-did-not-exist"),
        (("oversight",), "body-did-not-exist"),
    ]
    assert "a.yaml:1:1, b.yaml:2:2" in placed[0].message
    assert placed[1].hint == "define source news"
    assert list(cross_file.violations("cases", {"id": "two", "source": ["other"]})) == []
    assert not CrossFileProblems()


def test_an_id_that_leads_nowhere_is_answered_with_its_neighbour_or_what_to_do() -> None:
    assert str(Suggestion("newz", ["news", "other"], "define it")) == "did you mean news?"
    assert str(Suggestion("newz", [], "define it")) == "define it"
