"""How far officers went: from a notice over a case to answer and proceedings to what was proven and the sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
STAGES = ("notices", "case_to_answer", "proceedings", "proven", "sanction")


def stages(outcomes: Iterable[Row]) -> list[Row]:
    """A row for each stage: the officers who are recorded as having come so far, and those of whom it is not known.

    A group of a number that is not known is counted as a group, never as a number of officers.
    """
    counted: dict[str, Row] = {
        stage: {
            "stage": stage,
            "officers": 0,
            "groups_of_unknown_size": 0,
            "officers_not_known": 0,
            "groups_not_known": 0,
        }
        for stage in STAGES
    }
    for outcome in outcomes:
        so_far: bool | None = True
        for stage in STAGES:
            here = _reached(outcome, stage)
            # Who did not come so far did not come further, unless it is recorded; the rest needs no notice.
            so_far = here if here is not None or so_far or stage == "case_to_answer" else so_far
            size, row = outcome["officers"], counted[stage]
            if so_far:
                row["groups_of_unknown_size" if size is None else "officers"] += 1 if size is None else size
            elif so_far is None:
                row["groups_not_known" if size is None else "officers_not_known"] += 1 if size is None else size
    return list(counted.values())


def _reached(outcome: Row, stage: str) -> bool | None:
    """Whether a group came to a stage; None: not recorded."""
    if stage == "notices":
        return True if outcome["notice"] else None
    if stage == "case_to_answer":
        held = {view["case_to_answer"] for view in outcome["views"] or ()}
        if held & {"misconduct", "gross_misconduct"}:
            return True
        return False if "none" in held else None
    if stage == "proven":
        found = outcome["panel_finding"]
        return None if found is None else found in ("misconduct", "gross_misconduct")
    return True if outcome["proceeding" if stage == "proceedings" else stage] else None
