"""Turn records of the model into rows of the tables.

Pure: records in, rows out, so that workers can do it and tests need no database. A row is a tuple: its number, then the
values in the order of its table's columns. A national register has tens of millions of values, and a dictionary for
each row would take longer to fill than the row takes to write.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis import decision_gaps
from conductcli.analysis.deadlines import due, statutory
from conductcli.database import schema
from conductcli.database.columns import ALWAYS, Row, as_json, day_number, earliest, flat, own_date, span_of
from conductcli.database.listings import SEARCHED
from conductcli.model import KINDS, RECORDS, SECTIONS, View, keys
from conductcli.organisations import fold
from conductcli.vocabulary import first_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conductcli.analysis.deadlines import Due
    from conductcli.dates import Days

Facet = tuple[str, str, str]
"""A kind of row, a filter, and a value of that filter."""


class Record(NamedTuple):
    """A record of a top-level list whose rows were made."""

    section: str
    id: str
    number: int
    """The number of its own row; the rows of what it holds have the numbers that follow."""


class Rows:
    """The rows of some records, by table.

    Numbers go up in the order of the records, so that a record, a case and a case file are each a range of numbers. No
    two rows of the register have the same number, but for the two of a record in `records` and in its own table. The
    rows of link tables have none.
    """

    def __init__(self, first: int = 1) -> None:
        self.next = first
        self.tables: defaultdict[str, list[Row]] = defaultdict(list)
        self.facets: dict[Facet, int] = {}
        """A number for each facet, which is good for these rows alone."""
        self.records: list[Record] = []
        self.references: set[tuple[str, str]] = set()
        """What the records refer to: (source, organisation or case; id)."""

    @property
    def size(self) -> int:
        """How many rows there are, in all tables."""
        return sum(map(len, self.tables.values()))

    def begin(self, first: int) -> None:
        """Number the rows to come from `first` on."""
        self.next = first

    def add_references(self, references: Iterable[tuple[str, str]]) -> None:
        """Note what records refer to."""
        self.references.update(references)

    def add(self, section: str, value: dict[str, Any]) -> None:
        """Add the rows of a record of a top-level list."""
        self.records.append(Record(section, value["id"], self.next))
        match section:
            case "organisations":
                self._organisation(value)
            case "sources":
                self._source(value)
            case "figures":
                self._figure(value)
            case _:
                self._case(value)

    def _number(self) -> int:
        number = self.next
        self.next += 1
        return number

    def _put(self, table: str, values: Iterable[Sequence[Any]]) -> None:
        rows, number = self.tables[table], self.next
        for row in values:
            rows.append((number, *row))
            number += 1
        self.next = number

    def _organisation(self, value: dict[str, Any]) -> None:
        names = {fold(name) for name in (value["id"], value["name"], *value.get("aliases", ()))}
        row = (self._number(), *flat(SECTIONS["organisations"], value), *span_of(value.get("active")))
        self.tables["organisations"].append(row)
        self.tables["organisation_names"] += [(name, value["id"]) for name in sorted(names)]

    def _source(self, value: dict[str, Any]) -> None:
        number, span = self._number(), span_of(value.get("published"))
        self.tables["sources"].append((number, *flat(SECTIONS["sources"], value), *span))
        self._facets("source", number, span, kind=(value["kind"],))
        self._text(number, value)

    def _figure(self, value: dict[str, Any]) -> None:
        number, name, span = self._number(), value["id"], span_of(value.get("period"))
        statuses = value.get("statuses") or [value.get("status", "final")]
        filled = {"qualifier": "exactly", **value, "status": first_status(statuses), "statuses": statuses}
        self.tables["figures"].append((number, *flat(SECTIONS["figures"], filled), None, *span))
        if case_id := value.get("case_id"):  # such a case concerns the organisation too, once all records are in
            self.facets.setdefault(("case", "force", value["organisation"]), len(self.facets))
        made_by = (value["made_by"],) if "made_by" in value else ()
        self._facets(
            "figure", number, span, force=(value["organisation"], *made_by), by=made_by, measure=(value["measure"],),
            status=statuses,
        )  # fmt: skip
        self._common(number, "figure", case_id, name, value, value["source"])

    def _case(self, case: dict[str, Any]) -> None:
        number, name, forces, topics = self._number(), case["id"], case.get("forces", ()), case.get("topics", ())
        self.tables["case_forces"] += [(name, force) for force in dict.fromkeys(forces)]
        self.tables["case_topics"] += [(name, topic) for topic in topics]
        dated = [(name, kind, date, text, *span_of(date)) for kind, date, text in _dated(case)]
        self._put("case_dates", dated)
        everyone = dict.fromkeys((*forces, case["oversight"]))
        if "made_by" in case.get("referral", ()):
            everyone[case["referral"]["made_by"]] = None
        cited, made = len(self.tables["cited"]), len(self.tables["records"])
        self._common(number, "case", name, name, case, case["source"])
        shared = as_json(case["source"])
        for section in RECORDS:
            for record in case.get(section, ()):
                everyone |= self._record(section, record, case, shared)
        when = case.get("incident", {}).get("date")
        span = span_of(when) if when else earliest(dated, self.tables["records"][made:])
        sources = list(dict.fromkeys(row[2] for row in self.tables["cited"][cited:]))
        self.tables["cases"].append((number, *flat(SECTIONS["cases"], case), as_json(sources), *span))
        told = {"force": everyone, "oversight": (case["oversight"],), "kind": (case["kind"],), "topic": topics}
        self._facets("case", number, span, **told)

    def _record(self, section: str, record: dict[str, Any], case: dict[str, Any], shared: str) -> dict[str, None]:
        """Add the rows of a record of a case; return the organisations that it concerns."""
        number, kind, case_id, name = self._number(), KINDS[section], case["id"], record["id"]
        sources, span = record.get("source", case["source"]), span_of(own_date(record))
        own = flat(RECORDS[section], record, shared)
        told: dict[str, Iterable[str]] = {}
        if section == "outcomes":
            parting = _parting(record, case)
            own += parting
            told["gap"] = (parting[1],) if parting[1] else ()
            views = record.get("views", ())
            self._put(
                "views",
                [
                    (case_id, name, at, *flat(View, view), *span_of(view.get("made_on")))
                    for at, view in enumerate(views)
                ],
            )
        self.tables[section].append((number, case_id, *own))
        self.tables["records"].append((number, case_id, name, kind, record.get("made_by"), *span))
        concerned = _concerned(section, record, case)
        themes = record.get("themes", ())
        self.tables["record_themes"] += [(case_id, name, theme) for theme in themes]
        self.tables["record_about"] += [(case_id, name, about) for about in record.get("about", ())]
        further: list[str] = []
        if section == "recommendations":
            inherited = own[schema.form(RECORDS[section]).source]
            further = self._recommended(record, case, concerned, inherited, span)
        elif section in ("findings", "statements"):
            told |= {"theme": themes, "by": (record["made_by"],) if "made_by" in record else ()}
            if "result" in record:
                told["result"] = (record["result"],)
        self._facets(kind, number, span, ordered_by=_day(span), force=concerned, **told)
        self._common(number, kind, case_id, name, record, sources, further)
        return concerned

    def _recommended(
        self, record: dict[str, Any], case: dict[str, Any], concerned: Iterable[str], inherited: str, span: Days
    ) -> list[str]:
        """Add the recipients and responses of a recommendation; return what only the responses cite."""
        case_id, name, until, by_statute = case["id"], record["id"], due(record), statutory(record)
        sources = record.get("source", case["source"])
        told: dict[str, Iterable[str]] = {
            "oversight": (case["oversight"],),
            "topic": case.get("topics", ()),
            "theme": record.get("themes", ()),
            "by": (record["made_by"],),
            "kind": (record["basis"],),
        }
        answers = _by_maker(record.get("responses", ()))
        for ordinal, recipient in enumerate(record.get("made_to", (None,))):
            number, (standing, settled) = self._number(), _standing(record, recipient, answers, until)
            row = (number, case_id, name, ordinal, recipient, *until, by_statute, standing, settled)
            self.tables["recipients"].append(row)
            told["to"] = (recipient,) if recipient else ()
            told["force"] = (recipient, record["made_by"]) if recipient else concerned
            self._facets("recipient", number, span, ordered_by=_day(span), status=(standing,), **told)
        responses = record.get("responses", ())
        form = schema.LISTED["responses"]
        self._put(
            "responses",
            [
                (case_id, name, ordinal, *flat(form, response, inherited), *span_of(response.get("made_on")))
                for ordinal, response in enumerate(responses)
            ],
        )
        return [source for answer in responses for source in answer.get("source", ()) if source not in sources]

    def _common(
        self,
        number: int,
        kind: str,
        case_id: str | None,
        name: str,
        value: dict[str, Any],
        sources: Sequence[str],
        further: Sequence[str] = (),
    ) -> None:
        """Add what any record has: its conflicts, what it cites, and its words for the full-text index."""
        conflicts, cited = value.get("conflicts", ()), [*further, *sources]
        if conflicts:
            form = schema.LISTED["conflicts"]
            self._put("conflicts", [(kind, case_id, name, at, *flat(form, one)) for at, one in enumerate(conflicts)])
            cited += [one["source"] for one in conflicts if one["source"] not in sources]
        self.tables["cited"] += [(number, ordinal, source) for ordinal, source in enumerate(cited)]
        self._text(number, value)

    def _text(self, number: int, value: dict[str, Any]) -> None:
        own: Iterable[Any] = map(value.get, SEARCHED)
        if value.keys() & _GATHERED:
            conflicts, responses = value.get("conflicts", ()), value.get("responses", ())
            says = [conflict[key] for conflict in conflicts for key in ("says", "quote") if key in conflict]
            gathered = {
                "incident_place": value.get("incident", {}).get("place"),
                "says": "\n".join(says) or None,
                "responses": "\n".join(response["text"] for response in responses if "text" in response) or None,
            }
            own = (gathered.get(field, text) for field, text in zip(SEARCHED, own, strict=True))
        self.tables["texts_fts"].append((number, *own))

    def _facets(self, of: str, number: int, span: Days, ordered_by: str | None = None, **values: Iterable[str]) -> None:
        """Add the facets of a row: one for each value of each filter, and `any`.

        Rows are ordered by the first day that they can mean, or by another one (ISO). `span` tells those whose days are
        several, `open` those among them without a first one.
        """
        first, last = span
        if first != last:
            values["span"] = ("several", "open") if first == ALWAYS else ("several",)
        day = day_number(ordered_by or first)
        rows, facets = self.tables["faceted"], self.facets
        rows.append((number, facets.setdefault((of, "any", ""), len(facets)), day))
        for name, found in values.items():
            for value in dict.fromkeys(found):
                rows.append((number, facets.setdefault((of, name, value), len(facets)), day))


_GATHERED = {"incident", "conflicts", "responses"}
"""The keys that hold words deeper inside a record."""


def _dated(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the dates of the case itself: kind, date, and the fact in a few words."""
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
"""The dates of an investigation, the kind of event that each is, and the fact in a few words."""


