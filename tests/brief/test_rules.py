"""Each rule asks where it should, is silent where it should be, and its question names what it needs."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.brief.question_text import in_words
from conductcli.brief.rules import RULES, questions
from conductcli.vocabulary import Basis, Gap, Position, Progress, Result, Status, values

Row = dict[str, Any]
BY_NAME = {rule.name: rule for rule in RULES}
PARTS = {rule.part for rule in RULES}

RECOMMENDATION: Row = {
    "case_id": "c", "id": "r", "text": "Say when.", "basis": "para_28A", "status": "answered", "position": None,
    "progress": None, "progress_by": None, "made_to": "gmp", "days_past_due": None, "answered_late_by": None,
    "due_on": "2020-10-27", "as_of": "2021-01-01", "source": ["s"], "response_source": ["t"], "own_answer": None,
    "count": None,
}  # fmt: skip
OUTCOME: Row = {
    "case_id": "c", "id": "o", "officers": 2, "gap": None, "gap_says": "the watchdog (iopc) saw none", "force": "gmp",
    "views": [{"made_by": "iopc"}], "source": ["s"],
}  # fmt: skip
FINDING: Row = {
    "case_id": "c", "id": "f", "text": "It fell short.", "result": "concern", "said": [], "recommended": 0, "own": True,
    "source": ["s"],
}  # fmt: skip
SAID: Row = {"text": "The force is sorry.", "tie": [], "source": ["u"]}
CONFLICT: Row = {
    "case_id": "c", "id": "f", "record": "finding", "says": "Two.", "other_says": "Three.", "how": "recorded",
    "source": ["s"], "other_source": "t",
}  # fmt: skip


def figure(value: float, period: str | None = "2020", **others: Any) -> Row:
    own = {"case_id": None, "id": f"{value}-{period}", "measure": "taser_uses", "unit": "officer_use", "per": None}
    return {**own, "qualifier": "exactly", "value": value, "period": period, "caveat": None, "source": ["s"], **others}


def series(*figures: Row, silent: list[str] | None = None, reasons: list[str] | None = None) -> Row:
    return {"figures": list(figures), "silent": silent or [], "reasons": reasons or []}


ASKED: list[tuple[str, Row, Row]] = [
    ("no-response-found", RECOMMENDATION | {"status": "no_response_found"}, RECOMMENDATION),
    (
        "answer-awaited",
        RECOMMENDATION | {"status": "awaiting", "days_past_due": 3},
        RECOMMENDATION | {"status": "awaiting"},
    ),
    ("not-accepted", RECOMMENDATION | {"position": "rejected"}, RECOMMENDATION | {"position": "accepted"}),
    ("not-accepted", RECOMMENDATION | {"position": "partly_accepted"}, RECOMMENDATION | {"position": "noted"}),
    ("not-done-yet", RECOMMENDATION | {"progress": "under_way"}, RECOMMENDATION | {"progress": "done"}),
    (
        "own-word-that-done",
        RECOMMENDATION | {"progress": "done", "progress_by": "gmp"},
        RECOMMENDATION | {"progress": "done", "progress_by": "iopc"},
    ),
    (
        "accepted-and-then",
        RECOMMENDATION | {"position": "accepted"},
        RECOMMENDATION | {"position": "accepted", "progress": "done"},
    ),
    ("promise-and-then", RECOMMENDATION | {"basis": "commitment"}, RECOMMENDATION),
    ("answered-late", RECOMMENDATION | {"answered_late_by": 5}, RECOMMENDATION),
    ("views-differ", OUTCOME | {"gap": "views_differ"}, OUTCOME),
    ("no-proceeding", OUTCOME | {"gap": "case_to_answer_without_proceeding"}, OUTCOME | {"gap": "views_differ"}),
    ("panel-differs", OUTCOME | {"gap": "not_proven"}, OUTCOME | {"gap": "view_not_known"}),
    ("way-differs", OUTCOME | {"gap": "sanction_below_finding"}, OUTCOME),
    ("decision-not-recorded", OUTCOME | {"gap": "finding_not_known"}, OUTCOME | {"gap": "view_not_known"}),
    ("said-to-a-finding", FINDING | {"said": [SAID]}, FINDING | {"said": [SAID | {"tie": ["training"]}]}),
    ("said-to-a-finding", FINDING | {"said": [SAID]}, FINDING | {"said": [SAID], "result": "lawful"}),
    ("nothing-said", FINDING, FINDING | {"said": [SAID | {"tie": ["training"]}]}),
    ("nothing-said", FINDING, FINDING | {"result": "no_evidence"}),
    ("nothing-recommended", FINDING, FINDING | {"recommended": 1}),
    ("nothing-recommended", FINDING, FINDING | {"result": "case_to_answer"}),
    ("nothing-recommended", FINDING, FINDING | {"own": False}),
    ("figure-changed", series(figure(50), figure(40, "2019")), series(figure(49), figure(40, "2019"))),
    ("figure-changed", series(figure(30), figure(40, "2019")), series(figure(9), figure(40, "2019"))),
    (
        "figure-changed",
        series(figure(50), figure(40, "2019")),
        series(figure(50), figure(40, "2019"), reasons=["the unit differs"]),
    ),
    ("not-stated", series(figure(50, None), silent=["period"]), series(figure(50))),
    (
        "not-stated",
        series(figure(50, None), silent=["period"]),
        series(figure(9, None, measure="complaints"), silent=["period"]),
    ),
    ("figures-disagree", CONFLICT | {"how": "computed", "record": "figure"}, CONFLICT),
    ("sources-disagree", CONFLICT, CONFLICT | {"how": "computed"}),
]


@pytest.mark.parametrize(("name", "fact", "other"), ASKED, ids=[name for name, *_ in ASKED])
def test_a_rule_asks_where_it_should_and_nowhere_else(name: str, fact: Row, other: Row) -> None:
    rule = BY_NAME[name]
    facts: Row = {part: [] for part in PARTS}
    found = [question for question in questions(facts | {rule.part: [fact]}) if question.rule == name]
    assert len(found) == 1
    assert "s" in found[0].source
    assert found[0].record[2] == (fact["figures"][0]["id"] if rule.part == "figures" else fact["id"])
    said = in_words(found[0], "the force", lambda says, _: says)
    assert said.rstrip().endswith("?") or "?" in said
    assert "{" not in said
    assert rule.ask(other) is None


def test_every_rule_is_tested_and_has_a_name_of_its_own() -> None:
    assert {name for name, *_ in ASKED} == BY_NAME.keys()
    assert len(BY_NAME) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_never_accuses(rule: Any) -> None:
    said = f"{rule.looks_for} {rule.wording}".lower()
    assert not any(word in said for word in ("overdue", "fail", "refus", "ignor", "breach", "should have"))


@pytest.mark.parametrize("name", ["no-response-found", "answer-awaited", "not-accepted", "accepted-and-then"])
def test_of_what_others_were_told_only_they_are_asked(name: str) -> None:
    fact = next(fact for asked, fact, _ in ASKED if asked == name)
    assert BY_NAME[name].ask(fact | {"own_answer": {"position": "accepted"}}) is None


def some(words: Any) -> Any:
    return st.sampled_from([None, *values(words)])


RECOMMENDATIONS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(values(Status)), "position": some(Position), "progress": some(Progress),
        "basis": st.sampled_from(values(Basis)), "progress_by": st.sampled_from([None, "gmp", "iopc"]),
        "days_past_due": st.sampled_from([None, 0, 4]), "answered_late_by": st.sampled_from([None, 1, 4]),
        "due_on": st.sampled_from([None, "2020", "2020-05-06", "../2021"]), "text": st.text(min_size=1),
    }
)  # fmt: skip
OUTCOMES = st.fixed_dictionaries({"gap": some(Gap), "officers": st.none() | st.integers(0, 99)})
FINDINGS = st.fixed_dictionaries(
    {"result": st.sampled_from(values(Result)), "said": st.sampled_from([[], [SAID]]), "recommended": st.integers(0, 2)}
)
AMOUNTS = st.integers(0, 1_000) | st.floats(0, 1_000)


@given(
    st.lists(RECOMMENDATIONS, max_size=4),
    st.lists(OUTCOMES, max_size=4),
    st.lists(FINDINGS, max_size=4),
    st.lists(st.tuples(AMOUNTS, st.sampled_from([None, "2019", "2020"])), min_size=1, max_size=4),
    st.lists(st.sampled_from(["period", "counting rule"]), max_size=2, unique=True),
)
def test_whatever_is_recorded_every_question_can_be_read(
    told: list[Row], done: list[Row], found: list[Row], counted: list[tuple[float, str | None]], silent: list[str]
) -> None:
    facts = {
        "recommendations": [RECOMMENDATION | row for row in told],
        "outcomes": [OUTCOME | row for row in done],
        "findings": [FINDING | row for row in found],
        "figures": [series(*(figure(value, period) for value, period in counted), silent=silent)],
        "conflicts": [CONFLICT],
    }
    for question in questions(facts):
        needed = {name for _, name, *_ in string.Formatter().parse(question.wording) if name}
        assert needed <= question.values.keys() | {"who"}
        said = in_words(question, "the force", lambda says, _: says)
        assert "None" not in said.replace(str(question.values.get("text")), "")
        assert question.source
