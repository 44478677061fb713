"""One record of the model → its rows in every table that holds something of it.

Pure: a case in, rows out, so that it can run anywhere and be tested without a database. A row is a tuple in the order
of its table's columns: a national register has tens of millions of values, and a dictionary for each row would take
longer to fill than the row takes to write.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis import gaps
from conductcli.analysis.deadlines import due, statutory
from conductcli.model import KINDS, RECORDS, SECTIONS, View, keys
from conductcli.organisations import fold
from conductcli.store import facet_words, layout
from conductcli.store.columns import Row, as_json, earliest, flat, own_date, span_of
from conductcli.store.listings import SEARCHED
from conductcli.vocabulary import first_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conductcli.store.facet_words import Found

Rows = defaultdict[str, list[Row]]
"""Rows by table."""


def rows(section: str, value: dict[str, Any], file: int | None = None) -> tuple[Row, Rows]:
    """The row of one record of a top-level list, and those of other tables; `file` is the number of its case file."""
    others: Rows = defaultdict(list)
    match section:
        case "organisations":
            own = _organisation(value, others)
        case "sources":
            own = (*flat(SECTIONS[section], value), *span_of(value.get("published")))
            found = facet_words.of_text("source", value.get("published"))
            others["texts"].append(_texts("source", None, value["id"], value, found))
        case "figures":
            own = _figure(value, others)
        case _:
            own = _case(value, others)
    return (*own, file), others


def _organisation(value: dict[str, Any], others: Rows) -> Row:
    names = {fold(name) for name in (value["id"], value["name"], *value.get("aliases", ()))}
    others["organisation_names"] += [(name, value["id"]) for name in sorted(names)]
    return (*flat(SECTIONS["organisations"], value), *span_of(value.get("active")))


def _figure(value: dict[str, Any], others: Rows) -> Row:
    name, case_id = value["id"], value.get("case_id")
    concerned = [of for of in dict.fromkeys((value["organisation"], value.get("made_by"))) if of]
    others["concerns"] += [(organisation, "figure", case_id, name) for organisation in concerned]
    if case_id:
        others["concerns"].append((value["organisation"], "case", case_id, case_id))
    found = facet_words.of_text("figure", value.get("period"), concerned, facet_words.shared(case_id))
    _common("figure", case_id, name, value, value["source"], found, others)
    statuses = value.get("statuses") or [value.get("status", "final")]
    filled = {"qualifier": "exactly", **value, "status": first_status(statuses), "statuses": statuses}
    return (*flat(SECTIONS["figures"], filled), None, *span_of(value.get("period")))


def _case(case: dict[str, Any], others: Rows) -> Row:
    name, forces, topics = case["id"], case.get("forces", ()), case.get("topics", ())
    others["case_forces"] += [(name, force) for force in dict.fromkeys(forces)]
    others["case_topics"] += [(name, topic) for topic in topics]
    dated = [(name, kind, date, text, *span_of(date)) for kind, date, text in _dated(case)]
    others["case_dates"] += dated
    everyone = dict.fromkeys((*forces, case["oversight"]))
    if "made_by" in case.get("referral", ()):
        everyone[case["referral"]["made_by"]] = None
    own: Rows = defaultdict(list)
    shared = Shared(as_json(case["source"]), facet_words.shared(name, topics))
    for section in RECORDS:
        for record in case.get(section, ()):
            everyone |= _record(section, record, case, shared, own)
    when = case.get("incident", {}).get("date")
    span = span_of(when) if when else earliest(dated, own["records"])
    found = facet_words.of_text("case", span[0], everyone, shared.words)
    _common("case", name, name, case, case["source"], found, others)
    for table, rows_of_records in own.items():
        others[table] += rows_of_records
    others["concerns"] += [(organisation, "case", name, name) for organisation in everyone]
    cited = dict.fromkeys(citation[0] for citation in others["citations"])
    told = {"force": everyone, "oversight": [case["oversight"]], "kind": [case["kind"]], "topic": topics}
    return (*flat(SECTIONS["cases"], case), as_json(list(cited)), *span, facet_words.of_row(span, told))


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


class Shared(NamedTuple):
    """What all records of a case have: its sources, as JSON, where they name none, and words for a search."""

    sources: str
    words: str


def _record(
    section: str, record: dict[str, Any], case: dict[str, Any], shared: Shared, others: Rows
) -> dict[str, None]:
    """The rows of a record of a case; gives the organisations that it concerns."""
    kind, case_id, name = KINDS[section], case["id"], record["id"]
    sources = record.get("source", case["source"])
    own = flat(RECORDS[section], record, shared.sources)
    if section == "outcomes":
        own += _parting(record, case)
        for ordinal, view in enumerate(record.get("views", ())):
            others["views"].append((case_id, name, ordinal, *flat(View, view), *span_of(view.get("made_on"))))
    others[section].append((case_id, *own))
    others["records"].append((case_id, name, kind, record.get("made_by"), *span_of(own_date(record))))
    concerned = _concerned(section, record, case)
    others["concerns"] += [(organisation, kind, case_id, name) for organisation in concerned]
    others["record_themes"] += [(case_id, name, theme) for theme in record.get("themes", ())]
    others["record_about"] += [(case_id, name, about) for about in record.get("about", ())]
    if section == "recommendations":
        _recommended(record, case, concerned, own[layout.form(RECORDS[section]).source], others)
    found = facet_words.of_text(kind, own_date(record), concerned, shared.words)
    _common(kind, case_id, name, record, sources, found, others)
    return concerned


def _parting(outcome: dict[str, Any], case: dict[str, Any]) -> list[Any]:
    """The columns of an outcome that are computed: its views as rows give them out, and its gaps."""
    views = [{key: view.get(key) for key in keys(View)} for view in outcome.get("views", ())]
    found = list(gaps.gaps(outcome))
    said = gaps.says(outcome, oversight=case["oversight"], forces=case.get("forces", ()))
    return [as_json(views), found[0] if found else None, as_json(found), said]


def _recommended(
    record: dict[str, Any], case: dict[str, Any], concerned: Iterable[str], inherited: str, others: Rows
) -> None:
    case_id, name, until, by_statute = case["id"], record["id"], due(record), statutory(record)
    sources = record.get("source", case["source"])
    span = span_of(own_date(record))
    day = span.last if span.first == facet_words.ALWAYS else span.first
    told: dict[str, Iterable[str | None]] = {
        "oversight": [case["oversight"]],
        "topic": case.get("topics", ()),
        "theme": record.get("themes", ()),
        "by": [record["made_by"]],
        "kind": [record["basis"]],
    }
    answers = facet_words.answers(record)
    for ordinal, organisation in enumerate(record.get("made_to", (None,))):
        told["to"] = [organisation]
        told["force"] = [organisation, record["made_by"]] if organisation else concerned
        found = f"{facet_words.of_row(span, told)} {facet_words.of_standing(record, organisation, until, answers)}"
        others["recipients"].append((case_id, name, ordinal, organisation, *until, by_statute, day, found))
    for ordinal, response in enumerate(record.get("responses", ())):
        row = flat(layout.LISTED["responses"], response, inherited)
        others["responses"].append((case_id, name, ordinal, *row, *span_of(response.get("made_on"))))
        further = [source for source in response.get("source", ()) if source not in sources]
        others["citations"] += [(source, "recommendation", case_id, name) for source in further]


def _common(
    kind: str,
    case_id: str | None,
    name: str,
    value: dict[str, Any],
    sources: list[str],
    found: Found,
    others: Rows,
) -> None:
    """What any record has: its citations, its conflicts, and its words for the text index."""
    cited = others["citations"]
    cited += [(source, kind, case_id, name) for source in sources]
    for ordinal, conflict in enumerate(value.get("conflicts", ())):
        others["conflicts"].append((kind, case_id, name, ordinal, *flat(layout.LISTED["conflicts"], conflict)))
        if conflict["source"] not in sources:
            cited.append((conflict["source"], kind, case_id, name))
    others["texts"].append(_texts(kind, case_id, name, value, found))


def _texts(kind: str, case_id: str | None, name: str, value: dict[str, Any], found: Found) -> Row:
    """The words by which a record can be found: its own, and those of filters."""
    own: Iterable[Any] = map(value.get, SEARCHED)
    if not value.keys() & _GATHERED:
        return (kind, case_id, name, found.day, *own, found.words)
    conflicts, responses = value.get("conflicts", ()), value.get("responses", ())
    gathered = {
        "incident_place": value.get("incident", {}).get("place"),
        "says": "\n".join(conflict[key] for conflict in conflicts for key in ("says", "quote") if key in conflict)
        or None,
        "responses": "\n".join(response["text"] for response in responses if "text" in response) or None,
    }
    own = (gathered.get(field, word) for field, word in zip(SEARCHED, own, strict=True))
    return (kind, case_id, name, found.day, *own, found.words)


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


_LOOKED_INTO = (
    ("started", "investigation_started", "Investigation started"),
    ("completed", "investigation_completed", "Investigation completed"),
    ("published", "publication", "Outcome published"),
)
"""The dates of an investigation, the kind of event that each is, and the fact in a few words."""
