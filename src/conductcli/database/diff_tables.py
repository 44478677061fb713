"""Define how each kind of record is compared: its table, its key, its filters and its fields.

The fields are those of the model: gaps, deadlines, verdicts and contradictions are computed, and no data of the case
files. SQLite scans every row for records that may differ; `analysis.field_changes` then compares the fields of those
few.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, get_origin

from conductcli.analysis.field_changes import changes
from conductcli.database.schema import LISTED, columns
from conductcli.model import KINDS, RECORDS, SECTIONS, keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from conductcli.analysis.field_changes import Change

_SIDES = ("old", "new")
_WORDS = ("role", "unit", "notice", "proceeding", "panel_finding", "sanction", "criminal")
_OUTCOME = (
    "COALESCE({0}.\"text\", COALESCE({0}.officers || CASE {0}.officers WHEN 1 THEN ' officer' ELSE ' officers' END,"
    " 'officers, their number not known')"
    + "".join(f" || COALESCE(', ' || replace({{0}}.{word}, '_', ' '), '')" for word in _WORDS)
    + ")"
)
_SAID = {
    "cases": "{0}.title",
    "sources": "{0}.title",
    "organisations": "{0}.name",
    "outcomes": _OUTCOME,
    "figures": "(SELECT f.said FROM {1}.figure_said AS f WHERE f.id = {0}.id)",
}
"""SQL for the text of a record that has no `text` of its own: `{0}` is its row, `{1}` the side."""

_FACETED = """SELECT f."row" FROM {1}.facets AS k CROSS JOIN {1}.faceted AS f ON f.facet = k.id
    WHERE k.name = 'force' AND k.value IN {2}"""
_CONCERNED = {
    "organisations": "{0}.id IN {2}",
    "sources": f'{{0}}.id IN (SELECT q.source FROM {{1}}.cited AS q WHERE q."row" IN ({_FACETED}))',
}
_CITED = "SELECT q.value FROM {1}.cases AS c, json_each(c.sources) AS q WHERE c.id IN"
_CONCERNING = (
    "SELECT c.organisation FROM {1}.case_organisations AS c WHERE c.case_id IN %s"
    " UNION SELECT f.made_by FROM {1}.figures AS f WHERE f.case_id IN %s"
)
_OF_CASE = {
    "cases": "{0}.id IN {2}",
    "sources": f"{{0}}.id IN ({_CITED} {{2}})",
    "organisations": "{0}.id IN (" + _CONCERNING % ("{2}", "{2}") + ")",
}
_TOPICAL = "(SELECT m.case_id FROM {1}.case_topics AS m WHERE m.topic IN {2})"
_ON_TOPIC = {
    "cases": f"{{0}}.id IN {_TOPICAL}",
    "sources": f"{{0}}.id IN ({_CITED} {_TOPICAL})",
    "organisations": "{0}.id IN (" + _CONCERNING % (_TOPICAL, _TOPICAL) + ")",
}
_ASKED = "(SELECT value FROM asked WHERE filter = '{}')"


class RecordTable(NamedTuple):
    """A kind of record and its SQL; `row` is the alias of a row of its table, `side` is old or new."""

    table: str

    @property
    def record(self) -> str:
        """Return the name of this kind of record."""
        return KINDS[self.table]

    @property
    def type(self) -> Any:
        """Return its record type in the model."""
        return (SECTIONS | RECORDS)[self.table]

    @property
    def lists(self) -> list[str]:
        """Return the names of its lists of records; the records of a case are compared on their own."""
        return [name for name in LISTED if name in keys(self.type)]

    @property
    def _key(self) -> tuple[str, ...]:
        return ("case_id", "id") if self.table in RECORDS else ("id",)

    def at(self, side: str, row: str) -> str:
        """Return its table on a side, forced to use the key: row counts from an earlier load may mislead SQLite."""
        return f'{side}."{self.table}" AS {row} INDEXED BY "sqlite_autoindex_{self.table}_1"'

    def key(self, row: str) -> str:
        """Return the columns that order the records."""
        return ", ".join(f"{row}.{name}" for name in self._key)

    def same(self, one: str, other: str) -> str:
        """Return the join condition on the natural key."""
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in self._key)

    def case_id(self, row: str) -> str:
        """Return the SQL for the case that a row belongs to; a case belongs to itself."""
        return {"cases": f"{row}.id", "sources": "NULL", "organisations": "NULL"}.get(self.table, f"{row}.case_id")

    def source(self, row: str) -> str:
        """Return the SQL for its sources as JSON: a source is its own, an organisation has none."""
        own = {"sources": f"json_array({row}.id)", "organisations": "'[]'"}
        return own.get(self.table, f"{row}.source")

    def said(self, side: str, row: str) -> str:
        """Return the SQL for its text or, without one, for its title or name."""
        return _SAID.get(self.table, '{0}."text"').format(row, side)

    def wanted(self, side: str, row: str, filters: Mapping[str, Sequence[str]]) -> list[str]:
        """Return the conditions of the filters on a row of a side."""
        conditions = {
            "force": _CONCERNED.get(self.table, f"{{0}}.rowid IN ({_FACETED})"),
            "case": _OF_CASE.get(self.table, "{0}.case_id IN {2}"),
            "topic": _ON_TOPIC.get(self.table, f"{{0}}.case_id IN {_TOPICAL}"),
        }
        return [
            condition.format(row, side, _ASKED.format(name))
            for name, condition in conditions.items()
            if name in filters
        ]


COMPARED = tuple(
    map(
        RecordTable,
        (
            "recommendations", "cases", "findings", "outcomes", "statements", "allegations", "evidence", "events",
            "figures", "sources", "organisations",
        ),
    )
)  # fmt: skip
"""Every kind, the ones first whose removal readers look for."""

Place = tuple[str | None, str]
"""The case id and the record id."""


def changed(
    connection: sqlite3.Connection, kind: RecordTable, filters: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Place, str, str, list[Change]]]:
    """Yield the records that differ between both sides: place, sources (JSON) and text of the new one, fields."""
    names = list(columns(kind.type))
    above = "(SELECT c.source FROM {0}.cases AS c WHERE c.id = {0}_row.case_id)" if kind.table in RECORDS else "NULL"
    selected = [f'{side}_row."{name}"' for side in _SIDES for name in names]
    owners = [f"{kind.case_id(f'{side}_row')}, {above.format(side)}" for side in _SIDES]
    last = f"{kind.source('new_row')}, {kind.said('new', 'new_row')}"
    query = f"SELECT {', '.join([*selected, *owners, last])} {_candidates(kind, names, filters)}"
    for row in connection.execute(query):
        values, (old_case, old_above, new_case, new_above, source, said) = row[:-6], row[-6:]
        old, new = (_shaped(kind, dict(zip(names, half, strict=True))) for half in _halves(values))
        for name in kind.lists:
            old[name] = _elements(connection, "old", name, (kind.record, old_case, old["id"]))
            new[name] = _elements(connection, "new", name, (kind.record, new_case, new["id"]))
        inherited = tuple(json.loads(found) if found else None for found in (old_above, new_above))
        if found := list(changes(old, new, (inherited[0], inherited[1]))):
            yield (new_case, new["id"]), source, said, found


def _candidates(kind: RecordTable, names: Sequence[str], filters: Mapping[str, Sequence[str]]) -> str:
    """Return the FROM and WHERE clauses for pairs of rows that differ, even if only in spelling."""
    differs = [f'old_row."{name}" IS NOT new_row."{name}"' for name in names]
    for name in kind.lists:
        either = f"{_unmatched(kind, name, 'old', 'new')} UNION {_unmatched(kind, name, 'new', 'old')}"
        differs.append(f"({kind.key('new_row')}) IN ({either})")
    either_side = zip(*(kind.wanted(side, f"{side}_row", filters) for side in _SIDES), strict=True)
    conditions = "".join(f" AND ({old} OR {new})" for old, new in either_side)
    order = ", ".join(f"+{name}" for name in kind.key("new_row").split(", "))  # sort the few matches, not an index
    return f"""
    FROM old."{kind.table}" AS old_row CROSS JOIN {kind.at("new", "new_row")} ON {kind.same("new_row", "old_row")}
    WHERE ({" OR ".join(differs)}){conditions} ORDER BY {order}"""


def _unmatched(kind: RecordTable, name: str, side: str, other: str) -> str:
    """Return the keys of records with an element that the other side has not at the same ordinal."""
    values = columns(LISTED[name])
    place = [*(("record",) if name == "conflicts" else ()), "case_id", "id", "ordinal"]
    same = " AND ".join(f'x."{column}" IS e."{column}"' for column in (*place, *values))
    of_kind = f"e.record = '{kind.record}' AND " if name == "conflicts" else ""
    return f"""
    SELECT {kind.key("e")} FROM {side}."{name}" AS e
    WHERE {of_kind}NOT EXISTS (SELECT 1 FROM {other}."{name}" AS x WHERE {same})"""


def _elements(
    connection: sqlite3.Connection, side: str, name: str, of: tuple[str, str | None, str]
) -> list[dict[str, Any]]:
    """Return the elements of a list in a record, in order."""
    laid = columns(LISTED[name])
    record, *place = of
    own = " AND record = ?" if name == "conflicts" else ""
    wanted = ", ".join(f'"{column}"' for column in laid)
    query = f'SELECT {wanted} FROM {side}."{name}" WHERE case_id IS ? AND id = ?{own} ORDER BY ordinal'
    rows = connection.execute(query, (*place, record) if own else place)
    return [_shaped(LISTED[name], dict(zip(laid, row, strict=True))) for row in rows]


def _shaped(kind: Any, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with JSON arrays as lists, and whole numbers as int."""
    hints = keys(kind.type if isinstance(kind, RecordTable) else kind)
    for name, value in row.items():
        if value is not None and get_origin(hints.get(name)) is list:
            row[name] = json.loads(value)
        elif isinstance(value, float) and value == int(value):
            row[name] = int(value)
    return row


def _halves(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    return values[: len(values) // 2], values[len(values) // 2 :]
