"""What is compared of each kind of record: where it lies, what tells it from others, which fields are data.

The fields are those of the model: what a load works out besides (gaps, deadlines, verdicts, contradictions) is no data
of the case files. A record that may have changed is found by SQLite, which looks at every row; what did change in it is
told by `analysis.changes`, which looks at few.
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
"""How a record is told in words, where it has no text: `{0}` is its row, `{1}` the side."""

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


class Compared(NamedTuple):
    """One kind of record, and the SQL for it; `row` is the name of a row of its table, `side` is old or new."""

    table: str

    @property
    def record(self) -> str:
        """What one of them is called."""
        return KINDS[self.table]

    @property
    def type(self) -> Any:
        """Its record type in the model."""
        return (SECTIONS | RECORDS)[self.table]

    @property
    def lists(self) -> list[str]:
        """The lists of records in it; those of a case are compared for themselves."""
        return [name for name in LISTED if name in keys(self.type)]

    @property
    def _key(self) -> tuple[str, ...]:
        return ("case_id", "id") if self.table in RECORDS else ("id",)

    def at(self, side: str, row: str) -> str:
        """Its table on a side, to be read by the key alone: counts of rows from an earlier load may mislead SQLite."""
        return f'{side}."{self.table}" AS {row} INDEXED BY "sqlite_autoindex_{self.table}_1"'

    def key(self, row: str) -> str:
        """What orders the records."""
        return ", ".join(f"{row}.{name}" for name in self._key)

    def same(self, one: str, other: str) -> str:
        """What holds of two rows of the same record."""
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in self._key)

    def case_id(self, row: str) -> str:
        """The case to which it belongs; a case is its own."""
        return {"cases": f"{row}.id", "sources": "NULL", "organisations": "NULL"}.get(self.table, f"{row}.case_id")

    def source(self, row: str) -> str:
        """The sources on which it rests, as JSON: a source is its own, an organisation has none."""
        own = {"sources": f"json_array({row}.id)", "organisations": "'[]'"}
        return own.get(self.table, f"{row}.source")

    def said(self, side: str, row: str) -> str:
        """What it says, or is known by."""
        return _SAID.get(self.table, '{0}."text"').format(row, side)

    def wanted(self, side: str, row: str, filters: Mapping[str, Sequence[str]]) -> list[str]:
        """What must hold of it on a side so that the filters keep it."""
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
        Compared,
        (
            "recommendations", "cases", "findings", "outcomes", "statements", "allegations", "evidence", "events",
            "figures", "sources", "organisations",
        ),
    )
)  # fmt: skip
"""Every kind, that first of which people look for what vanished."""

Place = tuple[str | None, str]
"""The case and the id."""


def changed(
    connection: sqlite3.Connection, kind: Compared, filters: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Place, str, str, list[Change]]]:
    """The records that both sides have and that differ: place, sources (JSON) and words of the new one, and fields."""
    names = list(columns(kind.type))
    above = "(SELECT c.source FROM {0}.cases AS c WHERE c.id = {0}_row.case_id)" if kind.table in RECORDS else "NULL"
    asked = [f'{side}_row."{name}"' for side in _SIDES for name in names]
    told = [f"{kind.case_id(f'{side}_row')}, {above.format(side)}" for side in _SIDES]
    last = f"{kind.source('new_row')}, {kind.said('new', 'new_row')}"
    query = f"SELECT {', '.join([*asked, *told, last])} {_candidates(kind, names, filters)}"
    for row in connection.execute(query):
        values, (old_case, old_above, new_case, new_above, source, said) = row[:-6], row[-6:]
        old, new = (_shaped(kind, dict(zip(names, half, strict=True))) for half in _halves(values))
        for name in kind.lists:
            old[name] = _elements(connection, "old", name, (kind.record, old_case, old["id"]))
            new[name] = _elements(connection, "new", name, (kind.record, new_case, new["id"]))
        inherited = tuple(json.loads(found) if found else None for found in (old_above, new_above))
        if found := list(changes(old, new, (inherited[0], inherited[1]))):
            yield (new_case, new["id"]), source, said, found


def _candidates(kind: Compared, names: Sequence[str], filters: Mapping[str, Sequence[str]]) -> str:
    """The pairs of rows of which anything differs, even if only in how it is written."""
    differs = [f'old_row."{name}" IS NOT new_row."{name}"' for name in names]
    for name in kind.lists:
        either = f"{_unmatched(kind, name, 'old', 'new')} UNION {_unmatched(kind, name, 'new', 'old')}"
        differs.append(f"({kind.key('new_row')}) IN ({either})")
    either_side = zip(*(kind.wanted(side, f"{side}_row", filters) for side in _SIDES), strict=True)
    conditions = "".join(f" AND ({old} OR {new})" for old, new in either_side)
    order = ", ".join(
        f"+{name}" for name in kind.key("new_row").split(", ")
    )  # in the order of the few, not of an index
    return f"""
    FROM old."{kind.table}" AS old_row CROSS JOIN {kind.at("new", "new_row")} ON {kind.same("new_row", "old_row")}
    WHERE ({" OR ".join(differs)}){conditions} ORDER BY {order}"""


def _unmatched(kind: Compared, name: str, side: str, other: str) -> str:
    """The records of a side that have an element which the other side's has not at the same place in the list."""
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
    """The elements of a list in a record, in their order."""
    laid = columns(LISTED[name])
    record, *place = of
    own = " AND record = ?" if name == "conflicts" else ""
    wanted = ", ".join(f'"{column}"' for column in laid)
    query = f'SELECT {wanted} FROM {side}."{name}" WHERE case_id IS ? AND id = ?{own} ORDER BY ordinal'
    rows = connection.execute(query, (*place, record) if own else place)
    return [_shaped(LISTED[name], dict(zip(laid, row, strict=True))) for row in rows]


def _shaped(kind: Any, row: dict[str, Any]) -> dict[str, Any]:
    """A row with its lists of words as lists, and whole numbers as such."""
    hints = keys(kind.type if isinstance(kind, Compared) else kind)
    for name, value in row.items():
        if value is not None and get_origin(hints.get(name)) is list:
            row[name] = json.loads(value)
        elif isinstance(value, float) and value == int(value):
            row[name] = int(value)
    return row


def _halves(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    return values[: len(values) // 2], values[len(values) // 2 :]
