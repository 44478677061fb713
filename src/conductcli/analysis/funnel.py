"""Count how many officers reached each stage, from the notice to the sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis.decision_gaps import WEIGHT, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

STAGES = ("notice", "case_to_answer", "proceeding", "proven", "sanction")


class Stage(NamedTuple):
    """How many officers came as far as this."""

    stage: str
    officers: int | None
    """Of the groups whose size is known; None where nothing is known, or only that some came so far."""
    groups_of_unknown_size: int
    """Groups that came so far, and of whom it is not known how many officers they are."""
    not_known: int
    """Groups of whom it is not known whether they came so far."""
    officers_not_known: int = 0
    """The officers of these, as far as their number is known."""


def funnel(outcomes: Iterable[dict[str, Any]]) -> list[Stage]:
    """How many officers came how far, from the notice to the sanction; what is not known stays so."""
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
    """Whether a group came as far as each stage; None where that is not known.

    There is a case to answer where any body saw one. Without one, or where something else was decided, there was no
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
