"""One record of the model → its rows in every table that holds something of it.

Pure: a case in, rows out, so that it can run anywhere and be tested without a database.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conductcli.analysis import gaps
from conductcli.analysis.deadlines import due, statutory
from conductcli.dates import Days, days
from conductcli.model import KINDS, RECORDS, SECTIONS, View, keys
from conductcli.organisations import fold
from conductcli.store.layout import LISTED, columns
from conductcli.store.listings import SEARCHED

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[str, dict[str, Any]]
"""A table and the values of one row of it."""

_ALWAYS = "0001-01-01"
_FOR_EVER = "9999-12-31"


def rows(section: str, value: dict[str, Any]) -> Iterator[Row]:
    """All rows of one record of a top-level list; its own comes first."""
    match section:
        case "organisations":
            yield from _organisation(value)
        case "sources":
            yield section, _flat(SECTIONS[section], value) | _bounds(value.get("published"))
            yield _texts("source", None, value["id"], value)
        case "cases":
            yield from _case(value)
        case "figures":
            yield from _figure(value)


def _organisation(value: dict[str, Any]) -> Iterator[Row]:
    span = _open_ended(days(value["active"])) if "active" in value else Days(None, None)
    yield (
        "organisations",
        _flat(SECTIONS["organisations"], value) | {"active_first": span.first, "active_last": span.last},
    )
    names = {fold(name) for name in (value["id"], value["name"], *value.get("aliases", ()))}
    for name in sorted(names):
        yield "organisation_names", {"name": name, "organisation": value["id"]}


def _figure(value: dict[str, Any]) -> Iterator[Row]:
    filled = {"qualifier": "exactly", "status": "final", **value}
    yield "figures", _flat(SECTIONS["figures"], filled) | _bounds(value.get("period"))
    of = {"record": "figure", "case_id": value.get("case_id"), "id": value["id"]}
    for organisation in dict.fromkeys((value["organisation"], value.get("made_by"))):
        if organisation:
            yield "concerns", {"organisation": organisation, **of}
    if "case_id" in value:
        in_case = {"record": "case", "case_id": value["case_id"], "id": value["case_id"]}
        yield "concerns", {"organisation": value["organisation"], **in_case}
    yield from _common("figure", value.get("case_id"), value["id"], value, value["source"])


def _case(case: dict[str, Any]) -> Iterator[Row]:
    name = case["id"]
    yield "cases", _flat(SECTIONS["cases"], case) | _case_bounds(case)
    for force in dict.fromkeys(case.get("forces", ())):
        yield "case_forces", {"case_id": name, "organisation": force}
    for topic in case.get("topics", ()):
        yield "case_topics", {"case_id": name, "topic": topic}
    for kind, date, text in _dated(case):
        yield "case_dates", {"case_id": name, "kind": kind, "date": date, "text": text} | _bounds(date)
    yield from _common("case", name, name, case, case["source"])
    referred_by = [case["referral"]["made_by"]] if "made_by" in case.get("referral", {}) else []
    everyone = dict.fromkeys([*case.get("forces", ()), case["oversight"], *referred_by])
    for section in RECORDS:
        for record in case.get(section, ()):
            concerned = _concerned(section, record, case)
            everyone |= dict.fromkeys(concerned)
            yield from _record(section, record, case, concerned)
    for organisation in everyone:
        yield "concerns", {"organisation": organisation, "record": "case", "case_id": name, "id": name}


def _dated(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the case itself says of when: kind, date, and the fact in a few words."""
    incident, referral, investigation = (case.get(key, {}) for key in ("incident", "referral", "investigation"))
    if "date" in incident:
        yield "incident", incident["date"], f"Incident: {incident['place']}" if "place" in incident else "Incident"
    if "made_on" in referral:
        by = f" by {referral['made_by']}" if "made_by" in referral else ""
        yield "referral", referral["made_on"], f"Referred{by}"
    for key, kind, text in _LOOKED_INTO:
        if key in investigation:
            yield kind, investigation[key], text


def _record(section: str, record: dict[str, Any], case: dict[str, Any], concerned: list[str]) -> Iterator[Row]:
    kind, of = KINDS[section], {"case_id": case["id"], "id": record["id"]}
    sources = record.get("source", case["source"])
    own = {"case_id": case["id"], **_flat(RECORDS[section], record), "source": _json(sources)}
    if section == "outcomes":
        own["views"] = _json([{key: view.get(key) for key in keys(View)} for view in record.get("views", ())])
        own |= {"gap": gaps.gap(record), "gaps": _json(list(gaps.gaps(record)))}
        own["gap_says"] = gaps.says(record, oversight=case["oversight"], forces=case.get("forces", ()))
    yield section, own
    yield "records", of | {"record": kind} | _bounds(_date(record))
    for organisation in concerned:
        yield "concerns", {"organisation": organisation, "record": kind, **of}
    for theme in record.get("themes", ()):
        yield "record_themes", of | {"theme": theme}
    for about in record.get("about", ()):
        yield "record_about", of | {"about": about}
    for ordinal, view in enumerate(record.get("views", ())):
        yield "views", of | {"ordinal": ordinal} | _flat(LISTED["views"], view) | _bounds(view.get("made_on"))
    if section == "recommendations":
        yield from _recipients(record, of)
        for ordinal, response in enumerate(record.get("responses", ())):
            own = response.get("source", sources)
            row = _flat(LISTED["responses"], response) | {"source": _json(own)} | _bounds(response.get("made_on"))
            yield "responses", of | {"ordinal": ordinal} | row
            yield from _cited(kind, of, [source for source in own if source not in sources])
    yield from _common(kind, case["id"], record["id"], record, sources)


