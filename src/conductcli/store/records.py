"""Whole cases, as the case file has them, put together from their tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_origin

from conductcli.model import RECORDS, SECTIONS, groups, keys
from conductcli.store.layout import LISTED, columns

if TYPE_CHECKING:
    import sqlite3


def case(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    """A case with every key of the model, None where a value is not known; records in the case file's order."""
    whole = _records(connection, "cases", SECTIONS["cases"], "id = ?", (name,))[0]
    whole["source"] = _ids(connection, "SELECT source FROM cases WHERE id = ?", name)
    for section, record in RECORDS.items():
        whole[section] = _records(connection, section, record, "case_id = ?", (name,))
    _hang(connection, whole, "views", "outcomes")
    _hang(connection, whole, "responses", "recommendations")
    _hang_conflicts(connection, whole)
    return whole


def checked(connection: sqlite3.Connection, name: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What became of the quotations of a case and its figures, by record kind and id."""
    keys = ("quote_check", "quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on")
    query = """
    SELECT record, id, verdict, source, start, "end", line, checked_on FROM quotations
    WHERE case_id = ? AND ordinal IS NULL"""
    rows = connection.execute(query, (name,))
    return {(record, quoted): dict(zip(keys, rest, strict=True)) for record, quoted, *rest in rows}


def organisations(connection: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """The organisations that a case concerns, written out."""
    chosen = "id IN (SELECT organisation FROM concerns WHERE case_id = ?)"
    return _records(connection, "organisations", SECTIONS["organisations"], chosen, (name,))


def sources(connection: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """The sources that a case cites, written out."""
    chosen = "id IN (SELECT source FROM citations WHERE case_id = ?)"
    return _records(connection, "sources", SECTIONS["sources"], chosen, (name,))


def figures(connection: sqlite3.Connection, condition: str, *values: str) -> list[dict[str, Any]]:
    """Figures, written out, with their conflicts."""
    found = _records(connection, "figures", SECTIONS["figures"], condition, values)
    for figure in found:
        amount = figure["value"]
        figure["value"] = int(amount) if amount == int(amount) else amount
        condition = "record = 'figure' AND case_id IS ? AND id = ?"
        figure["conflicts"] = _listed(connection, "conflicts", condition, figure["case_id"], figure["id"])
    return found


def _records(
    connection: sqlite3.Connection, table: str, record: Any, condition: str, values: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Rows of a table in the shape of the model, in the order in which they were loaded."""
    laid = columns(record)
    names = ", ".join(f'"{name}"' for name in laid)
    rows = connection.execute(f'SELECT {names} FROM "{table}" WHERE {condition} ORDER BY rowid', values)
    return [_shaped(record, dict(zip(laid, row, strict=True))) for row in rows]


def _shaped(record: Any, row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """A row as a record: nested where the model nests, arrays as lists."""
    shaped: dict[str, Any] = {}
    for key, hint in keys(record).items():
        inner = groups(record).get(key)
        if inner is None:
            value = row[prefix + key]
            shaped[key] = json.loads(value or "[]") if get_origin(hint) is list else value
        elif get_origin(hint) is list:
            shaped[key] = []
        else:
            shaped[key] = _shaped(inner, row, f"{prefix}{key}_")
    return shaped


def _listed(connection: sqlite3.Connection, table: str, condition: str, *values: str | None) -> list[dict[str, Any]]:
    laid = columns(LISTED[table])
    names = ", ".join(f'"{name}"' for name in laid)
    rows = connection.execute(f'SELECT {names} FROM "{table}" WHERE {condition} ORDER BY ordinal', values)
    return [_shaped(LISTED[table], dict(zip(laid, row, strict=True))) for row in rows]


def _hang(connection: sqlite3.Connection, whole: dict[str, Any], table: str, section: str) -> None:
    for record in whole[section]:
        record[table] = _listed(connection, table, "case_id = ? AND id = ?", whole["id"], record["id"])


def _hang_conflicts(connection: sqlite3.Connection, whole: dict[str, Any]) -> None:
    names = connection.execute("SELECT DISTINCT record, id FROM conflicts WHERE case_id = ?", (whole["id"],)).fetchall()
    disputed = {name for record, name in names if record not in ("case", "figure")}
    condition = "case_id = ? AND id = ? AND record NOT IN ('case', 'figure')"
    for section in RECORDS:
        for record in whole[section]:
            if record["id"] in disputed:
                record["conflicts"] = _listed(connection, "conflicts", condition, whole["id"], record["id"])
    if ("case", whole["id"]) in names:
        whole["conflicts"] = _listed(connection, "conflicts", "case_id = ? AND record = 'case'", whole["id"])


def _ids(connection: sqlite3.Connection, query: str, name: str) -> list[str]:
    found: list[str] = json.loads(connection.execute(query, (name,)).fetchone()[0])
    return found
