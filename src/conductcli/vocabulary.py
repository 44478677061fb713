"""Declare every closed list of words of the field; adding a word is adding a line.

Sources: the Police Reform Act 2002, the Police (Conduct) Regulations 2020 (SI 2020/4), the Police (Complaints and
Misconduct) Regulations 2020 (SI 2020/2), the Home Office's use of force tables and the IOPC's own pages.
`typing.get_args` returns the words of a list at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Collection

OrganisationKind = Literal[
    "force", "watchdog", "authority", "government", "professional_body", "representative_body", "group"
]
SourceKind = Literal["news", "press_release", "report", "webpage", "statistics", "foi", "court", "parliament", "other"]
CaseKind = Literal["investigation", "review", "decision"]
Matter = Literal["complaint", "conduct_matter", "dsi"]
ReferralKind = Literal["mandatory", "voluntary", "call_in", "own_initiative"]
InvestigationMode = Literal["local", "directed", "independent", "supervised", "managed"]
EvidenceKind = Literal[
    "officer_account",
    "witness_account",
    "complainant_account",
    "body_worn_video",
    "cctv",
    "social_media",
    "expert",
    "intelligence",
    "records",
    "policy",
    "circumstance",
]
Result = Literal[
    "case_to_answer",
    "no_case_to_answer",
    "upheld",
    "not_upheld",
    "service_acceptable",
    "service_not_acceptable",
    "unable_to_determine",
    "indication",
    "no_indication",
    "no_evidence",
    "lawful",
    "practice_requiring_improvement",
    "learning_identified",
    "concern",
    "approved",
    "approved_with_conditions",
    "deferred",
    "refused",
    "fact",
]
Duties = Literal["restricted", "removed_from_frontline", "suspended"]
Notice = Literal["misconduct", "gross_misconduct"]
CaseToAnswer = Literal["none", "misconduct", "gross_misconduct", "not_determined"]
Handling = Literal[
    "reflective_practice",
    "upp",
    "management_action",
    "management_advice",
    "words_of_advice",
    "community_event",
    "no_further_action",
]
Proceeding = Literal["meeting", "hearing", "accelerated_hearing"]
PanelFinding = Literal["misconduct", "gross_misconduct", "not_misconduct", "not_proven", "discontinued"]
Sanction = Literal[
    "written_warning",
    "final_written_warning",
    "reduction_in_rank",
    "dismissal_without_notice",
    "would_have_been_dismissed",
]
Gap = Literal[
    "views_differ",
    "case_to_answer_without_proceeding",
    "discontinued",
    "not_proven",
    "proceeding_below_view",
    "finding_below_view",
    "sanction_below_finding",
    "proceeding_without_case_to_answer",
    "finding_above_view",
    "decision_not_known",
    "finding_not_known",
    "sanction_not_known",
    "view_not_known",
]
"""Differences between views, proceeding, finding and sanction, the most serious first; then what is unknown."""
Criminal = Literal["not_referred", "referred", "charged", "no_charge", "convicted", "acquitted"]
Basis = Literal["para_28A", "section_10", "handling", "review", "condition", "commitment", "unspecified"]
Position = Literal["accepted", "partly_accepted", "rejected", "noted", "awaiting"]
Progress = Literal["planned", "under_way", "done", "not_done"]
Status = Literal["answered", "awaiting", "no_response_found", "not_required"]
Frequency = Literal["once", "each_time", "weekly", "monthly", "yearly", "regular", "ongoing"]
EventKind = Literal[
    "incident",
    "complaint",
    "referral",
    "investigation_started",
    "investigation_completed",
    "request",
    "meeting",
    "decision",
    "trial_started",
    "publication",
    "response",
    "court",
    "engagement",
    "other",
]
Qualifier = Literal["exactly", "more_than", "less_than", "about"]
Per = Literal["100_officers", "100_trained_officers"]
Unit = Literal[
    "officer_use", "incident", "discharge", "officer", "case", "allegation", "recommendation", "force", "percent"
]
Verdict = Literal["exact", "typography", "elided", "absent"]
Counts = Literal["highest_use", "each_use", "not_stated"]
FigureStatus = Literal["final", "provisional", "revised", "experimental"]
BY_WEIGHT: tuple[FigureStatus, ...] = ("revised", "provisional", "experimental", "final")
"""The statuses of figures by precedence: the first one that a figure has is its `status`."""
Theme = Literal[
    "officer_conduct",
    "proportionality",
    "training",
    "policy",
    "accountability",
    "learning",
    "public_confidence",
    "less_lethal_option",
    "officer_safety",
    "public_safety",
    "de_escalation",
    "extent_of_use",
    "monitoring",
    "race_equality",
    "children",
    "vulnerability",
    "custody",
    "community",
    "transparency",
    "complaint_handling",
    "support_for_officers",
    "national_policy",
    "incident_account",
]
Topic = Literal[
    "taser",
    "use_of_force",
    "stop_and_search",
    "restraint",
    "firearms",
    "custody",
    "race",
    "discrimination",
    "children",
    "vulnerability",
    "mental_health",
    "driving",
    "public_order",
    "body_worn_video",
    "sexual_misconduct",
    "corruption",
    "domestic_abuse",
    "welfare",
    "death_or_serious_injury",
    "complaint_handling",
    "searches",
    "information",
    "training",
]
Measure = Literal[
    "taser_uses",
    "taser_discharges",
    "taser_non_discharges",
    "taser_drawn",
    "taser_aimed",
    "taser_arced",
    "taser_red_dot",
    "taser_drive_stun",
    "taser_angled_drive_stun",
    "taser_fired",
    "taser_not_stated",
    "taser_incidents",
    "taser_trained_officers",
    "share_fired",
    "complaints",
    "cases_reviewed",
    "recommendations_made",
    "trial_forces",
]

RecordKind = Literal[
    "case",
    "allegation",
    "evidence",
    "finding",
    "outcome",
    "recommendation",
    "statement",
    "event",
    "figure",
    "source",
]
DifferenceKind = Literal[RecordKind, "organisation"]
Change = Literal["added", "removed", "changed"]
MomentKind = Literal[EventKind, "allegation", "evidence", "finding", "outcome", "recommendation", "statement"]

_OF_FILTER = {
    ("list", "kind"): "CaseKind",
    ("sources", "kind"): "SourceKind",
    ("recommendations", "kind"): "Basis",
    ("timeline", "kind"): "MomentKind",
    ("conflicts", "kind"): "RecordKind",
    ("search", "kind"): "RecordKind",
    ("diff", "kind"): "DifferenceKind",
    ("feed", "kind"): "DifferenceKind",
    ("figures", "status"): "FigureStatus",
}


def first_status(statuses: Collection[str]) -> str:
    """Return the `status` of a figure with these statuses, of which there is at least one."""
    return min(statuses, key=[*map(str, BY_WEIGHT)].index)


def values(vocabulary: Any) -> tuple[str, ...]:
    """Return the words of a list, in order."""
    return get_args(vocabulary)


def of_filter(listing: str, name: str) -> tuple[str, ...]:
    """Return the words that a filter of a listing accepts; most filters are named after their vocabulary.

    The filter `panel_finding` accepts the words of `PanelFinding`.
    """
    return values(globals()[_OF_FILTER.get((listing, name), name.title().replace("_", ""))])
