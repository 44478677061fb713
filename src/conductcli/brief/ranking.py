"""Which facts come first: the gravest, and of equally grave ones the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.brief.rules.findings import ADVERSE
from conductcli.vocabulary import Gap, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, Any]


def ordered(rows: Iterable[Row], gravity: Callable[[Row], tuple[int, ...]]) -> list[Row]:
    """The gravest first, of equal ones the newest, then by id."""
    by_id = sorted(rows, key=lambda row: (row.get("case_id") or "", row["id"]))
    return sorted(sorted(by_id, key=day, reverse=True), key=gravity)


def day(row: Row) -> str:
    """The last day that a fact can count by; nothing where it has none."""
    return row["day"] or ""


_LAST = 9


def of_answer(row: Row) -> tuple[int, ...]:
    """An answer not found, then one awaited after its day, then what was not accepted or not done; statutory first.

    What others were told comes last, whatever the body answered to it.
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
    """In the order of the gaps."""
    return (values(Gap).index(row["gap"]),)


def of_finding(row: Row) -> tuple[int, ...]:
    """What asks something of the body first."""
    return (ADVERSE.index(row["result"]) if row["result"] in ADVERSE else len(ADVERSE),)


_RECORDS = ("outcome", "finding", "recommendation", "figure", "statement", "case", "allegation", "evidence", "event")


def of_conflict(row: Row) -> tuple[int, ...]:
    """What was decided and found before what happened."""
    return (_RECORDS.index(row["record"]),)
