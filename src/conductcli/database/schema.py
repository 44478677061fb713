"""Define the tables, derived from the model: a key added there is a column here.

A list of words is a JSON array in its record, for readers, and rows of a link table, for filters. Tables that serve
queries alone (`facets`, `faceted`, `cited`, the full-text index) refer to rows by number.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, get_origin

from conductcli.database.listings import SEARCHED
from conductcli.model import RECORDS, SECTIONS, Conflict, Response, View, groups, keys

Columns = dict[str, type]

LISTED = {"views": View, "responses": Response, "conflicts": Conflict}
"""Lists inside a record that have tables of their own."""

_DAYS: Columns = {"first_day": str, "last_day": str}
_OF_RECORD: Columns = {"case_id": str, "id": str}
_ANY_RECORD: Columns = {"record": str, **_OF_RECORD}


@cache
def columns(record: Any) -> dict[str, tuple[str, ...]]:
    """Return the columns of a record type, each with the keys that lead to its value; lists of records have none."""
    found: dict[str, tuple[str, ...]] = {}
    for key, hint in keys(record).items():
        inner = groups(record).get(key)
        if inner is None:
            found[key] = (key,)
        elif get_origin(hint) is not list:
            found |= {f"{key}_{name}": (key, *path) for name, path in columns(inner).items()}
    return found


class Form(NamedTuple):
    """The conversion of a record of one type to a row."""

    keys: tuple[str, ...]
    """The record's own key behind each column."""
    inside: tuple[tuple[int, str], ...]
    """The columns with a value of a group, and its key in the group."""
    lists: tuple[int, ...]
    """The columns with lists, as JSON."""
    source: int
    """The column of the sources; -1 if there is none."""


@cache
def form(record: Any) -> Form:
    """Return the form of a record type's rows."""
    ways = list(columns(record).items())
    hints = keys(record)
    lists = [at for at, (_, way) in enumerate(ways) if len(way) == 1 and get_origin(hints[way[0]]) is list]
    sources = [at for at, (name, _) in enumerate(ways) if name == "source"]
    return Form(
        tuple(way[0] for _, way in ways),
        tuple((at, step) for at, (_, way) in enumerate(ways) for step in way[1:]),
        tuple(lists),
        sources[0] if sources else -1,
    )


def _typed(record: Any) -> Columns:
    types: Columns = {}
    for name, path in columns(record).items():
        holder = record
        for step in path[:-1]:
            holder = groups(holder)[step]
        hint = keys(holder)[path[-1]]
        types[name] = hint if hint in (int, float) else str
    return types


def tables() -> dict[str, Columns]:
    """Return every table with its columns and their types, in reading order."""
    own = {section: _typed(record) for section, record in SECTIONS.items()}
    of_case = {section: {"case_id": str, **_typed(record)} for section, record in RECORDS.items()}
    of_case["outcomes"]["views"] = str  # JSON for output; the table of the same name serves filters
    of_case["outcomes"] |= {"gap": str, "gaps": str, "gap_says": str}
    return {
        "organisations": own["organisations"] | {"active_first": str, "active_last": str},
        "organisation_names": {"name": str, "organisation": str},
        "sources": own["sources"] | _DAYS,
        "cases": own["cases"] | {"sources": str} | _DAYS,
        "case_forces": {"case_id": str, "organisation": str},
        "case_topics": {"case_id": str, "topic": str},
        "case_dates": {"case_id": str, "kind": str, "date": str, "text": str} | _DAYS,
        "records": _OF_RECORD | {"record": str, "made_by": str} | _DAYS,
        **of_case,
        "views": _OF_RECORD | {"ordinal": int} | _typed(View) | _DAYS,
        "responses": _OF_RECORD | {"ordinal": int} | _typed(Response) | _DAYS,
        "recipients": _OF_RECORD
        | {"ordinal": int, "made_to": str, "due_on": str, "due_basis": str, "last_day": str}
        | {"statutory_due_on": str, "standing": str, "settled": str},
        "record_themes": _OF_RECORD | {"theme": str},
        "record_about": _OF_RECORD | {"about": str},
        "figures": own["figures"] | {"conflicts": str} | _DAYS,  # the computed conflicts
        "figure_conflicts": {"id": str, "other": str},
        "conflicts": _ANY_RECORD | {"ordinal": int} | _typed(Conflict),
        "quotations": _ANY_RECORD
        | {"ordinal": int, "source": str, "verdict": str, "start": int, "end": int, "line": int, "checked_on": str}
        | {"omitted": str},
        "files": {"id": int, "path": str, "size": int, "mtime_ns": int, "sha256": str, "first": int, "last": int},
        "program": {"version": str},
    }


