"""One record of the model → its rows in every table that holds something of it.

Pure: a case in, rows out, so that it can run anywhere and be tested without a database. A row is a tuple in the order
of its table's columns: a national register has tens of millions of values, and a dictionary for each row would take
longer to fill than the row takes to write.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conductcli.analysis import gaps
from conductcli.analysis.deadlines import due, statutory
from conductcli.dates import Days, days
from conductcli.model import KINDS, RECORDS, SECTIONS, View, keys
from conductcli.organisations import fold
from conductcli.store import layout
from conductcli.store.listings import SEARCHED

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[Any, ...]
"""The values of one row, in the order of its table's columns."""
Rows = defaultdict[str, list[Row]]
"""Rows by table."""

_ALWAYS = "0001-01-01"
_FOR_EVER = "9999-12-31"


def rows(section: str, value: dict[str, Any], file: int | None = None) -> tuple[Row, Rows]:
    """The row of one record of a top-level list, and those of other tables; `file` is the number of its case file."""
    others: Rows = defaultdict(list)
    match section:
        case "organisations":
            own = _organisation(value, others)
        case "sources":
            own = (*_flat(SECTIONS[section], value), *_span(value.get("published")))
            others["texts"].append(_texts("source", None, value["id"], value))
        case "figures":
            own = _figure(value, others)
        case _:
            own = _case(value, others)
    return (*own, file), others


def _organisation(value: dict[str, Any], others: Rows) -> Row:
    names = {fold(name) for name in (value["id"], value["name"], *value.get("aliases", ()))}
    others["organisation_names"] += [(name, value["id"]) for name in sorted(names)]
    return (*_flat(SECTIONS["organisations"], value), *_span(value.get("active")))


def _figure(value: dict[str, Any], others: Rows) -> Row:
    name, case_id = value["id"], value.get("case_id")
    for organisation in dict.fromkeys((value["organisation"], value.get("made_by"))):
        if organisation:
            others["concerns"].append((organisation, "figure", case_id, name))
    if case_id:
        others["concerns"].append((value["organisation"], "case", case_id, case_id))
    _common("figure", case_id, name, value, value["source"], others)
    filled = {"qualifier": "exactly", "status": "final", **value}
    return (*_flat(SECTIONS["figures"], filled), None, *_span(value.get("period")))


def _case(case: dict[str, Any], others: Rows) -> Row:
    name, forces = case["id"], case.get("forces", ())
    others["case_forces"] += [(name, force) for force in dict.fromkeys(forces)]
    others["case_topics"] += [(name, topic) for topic in case.get("topics", ())]
    dated = [(name, kind, date, text, *_span(date)) for kind, date, text in _dated(case)]
    others["case_dates"] += dated
    _common("case", name, name, case, case["source"], others)
    everyone = dict.fromkeys((*forces, case["oversight"]))
    if "made_by" in case.get("referral", ()):
        everyone[case["referral"]["made_by"]] = None
    inherited = _json(case["source"])
    for section in RECORDS:
        for record in case.get(section, ()):
            everyone |= _record(section, record, case, inherited, others)
    others["concerns"] += [(organisation, "case", name, name) for organisation in everyone]
    cited = dict.fromkeys(citation[0] for citation in others["citations"])
    when = case.get("incident", {}).get("date")
    span = _span(when) if when else _earliest(dated, others["records"])
    return (*_flat(SECTIONS["cases"], case), _json(list(cited)), *span)


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


def _record(
    section: str, record: dict[str, Any], case: dict[str, Any], inherited: str, others: Rows
) -> dict[str, None]:
    """The rows of a record of a case; gives the organisations that it concerns."""
    kind, case_id, name = KINDS[section], case["id"], record["id"]
    sources = record.get("source", case["source"])
    own = _flat(RECORDS[section], record, inherited)
    if section == "outcomes":
        own += _parting(record, case)
        for ordinal, view in enumerate(record.get("views", ())):
            others["views"].append((case_id, name, ordinal, *_flat(View, view), *_span(view.get("made_on"))))
    others[section].append((case_id, *own))
    others["records"].append((case_id, name, kind, record.get("made_by"), *_span(_date(record))))
    concerned = _concerned(section, record, case)
    others["concerns"] += [(organisation, kind, case_id, name) for organisation in concerned]
    others["record_themes"] += [(case_id, name, theme) for theme in record.get("themes", ())]
    others["record_about"] += [(case_id, name, about) for about in record.get("about", ())]
    if section == "recommendations":
        _recommended(record, case_id, sources, own[layout.form(RECORDS[section]).source], others)
    _common(kind, case_id, name, record, sources, others)
    return concerned


