"""Rank facts for a brief: the most serious first, then the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.brief.rules.findings import ADVERSE
from conductcli.vocabulary import Gap, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, Any]


def ordered(rows: Iterable[Row], rank: Callable[[Row], tuple[int, ...]]) -> list[Row]:
    """Return rows in order of `rank`, then newest first, then by case and id."""
    by_id = sorted(rows, key=lambda row: (row.get("case_id") or "", row["id"]))
    return sorted(sorted(by_id, key=day, reverse=True), key=rank)


def day(row: Row) -> str:
    """Return the last day that a fact's dates allow, or "" without one."""
    return row["day"] or ""


_LAST = 9


def of_answer(row: Row) -> tuple[int, ...]:
    """Return the rank of a recommendation: no response found, response overdue, then not accepted or not done.

    Within a rank the longest overdue come first, then statutory duties. Recommendations to others come last,
    whatever the organisation answered.
    """
    if row["own_answer"]:
        return (_LAST,)
    past = row["days_past_due"] or 0
    states = (
        row["status"] == "no_response_found",
        row["status"] == "awaiting" and past > 0,
        row["position"] in ("rejected", "partly_accepted"),
        row["progress"] == "not_done",
        row["status"] == "awaiting",
        row["status"] == "answered",
    )
    return next((at for at, holds in enumerate(states) if holds), len(states)), -past, row["basis"] != "para_28A"


def of_gap(row: Row) -> tuple[int, ...]:
    """Return the rank of a decision gap, in the order of the vocabulary."""
    return (values(Gap).index(row["gap"]),)


def of_finding(row: Row) -> tuple[int, ...]:
    """Return the rank of a finding: adverse results first."""
    return (ADVERSE.index(row["result"]) if row["result"] in ADVERSE else len(ADVERSE),)


_RECORDS = ("outcome", "finding", "recommendation", "figure", "statement", "case", "allegation", "evidence", "event")


def of_conflict(row: Row) -> tuple[int, ...]:
    """Return the rank of a conflict: outcomes and findings before events."""
    return (_RECORDS.index(row["record"]),)
