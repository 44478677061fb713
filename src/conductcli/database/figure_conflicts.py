"""Find figures that contradict each other, and sums or rates that do not add up, once all figures are in."""

from __future__ import annotations

import json
from itertools import groupby, starmap
from operator import itemgetter
from typing import TYPE_CHECKING

from conductcli.analysis import figure_checks
from conductcli.analysis.figure_conflicts import OF_A_CASE, Printed, disagreeing
from conductcli.analysis.rounding import words
from conductcli.database.integrity import RecordViolation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_NAMED = 5  # contradicting figures that a message lists


def find(connection: sqlite3.Connection, *, arrays: bool = True) -> None:
    """Fill the table `figure_conflicts` and, with `arrays`, the column `conflicts` of the listings."""
    connection.execute("DELETE FROM figure_conflicts")
    connection.execute("UPDATE figures SET conflicts = NULL WHERE conflicts IS NOT NULL")
    connection.executemany("INSERT OR IGNORE INTO figure_conflicts (id, other) VALUES (?, ?)", _pairs(connection))
    if arrays:
        connection.execute(_ARRAYS)


def violations(connection: sqlite3.Connection) -> Iterator[RecordViolation]:
    """Yield warnings of contradicting figures, and of arithmetic that fails within one source."""
    yield from _disagreements(connection)
    yield from _arithmetic(connection)


def _pairs(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for _, rows in groupby(connection.execute(_ALIKE), itemgetter(0, 1, 2, 3, 4)):
        yield from disagreeing([Printed(*row[5:]) for row in rows])


def _disagreements(connection: sqlite3.Connection) -> Iterator[RecordViolation]:
    hint = "look each up in its source; where the sources disagree, leave them: `conductcli conflicts` shows both"
    for (name, measure, value, qualifier, period, number), rows in groupby(
        connection.execute(_DISAGREEING, (_NAMED,)), itemgetter(0, 1, 2, 3, 4, 5)
    ):
        others = [
            f"{other} ({', '.join(json.loads(source))}) has {words(amount, exact)}"
            for *_, other, amount, exact, source in rows
        ]
        if number > _NAMED:
            others.append(f"{number - _NAMED} more figures differ")
        when = f" for {period}" if period else ""
        message = f"{measure} {words(value, qualifier)}{when}, but {', '.join(others)}"
        yield RecordViolation("figures", name, None, ("value",), "figures-disagree", message, hint, "warning")


def _arithmetic(connection: sqlite3.Connection) -> Iterator[RecordViolation]:
    hint = "check the numbers against the source; what it prints is kept as it is"
    for _, of_body in groupby(connection.execute(_BY_SOURCE), itemgetter(0)):
        found: dict[tuple[str, str], None] = {}  # two sources with the same numbers fail in the same way
        for _, rows in groupby(of_body, itemgetter(1)):
            found |= dict.fromkeys(figure_checks.failing(starmap(figure_checks.Printed, (row[2:] for row in rows))))
        for name, working in found:
            yield RecordViolation("figures", name, None, ("value",), "arithmetic", working, hint, "warning")


def _marks(names: frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


_ALIKE = f"""
SELECT * FROM (
  SELECT organisation, measure, unit, per,
    CASE
      WHEN case_id IS NOT NULL AND measure IN ({_marks(OF_A_CASE)}) THEN case_id
      WHEN period NOT GLOB '*[?~]*' AND period NOT LIKE '%..%' THEN first_day || '/' || last_day
    END AS scope,
    id, value, qualifier, first_day || '/' || last_day
  FROM figures)
WHERE scope IS NOT NULL
ORDER BY 1, 2, 3, 4, 5, 6
"""
"""Figures grouped by subject; a period that is missing, inexact or open may be a different one."""

_ARRAYS = """
UPDATE figures SET conflicts = (SELECT json_group_array(other) FROM (
  SELECT other FROM figure_conflicts AS c WHERE c.id = figures.id ORDER BY other))
WHERE id IN (SELECT id FROM figure_conflicts)"""

_DISAGREEING = """
SELECT f.id, f.measure, f.value, f.qualifier, f.period, c.number, o.id, o.value, o.qualifier, o.source
FROM (SELECT id, COUNT(*) AS number FROM figure_conflicts GROUP BY id) AS c
JOIN figures AS f ON f.id = c.id
JOIN figures AS o ON o.id IN (SELECT other FROM figure_conflicts WHERE id = f.id ORDER BY other LIMIT ?)
ORDER BY f.id, o.id
"""

_BY_SOURCE = f"""
SELECT f.organisation, s.value, f.id, f.measure, f.value, f.qualifier, f.unit, f.per, f.first_day || '/' || f.last_day
FROM figures AS f, json_each(f.source) AS s
WHERE f.measure IN ({_marks(figure_checks.MEASURES)})
ORDER BY f.organisation, s.value, f.id
"""
