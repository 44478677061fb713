"""Read complete cases, in the shape of the case file, from their tables with a fixed number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, get_origin

from conductcli.database.schema import LISTED, columns
from conductcli.model import RECORDS, SECTIONS, groups, keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]
Place = tuple[str, ...]
"""The values of the columns that identify the parent of a row."""

_CHECKED = ("quote_check", "quote_source", "quote_start", "quote_end", "quote_line", "quote_checked_on", "omitted")


def cases(connection: sqlite3.Connection, names: Sequence[str]) -> list[Row]:
    """Return cases with every key of the model, None for an unknown value, in the order of `names`.

    Records are in the order of the case file. `names` may hold some thousands of ids.
    """
    rows = _records(connection, "cases", SECTIONS["cases"], names, "id")
    found = {case["id"]: case for case in rows[()]}
    for section, record in RECORDS.items():
        of_case = _records(connection, section, record, names, "case_id", by=("case_id",))
        for name, case in found.items():
            case[section] = of_case.get((name,), [])
    _add_lists(connection, found, "views", "outcomes")
    _add_lists(connection, found, "responses", "recommendations")
    _add_conflicts(connection, found)
    return [found[name] for name in names]


def quotation_checks(connection: sqlite3.Connection, names: Sequence[str]) -> dict[Place, Row]:
    """Return the checks of the quotations of cases and their figures, by (case, record kind, id)."""
    query = f"""
    SELECT case_id, record, id, verdict, source, start, "end", line, checked_on, omitted FROM quotations
    WHERE case_id IN ({marks(names)}) AND ordinal IS NULL"""
    rows = connection.execute(query, names)
    return {
        (case, record, quoted): dict(zip(_CHECKED, (*rest, omitted and json.loads(omitted)), strict=True))
        for case, record, quoted, *rest, omitted in rows
    }


def organisations(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of the organisations that each case concerns, by case id."""
    query = f"""
    SELECT c.id, k.value FROM facets AS k CROSS JOIN cases AS c
    WHERE k.of = 'case' AND k.name = 'force' AND c.id IN ({marks(names)}) AND EXISTS (
      SELECT 1 FROM faceted AS f WHERE f.facet = k.id AND f."row" = c.rowid
        AND f.day = COALESCE(CAST(replace(c.first_day, '-', '') AS INTEGER), 0))
    UNION SELECT case_id, made_by FROM figures WHERE case_id IN ({marks(names)}) AND made_by IS NOT NULL"""
    return _rows_by_case(connection, "organisations", connection.execute(query, (*names, *names)))


def sources(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of the sources that each case, its records or its figures cite, by case id."""
    query = f"SELECT c.id, s.value FROM cases AS c, json_each(c.sources) AS s WHERE c.id IN ({marks(names)})"
    return _rows_by_case(connection, "sources", connection.execute(query, names))


def documents(connection: sqlite3.Connection, names: Sequence[str]) -> list[Row]:
    """Return the rows of sources, in the order of their ids."""
    return _records(connection, "sources", SECTIONS["sources"], names, "id")[()]


def figures(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of the figures of each case, with their conflicts, by case id."""
    found = _records(connection, "figures", SECTIONS["figures"], names, "case_id", by=("case_id",))
    disputed = _conflicts(connection, names)
    for rows in found.values():
        for figure in rows:
            amount = figure["value"]
            figure["value"] = int(amount) if amount == int(amount) else amount
            figure["conflicts"] = disputed.get((figure["case_id"], "figure", figure["id"]), [])
    return {name: found.get((name,), []) for name in names}


def marks(names: Sequence[str]) -> str:
    """Return one placeholder for each of the names, separated by commas."""
    return ", ".join("?" * len(names))


def _rows_by_case(connection: sqlite3.Connection, table: str, pairs: Iterable[tuple[str, str]]) -> dict[str, list[Row]]:
    """Return the rows of a table that belong to each case, in the order of their ids."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for case, name in pairs:
        wanted[case].add(name)
    known = list(set().union(*wanted.values()))
    rows = _records(connection, table, SECTIONS[table], known, "id")[()]
    return {case: [row for row in rows if row["id"] in ids] for case, ids in wanted.items()}


def _records(
    connection: sqlite3.Connection,
    table: str,
    record: Any,
    names: Sequence[str],
    within: str,
    *,
    by: tuple[str, ...] = (),
    order: str | None = None,
) -> dict[Place, list[Row]]:
    """Return rows in the shape of the model whose column `within` is one of `names`, grouped by the columns `by`.

    Records of a case are in the order of its file, others in the order of their ids, because files are reloaded one by
    one. Without `by`, all rows are under the key ().
    """
    order = order or ("id" if table in SECTIONS else "rowid")
    laid = columns(record)
    selected = ", ".join(f'"{name}"' for name in (*by, *laid))
    query = f'SELECT {selected} FROM "{table}" WHERE "{within}" IN ({marks(names)}) ORDER BY {order}'
    found: dict[Place, list[Row]] = defaultdict(list)
    for row in connection.execute(query, names):
        found[row[: len(by)]].append(_shaped(record, dict(zip(laid, row[len(by) :], strict=True))))
    return found


def _shaped(record: Any, row: Row, prefix: str = "") -> Row:
    """Return a row as a record: nested like the model, with arrays as lists."""
    shaped: Row = {}
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


def _add_lists(connection: sqlite3.Connection, found: dict[str, Row], table: str, section: str) -> None:
    """Add the rows of `table` to the records of `section` that they belong to."""
    place = ("case_id", "id")
    rows = _records(connection, table, LISTED[table], list(found), "case_id", by=place, order="ordinal")
    for name, case in found.items():
        for record in case[section]:
            record[table] = rows.get((name, record["id"]), [])


def _conflicts(connection: sqlite3.Connection, names: Sequence[str]) -> dict[Place, list[Row]]:
    """Return the conflicts with other sources, by (case, record kind, id)."""
    place = ("case_id", "record", "id")
    return _records(connection, "conflicts", LISTED["conflicts"], names, "case_id", by=place, order="ordinal")


def _add_conflicts(connection: sqlite3.Connection, found: dict[str, Row]) -> None:
    disputed = {
        (case, kind == "case", name): conflicts
        for (case, kind, name), conflicts in _conflicts(connection, list(found)).items()
        if kind != "figure"
    }
    for name, case in found.items():
        case["conflicts"] = disputed.get((name, True, name), [])
        for section in RECORDS:
            for record in case[section]:
                record["conflicts"] = disputed.get((name, False, record["id"]), [])
