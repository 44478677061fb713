"""Describe the register to Datasette: titles, meanings, units, searchable tables and what to hide.

Names and meanings come from the data dictionary. Anything else in the database is internal and hidden, so new internal
tables need not be listed here.
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
"""The name of the database, which begins every address."""

UNITS = {
    "officers": "officers",
    "count": "recommendations",
    "days_past_due": "days",
    "days_taken": "days",
    "answered_late_by": "days",
}
"""Columns with a fixed unit; figures state their own."""

_LABELS = {"organisations": "name", "cases": "title", "sources": "title"}
_ABOUT = "Police complaint outcomes in England and Wales: what was said, found and done, every answer with its source."
_SEEN = {listing.relation: name for name, listing in LISTINGS.items() if listing.relation.isidentifier()}
_RECIPIENTS = (
    "Who must carry out a recommendation, and by when; the question of deadlines tells where the answer stands."
)
_PRIVATE = frozenset(("files",))  # shows local paths of the case files


class Held(NamedTuple):
    """A table or a view of a database."""

    kind: str
    columns: tuple[str, ...]


def metadata(held: Mapping[str, Held]) -> dict[str, Any]:
    """Return Datasette's metadata for a database with these tables and views."""
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
    """Return the metadata that hides a table or a view; a view can only be refused."""
    return {"hidden": True} | ({"allow": False} if kind == "view" or name in _PRIVATE else {})


def concealed(held: Mapping[str, Held]) -> Iterator[tuple[str, str]]:
    """Yield the internal columns, each with its table or view."""
    told = {name: set(meanings) for name, (_, meanings) in _meanings().items()}
    told |= {view: set(LISTINGS[name].keys) for view, name in _SEEN.items()}
    for name in told.keys() & held.keys():
        yield from ((name, column) for column in held[name].columns if column not in told[name])


def _meanings() -> dict[str, tuple[str, dict[str, str]]]:
    """Return the meaning of each table in the data dictionary and of its columns."""
    told = {
        table.name: (table.meaning, {column.name: column.meaning for column in table.columns}) for table in tables()
    }
    told["recipients"] = (_RECIPIENTS, told["recipients"][1])  # with the same columns as the table
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