def _parting(outcome: dict[str, Any], case: dict[str, Any]) -> list[Any]:
    """Return the computed columns of an outcome: its views as JSON, and its gaps."""
    views = [{key: view.get(key) for key in keys(View)} for view in outcome.get("views", ())]
    found = list(decision_gaps.gaps(outcome))
    said = decision_gaps.says(outcome, oversight=case["oversight"], forces=case.get("forces", ()))
    return [as_json(views), found[0] if found else None, as_json(found), said]


def _by_maker(responses: Iterable[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    """Return responses by who made them, grouped once for all recipients; None where that is not said."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for response in responses:
        found.setdefault(response.get("made_by"), []).append(response)
    return found


def _standing(
    recommendation: dict[str, Any], recipient: str | None, answers: dict[str | None, list[dict[str, Any]]], until: Due
) -> tuple[str, str | None]:
    """Return the status of a recommendation once all that is recorded has happened, and the day (ISO) it holds from.

    Without an answer it is `open` until its last day, because nobody knows on which day that will be asked.
    """
    makers = answers if recipient is None else (recipient, None)
    given = [answer for maker in makers for answer in answers.get(maker, ())]
    settled = max(span_of(made.get("made_on")).first or "" for made in (recommendation, *given))
    if given:
        awaited = all(answer.get("position") == "awaiting" for answer in given)
        standing = "awaiting" if awaited else "answered"
    elif recommendation["basis"] != "para_28A" and until.on is None:
        standing = "not_required"
    else:
        standing = "open" if until.last_day else "no_response_found"
    return standing, settled or None


def _concerned(section: str, record: dict[str, Any], case: dict[str, Any]) -> dict[str, None]:
    """Return the organisations that a record names, and the case's forces where it is about them."""
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


def _day(span: Days) -> str | None:
    """Return the day (ISO) by which records are ordered: the last one where a span has no start."""
    return span.last if span.first == ALWAYS else span.first
