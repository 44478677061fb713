"""Declare the records of a register, shared by the case file, the database and JSON.

Each key is declared here once: it is the YAML key, the SQL column, the JSON key, the `--columns` name and, with spaces,
the label. A nested group (`incident: {date, place}`) becomes columns prefixed with its name (`incident_date`). Records
are typed dictionaries, because YAML and rows already are dictionaries; an unknown key is absent. Required keys are
marked; everything else may be omitted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Required, get_args, get_origin

from typing_extensions import TypedDict, get_type_hints, is_typeddict

from conductcli import dates
from conductcli.vocabulary import (
    Basis,
    CaseKind,
    CaseToAnswer,
    Counts,
    Criminal,
    Duties,
    EventKind,
    EvidenceKind,
    FigureStatus,
    Frequency,
    Handling,
    InvestigationMode,
    Matter,
    Measure,
    Notice,
    OrganisationKind,
    PanelFinding,
    Per,
    Position,
    Proceeding,
    Progress,
    Qualifier,
    ReferralKind,
    Result,
    Sanction,
    SourceKind,
    Theme,
    Topic,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable


_ADDRESS = r"https?://[^\s<>\"]+"
SLUG = "[a-z0-9]+(?:[-_.][a-z0-9]+)*"
"""The form of an id."""
MOST_IDS = 100
"""Ids in a list of ids at most, because every record of a case may have as many."""
_IS_SLUG = re.compile(SLUG).fullmatch


class Form:
    """Mark a value whose form is checked when it is loaded.

    pydantic asks a marker for its schemas through the two methods below, so that the model itself needs no pydantic and
    stays quick to import.
    """

    def __init__(self, check: Callable[[Any], Any], accepts: str, **json_schema: Any) -> None:
        self.check = check
        self.accepts = accepts
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        function = {"type": "no-info", "function": self.check}
        return {"type": f"function-{self.accepts}", "function": function, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {**handler(schema), **self.json_schema} if self.accepts == "after" else dict(self.json_schema)


def is_slug(text: str) -> bool:
    """Tell whether a text has the form of an id."""
    return _IS_SLUG(text) is not None


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError(f"{text!r} is not an id: use lower-case letters, digits and hyphens")
    return text


def _bare_year(value: Any) -> Any:
    return str(value) if type(value) is int and 1000 <= value <= 9999 else value


def _filled(text: str) -> str:
    if not text or text.isspace():
        raise ValueError("is empty: leave the key out if the value is not known")
    return text


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _filled_list(items: list[str]) -> list[str]:
    if not items:
        raise ValueError("is an empty list: leave the key out if nothing is known")
    return items


def _distinct(items: list[str]) -> list[str]:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise ValueError(f"{item!r} stands more than once in the list")
        seen.add(item)
    return items


def _not_too_many(items: list[str]) -> list[str]:
    if len(items) > MOST_IDS:
        raise ValueError(f"names {len(items):,} ids, and at most {MOST_IDS} are allowed")
    return items


def _address(text: str) -> str:
    if not re.fullmatch(_ADDRESS, text):
        raise ValueError(f"{text!r} is not a web address: it starts with https:// and has no spaces")
    return text


def _count(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} is less than nothing")
    return number


def _amount(number: float) -> float:
    if not 0 <= number < 1e15:
        raise ValueError(f"{number} is not an amount that can be counted")
    return number


def _digest(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise ValueError("is not a SHA-256 digest: 64 hexadecimal digits, in lower case")
    return text


Slug = Annotated[str, Form(_slug, "after", pattern=f"^{SLUG}$")]
Text = Annotated[str, Form(_filled, "after", minLength=1)]
Date = Annotated[
    str,
    Form(dates.check, "after"),
    Form(_bare_year, "before", anyOf=[{"type": "string"}, {"type": "integer"}], description=f"EDTF: {dates.FORM}"),
]
Address = Annotated[str, Form(_address, "after", pattern=f"^{_ADDRESS}$")]
Digest = Annotated[str, Form(_digest, "after", pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Form(_count, "after", minimum=0)]
Amount = Annotated[float, Form(_amount, "after", minimum=0, exclusiveMaximum=10**15)]
_SLUG_SCHEMA = {"type": "string", "pattern": f"^{SLUG}$"}
Slugs = Annotated[
    list[Slug],
    Form(_filled_list, "after"),
    Form(_distinct, "after"),
    Form(_not_too_many, "after"),
    Form(
        _one_or_many,
        "before",
        anyOf=[_SLUG_SCHEMA, {"type": "array", "items": _SLUG_SCHEMA, "minItems": 1, "maxItems": MOST_IDS}],
    ),
]


CHECKS: dict[str, Any] = {"extra": "forbid", "strict": True}
"""The configuration of pydantic for every record. Docstrings of keys are read only for the JSON Schema, because
finding them takes twice as long as building the rest of the model."""


class Strict(TypedDict):
    """What all records share: unknown keys are errors and no value is bent into another type."""

    __pydantic_config__ = CHECKS  # type: ignore[misc]


class Organisation(Strict, total=False):
    """A police force, a watchdog, an authority or another body that acts, speaks or counts."""

    id: Required[Slug]
    """A lower-case slug, unique in the register; forces have the ids of data.police.uk."""
    name: Required[Text]
    """The official name."""
    kind: Required[OrganisationKind]
    """What sort of body it is."""
    aliases: Annotated[list[Text], Form(_filled_list, "after", minItems=1), Form(_distinct, "after")]
    """Other names by which people and publishers know it."""
    active: Date
    """The span in which it existed."""
    succeeded_by: Slug
    """The id of the body that took over."""


class Snapshot(Strict, total=False):
    """The archived copy of a source, against which quotations are verified."""

    file: Text
    """The name of the archived file."""
    sha256: Digest
    """Its SHA-256 digest."""


class Source(Strict, total=False):
    """A document that says something: who published it, when, and where it can be read."""

    id: Required[Slug]
    """A lower-case slug, unique in the register."""
    title: Required[Text]
    """The title as published."""
    publisher: Required[Text]
    """Who published it."""
    kind: Required[SourceKind]
    """What sort of document it is."""
    reference: Text
    """The publisher's own reference."""
    published: Date
    """When it was published."""
    url: Address
    """Its address."""
    accessed: Date
    """When it was last read there."""
    snapshot: Snapshot
    """The archived copy."""
    caveat: Text
    """What a careful reader must know."""


