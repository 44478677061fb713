"""Ask why the watchdog, the force and the panel disagreed, not who was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values


@rule(
    "views-differ",
    "outcomes",
    "{officers}: {gap_says}. Why did the bodies see it differently, and what was learnt from that?",
)
def views_differ(row: Row) -> Values | None:
    """Bodies that disagreed on whether, or for what, there was a case to answer."""
    return _parting(row, "views_differ")


@rule(
    "no-proceeding", "outcomes",
    "{officers}: {gap_says}. How was it decided that this was enough?",
)  # fmt: skip
def no_proceeding(row: Row) -> Values | None:
    """A case to answer that was dealt with otherwise, with no proceedings recorded."""
    return _parting(row, "case_to_answer_without_proceeding")


@rule(
    "panel-differs",
    "outcomes",
    "{officers}: {gap_says}. What did the panel give as its reasons, and what follows from them for {who}?",
)
def panel_differs(row: Row) -> Values | None:
    """A panel whose finding differs from a body's view, or that made no finding."""
    return _parting(row, "discontinued", "not_proven", "finding_below_view", "finding_above_view")


@rule(
    "way-differs", "outcomes",
    "{officers}: {gap_says}. How was that step chosen?",
)  # fmt: skip
def way_differs(row: Row) -> Values | None:
    """Proceedings or a sanction that differ from what the view or the finding before them would suggest."""
    return _parting(row, "proceeding_below_view", "proceeding_without_case_to_answer", "sanction_below_finding")


@rule(
    "decision-not-recorded",
    "outcomes",
    "{officers}: {gap_says}. What was decided, found or imposed, and where is it published?",
)
def decision_not_recorded(row: Row) -> Values | None:
    """A case to answer or proceedings for which the decision, the finding or the sanction is not recorded."""
    return _parting(row, "decision_not_known", "finding_not_known", "sanction_not_known")


def _parting(row: Row, *gaps: str) -> Values | None:
    if row["gap"] not in gaps:
        return None
    bodies = [row["force"], *(view["made_by"] for view in row["views"])]
    return {"officers": row["officers"], "gap_says": row["gap_says"], "bodies": bodies}
