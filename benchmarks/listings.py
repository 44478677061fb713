"""Every listing with every filter and every sort at size; the questions that take longer than 200 ms are named.

The milliseconds are those of the processor, so that other programs disturb them little.

Each listing is a process of its own, which asks one question after the other as `conductcli` does for a table: fifty
rows, and how many there are. A filter asks for the commonest value, since most rows match that.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks import registers
from benchmarks.programs import Program, in_turn
from benchmarks.report import Report
from conductcli import api
from conductcli.database import query as queries
from conductcli.database.connection import open_database
from conductcli.database.listings import ARRAYS, LISTINGS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

MILLISECONDS = 200
_LIMIT = 50
_AS_OF = "2020-01-01"
_DATES = {"since": "2015-06-15", "until": "2015-06-15"}
_COLUMNS = {
    "to": "made_to", "by": "made_by", "theme": "themes", "topic": "topics", "recommendations": "basis",
    "conflicts": "record",
}  # fmt: skip
"""The key that holds a filter's values, where it has another name."""


def measure(options: argparse.Namespace) -> Report:
    """Ask every question; a question counts with its shortest time, which other programs disturb least."""
    times: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        database = options.database or _loaded(Path(folder), options.cases)
        with closing(sqlite3.connect(database)) as connection:
            (cases,) = connection.execute("SELECT COUNT(*) FROM cases").fetchone()
        programs = [
            Program(
                name,
                (sys.executable, "-m", "benchmarks.listings", str(database), name),
                lambda said: _keep(said, times),
            )
            for name in LISTINGS
        ]
        timed = in_turn(programs, min(options.runs, _ROUNDS), 0, dict(os.environ))
    slow = sorted((took, question) for question, took in times.items() if took > MILLISECONDS)
    notes = (
        f"{len(times):,} questions to {cases:,} cases; over {MILLISECONDS} ms: {len(slow)}",
        *(f"  {took:,.0f} ms: {question}" for took, question in reversed(slow)),
    )
    return Report(f"listings of {cases:,} cases", notes, tuple(timed), ())


_ROUNDS = 3  # each asks some two thousand questions


def _loaded(folder: Path, cases: int) -> Path:
    registers.write(folder / "data", cases, max(1, cases // 100))
    return api.load([str(folder / "data")], folder / "register.db").database


def _keep(said: str, times: dict[str, float]) -> str | None:
    """Keep the times that a process printed; what is wrong with its answers."""
    for question, took, rows, counted in json.loads(said):
        if rows != min(counted, _LIMIT):
            return f"{question}: {rows} rows of {counted}"
        times[question] = min(took, times.get(question, took))
    return None


def ask(connection: sqlite3.Connection, name: str) -> Iterator[tuple[str, float, int, int]]:
    """Yield each question to a listing, the milliseconds it took, the rows it gave and how many it counted."""
    listing = LISTINGS[name]
    filters: list[dict[str, list[str]]] = [{}]
    filters += [{filter: [_commonest(connection, name, filter)]} for filter in listing.filters]
    orders = [(), *((f"{sign}{key}",) for key in listing.keys for sign in ("", "-"))]
    for filtered in filters:
        for order in orders:
            asked = queries.Selection(filtered, listing.keys, order, _LIMIT, {"as_of": _AS_OF})
            start = process_time()
            rows = len(list(queries.select(connection, name, asked)))
            counted = queries.count(connection, name, asked)
            took = 1000 * (process_time() - start)
            options = [f"--{filter} {value}" for filter, (value,) in filtered.items()]
            yield " ".join([name, *options, *(f"--sort {key}" for key in order)]), took, rows, counted


def _commonest(connection: sqlite3.Connection, name: str, filter: str) -> str:
    """The value of a filter that most rows have."""
    if filter in _DATES:
        return _DATES[filter]
    if filter == "force":
        query = (
            "SELECT value FROM facets WHERE of <> 'case' AND name = 'force' GROUP BY 1 ORDER BY SUM(rows) DESC LIMIT 1"
        )
        return str(connection.execute(query).fetchone()[0])
    if filter in ("oversight", "topic", "case"):  # those of the cases
        name = "list"
    column = (
        {"case": "id"}.get(filter)
        or _COLUMNS.get(filter)
        or (_COLUMNS.get(name, filter) if filter == "kind" else filter)
    )
    asked = queries.Selection({}, (column,), parameters={"as_of": _AS_OF})
    found: Counter[Any] = Counter()
    for (value,) in queries.select(connection, name, asked):
        found.update(value if column in ARRAYS else [value])
    found.pop(None, None)
    return str(found.most_common(1)[0][0]) if found else "none"


def main(database: str, name: str) -> None:
    """Ask a listing of a database and print the times as JSON."""
    with closing(open_database(Path(database))) as connection:
        sys.stdout.write(json.dumps(list(ask(connection, name))))


if __name__ == "__main__":
    main(*sys.argv[1:])