class Conflict(Strict, total=False):
    """What another source says otherwise about the same thing."""

    source: Required[Slug]
    """The other source's id."""
    says: Required[Text]
    """What it says, in our own words."""
    quote: Text
    """What it says, word for word."""


class Record(Strict, total=False):
    """What every record may have."""

    id: Required[Slug]
    """A lower-case slug, unique within its case."""
    text: Text
    """The fact, in our own words."""
    quote: Text
    """Words of the source, verbatim, a sentence or two at most."""
    source: Slugs
    """The id of the source, or a list of them; left out, the case's own."""
    about: Slugs
    """The ids of the records of the same case that this one speaks to."""
    made_by: Slug
    """The organisation that found, recommended, said or counted it."""
    made_on: Date
    """When."""
    themes: Annotated[list[Theme], Form(_filled_list, "after", minItems=1), Form(_distinct, "after")]
    """What it is about, from one list for findings, recommendations and statements alike."""
    frequency: Frequency
    """How often it is recommended, promised or said to be done."""
    caveat: Text
    """What a careful reader must know."""
    conflicts: list[Conflict]
    """What other sources say otherwise."""


class Category(Strict, total=False):
    """An allegation's category; a code means something only within its scheme."""

    scheme: Text
    """The scheme of categories, such as 2020."""
    code: Text
    """The code in that scheme, such as B4."""


class Allegation(Record, total=False):
    """What was alleged."""

    text: Required[Text]  # type: ignore[misc]
    """The allegation, in our own words."""
    category: Category
    """The category under which it was recorded."""


class Evidence(Record, total=False):
    """What was gathered or established, on which findings rest."""

    text: Required[Text]  # type: ignore[misc]
    """What it is or shows, in our own words."""
    kind: Required[EvidenceKind]
    """What sort of evidence it is."""


