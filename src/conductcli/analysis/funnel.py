"""Count how many officers reached each stage, from the notice to the sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis.decision_gaps import WEIGHT, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

STAGES = ("notice", "case_to_answer", "proceeding", "proven", "sanction")


class Stage(NamedTuple):
    """The number of officers who reached a stage."""

    stage: str
    officers: int | None
    """Officers of the groups of known size; None if nothing is known, or only that some officers reached it."""
    groups_of_unknown_size: int
    """Groups that reached the stage, with an unknown number of officers."""
    not_known: int
    """Groups that may have reached the stage; it is unknown."""
    officers_not_known: int = 0
    """The officers of these groups, as far as their number is known."""


def funnel(outcomes: Iterable[dict[str, Any]]) -> list[Stage]:
    """Return the number of officers at each stage, from the notice to the sanction; unknown stays unknown."""
    stages = {stage: Stage(stage, None, 0, 0) for stage in STAGES}
    for outcome in outcomes:
        size: int | None = outcome.get("officers")
        for name, so_far in reached(outcome).items():
            stage = stages[name]
            if so_far is None:
                unknown = stage.officers_not_known + (size or 0)
                stage = stage._replace(not_known=stage.not_known + 1, officers_not_known=unknown)
            elif so_far and size is None:
                stage = stage._replace(groups_of_unknown_size=stage.groups_of_unknown_size + 1)
            else:
                stage = stage._replace(officers=(stage.officers or 0) + (size or 0 if so_far else 0))
            stages[name] = stage
    unsized = {name for name, stage in stages.items() if not stage.officers and stage.groups_of_unknown_size}
    return [stage._replace(officers=None) if name in unsized else stage for name, stage in stages.items()]


def reached(outcome: dict[str, Any]) -> dict[str, bool | None]:
    """Return whether a group reached each stage, None if unknown.

    There is a case to answer if any body decided so. Without one, or if another decision was made, there was no
    proceeding unless one is recorded.
    """
    path = path_of(outcome)
    to_answer = None if path.to_answer is None else path.to_answer > 0
    held = True if path.held else (False if to_answer is False or path.handling else None)
    if path.finding:
        proven: bool | None = path.finding in WEIGHT
    else:
        proven = True if path.sanction else (False if held is False else None)
    sanctioned = True if path.sanction else (False if proven is False else None)
    return dict(
        zip(STAGES, (True if outcome.get("notice") else None, to_answer, held, proven, sanctioned), strict=True)
    )
