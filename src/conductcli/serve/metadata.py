"""What Datasette is told of the register: titles, meanings, units, what can be searched and what is nobody's business.

Names and meanings come from the tables' own description. Whatever else a database holds only serves the program, and is
hidden, so that a table that is added for its sake need not be named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database.listings import LISTINGS
from conductcli.database.tables import tables
from conductcli.output.sanitize import label
from conductcli.serve import canned_queries, comparability_table, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "register"
"""The database's name, and so the beginning of every address."""

UNITS = {
    "officers": "officers",
    "count": "recommendations",
    "days_past_due": "days",
    "days_taken": "days",
    "answered_late_by": "days",
}
"""Columns whose numbers are all of one unit; figures name their own, each for itself."""

_LABELS = {"organisations": "name", "cases": "title", "sources": "title"}
_ABOUT = "Police complaint outcomes in England and Wales: what was said, found and done, every answer with its source."
_SEEN = {listing.relation: name for name, listing in LISTINGS.items() if listing.relation.isidentifier()}
_RECIPIENTS = (
    "Who must carry out a recommendation, and by when; the question of deadlines tells where the answer stands."
)
_PRIVATE = frozenset(("files",))  # tells where on the machine the case files lie


class Held(NamedTuple):
    """A table or a view that a database holds."""

    kind: str
    columns: tuple[str, ...]


def metadata(held: Mapping[str, Held]) -> dict[str, Any]:
    """Datasette's metadata for a database that holds these tables and views, by their names."""
    described = _tables(held) | _views()
    hidden = {name: _hidden(name, found.kind) for name, found in held.items() if name not in described}
    database = {
        "title": "The register",
        "description": _ABOUT,
        "tables": hidden | described,
        "queries": {name: query.metadata() for name, query in canned_queries.QUERIES.items()},
    }
    return {
        "title": "conductcli",
        "description": _ABOUT,
        "extra_css_urls": ["/style/site.css"],
        "databases": {NAME: database},
    }


def _hidden(name: str, kind: str) -> dict[str, Any]:
    """What keeps a table or a view out of sight; a view can only be refused."""
    return {"hidden": True} | ({"allow": False} if kind == "view" or name in _PRIVATE else {})


def concealed(held: Mapping[str, Held]) -> Iterator[tuple[str, str]]:
    """The columns that only serve the program, each with its table or view."""
    told = {name: set(meanings) for name, (_, meanings) in _meanings().items()}
    told |= {view: set(LISTINGS[name].keys) for view, name in _SEEN.items()}
    for name in told.keys() & held.keys():
        yield from ((name, column) for column in held[name].columns if column not in told[name])


def _meanings() -> dict[str, tuple[str, dict[str, str]]]:
    """The tables that a person reads: what each is, and what its columns are."""
    told = {
        table.name: (table.meaning, {column.name: column.meaning for column in table.columns}) for table in tables()
    }
    told["recipients"] = (_RECIPIENTS, told["recipients"][1])  # the database holds no more of them
    return told | {comparability_table.TABLE: (comparability_table.ABOUT, comparability_table.MEANINGS)}


def _tables(held: Mapping[str, Held]) -> dict[str, dict[str, Any]]:
    found = {}
    for name, (about, meanings) in _meanings().items():
        columns = held[name].columns if name in held else ()
        units = {column: f" In {UNITS[column]}." if column in UNITS else "" for column in meanings}
        found[name] = {
            "title": label(name).capitalize(),
            "description": about,
            "columns": {column: meaning + units[column] for column, meaning in meanings.items() if column in columns},
        }
    for table, view in search.INDEXED.items():
        found[table]["fts_table"] = view
    for table, column in _LABELS.items():
        found[table]["label_column"] = column
    return found


def _views() -> dict[str, dict[str, Any]]:
    found = {view: {"title": f"What `{name}` lists"} for view, name in _SEEN.items()}
    for view in search.LISTED:
        found[view] |= {"fts_table": f"{view}_search", "fts_pk": "id"}
    return found
