"""A register of 100,000 cases to Parquet: `conductcli export` against DuckDB's own copy of the same SQLite tables.

DuckDB reads the database through its extension for SQLite and writes the tables that are exported, with the same
compression, from Python as its users call it. It copies columns as they are kept; the export gives lists and days as
such, works out the state of every answer as of a day, and writes the dictionary too. `pip install 'conductcli[bench]'`
brings the extension along with the DuckDB that it fits.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.programs import Program, in_turn
from benchmarks.registers import entries
from benchmarks.report import Report, Target
from conductcli.database.tables import tables
from conductcli.organisations import ORGANISATIONS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

WARM_UP = 1
TARGETS = (Target("export", "DuckDB", 2.0),)
_EXTENSION = "duckdb_extension_sqlite_scanner"
_COPY = f"""
import sys, duckdb, {_EXTENSION} as extension
from pathlib import Path
database, folder, *tables = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"LOAD '{{next(Path(extension.__file__).parent.rglob('*.duckdb_extension'))}}'")
connection.execute(f"ATTACH '{{database}}' AS register (TYPE sqlite, READ_ONLY)")
Path(folder).mkdir(exist_ok=True)
for table in tables:
    connection.execute(f"COPY register.{{table}} TO '{{folder}}/{{table}}.parquet' (FORMAT parquet, COMPRESSION zstd)")
"""


def measure(options: argparse.Namespace) -> Report:
    """Time both on one database, each into a folder of its own."""
    names = [table.name for table in tables()]
    with TemporaryDirectory() as folder:
        database = options.database or Path(folder, "register.db")
        if not database.exists():
            _build(database, options.cases)
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        script = Path(folder, "copy.py")
        script.write_text(_COPY, encoding="utf-8")
        conductcli = str(Path(sysconfig.get_path("scripts"), "conductcli"))
        command = (conductcli, "export", str(ours), "--format", "parquet", "--db", str(database), "--json")
        programs = [Program("export", command, _same(ours, names, options.cases))]
        if find_spec(_EXTENSION):
            copy = (sys.executable, str(script), str(database), str(theirs), *names)
            programs.append(Program("DuckDB", copy, _same(theirs, names, options.cases)))
        timed = in_turn(programs, options.runs, WARM_UP, dict(os.environ))
        size = database.stat().st_size
    notes = [f"{options.cases:,} cases, a database of {size / 1e6:,.0f} MB"]
    if len(programs) == 1:
        notes.append("DuckDB has no extension for SQLite here: pip install 'conductcli[bench]'; nothing was compared")
    return Report(
        f"export of {options.cases:,} cases", tuple(notes), tuple(timed), TARGETS if len(programs) > 1 else ()
    )


def _build(database: Path, cases: int) -> None:
    """The database that loading the made-up case files would give, without writing and reading them."""
    from conductcli.casefile.files import case_files
    from conductcli.casefile.reader import read
    from conductcli.database.build import replace_atomically

    with replace_atomically(database) as builder:
        for file in case_files([str(ORGANISATIONS)])[0]:
            for entry in read(file, _refuse):
                builder.add(entry.section, entry.value)
        for section, record in entries(cases):
            builder.add(section, record)
        builder.finish()


def _refuse(problem: object) -> None:
    raise SystemExit(f"the organisations that ship have a problem: {problem}")


def _same(folder: Path, names: list[str], cases: int) -> Callable[[str], str | None]:
    """A check that every table is there, and every case."""

    def wrong(_: str) -> str | None:
        from pyarrow import parquet

        if missing := [name for name in names if not (folder / f"{name}.parquet").is_file()]:
            return f"no {', '.join(missing)}"
        found = parquet.read_metadata(folder / "cases.parquet").num_rows
        return None if found == cases else f"{found:,} cases, not {cases:,}"

    return wrong