CITATIONS: Columns = {"source": str} | _ANY_RECORD
"""The columns of the view `citations`."""


KEYS: dict[str, str | tuple[str, ...]] = {
    "organisations": "id",
    "organisation_names": ("name", "organisation"),
    "sources": "id",
    "cases": "id",
    "case_forces": ("case_id", "organisation"),
    "case_topics": ("case_id", "topic"),
    "records": ("case_id", "id"),
    **dict.fromkeys(RECORDS, ("case_id", "id")),
    "views": ("case_id", "id", "ordinal"),
    "responses": ("case_id", "id", "ordinal"),
    "recipients": ("case_id", "id", "ordinal"),
    "record_themes": ("case_id", "id", "theme"),
    "record_about": ("case_id", "id", "about"),
    "figures": "id",
    "figure_conflicts": ("id", "other"),
    "files": "id",
    "program": "version",
}

LINKS = tuple(name for name, columns in tables().items() if set(KEYS.get(name, ())) == columns.keys())
"""The tables whose columns are all part of the key; they have no row numbers."""
NUMBERED = tuple(name for name in tables() if name not in (*LINKS, "quotations", "files", "program"))
"""The tables whose rows are numbered by file, from `files.first` to `files.last`."""

LEADS_TO = {
    "case_id": "cases",
    "organisation": "organisations",
    "made_by": "organisations",
    "made_to": "organisations",
    "force": "organisations",
    "oversight": "organisations",
    "referral_made_by": "organisations",
    "succeeded_by": "organisations",
}
"""The columns that contain an id of another table, in any table."""


_PARTS = {"views": "outcomes", "responses": "recommendations", "recipients": "recommendations"} | dict.fromkeys(
    ("record_themes", "record_about"), "records"
)
"""Tables whose rows belong to a row of another table with the same case_id and id."""

Reference = tuple[str | tuple[str, ...], str, str | tuple[str, ...]]


def foreign_keys(table: str) -> list[Reference]:
    """Return the references of a table: its column or columns, the other table, and the columns there."""
    names = CITATIONS if table == "citations" else tables()[table]
    found: list[Reference] = [
        (name, other, "id")
        for name, other in LEADS_TO.items()
        if name in names and not (table == "recommendations" and name == "made_to")
    ]
    if table in ("citations", "conflicts"):
        found.append(("source", "sources", "id"))
    if table == "figure_conflicts":
        found += [("id", "figures", "id"), ("other", "figures", "id")]
    if table == "record_about":
        found.append((("case_id", "about"), "records", ("case_id", "id")))
    if table in _PARTS:
        found.append((("case_id", "id"), _PARTS[table], ("case_id", "id")))
    return found


INDEXES: list[tuple[str, list[str]]] = [
    ("case_forces", ["organisation"]),
    ("case_topics", ["topic"]),
    ("case_dates", ["case_id"]),
    ("recipients", ["settled"]),
    ("figures", ["organisation", "measure"]),
    ("figures", ["case_id"]),
    ("conflicts", ["case_id", "id"]),
    ("quotations", ["case_id", "id"]),
    ("quotations", ["record", "id", "case_id"]),
]

SERVING = f"""
CREATE TABLE facets (
  id INTEGER PRIMARY KEY, of TEXT, name TEXT, value TEXT, rows INTEGER, UNIQUE (of, name, value)
) STRICT;
CREATE TABLE faceted (
  facet INTEGER, day INTEGER, row INTEGER, PRIMARY KEY (facet, day DESC, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE cited (row INTEGER, ordinal INTEGER, source TEXT, PRIMARY KEY (row, ordinal)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE texts_fts USING fts5({", ".join(SEARCHED)}, content='texts', content_rowid='row',
  tokenize='porter unicode61 remove_diacritics 2');
"""
"""The tables that serve queries alone: the rows of each facet, the sources that a row cites, the full text."""
SERVING_INDEXES = """
CREATE INDEX cited_source ON cited (source);
CREATE INDEX recipients_open ON recipients (last_day) WHERE standing = 'open';
"""
