"""Where view, proceeding, finding and sanction part ways; what is not known stays not known, and is counted as that."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.decision_gaps import gap, gaps, says
from conductcli.analysis.funnel import STAGES, Stage, funnel, reached
from conductcli.vocabulary import CaseToAnswer, Gap, Handling, PanelFinding, Proceeding, Sanction

WATCHDOG, FORCE = "the watchdog (iopc)", "the force (kent)"
DECIDED = "was decided and no proceeding is recorded"
UNDECIDED = "what was decided is not known"
NO_VIEW = "whether there was a case to answer is not known"
GROSS, MISCONDUCT, NONE = "gross_misconduct", "misconduct", "none"


def views(*seen: str, **by: str) -> dict[str, Any]:
    """Views by nobody named, then by body."""
    named = [{"made_by": body, "case_to_answer": view} for body, view in by.items()]
    return {"views": [{"case_to_answer": view} for view in seen] + named}


def told(outcome: dict[str, Any]) -> str | None:
    return says(outcome, oversight="iopc", forces=["kent"])


OUTCOMES = st.fixed_dictionaries(
    {},
    optional={
        "officers": st.integers(0, 50),
        "notice": st.sampled_from([MISCONDUCT, GROSS]),
        "views": st.lists(
            st.fixed_dictionaries(
                {"case_to_answer": st.sampled_from(get_args(CaseToAnswer))},
                optional={
                    "made_by": st.sampled_from(["iopc", "kent", "cps"]),
                    "made_on": st.sampled_from(["2020", "2020-05-06", "2021-01/..", "../2019-12"]),
                },
            ),
            max_size=4,
        ),
        "handling": st.lists(st.sampled_from(get_args(Handling)), unique=True),
        "proceeding": st.sampled_from(get_args(Proceeding)),
        "panel_finding": st.sampled_from(get_args(PanelFinding)),
        "sanction": st.sampled_from(get_args(Sanction)),
    },
)


@pytest.mark.parametrize(
    ("outcome", "words", "sentence"),
    [
        (views(iopc=NONE), "", None),
        (views(iopc=NONE, kent=NONE) | {"handling": ["reflective_practice"]}, "", None),
        (
            views(iopc=GROSS) | {"panel_finding": GROSS, "sanction": "dismissal_without_notice"},
            "",
            None,
        ),
        (
            views(iopc=MISCONDUCT)
            | {"proceeding": "meeting", "panel_finding": MISCONDUCT, "sanction": "written_warning"},
            "",
            None,
        ),
        (
            views(iopc=GROSS, kent=NONE),
            "views_differ decision_not_known",
            f"{WATCHDOG} saw a case to answer for gross misconduct, {FORCE} saw no case to answer, {UNDECIDED}",
        ),
        (
            views(iopc=MISCONDUCT) | {"handling": ["no_further_action"]},
            "case_to_answer_without_proceeding",
            f"{WATCHDOG} saw a case to answer for misconduct, no further action {DECIDED}",
        ),
        (
            views(iopc=MISCONDUCT) | {"handling": ["community_event"]},
            "decision_not_known",
            "the watchdog (iopc) saw a case to answer for misconduct, what was decided is not known",
        ),
        (
            views(kent=GROSS) | {"proceeding": "hearing", "panel_finding": "discontinued"},
            "discontinued",
            "the force (kent) saw a case to answer for gross misconduct, the proceeding was discontinued",
        ),
        (
            views(GROSS) | {"proceeding": "hearing", "panel_finding": "not_proven"},
            "not_proven",
            "somebody not named saw a case to answer for gross misconduct, the panel found it not proven",
        ),
        (
            views(cps=GROSS) | {"proceeding": "meeting", "panel_finding": MISCONDUCT, "sanction": "written_warning"},
            "proceeding_below_view finding_below_view",
            "cps saw a case to answer for gross misconduct, there was a meeting, the panel found misconduct",
        ),
        (
            views(iopc=GROSS) | {"panel_finding": GROSS, "sanction": "final_written_warning"},
            "sanction_below_finding",
            "the panel found gross misconduct, the sanction was a final written warning",
        ),
        (
            views(iopc=NONE) | {"proceeding": "meeting", "panel_finding": "not_misconduct"},
            "proceeding_without_case_to_answer",
            f"{WATCHDOG} saw no case to answer, there was a meeting, the panel found that it was not misconduct",
        ),
        (
            views(iopc=MISCONDUCT) | {"panel_finding": GROSS, "sanction": "would_have_been_dismissed"},
            "finding_above_view",
            "the watchdog (iopc) saw a case to answer for misconduct, the panel found gross misconduct",
        ),
        (
            views(iopc=GROSS) | {"proceeding": "hearing"},
            "finding_not_known",
            "there was a hearing, what the panel found is not known",
        ),
        (
            views(iopc=GROSS) | {"panel_finding": GROSS},
            "sanction_not_known",
            "the panel found gross misconduct, the sanction is not known",
        ),
        ({}, "view_not_known", "whether there was a case to answer is not known"),
        (
            views(iopc="not_determined"),
            "view_not_known",
            f"{WATCHDOG} did not determine whether there was a case to answer, {NO_VIEW}",
        ),
        ({"notice": GROSS}, "view_not_known", "whether there was a case to answer is not known"),
        ({"handling": ["reflective_practice"]}, "view_not_known", NO_VIEW),
        ({"proceeding": "hearing", "panel_finding": GROSS, "sanction": "dismissal_without_notice"}, "", None),
        ({"sanction": "written_warning", "panel_finding": MISCONDUCT}, "", None),
        ({"proceeding": "meeting"}, "finding_not_known", "there was a meeting, what the panel found is not known"),
        ({"proceeding": "hearing", "panel_finding": "not_proven"}, "not_proven", "the panel found it not proven"),
        (
            views(iopc="not_determined") | {"panel_finding": "discontinued"},
            "discontinued",
            f"{WATCHDOG} did not determine whether there was a case to answer, the proceeding was discontinued",
        ),
        (
            views(iopc=MISCONDUCT)
            | {"proceeding": "meeting", "panel_finding": MISCONDUCT, "handling": ["management_advice"]},
            "",
            None,
        ),
        (
            {"proceeding": "hearing", "panel_finding": GROSS, "handling": ["no_further_action"]},
            "sanction_below_finding",
            "the panel found gross misconduct, no further action was decided",
        ),
        (
            {"panel_finding": MISCONDUCT, "handling": ["reflective_practice"]},
            "sanction_not_known",
            "the panel found misconduct, the sanction is not known",
        ),
    ],
)  # fmt: skip
def test_what_parts_ways_is_told(outcome: dict[str, Any], words: str, sentence: str | None) -> None:
    assert gaps(outcome) == tuple(words.split())
    assert gap(outcome) == next(iter(words.split()), None)
    assert told(outcome) == sentence


def test_of_a_body_that_changed_its_view_the_last_one_counts() -> None:
    changed = [
        {"made_by": "iopc", "case_to_answer": GROSS, "made_on": "2021"},
        {"made_by": "iopc", "case_to_answer": NONE, "made_on": "2020-05-06"},
    ]
    assert gaps({"views": changed}) == ("decision_not_known",)
    assert gaps({"views": [{**view, "made_on": None} for view in changed]}) == ()


def test_two_views_of_which_it_is_not_known_whose_they_are_can_differ() -> None:
    assert gap(views(NONE, GROSS)) == "views_differ"


def test_a_watchdogs_own_or_another_body_is_named_by_its_id() -> None:
    outcome = views(iopc=NONE, cps=MISCONDUCT) | {"force": "essex"}
    assert told(outcome | views(essex=GROSS, iopc=NONE)) == (
        f"the force (essex) saw a case to answer for gross misconduct, {WATCHDOG} saw no case to answer, {UNDECIDED}"
    )
    assert "cps saw" in str(told(outcome))


@given(OUTCOMES)
def test_a_gap_is_the_gravest_of_its_words_and_has_a_sentence(outcome: dict[str, Any]) -> None:
    found = gaps(outcome)
    assert list(found) == [word for word in get_args(Gap) if word in found]
    assert gap(outcome) == (found[0] if found else None)
    assert bool(told(outcome)) is bool(found)


@given(OUTCOMES)
def test_views_differ_only_where_two_are_known(outcome: dict[str, Any]) -> None:
    latest = {view.get("made_by", at): view["case_to_answer"] for at, view in enumerate(outcome.get("views", ()))}
    seen = set(latest.values()) - {"not_determined"}
    assert "views_differ" not in gaps(outcome) or len(seen) > 1
    held = outcome.keys() & {"proceeding", "panel_finding", "sanction"}
    assert ("view_not_known" in gaps(outcome)) == (not seen and not held)
    assert (NO_VIEW in str(told(outcome))) == ("view_not_known" in gaps(outcome))


@given(OUTCOMES, st.sampled_from(["officers", "notice", "unit", "criminal"]))
def test_what_is_beside_the_way_makes_no_gap(outcome: dict[str, Any], key: str) -> None:
    assert gaps(outcome) == gaps({other: value for other, value in outcome.items() if other != key})


# The funnel


def test_no_outcomes_are_nothing_known() -> None:
    assert funnel([]) == [Stage(stage, None, 0, 0) for stage in STAGES]


def test_officers_are_counted_as_far_as_they_came() -> None:
    dismissed = views(iopc=GROSS) | {
        "officers": 2, "notice": GROSS, "proceeding": "hearing", "panel_finding": GROSS,
        "sanction": "dismissal_without_notice",
    }  # fmt: skip
    cleared = views(iopc=NONE) | {"officers": 3, "notice": MISCONDUCT}
    assert funnel([dismissed, cleared]) == [
        Stage("notice", 5, 0, 0),
        Stage("case_to_answer", 2, 0, 0),
        Stage("proceeding", 2, 0, 0),
        Stage("proven", 2, 0, 0),
        Stage("sanction", 2, 0, 0),
    ]


def test_a_group_of_unknown_size_is_never_nobody() -> None:
    group = views(iopc=GROSS) | {"notice": GROSS}
    assert funnel([group])[:3] == [
        Stage("notice", None, 1, 0), Stage("case_to_answer", None, 1, 0), Stage("proceeding", None, 0, 1),
    ]  # fmt: skip
    cleared = views(iopc=NONE) | {"officers": 3}
    assert funnel([group, cleared])[1] == Stage("case_to_answer", None, 1, 0)
    assert funnel([group, cleared | {"notice": GROSS}])[0] == Stage("notice", 3, 1, 0)


def test_what_is_not_recorded_is_not_known() -> None:
    assert set(reached({}).values()) == {None}
    assert funnel([{"officers": 4}]) == [Stage(stage, None, 0, 1, 4) for stage in STAGES]


@pytest.mark.parametrize(
    ("outcome", "so_far"),
    [
        ({"sanction": "written_warning"}, [None, None, True, True, True]),
        ({"panel_finding": "not_proven"}, [None, None, True, False, False]),
        ({"panel_finding": "discontinued"}, [None, None, True, False, False]),
        ({"panel_finding": MISCONDUCT}, [None, None, True, True, None]),
        ({"proceeding": "meeting"}, [None, None, True, None, None]),
        ({"handling": ["no_further_action"]}, [None, None, False, False, False]),
        ({"handling": ["community_event"]}, [None] * 5),
        (views(iopc=NONE), [None, False, False, False, False]),
        (views(iopc=NONE) | {"proceeding": "hearing"}, [None, False, True, None, None]),
        (views(iopc=MISCONDUCT, kent=NONE), [None, True, None, None, None]),
    ],
)
def test_how_far_a_group_came(outcome: dict[str, Any], so_far: list[bool | None]) -> None:
    assert list(reached(outcome).values()) == so_far


@given(st.lists(OUTCOMES, max_size=8))
def test_every_officer_and_every_group_is_counted_once_or_told_to_be_unknown(outcomes: list[dict[str, Any]]) -> None:
    for stage in funnel(outcomes):
        so_far = [(outcome.get("officers"), reached(outcome)[stage.stage]) for outcome in outcomes]
        assert stage.officers in (None, sum(size or 0 for size, came in so_far if came))
        assert stage.groups_of_unknown_size == sum(size is None and came is True for size, came in so_far)
        assert stage.not_known == sum(came is None for _, came in so_far)
        if stage.officers == 0:
            assert any(came is False for _, came in so_far) or any(size == 0 for size, _ in so_far)
