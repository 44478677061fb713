"""Ask about findings: what was said about them and what followed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values

ADVERSE = (
    "case_to_answer", "upheld", "service_not_acceptable", "refused", "deferred", "practice_requiring_improvement",
    "concern", "learning_identified", "indication",
)  # fmt: skip
"""Adverse results, the most serious first."""
_TO_LEARN = ("service_not_acceptable", "practice_requiring_improvement", "concern", "learning_identified")


@rule(
    "said-to-a-finding",
    "findings",
    "Found: {text} Said of it: {said} How do the two go together, and what has followed?",
)
def said_to_a_finding(row: Row) -> Values | None:
    """An adverse finding, and a statement of the body about that very finding."""
    tied = [statement for statement in row["said"] if not statement["tie"]]
    if row["result"] not in ADVERSE or not tied:
        return None
    return {"text": row["text"], "said": tied[0]["text"], "further": tied[0]["source"]}


@rule(
    "nothing-said",
    "findings",
    "Found: {text} What does {who} say to it? No statement of {who} on this matter is recorded.",
)
def nothing_said(row: Row) -> Values | None:
    """An adverse finding, with no statement of the body tied to it or on one of its themes."""
    return {"text": row["text"]} if row["result"] in ADVERSE and not row["said"] else None


@rule(
    "nothing-recommended",
    "findings",
    "Found: {text} What was changed because of it? No recommendation on this matter is recorded.",
)
def nothing_recommended(row: Row) -> Values | None:
    """A finding that the body should learn from, with no recommendation tied to it or on one of its themes."""
    silent = row["own"] and not row["recommended"]
    return {"text": row["text"]} if row["result"] in _TO_LEARN and silent else None
