"""Ask about recommendations to the body itself and the responses to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values


def _told(row: Row, **values: Any) -> Values | None:
    if row["own_answer"]:
        return None
    return {"text": row["text"], **values, "further": row["response_source"]}


@rule(
    "no-response-found", "recommendations",
    "Recommended: {text} Was this answered, and where can the answer be read? No published response was found as of "
    "{as_of}; the last day for one was {due_on}.",
)  # fmt: skip
def no_response_found(row: Row) -> Values | None:
    """A response whose due date has passed, with no published response found."""
    return _told(row, as_of=row["as_of"], due_on=row["due_on"]) if row["status"] == "no_response_found" else None


@rule(
    "answer-awaited", "recommendations",
    "Recommended: {text} What is the answer, and where can it be read? What was found says that it is awaited; its "
    "last day was {due_on}.",
)  # fmt: skip
def answer_awaited(row: Row) -> Values | None:
    """A response published as awaited and now past its due date."""
    past = row["status"] == "awaiting" and row["days_past_due"]
    return _told(row, due_on=row["due_on"]) if past else None


@rule(
    "not-accepted",
    "recommendations",
    "Recommended: {text} The answer on record is “{position}”. What is done in its place, and how is it checked?",
)
def not_accepted(row: Row) -> Values | None:
    """A response that rejects a recommendation or accepts it in part."""
    return _told(row, position=row["position"]) if row["position"] in ("rejected", "partly_accepted") else None


@rule(
    "not-done-yet",
    "recommendations",
    "Recommended: {text} It was said to be {progress}. How far is it now, and by when will it be done?",
)
def not_done_yet(row: Row) -> Values | None:
    """A recommendation said to be planned, under way or not done."""
    return _told(row, progress=row["progress"]) if row["progress"] in ("planned", "under_way", "not_done") else None


@rule(
    "own-word-that-done",
    "recommendations",
    "Recommended: {text} It is done by the recipient’s own account. Who else has checked it, and what changed?",
)
def own_word_that_done(row: Row) -> Values | None:
    """A recommendation that is done by the recipient's own account alone."""
    own = row["progress"] == "done" and row["progress_by"] == row["made_to"]
    return _told(row) if own else None


@rule(
    "accepted-and-then",
    "recommendations",
    "Recommended: {text} It was accepted. What was done? How far it was carried out is not recorded.",
)
def accepted_and_then(row: Row) -> Values | None:
    """An accepted recommendation, with nothing recorded of how far it was carried out."""
    return _told(row) if row["position"] == "accepted" and not row["progress"] else None


@rule(
    "promise-and-then",
    "recommendations",
    "Promised: {text} Was it kept, and how can that be seen? How far it was carried out is not recorded.",
)
def promise_and_then(row: Row) -> Values | None:
    """A promise of the body, with nothing recorded of how far it was carried out."""
    return _told(row) if row["basis"] == "commitment" and not row["progress"] else None


@rule(
    "answered-late",
    "recommendations",
    "Recommended: {text} The answer is dated {days} after its last day, {due_on}. What took the time?",
)
def answered_late(row: Row) -> Values | None:
    """A response dated after it was due."""
    late = row["answered_late_by"]
    return _told(row, days=late, due_on=row["due_on"]) if late else None
