"""A web page of all cases, from the command to the file: how long it takes and how much memory.

The registers are made up; their databases are ready, as they are for somebody who asked before. `--cases N` sets the
size of the larger one; ten thousand cases are meant to take 20 seconds and 300 MiB at most, the shipped register 1.5 s.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import registers
from benchmarks.programs import Program, in_turn
from benchmarks.report import Report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

_CONDUCTCLI = str(Path(sysconfig.get_path("scripts")) / "conductcli")


def add_options(parser: argparse.ArgumentParser) -> None:
    """How many cases the larger register has."""
    parser.add_argument("--cases", type=int, default=1000, metavar="N", help="cases of the larger register (1000)")


def measure(options: argparse.Namespace) -> Report:
    """Time whole processes in a folder of their own."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        environment = dict(os.environ) | {"HOME": folder, "XDG_CACHE_HOME": folder}
        registers.write(home / "made-up", options.cases, max(1, options.cases // 500))
        databases = {"shipped": (), f"{options.cases} cases": (str(home / "made-up"),)}
        programs = []
        for name, data in databases.items():
            database = home / f"{name.partition(' ')[0]}.db"
            load = (_CONDUCTCLI, "load", *data, "--db", str(database))
            subprocess.run(load, check=True, env=environment, stdout=subprocess.DEVNULL)
            page = home / f"{database.stem}.html"
            command = (_CONDUCTCLI, "report", "--db", str(database), "-o", str(page))
            programs.append(Program(name, command, _has_cases(page, options.cases if data else 0)))
        timed = in_turn(programs, options.runs, 1, environment)
        notes = [f"{program.name}: {_told(program.command, environment)}" for program in programs]
    return Report("report_page", tuple(notes), tuple(timed), ())


def _has_cases(page: Path, number: int) -> Callable[[str], str | None]:
    """A check that the page is whole and has so many cases; 0: some."""

    def wrong(printed: str) -> str | None:
        written = page.read_bytes()
        found = written.count(b'<article class="case"')
        if printed or not written.rstrip().endswith(b"</html>"):
            return "the page is not whole"
        return f"{found} cases, not {number}" if found != (number or found) or not found else None

    return wrong


def _told(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """The peak memory of a run, and the size of the page."""
    process = subprocess.Popen(command, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return f"{usage.ru_maxrss / 1024:.0f} MiB at most, a page of {Path(command[-1]).stat().st_size / 1e6:.1f} MB"