def _parting(outcome: dict[str, Any], case: dict[str, Any]) -> list[Any]:
    """The columns of an outcome that are computed: its views as rows give them out, and its gaps."""
    views = [{key: view.get(key) for key in keys(View)} for view in outcome.get("views", ())]
    found = list(gaps.gaps(outcome))
    said = gaps.says(outcome, oversight=case["oversight"], forces=case.get("forces", ()))
    return [_json(views), found[0] if found else None, _json(found), said]


def _recommended(record: dict[str, Any], case_id: str, sources: list[str], inherited: str, others: Rows) -> None:
    name, until, by_statute = record["id"], due(record), statutory(record)
    for ordinal, organisation in enumerate(record.get("made_to", (None,))):
        others["recipients"].append((case_id, name, ordinal, organisation, *until, by_statute))
    for ordinal, response in enumerate(record.get("responses", ())):
        row = _flat(layout.LISTED["responses"], response, inherited)
        others["responses"].append((case_id, name, ordinal, *row, *_span(response.get("made_on"))))
        further = [source for source in response.get("source", ()) if source not in sources]
        others["citations"] += [(source, "recommendation", case_id, name) for source in further]


def _common(kind: str, case_id: str | None, name: str, value: dict[str, Any], sources: list[str], others: Rows) -> None:
    """What any record has: its citations, its conflicts, and its words for the text index."""
    cited = others["citations"]
    cited += [(source, kind, case_id, name) for source in sources]
    for ordinal, conflict in enumerate(value.get("conflicts", ())):
        others["conflicts"].append((kind, case_id, name, ordinal, *_flat(layout.LISTED["conflicts"], conflict)))
        if conflict["source"] not in sources:
            cited.append((conflict["source"], kind, case_id, name))
    others["texts"].append(_texts(kind, case_id, name, value))


def _texts(kind: str, case_id: str | None, name: str, value: dict[str, Any]) -> Row:
    """The words by which a record can be found."""
    words = map(value.get, SEARCHED)
    if not value.keys() & _GATHERED:
        return (kind, case_id, name, *words)
    conflicts, responses = value.get("conflicts", ()), value.get("responses", ())
    gathered = {
        "incident_place": value.get("incident", {}).get("place"),
        "says": "\n".join(conflict[key] for conflict in conflicts for key in ("says", "quote") if key in conflict)
        or None,
        "responses": "\n".join(response["text"] for response in responses if "text" in response) or None,
    }
    return (kind, case_id, name, *(gathered.get(field, word) for field, word in zip(SEARCHED, words, strict=True)))


_GATHERED = {"incident", "conflicts", "responses"}
"""The keys that hold words deeper inside a record."""


def _concerned(section: str, record: dict[str, Any], case: dict[str, Any]) -> dict[str, None]:
    """The organisations that a record concerns: whom it names, and the case's forces where it is about them."""
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


def _flat(record: Any, value: dict[str, Any], inherited: str | None = None) -> list[Any]:
    """A record's values by column, lists as JSON; where it has no source, the sources of what it belongs to."""
    form = layout.form(record)
    row: list[Any] = list(map(value.get, form.keys))
    for at, key in form.inside:
        if row[at] is not None:
            row[at] = row[at].get(key)
    for at in form.lists:
        if row[at] is not None:
            row[at] = _json(row[at])
    if inherited and row[form.source] is None:
        row[form.source] = inherited
    return row


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: list[Any]) -> str:
    """A list as JSON."""
    return _of_words(tuple(value)) if value and type(value[0]) is str else _encoded(value)


@lru_cache(maxsize=20_000)  # most lists are a word or two of a vocabulary
def _of_words(words: tuple[str, ...]) -> str:
    return _encoded(words)


def _date(record: dict[str, Any]) -> str | None:
    """The record's own date: an event's, or when it was made."""
    return record.get("date", record.get("made_on"))


@lru_cache(maxsize=20_000)
def _span(date: str | None) -> Days:
    """The first and the last day that a date can mean, where a span without an end has one far away."""
    if date is None:
        return Days(None, None)
    span = days(date)
    return Days(span.first or _ALWAYS, span.last or _FOR_EVER)


def _earliest(dated: list[Row], records: list[Row]) -> Row:
    """The days of the earliest that is known of a case, where its incident has no date."""
    spans = [row[-2:] for row in (*dated, *records) if row[-2] is not None]
    return min(spans, key=lambda span: str(span[0]), default=(None, None))


_LOOKED_INTO = (
    ("started", "investigation_started", "Investigation started"),
    ("completed", "investigation_completed", "Investigation completed"),
    ("published", "publication", "Outcome published"),
)
"""The dates of an investigation, the kind of event that each is, and the fact in a few words."""
