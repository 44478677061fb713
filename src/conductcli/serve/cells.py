"""Render cells: ids as links, numbers with their units, and web addresses as links.

Datasette only links declared foreign keys, so nothing in views, in queries and in lists of ids. This module is a
Datasette plugin whose functions are named after its hooks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from conductcli.database.listings import LISTINGS
from conductcli.database.schema import LEADS_TO
from conductcli.model import KINDS, RECORDS, SECTIONS
from conductcli.output.sanitize import label
from conductcli.serve import limits, search
from conductcli.serve.metadata import NAME, UNITS

if TYPE_CHECKING:
    import sqlite3

_IDS = LEADS_TO | {
    "source": "sources",
    "sources": "sources",
    "other_source": "sources",
    "quote_source": "sources",
    "response_source": "sources",
    "forces": "organisations",
    "progress_by": "organisations",
    "conflicts": "figures",
    "figure": "figures",
}
"""Columns that hold an id, or a list of ids, of another table."""

_TABLES = {kind: table for table, kind in KINDS.items()}
_LISTED = {listing.relation: "cases" if name == "list" else name for name, listing in LISTINGS.items()}


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Distrust the schema of the file, forbid writing, and limit the cost of queries."""
    if database == NAME:
        search.prepare(conn)
        limits.limit(conn)
        conn.executescript("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON")


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """Return a cell as HTML, or None for Datasette's default."""
    if isinstance(value, str):
        to = _IDS.get(column)
        return _record(row, value, table) if column == "id" else _linked(to, value) if to else _items(value)
    if isinstance(value, int | float) and (unit := UNITS.get(column) or _unit(row, column)):
        return Markup("{} <span class=unit>{}</span>").format(_number(value), unit)
    return None


def _record(row: Any, id: str, table: str | None) -> Markup | None:
    """Return a link for the id of a record in a view or a query; tables have such links already."""
    keys = row.keys()
    to = _LISTED.get(table) if table else _TABLES.get(row["record"]) if "record" in keys else None
    if to in RECORDS:
        return _link(to, (row["case_id"], id), id)
    return _link(to, (id,), id) if to in SECTIONS else None


def _linked(table: str, value: str) -> Markup:
    ids = _listed(value)
    if ids == []:
        return Markup("&nbsp;")
    return Markup("; ").join(_link(table, (id,), id) for id in ids or [value])


def _link(table: str, key: tuple[str, ...], shown: str) -> Markup:
    address = ",".join(map(tilde_encode, key))
    return Markup('<a href="/{}/{}/{}">{}</a>').format(NAME, table, address, shown)


def _items(value: str) -> Markup | None:
    """Return a list of words as text, or None for other values."""
    found = _listed(value)
    return None if found is None else Markup("; ").join(found) or Markup("&nbsp;")


def _listed(value: str) -> list[str] | None:
    """Return the strings of a JSON array, or None for anything else."""
    if not value.startswith("["):
        return None
    try:
        found = json.loads(value)
    except ValueError:
        return None
    whole = isinstance(found, list) and all(isinstance(item, str) for item in found)
    return found if whole else None


def _unit(row: Any, column: str) -> str:
    """Return the unit of a figure's value, taken from its row."""
    keys = row.keys()
    if column != "value" or not {"unit", "per"} <= set(keys):
        return ""
    per = row["per"]
    return label(row["unit"] + (f" per {per}" if per else ""))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
