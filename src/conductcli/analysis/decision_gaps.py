"""Find where the views of the bodies, the proceeding, the panel's finding and the sanction differ or are unknown.

A gap is what the records say, not that anybody did wrong: a watchdog's opinion, a force's determination and a panel's
finding are made by different bodies on different evidence. Missing information is reported as not known, never taken as
"no". The case tells which body is the watchdog and which the force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.dates import days
from conductcli.vocabulary import Gap, values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WEIGHT = {"none": 0, "misconduct": 1, "gross_misconduct": 2}
"""The seriousness of each view; a view that was not determined has none."""
_UNPROVEN = ("not_misconduct", "not_proven")
_DISMISSED = ("dismissal_without_notice", "would_have_been_dismissed")
_NO_SANCTION = ("management_advice", "no_further_action")
_WITHOUT_PROCEEDING = ("community_event",)  # says nothing about a later proceeding


class Path(NamedTuple):
    """The decisions on one group of officers, as far as they are recorded."""

    views: tuple[tuple[str | None, str], ...]
    """The last view of each body, and every view of an unknown body."""
    handling: tuple[str, ...]
    proceeding: str | None
    finding: str | None
    sanction: str | None

    @property
    def weights(self) -> tuple[int, ...]:
        """Return the seriousness of each known view."""
        return tuple(WEIGHT[view] for _, view in self.views if view in WEIGHT)

    @property
    def to_answer(self) -> int | None:
        """Return the most serious of the views, or None if none is known."""
        return max(self.weights, default=None)

    @property
    def held(self) -> bool:
        """Return whether there was a proceeding, which a finding or a sanction implies."""
        return any((self.proceeding, self.finding, self.sanction))

    @property
    def view_not_known(self) -> bool:
        """Return whether it is unknown if there was a case to answer; a meeting or a hearing implies one."""
        return self.to_answer is None and not self.held

    @property
    def ended(self) -> tuple[str, ...]:
        """Return the decisions of a panel that found something proven: a sanction, advice or no action."""
        return (self.sanction,) if self.sanction else tuple(word for word in self.handling if word in _NO_SANCTION)


def gaps(outcome: dict[str, Any]) -> tuple[Gap, ...]:
    """Return all gaps of an outcome, the most serious first."""
    found = {*_differences(path := path_of(outcome)), *_not_known(path)}
    return tuple(word for word in values(Gap) if word in found)


def gap(outcome: dict[str, Any]) -> Gap | None:
    """Return the most serious gap of an outcome, or None if no difference is recorded."""
    return next(iter(gaps(outcome)), None)


def path_of(outcome: dict[str, Any]) -> Path:
    """Return the decisions on a group of officers; if a body changed its view, the last one counts."""
    views = list(outcome.get("views") or ())
    if all(view.get("made_on") for view in views):
        views.sort(key=lambda view: days(view["made_on"]).last or "9999")
    last = {view.get("made_by") or at: (view.get("made_by"), view["case_to_answer"]) for at, view in enumerate(views)}
    handling = tuple(word for word in outcome.get("handling") or () if word not in _WITHOUT_PROCEEDING)
    others = (outcome.get(key) for key in ("proceeding", "panel_finding", "sanction"))
    return Path(tuple(last.values()), handling, *others)


def _differences(path: Path) -> Iterator[Gap]:
    """Yield the differences between recorded decisions."""
    to_answer, found = path.to_answer, WEIGHT.get(path.finding or "")
    if len(set(path.weights)) > 1:
        yield "views_differ"
    if to_answer and path.handling and not path.held:
        yield "case_to_answer_without_proceeding"
    if path.finding == "discontinued":
        yield "discontinued"
    if path.finding in _UNPROVEN and to_answer != 0:
        yield "not_proven"
    if to_answer == WEIGHT["gross_misconduct"] and path.proceeding == "meeting":
        yield "proceeding_below_view"
    if to_answer and found and found < to_answer:
        yield "finding_below_view"
    if path.finding == "gross_misconduct" and path.ended and path.sanction not in _DISMISSED:
        yield "sanction_below_finding"
    if to_answer == 0 and path.held:
        yield "proceeding_without_case_to_answer"
    if to_answer and found and found > to_answer:
        yield "finding_above_view"


def _not_known(path: Path) -> Iterator[Gap]:
    """Yield the missing information that would tell whether there is a difference."""
    if path.to_answer and not path.held and not path.handling:
        yield "decision_not_known"
    if path.held and not path.finding:
        yield "finding_not_known"
    if WEIGHT.get(path.finding or "") and not path.ended:
        yield "sanction_not_known"
    if path.view_not_known:
        yield "view_not_known"


# Gaps in a sentence


def says(outcome: dict[str, Any], *, oversight: str, forces: Collection[str] = ()) -> str | None:
    """Return the gap of an outcome in a sentence, or None if there is no gap."""
    found = gaps(outcome)
    if not found:
        return None
    path = path_of(outcome)
    steps = set().union(*(_STEPS[word] for word in found))
    named = {oversight: f"the watchdog ({oversight})"}
    named |= {force: f"the force ({force})" for force in {*forces, outcome.get("force")} if force}
    said = [*(_views(path, named) if "view" in steps else ())]
    said += [words for step, words in _decided(path) if step in steps]
    return ", ".join(said)


_STEPS: dict[Gap, tuple[str, ...]] = {
    "views_differ": ("view",),
    "case_to_answer_without_proceeding": ("view", "decision"),
    "discontinued": ("view", "finding"),
    "not_proven": ("view", "finding"),
    "proceeding_below_view": ("view", "proceeding"),
    "finding_below_view": ("view", "finding"),
    "sanction_below_finding": ("finding", "sanction"),
    "proceeding_without_case_to_answer": ("view", "proceeding", "finding"),
    "finding_above_view": ("view", "finding"),
    "decision_not_known": ("view", "decision"),
    "finding_not_known": ("proceeding", "finding", "sanction"),
    "sanction_not_known": ("finding", "sanction"),
    "view_not_known": ("view",),
}
"""The decisions that the sentence for each gap mentions."""


def _views(path: Path, named: dict[str, str]) -> Iterator[str]:
    for body, view in path.views:
        who = named.get(body, body) if body else "somebody not named"
        yield f"{who} {_SEEN.get(view) or f'saw a case to answer for {_words(view)}'}"
    if path.view_not_known:
        yield "whether there was a case to answer is not known"


_SEEN = {"none": "saw no case to answer", "not_determined": "did not determine whether there was a case to answer"}


def _decided(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each decision after the views, known or unknown, in words."""
    if path.handling:
        yield "decision", f"{' and '.join(map(_words, path.handling))} was decided and no proceeding is recorded"
    else:
        yield "decision", "what was decided is not known"
    if path.proceeding:
        yield "proceeding", f"there was {_HELD[path.proceeding]}"
    if path.finding in _ENDED:
        yield "finding", _ENDED[path.finding]
    elif path.finding:
        yield "finding", f"the panel found {_words(path.finding)}"
    else:
        yield "finding", "what the panel found is not known"
    if path.sanction in _IMPOSED:
        yield "sanction", _IMPOSED[path.sanction]
    elif path.sanction:
        yield "sanction", f"the sanction was {_words(path.sanction)}"
    elif path.ended:
        yield "sanction", f"{' and '.join(map(_words, path.ended))} was decided"
    elif path.finding:
        yield "sanction", "the sanction is not known"


_HELD = {"meeting": "a meeting", "hearing": "a hearing", "accelerated_hearing": "an accelerated hearing"}
_ENDED = {
    "discontinued": "the proceeding was discontinued",
    "not_misconduct": "the panel found that it was not misconduct",
    "not_proven": "the panel found it not proven",
}
_IMPOSED = {
    "written_warning": "the sanction was a written warning",
    "final_written_warning": "the sanction was a final written warning",
    "would_have_been_dismissed": "the officer would have been dismissed",
}


def _words(word: str) -> str:
    return word.replace("_", " ")
