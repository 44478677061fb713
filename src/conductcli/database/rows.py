"""Convert records of the model to rows of the tables.

Pure functions: workers can run them, and tests need no database. A row is a tuple: its number, then the values in the
order of its table's columns. A national register has tens of millions of values, and filling a dictionary for each row
would take longer than writing it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis.deadlines import due, statutory
from conductcli.database import computed, schema
from conductcli.database.columns import ALWAYS, Row, as_json, day_number, earliest, flat, own_date, span_of
from conductcli.model import KINDS, RECORDS, SECTIONS, View
from conductcli.organisations import fold
from conductcli.vocabulary import first_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conductcli.dates import Days

Facet = tuple[str, str, str]
"""A kind of row, a filter, and a value of that filter."""


class Record(NamedTuple):
    """A record of a top-level list that was converted to rows."""

    section: str
    id: str
    number: int
    """The number of its own row; the rows of its parts have the numbers that follow."""


class Rows:
    """The rows of some records, by table.

    Numbers increase in the order of the records, so that a record, a case and a case file are each a range of numbers.
    A number is unique in the register, except that a record has the same one in `records` and in its own table. The
    rows of link tables have none.
    """

    def __init__(self, first: int = 1) -> None:
        self.next = first
        self.tables: defaultdict[str, list[Row]] = defaultdict(list)
        self.facets: dict[Facet, int] = {}
        """A number for each facet, valid for these rows only."""
        self.records: list[Record] = []
        self.references: set[tuple[str, str]] = set()
        """The references of the records: (source, organisation or case; id)."""

    @property
    def size(self) -> int:
        """Return the number of rows in all tables."""
        return sum(map(len, self.tables.values()))

    def begin(self, first: int) -> None:
        """Number the following rows from `first`."""
        self.next = first

    def add_references(self, references: Iterable[tuple[str, str]]) -> None:
        """Add the references of records."""
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
        if case_id := value.get("case_id"):  # a case also concerns the organisations of its figures
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
        dated = [(name, kind, date, text, *span_of(date)) for kind, date, text in computed.case_dates(case)]
        self._put("case_dates", dated)
        organisations = dict.fromkeys((*forces, case["oversight"]))
        if "made_by" in case.get("referral", ()):
            organisations[case["referral"]["made_by"]] = None
        cited, made = len(self.tables["cited"]), len(self.tables["records"])
        self._common(number, "case", name, name, case, case["source"])
        shared = as_json(case["source"])
        for section in RECORDS:
            for record in case.get(section, ()):
                organisations |= self._record(section, record, case, shared)
        when = case.get("incident", {}).get("date")
        span = span_of(when) if when else earliest(dated, self.tables["records"][made:])
        sources = list(dict.fromkeys(row[2] for row in self.tables["cited"][cited:]))
        self.tables["cases"].append((number, *flat(SECTIONS["cases"], case), as_json(sources), *span))
        filters = {"force": organisations, "oversight": (case["oversight"],), "kind": (case["kind"],), "topic": topics}
        self._facets("case", number, span, **filters)

    def _record(self, section: str, record: dict[str, Any], case: dict[str, Any], shared: str) -> dict[str, None]:
        """Add the rows of a record of a case; return the organisations that it concerns."""
        number, kind, case_id, name = self._number(), KINDS[section], case["id"], record["id"]
        sources, span = record.get("source", case["source"]), span_of(own_date(record))
        own = flat(RECORDS[section], record, shared)
        filters: dict[str, Iterable[str]] = {}
        if section == "outcomes":
            gap_columns = computed.outcome_columns(record, case)
            own += gap_columns
            filters["gap"] = (gap_columns[1],) if gap_columns[1] else ()
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
        concerned = computed.organisations_concerned(section, record, case)
        themes = record.get("themes", ())
        self.tables["record_themes"] += [(case_id, name, theme) for theme in themes]
        self.tables["record_about"] += [(case_id, name, about) for about in record.get("about", ())]
        further: list[str] = []
        if section == "recommendations":
            inherited = own[schema.form(RECORDS[section]).source]
            further = self._recommendation_parts(record, case, concerned, inherited, span)
        elif section in ("findings", "statements"):
            filters |= {"theme": themes, "by": (record["made_by"],) if "made_by" in record else ()}
            if "result" in record:
                filters["result"] = (record["result"],)
        self._facets(kind, number, span, ordered_by=computed.sort_day(span), force=concerned, **filters)
        self._common(number, kind, case_id, name, record, sources, further)
        return concerned

    def _recommendation_parts(
        self, record: dict[str, Any], case: dict[str, Any], concerned: Iterable[str], inherited: str, span: Days
    ) -> list[str]:
        """Add the recipients and responses of a recommendation; return the sources that only responses cite."""
        case_id, name, until, by_statute = case["id"], record["id"], due(record), statutory(record)
        sources = record.get("source", case["source"])
        filters: dict[str, Iterable[str]] = {
            "oversight": (case["oversight"],),
            "topic": case.get("topics", ()),
            "theme": record.get("themes", ()),
            "by": (record["made_by"],),
            "kind": (record["basis"],),
        }
        answers = computed.responses_by_maker(record.get("responses", ()))
        for ordinal, recipient in enumerate(record.get("made_to", (None,))):
            number = self._number()
            status, settled = computed.recommendation_status(record, recipient, answers, until)
            row = (number, case_id, name, ordinal, recipient, *until, by_statute, status, settled)
            self.tables["recipients"].append(row)
            filters["to"] = (recipient,) if recipient else ()
            filters["force"] = (recipient, record["made_by"]) if recipient else concerned
            self._facets("recipient", number, span, ordered_by=computed.sort_day(span), status=(status,), **filters)
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
        """Add the conflicts, citations and searchable texts of any record."""
        conflicts, cited = value.get("conflicts", ()), [*further, *sources]
        if conflicts:
            form = schema.LISTED["conflicts"]
            self._put("conflicts", [(kind, case_id, name, at, *flat(form, one)) for at, one in enumerate(conflicts)])
            cited += [one["source"] for one in conflicts if one["source"] not in sources]
        self.tables["cited"] += [(number, ordinal, source) for ordinal, source in enumerate(cited)]
        self._text(number, value)

    def _text(self, number: int, value: dict[str, Any]) -> None:
        self.tables["texts_fts"].append((number, *computed.searched_texts(value)))

    def _facets(self, of: str, number: int, span: Days, ordered_by: str | None = None, **values: Iterable[str]) -> None:
        """Add the facets of a row: one for each value of each filter, and `any`.

        Rows are ordered by the first day of `span`, or by `ordered_by` (ISO). The facet `span` marks rows whose span is
        more than one day as `several`, and as `open` if it has no first day.
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
