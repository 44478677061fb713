"""From start to answer, as a person at a prompt feels it: `conductcli list` on a database that is ready.

The peers are the least that a program of this kind can cost (a bare Typer hello-world) and the tool that people would
use instead (`sqlite-utils rows` on the view `case_list` of the same database, which holds what `list` shows). All three
are console scripts of one virtual environment, with their bytecode compiled, run by the same interpreter.
"""

from __future__ import annotations

import compileall
import json
import os
import sqlite3
import subprocess
import sysconfig
from contextlib import closing
from importlib.metadata import entry_points
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.programs import Program, in_turn
from benchmarks.report import Report, Target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

NEWEST_FIRST = (
    "iopc-taser-review-2021",
    "stretford-taser-2020",
    "walworth-road-stop-2020",
    "mpa-taser-pilot-2007",
    "ipcc-taser-review-2014",
)
"""The five cases that every edition of the register ships, as `list` orders them; others may come between them."""
WARM_UP = 2
TARGETS = (
    Target("list --json", "hello", 1.25),
    Target("list --json", "rows", 0.7),
    Target("list", "rows --table", 0.9),
)
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_PACKAGES = ("conductcli", "typer", "rich", "sqlite_utils", "sqlite3")
_HELLO = '''"""What the README of Typer starts with."""

import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    """Say hello to NAME."""
    print(f"Hello {name}")
'''


def measure(options: argparse.Namespace) -> Report:
    """Time the programs in a home folder of their own, where nothing of the user's takes part."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        environment = _environment(home)
        hello = _hello(home)
        uncompiled = _compile()
        database = _database(home, environment)
        programs = _programs(database, hello)
        timed = in_turn(programs, options.runs, WARM_UP, environment)
    return Report(
        "start",
        (
            "peers: a bare Typer hello-world; sqlite-utils on the view case_list of the same database",
            f"bytecode: missing for {', '.join(uncompiled)}" if uncompiled else "bytecode: compiled for every program",
        ),
        tuple(timed),
        TARGETS,
    )


def _environment(home: Path) -> dict[str, str]:
    """The user's, without what would change an answer, how Python starts or where files are kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "CONDUCTCLI", "XDG_")) and name not in ("COLUMNS", "LINES", "FORCE_COLOR")
    }
    return kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def _hello(folder: Path) -> Path:
    """A console script beside the module that it imports: conductcli's own, as it was installed, with another name."""
    (entry,) = entry_points(group="console_scripts", name="conductcli")
    source = folder / "hello_world.py"
    source.write_text(_HELLO.replace("app", entry.attr), encoding="utf-8")
    compileall.compile_file(source, quiet=2)
    script = folder / "hello"
    installed = (_SCRIPTS / "conductcli").read_text(encoding="utf-8")
    script.write_text(installed.replace(f"from {entry.module} ", "from hello_world "), encoding="utf-8")
    script.chmod(0o755)
    return script


def _compile() -> list[str]:
    """Compile what is not compiled yet; returns the packages for which that could not be done."""
    own = Path(_origin("conductcli")).parent
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), str(own)}:
        compileall.compile_dir(folder, quiet=2, workers=0)
    return [name for name in _PACKAGES if not Path(cache_from_source(_origin(name))).exists()]


def _origin(package: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed beside this interpreter")
    return spec.origin


def _database(home: Path, environment: dict[str, str]) -> Path:
    """The database that `list` builds for itself; from then on it is ready."""
    command = [str(_SCRIPTS / "conductcli"), "list", "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"conductcli does not run as it is installed (install it anew?):\n{done.stderr.strip()}")
    return next(home.rglob("*.db"))


def _programs(database: Path, hello: Path) -> list[Program]:
    with closing(sqlite3.connect(database)) as connection:
        ids = {row[0] for row in connection.execute("SELECT id FROM cases")}
    conductcli = str(_SCRIPTS / "conductcli")
    rows = (str(_SCRIPTS / "sqlite-utils"), "rows", str(database), "case_list")
    return [
        Program("hello", (str(hello), "World"), lambda said: None if said == "Hello World\n" else f"said {said!r}"),
        Program("list --json", (conductcli, "list", "--json"), _these(ids, in_order=True)),
        Program("rows", rows, _these(ids, in_order=False)),
        Program("list", (conductcli, "list", "--limit", "1000"), _table_of(ids)),
        Program("rows --table", (*rows, "--table"), _table_of(ids)),
    ]


def _these(ids: set[str], *, in_order: bool) -> Callable[[str], str | None]:
    """A check that JSON holds every case once, and in the order of `list`."""

    def wrong(printed: str) -> str | None:
        try:
            found = [row["id"] for row in json.loads(printed)]
        except (ValueError, TypeError, KeyError) as error:
            return f"not the JSON that it should be: {error!r}"
        if sorted(found) != sorted(ids):
            return f"the ids are {found}, not those of the database"
        known = [name for name in found if name in NEWEST_FIRST]
        return f"the order is {known}" if in_order and known != list(NEWEST_FIRST) else None

    return wrong


def _table_of(ids: set[str]) -> Callable[[str], str | None]:
    """A check that a table has a row for every case."""

    def wrong(printed: str) -> str | None:
        starts = [line.split(maxsplit=1)[0] for line in printed.splitlines() if line.strip()]
        missing = sorted(name for name in ids if starts.count(name) != 1)
        return f"no row for {', '.join(missing)}" if missing else None

    return wrong