class Finding(Record, total=False):
    """What a body determined."""

    text: Required[Text]  # type: ignore[misc]
    """What was found, in our own words."""
    made_by: Required[Slug]  # type: ignore[misc]
    """The body that determined it."""
    result: Required[Result]
    """What was determined, in the field's standard terms."""
    force: Slug
    """The force that it is about, where the case has several."""


class View(Strict, total=False):
    """Whose view it is whether there is a case to answer; the watchdog's and the force's can differ."""

    made_by: Slug
    """Whose view it is, where known."""
    case_to_answer: Required[CaseToAnswer]
    """Whether, and for what, there is a case to answer."""
    made_on: Date
    """When."""


class Outcome(Record, total=False):
    """What became of a group of officers who took the same way."""

    force: Slug
    """Their force, where the case has several."""
    officers: Count
    """How many they are."""
    role: Text
    """Their rank or role."""
    unit: Text
    """Where they served."""
    duties: Duties
    """What became of their duties during the investigation."""
    notice: Notice
    """The notice of investigation served on them; not a finding."""
    views: list[View]
    """Who thought that there was a case to answer."""
    handling: Annotated[list[Handling], Form(_filled_list, "after", minItems=1), Form(_distinct, "after")]
    """What was decided outside disciplinary proceedings; not what was only recommended."""
    proceeding: Proceeding
    """The disciplinary proceeding."""
    panel_finding: PanelFinding
    """What the panel found."""
    sanction: Sanction
    """What the panel imposed."""
    criminal: Criminal
    """What became of a criminal case."""


class Response(Strict, total=False):
    """What a recipient answered, or what somebody says of how far it was carried out."""

    made_by: Slug
    """Who says so; left out, the recipient."""
    made_on: Date
    """When."""
    position: Position
    """Whether the recommendation was accepted."""
    progress: Progress
    """How far it was carried out, according to `made_by`."""
    text: Text
    """The answer, in our own words."""
    source: Slugs
    """The source of the answer; left out, the recommendation's."""


SAYS_SOMETHING = frozenset(("position", "progress", "text"))
"""A response has at least one of these keys."""


class Recommendation(Record, total=False):
    """What a body recommended, required or promised; tracked for each recipient."""

    text: Required[Text]  # type: ignore[misc]
    """What is to be done, in our own words."""
    made_by: Required[Slug]  # type: ignore[misc]
    """The body that recommended, required or promised it."""
    basis: Required[Basis]
    """On what ground; a duty to answer hangs on it."""
    number: Text
    """Its number in the source."""
    count: Count
    """How many recommendations this stands for, where a source gives a number without the items."""
    made_to: Slugs
    """Who must carry it out."""
    due_on: Date
    """The last day for the answer, as printed."""
    extended_to: Date
    """The last day for the answer after an extension."""
    responses: list[Response]
    """What was answered, and what is said of its progress."""


class Statement(Record, total=False):
    """A view or worry that was voiced for a body."""

    text: Required[Text]  # type: ignore[misc]
    """What was said, in our own words."""
    made_by: Required[Slug]  # type: ignore[misc]
    """The body for which it was said."""
    speaker: Text
    """Who said it."""
    role: Text
    """The speaker's rank or office."""


class Event(Record, total=False):
    """Something that happened."""

    text: Required[Text]  # type: ignore[misc]
    """What happened, in our own words."""
    kind: Required[EventKind]
    """What sort of event it is."""
    date: Date
    """When; a span means some time in it."""


class Figure(Record, total=False):
    """A number as one source prints it: what it counts, for whom, over which period."""

    organisation: Required[Slug]
    """The body that the number is about."""
    measure: Required[Measure]
    """What is measured."""
    value: Required[Amount]
    """The number."""
    qualifier: Qualifier
    """How exact the number is; `exactly` when left out."""
    per: Per
    """The denominator of a rate."""
    unit: Required[Unit]
    """What one of them is."""
    counts: Counts
    """The counting rule."""
    period: Date
    """The period counted."""
    rank: Count
    """The place among all bodies; 1 is the highest."""
    status: FigureStatus
    """Whether it is final; `final` when left out. Of several statuses: revised, else provisional, else experimental."""
    statuses: Annotated[list[FigureStatus], Form(_filled_list, "after", minItems=1), Form(_distinct, "after")]
    """All its statuses, where there are several; the one of `status` when left out."""
    case_id: Slug
    """The case to which it belongs."""
    source: Required[Slugs]  # type: ignore[misc]
    """Who printed it; `made_by` is who counted."""


