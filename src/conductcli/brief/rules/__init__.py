"""Derive questions from the record, each by a named rule, so that readers can see why it is asked.

A rule looks at one fact and returns the values for its wording, or None. A question asserts nothing that the record
does not contain: it says what is recorded and what was not found, and asks for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.brief.rules import conflicts, figures, findings, outcomes, recommendations
from conductcli.views import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conductcli.brief.rules.rule import Rule, Values

RULES = (
    recommendations.no_response_found,
    recommendations.answer_awaited,
    recommendations.not_accepted,
    outcomes.views_differ,
    outcomes.no_proceeding,
    outcomes.panel_differs,
    outcomes.way_differs,
    findings.said_to_a_finding,
    findings.nothing_said,
    findings.nothing_recommended,
    recommendations.not_done_yet,
    recommendations.own_word_that_done,
    recommendations.accepted_and_then,
    recommendations.promise_and_then,
    recommendations.answered_late,
    outcomes.decision_not_recorded,
    figures.figure_changed,
    conflicts.figures_disagree,
    conflicts.sources_disagree,
    figures.not_stated,
)
"""Rules in the order of their questions: missing responses and disagreements between bodies first."""


def questions(facts: Mapping[str, Sequence[Any]]) -> list[Question]:
    """Return all questions raised by the facts of each part, in the order of the rules, then of the facts."""
    found = []
    for rule in RULES:
        for fact in facts[rule.part]:
            values = rule.ask(fact)
            if values is not None:
                found.append(_question(rule, fact, values))
    return found


def _question(rule: Rule, fact: Any, values: Values) -> Question:
    rows = fact["figures"] if rule.part == "figures" else [fact]
    further = values.pop("further", [])
    sources = dict.fromkeys(name for row in rows[:2] for name in row["source"])
    record = fact["record"] if rule.part == "conflicts" else _RECORDS[rule.part]
    about = (record, rows[0]["case_id"], rows[0]["id"])
    return Question(rule.name, rule.wording, values, about, tuple(sources | dict.fromkeys(further)))


_RECORDS = {"recommendations": "recommendation", "outcomes": "outcome", "findings": "finding", "figures": "figure"}
