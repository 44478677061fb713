"""Collect the thread of a finding: its evidence, and the recommendations, statements and progress that followed.

Records of a case are linked by `about`. A commitment is about the statement that made it, so a promise made in a reply
belongs to the finding that the reply is about.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from conductcli.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]
Tie = dict[str, Any]
"""A linked record: record (its kind), id, text, made_by, speaker and its state."""

STRANDS = ("rests_on", "recommended", "said", "done")
_STRAND = {"recommendations": "recommended", "statements": "said", "outcomes": "done", "events": "done"}


def threads(sections: Mapping[str, Sequence[Row]]) -> dict[tuple[str | None, str], dict[str, list[Tie]]]:
    """Return the records of every strand of each finding, by (case, id); an empty strand is an empty list.

    `sections` has records with `id`, `about` and, if they are of several cases, `case_id`. A recommendation may occur
    once for each of its recipients, and then each is in the strand.
    """
    known: dict[tuple[str | None, str], tuple[str, Row]] = {}
    replies: dict[tuple[str | None, str], list[tuple[str, Row]]] = defaultdict(list)
    for section, records in sections.items():
        for record in records:
            case = record.get("case_id")
            known.setdefault((case, record["id"]), (section, record))
            for about in record.get("about") or ():
                replies[case, about].append((section, record))
    return {
        (finding.get("case_id"), finding["id"]): _thread(finding, known, replies)
        for finding in sections.get("findings", ())
    }


def _thread(
    finding: Row,
    known: Mapping[tuple[str | None, str], tuple[str, Row]],
    replies: Mapping[tuple[str | None, str], list[tuple[str, Row]]],
) -> dict[str, list[Tie]]:
    case = finding.get("case_id")
    thread: dict[str, list[Tie]] = {strand: [] for strand in STRANDS}
    for about in finding.get("about") or ():
        if (case, about) in known:
            thread["rests_on"].append(_tie(*known[case, about]))
    for section, record in _replies(case, finding["id"], replies):
        if section in _STRAND:
            thread[_STRAND[section]].append(_tie(section, record))
        if section == "recommendations":
            thread["done"] += _progress(record)
    return thread


def _replies(
    case: str | None, name: str, replies: Mapping[tuple[str | None, str], list[tuple[str, Row]]]
) -> Iterator[tuple[str, Row]]:
    """Yield the replies to a record, and the commitments made in the statements among them."""
    for section, record in replies.get((case, name), ()):
        yield section, record
        if section == "statements":
            promised = replies.get((case, record["id"]), ())
            yield from ((section, promise) for section, promise in promised if section == "recommendations")


def _progress(recommendation: Row) -> Iterator[Tie]:
    """Yield the reports on the progress of a recommendation."""
    said = recommendation.get("responses") or [recommendation | {"made_by": recommendation.get("progress_by")}]
    for answer in said:
        if answer.get("progress"):
            tie = _tie("recommendations", recommendation)
            yield tie | {"state": answer["progress"], "made_by": answer.get("made_by"), "speaker": None}


def _tie(section: str, record: Row) -> Tie:
    made_to = record.get("made_to")
    return {
        "record": KINDS[section],
        "id": record["id"],
        "text": record.get("text"),
        "quote": record.get("quote") if section == "statements" else None,
        "omitted": record.get("omitted") if section == "statements" else None,
        "speaker": record.get("speaker"),
        "made_by": record.get("made_by"),
        "made_to": made_to if isinstance(made_to, list) else [made_to] if made_to else [],
        "state": _state(record),
        "source": record.get("source") or [],
    }


def _state(record: Row) -> str | None:
    """Return the status of a recommendation, or the result of a finding."""
    states = [recipient["status"] for recipient in record.get("recipients") or ()]
    if states:
        return states[0] if len(set(states)) == 1 else "several states"
    found: str | None = record.get("position") or record.get("status") or record.get("result")
    return found
