"""Compute the values that a record implies but does not state: status, gaps, dates, organisations and search texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis import decision_gaps
from conductcli.database.columns import ALWAYS, as_json, span_of
from conductcli.database.listings import SEARCHED
from conductcli.model import View, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conductcli.analysis.deadlines import Due
    from conductcli.dates import Days


def searched_texts(value: dict[str, Any]) -> Iterable[str | None]:
    """Return the texts of a record for the full-text index, in the order of SEARCHED; None for an absent field."""
    own: Iterable[Any] = map(value.get, SEARCHED)
    if not value.keys() & _NESTED:
        return own
    conflicts, responses = value.get("conflicts", ()), value.get("responses", ())
    says = [conflict[key] for conflict in conflicts for key in ("says", "quote") if key in conflict]
    nested = {
        "incident_place": value.get("incident", {}).get("place"),
        "says": "\n".join(says) or None,
        "responses": "\n".join(response["text"] for response in responses if "text" in response) or None,
    }
    return (nested.get(field, text) for field, text in zip(SEARCHED, own, strict=True))


_NESTED = {"incident", "conflicts", "responses"}
"""The keys of a record whose values contain further texts to index."""


def case_dates(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the dates of the case itself: kind, date and short description."""
    incident, referral, investigation = (case.get(key, {}) for key in ("incident", "referral", "investigation"))
    if "date" in incident:
        yield "incident", incident["date"], f"Incident: {incident['place']}" if "place" in incident else "Incident"
    if "made_on" in referral:
        by = f" by {referral['made_by']}" if "made_by" in referral else ""
        yield "referral", referral["made_on"], f"Referred{by}"
    for key, kind, text in _INVESTIGATED:
        if key in investigation:
            yield kind, investigation[key], text


_INVESTIGATED = (
    ("started", "investigation_started", "Investigation started"),
    ("completed", "investigation_completed", "Investigation completed"),
    ("published", "publication", "Outcome published"),
)
"""The key of each date of an investigation, the kind of its event and its short description."""


def outcome_columns(outcome: dict[str, Any], case: dict[str, Any]) -> list[Any]:
    """Return the computed columns of an outcome: views as JSON, gap, gaps as JSON, gap in words."""
    views = [{key: view.get(key) for key in keys(View)} for view in outcome.get("views", ())]
    found = list(decision_gaps.gaps(outcome))
    said = decision_gaps.says(outcome, oversight=case["oversight"], forces=case.get("forces", ()))
    return [as_json(views), found[0] if found else None, as_json(found), said]


def responses_by_maker(responses: Iterable[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    """Return responses by the organisation that made them; None for an unknown one."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for response in responses:
        found.setdefault(response.get("made_by"), []).append(response)
    return found


def recommendation_status(
    recommendation: dict[str, Any], recipient: str | None, answers: dict[str | None, list[dict[str, Any]]], until: Due
) -> tuple[str, str | None]:
    """Return the final status of a recommendation for a recipient, and the day (ISO) on which it was settled.

    All recorded responses count. Without one, the status is `open` if there is a deadline, because it depends on the
    day of the query.
    """
    makers = answers if recipient is None else (recipient, None)
    given = [answer for maker in makers for answer in answers.get(maker, ())]
    settled = max(span_of(made.get("made_on")).first or "" for made in (recommendation, *given))
    if given:
        awaited = all(answer.get("position") == "awaiting" for answer in given)
        status = "awaiting" if awaited else "answered"
    elif recommendation["basis"] != "para_28A" and until.on is None:
        status = "not_required"
    else:
        status = "open" if until.last_day else "no_response_found"
    return status, settled or None


def organisations_concerned(section: str, record: dict[str, Any], case: dict[str, Any]) -> dict[str, None]:
    """Return the organisations that a record names, and the forces of its case if it is about them."""
    forces = case.get("forces", ())
    made_by, force = record.get("made_by"), record.get("force")
    found = {name: None for name in (made_by, force) if name}
    if section == "recommendations":
        found |= dict.fromkeys(record.get("made_to", forces))
        others = record.get("responses", ())
    else:
        others = record.get("views", ())
        if not force and not (section == "statements" and made_by in forces):
            found |= dict.fromkeys(forces)
    found |= {other["made_by"]: None for other in others if "made_by" in other}
    return found


def sort_day(span: Days) -> str | None:
    """Return the day (ISO) to sort a record by: the last day if the span has no start."""
    return span.last if span.first == ALWAYS else span.first