def _recipients(record: dict[str, Any], of: dict[str, Any]) -> Iterator[Row]:
    until = due(record)
    owed = {"due_on": until.on, "due_basis": until.basis, "last_day": until.last_day}
    owed["statutory_due_on"] = statutory(record)
    for ordinal, organisation in enumerate(record.get("made_to", [None])):
        yield "recipients", of | {"ordinal": ordinal, "made_to": organisation} | owed


def _common(kind: str, case_id: str | None, name: str, value: dict[str, Any], sources: list[str]) -> Iterator[Row]:
    """What any record has: its citations, its conflicts, and its words for the text index."""
    of = {"case_id": case_id, "id": name}
    yield from _cited(kind, of, sources)
    for ordinal, conflict in enumerate(value.get("conflicts", ())):
        yield "conflicts", {"record": kind, **of, "ordinal": ordinal} | _flat(LISTED["conflicts"], conflict)
        yield from _cited(kind, of, [conflict["source"]] if conflict["source"] not in sources else [])
    yield _texts(kind, case_id, name, value)


def _cited(kind: str, of: dict[str, Any], sources: list[str]) -> Iterator[Row]:
    for source in sources:
        yield "citations", {"source": source, "record": kind, **of}


def _texts(kind: str, case_id: str | None, name: str, value: dict[str, Any]) -> Row:
    """The words by which a record can be found."""
    conflicts, responses = value.get("conflicts", ()), value.get("responses", ())
    gathered = {
        "incident_place": value.get("incident", {}).get("place"),
        "says": "\n".join(conflict[key] for conflict in conflicts for key in ("says", "quote") if key in conflict)
        or None,
        "responses": "\n".join(response["text"] for response in responses if "text" in response) or None,
    }
    words = {field: gathered.get(field, value.get(field)) for field in SEARCHED}
    return "texts", {"record": kind, "case_id": case_id, "id": name, **words}


def _concerned(section: str, record: dict[str, Any], case: dict[str, Any]) -> list[str]:
    """The organisations that a record concerns: whom it names, and the case's forces where it is about them."""
    forces = case.get("forces", [])
    made_by = record.get("made_by")
    others = [*record.get("responses", ()), *record.get("views", ())]
    named = [made_by, record.get("force"), *record.get("made_to", ()), *(other.get("made_by") for other in others)]
    if section == "recommendations":
        about = [] if "made_to" in record else forces
    elif "force" in record or (section == "statements" and made_by in forces):
        about = []
    else:
        about = forces
    return list(dict.fromkeys(name for name in (*named, *about) if name))


def _flat(record: Any, value: dict[str, Any]) -> dict[str, Any]:
    """A record's values by column; lists as JSON."""
    row: dict[str, Any] = {}
    for name, path in columns(record).items():
        found: Any = value
        for step in path:
            found = found.get(step) if found else None
        row[name] = _json(found) if isinstance(found, list) else found
    return row


def _json(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _date(record: dict[str, Any]) -> str | None:
    """The record's own date: an event's, or when it was made."""
    return record.get("date", record.get("made_on"))


def _bounds(date: str | None) -> dict[str, str | None]:
    first, last = _open_ended(days(date)) if date else (None, None)
    return {"first_day": first, "last_day": last}


def _open_ended(span: Days) -> Days:
    return Days(span.first or _ALWAYS, span.last or _FOR_EVER)


def _case_bounds(case: dict[str, Any]) -> dict[str, str | None]:
    """A case's day is its incident's, or else the earliest that is known of it."""
    if date := case.get("incident", {}).get("date"):
        return _bounds(date)
    dates = [date for _, date, _ in _dated(case)]
    dates += [date for section in RECORDS for record in case.get(section, ()) if (date := _date(record))]
    known = [_bounds(date) for date in dates]
    return min(known, key=lambda bounds: str(bounds["first_day"])) if known else _bounds(None)


_LOOKED_INTO = (
    ("started", "investigation_started", "Investigation started"),
    ("completed", "investigation_completed", "Investigation completed"),
    ("published", "publication", "Outcome published"),
)
"""The dates of an investigation, the kind of event that each is, and the fact in a few words."""
