"""Cases that are made up, each from the seed and its number alone.

All of it is invented, and no person is named.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.chances import (
    COMMON_TOPICS,
    FORCES,
    FORCES_BY_SIZE,
    HANDLING,
    MATTERS,
    PLACES,
    POSITIONS,
    RESULTS,
    SANCTIONS,
    TOPICS,
    known,
    one_of,
    themes,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Record = dict[str, Any]


class Outline(NamedTuple):
    """What a case, its sources and its figure have in common."""

    number: int
    chance: random.Random
    id: str
    force: str
    place: str
    topic: str
    incident: date
    published: date
    oversight: str
    press: bool
    """Whether the press wrote about it."""


def outlined(number: int, seed: int) -> Outline:
    """The outline of a case by its number; its chances are drawn from in a fixed order, so each use needs its own."""
    chance = random.Random(seed << 40 | number)  # noqa: S311
    force = one_of(chance, FORCES, FORCES_BY_SIZE)
    topic = one_of(chance, TOPICS, COMMON_TOPICS)
    place = PLACES[int(len(PLACES) * chance.random())]
    incident = _FIRST_DAY + timedelta(int(_DAYS * chance.random() ** 0.7))  # more of late, as on the watchdog's pages
    published = incident + (_LAST_DAY - incident) * chance.random()
    published = min(published, incident + timedelta(60 + int(700 * chance.random() ** 2)))
    oversight = "iopc" if published >= _IOPC_SINCE else "ipcc"
    name = f"{place}-{topic.replace('_', '-')}-{incident.year}-{number:07}"
    press = number % 5 == 0
    return Outline(number, chance, name, force, place, topic, incident, published, oversight, press)


def case(outline: Outline) -> Record:
    """The case, in the shape of the model."""
    chance, start = outline.chance, outline.incident + timedelta(20)
    topics = dict.fromkeys((outline.topic, one_of(chance, TOPICS, COMMON_TOPICS)))
    forces = dict.fromkeys((outline.force, *([one_of(chance, FORCES, FORCES_BY_SIZE)] * (outline.number % 17 == 0))))
    started = min(start, outline.published)
    title = f"{outline.topic.replace('_', ' ').capitalize()} in {outline.place.capitalize()}"
    made: Record = {
        "id": outline.id,
        "title": f"{title}, {outline.incident:%B %Y}",
        "kind": "review" if outline.number % 50 == 0 else "investigation",
        "matter": chance.choice(MATTERS),
        "forces": [] if outline.number % 200 == 0 else list(forces),
        "oversight": outline.oversight,
        "reference": f"{outline.incident.year}/{outline.number:06}",
        "topics": list(topics),
        "incident": {"place": outline.place.capitalize()},
        "referral": {"made_by": outline.force, "kind": chance.choice(("mandatory", "voluntary"))},
        "investigation": {
            "mode": chance.choice(("independent", "directed", "local")),
            "started": started.isoformat(),
            "published": outline.published.isoformat(),
        },
        "summary": words(chance, 15),
        "source": [page(outline), *([article(outline)] if outline.press else [])],
    }
    if when := known(chance, outline.incident):
        made["incident"] = {"date": when, **made["incident"]}
    for section, records_of in _MADE.items():
        if records := records_of(outline):
            made[section] = records
    return made


def _allegations(outline: Outline) -> list[Record]:
    return [{"id": "allegation-1", "text": words(outline.chance, 12)}] if outline.number % 2 else []


def _evidence(outline: Outline) -> list[Record]:
    chance = outline.chance
    kinds = ("body_worn_video", "officer_account", "witness_account", "cctv", "records")
    return [
        {"id": f"evidence-{at}", "kind": chance.choice(kinds), "text": words(chance, 10)}
        for at in range(1, 2 + (chance.random() < 0.3))
    ]


def _findings(outline: Outline) -> list[Record]:
    chance = outline.chance
    found = []
    for at in range(1, 2 + (chance.random() < 0.3)):
        finding: Record = {
            "id": f"finding-{at}",
            "made_by": outline.oversight,
            "made_on": outline.published.isoformat(),
            "result": chance.choice(RESULTS),
            "about": ["evidence-1"],
            "themes": themes(chance),
            "text": words(chance, 10),
        }
        if outline.press and at == 1:
            finding["conflicts"] = [{"source": article(outline), "says": words(chance, 10)}]
        found.append(finding)
    return found


def _outcomes(outline: Outline) -> list[Record]:
    chance = outline.chance
    if chance.random() < 0.3:
        return []
    view = one_of(chance, ("none", "misconduct", "gross_misconduct"), (60, 90, 100))
    outcome: Record = {
        "id": "officers-1",
        "officers": 1 + int(6 * chance.random() ** 3),
        "role": chance.choice(("constable", "sergeant", "inspector", "detention officer")),
        "views": [{"made_by": outline.oversight, "case_to_answer": view}],
    }
    if chance.random() < 0.2:
        outcome["views"].append({"made_by": outline.force, "case_to_answer": "none"})
    if view == "none":
        return [outcome | {"handling": [chance.choice(HANDLING)]}]
    outcome |= {"notice": view, "proceeding": "meeting" if view == "misconduct" else "hearing"}
    if chance.random() < 0.7:
        outcome |= {"panel_finding": view, "sanction": chance.choice(SANCTIONS[view])}
    return [outcome]


def _recommendations(outline: Outline) -> list[Record]:
    chance = outline.chance
    made = []
    for at in range(1, 1 + int(2 * chance.random() + 0.3)):
        basis = one_of(chance, ("para_28A", "section_10", "handling", "review", "unspecified"), (45, 60, 75, 85, 100))
        to = [outline.force]
        if outline.published.year > 2015 and chance.random() < 0.15:
            to.append(chance.choice(("college-of-policing", "npcc")))
        recommendation: Record = {
            "id": f"recommendation-{at}",
            "basis": basis,
            "number": str(at),
            "made_by": outline.oversight,
            "made_on": outline.published.isoformat(),
            "made_to": to,
            "about": ["finding-1"],
            "themes": themes(chance),
            "text": words(chance, 15),
        }
        if basis == "para_28A" and chance.random() < 0.5:
            recommendation["due_on"] = (outline.published + timedelta(56)).isoformat()
        if responses := _responses(outline, to):
            recommendation["responses"] = responses
        made.append(recommendation)
    return made


def _responses(outline: Outline, to: Sequence[str]) -> list[Record]:
    chance = outline.chance
    answers = []
    for organisation in to:
        if chance.random() < 0.35:
            continue
        answer: Record = {
            "made_by": organisation,
            "made_on": (
                outline.published + min(timedelta(150), _LAST_DAY - outline.published) * chance.random()
            ).isoformat(),
            "position": one_of(chance, POSITIONS, (70, 80, 85, 92, 100)),
        }
        if chance.random() < 0.4:
            answer |= {"progress": chance.choice(("planned", "under_way", "done")), "text": words(chance, 8)}
        answers.append(answer)
    return answers


def _statements(outline: Outline) -> list[Record]:
    chance = outline.chance
    said: Record = {
        "id": "statement-1",
        "made_by": outline.force if chance.random() < 0.7 else outline.oversight,
        "made_on": outline.published.isoformat(),
        "about": ["finding-1"],
        "themes": themes(chance),
        "text": words(chance, 10),
    }
    said |= {"speaker": f"The commander for {outline.place.capitalize()}", "role": "commander"}
    return [said | {"quote": words(chance, 15)}] if chance.random() < 0.4 else [said]


def _events(outline: Outline) -> list[Record]:
    chance = outline.chance
    between = outline.incident + (outline.published - outline.incident) / 2
    happened = ((outline.incident, "incident"), (between, "meeting"), (outline.published, "publication"))
    return [
        {"id": f"event-{at}", "date": day.isoformat(), "kind": kind, "text": words(chance, 8)}
        for at, (day, kind) in enumerate(happened[: 1 + int(2 * chance.random())], 1)
    ]


_MADE = {
    "allegations": _allegations,
    "evidence": _evidence,
    "findings": _findings,
    "outcomes": _outcomes,
    "recommendations": _recommendations,
    "statements": _statements,
    "events": _events,
}


def page(outline: Outline) -> str:
    """The id of its page at the watchdog."""
    return f"page-{outline.number:07}"


def article(outline: Outline) -> str:
    """The id of the article about it."""
    return f"press-{outline.number:07}"


_FIRST_DAY, _LAST_DAY, _IOPC_SINCE = date(2004, 4, 2), date(2026, 11, 20), date(2018, 1, 8)
_DAYS = (_LAST_DAY - _FIRST_DAY).days