class Incident(Strict, total=False):
    """When and where it happened."""

    date: Date
    """When."""
    place: Text
    """Where."""


class Referral(Strict, total=False):
    """How the matter came to the oversight body."""

    made_by: Slug
    """Who referred it."""
    kind: ReferralKind
    """On what ground."""
    made_on: Date
    """When."""


class Investigation(Strict, total=False):
    """How the matter was looked into, and when."""

    mode: InvestigationMode
    """Who had the direction of it."""
    started: Date
    """When it began."""
    completed: Date
    """When it was finished."""
    published: Date
    """When its outcome was published."""


class Case(Strict, total=False):
    """One investigation, thematic review or decision, with all that is recorded of it."""

    id: Required[Slug]
    """A lower-case slug, unique in the register."""
    title: Required[Text]
    """What the case is known by."""
    kind: Required[CaseKind]
    """An investigation, a thematic review, or an authority's decision."""
    matter: Matter
    """What brought it to the watchdog."""
    forces: Annotated[list[Slug], Form(_distinct, "after"), Form(_not_too_many, "after", maxItems=MOST_IDS)]
    """The forces whose conduct is looked at; empty for a national review."""
    oversight: Required[Slug]
    """The body that investigated, reviewed or decided."""
    reference: Text
    """The oversight body's own reference."""
    topics: Annotated[list[Topic], Form(_filled_list, "after", minItems=1), Form(_distinct, "after")]
    """What the case is about."""
    incident: Incident
    """When and where it happened."""
    referral: Referral
    """How it came to the oversight body."""
    investigation: Investigation
    """How it was looked into."""
    summary: Required[Text]
    """The case in a sentence or two, in our own words."""
    caveat: Text
    """What a careful reader must know."""
    source: Required[Slugs]
    """The source of every record that names none of its own."""
    conflicts: list[Conflict]
    """What other sources say otherwise about the case as a whole."""
    allegations: list[Allegation]
    """What was alleged."""
    evidence: list[Evidence]
    """What was gathered."""
    findings: list[Finding]
    """What was found."""
    outcomes: list[Outcome]
    """What became of the officers."""
    recommendations: list[Recommendation]
    """What was recommended, required or promised."""
    statements: list[Statement]
    """What was said."""
    events: list[Event]
    """What happened when."""


class CaseFile(Strict, total=False):
    """A case file, or a part of a register that is spread over several files."""

    format: Required[int]
    """The version of this format: 1."""
    organisations: list[Organisation]
    """Bodies that the program does not know already."""
    sources: list[Source]
    """The documents on which the records rest."""
    cases: list[Case]
    """The cases."""
    figures: list[Figure]
    """Numbers, each as one source prints it."""


FORMAT = 1

SECTIONS: dict[str, Any] = {"organisations": Organisation, "sources": Source, "cases": Case, "figures": Figure}
"""The lists of a case file, and the type of their records."""

RECORDS: dict[str, Any] = {
    "allegations": Allegation,
    "evidence": Evidence,
    "findings": Finding,
    "outcomes": Outcome,
    "recommendations": Recommendation,
    "statements": Statement,
    "events": Event,
}
"""The lists of a case, and the type of their records."""

KINDS = {section: section if section == "evidence" else section.removesuffix("s") for section in SECTIONS | RECORDS}
"""The name of one record of a list: `findings` has records of the kind `finding`."""


@cache
def keys(record: Any) -> dict[str, Any]:
    """Return the keys of a record type in order, each with its plain type (`str`, `list[str]`, a record type ...)."""
    return get_type_hints(record)


@cache
def groups(record: Any) -> dict[str, Any]:
    """Return the keys of a record type that contain other records, with their type, nested or in a list."""
    inner = {
        key: (get_args(hint) or (hint,))[0] if get_origin(hint) is list else hint for key, hint in keys(record).items()
    }
    return {key: hint for key, hint in inner.items() if is_typeddict(hint)}
