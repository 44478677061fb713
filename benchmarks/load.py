"""Loading at size: a folder of case files into a database with all its tables and its text index.

The peers do less: `yaml-to-sqlite` fills one table with the same cases, PyYAML's C loader makes Python objects of them,
and the bare events of libyaml are what anything that reads YAML through it must cost. They take so long that they are
given a sample of the cases, and speeds are compared for each megabyte. A reload is what a command costs that is asked
after one file of the folder has changed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psutil

from benchmarks import registers
from benchmarks.programs import Program, in_turn
from benchmarks.report import Report, Target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

_SCRIPTS = Path(sysconfig.get_path("scripts"))
_TOGETHER = 100  # cases of a file
_SAMPLE = 2_000  # cases for the peers
_LARGE = 50_000
_MEMORY = 400  # MB
_OBJECTS = "import sys, yaml; print(len(yaml.load(open(sys.argv[1], 'rb'), yaml.CSafeLoader)))"
_EVENTS = """
import sys, yaml
loader = yaml.CSafeLoader(open(sys.argv[1], "rb"))
number = 0
while type(loader.get_event()) is not yaml.StreamEndEvent:
    number += 1
print(number)
"""


def measure(options: argparse.Namespace) -> Report:
    """Time loads, a reload and the peers, and the memory of a load with all its workers."""
    sampled = min(_SAMPLE, options.cases)
    files = max(1, options.cases // _TOGETHER)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        environment = os.environ | {"XDG_CACHE_HOME": str(home / "cache")}
        registers.write(home / "data", options.cases, files)
        registers.write_list(home / "sample.yaml", sampled)
        timed = in_turn(_programs(home, options.cases, sampled), options.runs, 1, environment)
        memory = _memory(_load(home), environment)
    met = "met" if memory < _MEMORY else "MISSED"
    notes = (
        f"{options.cases:,} cases in {files:,} files; the peers read {sampled:,} of the cases",
        f"memory of a load with its workers: {memory:.0f} MB, target under {_MEMORY}: {met}",
    )
    large = options.cases >= _LARGE
    targets = [Target("load", "yaml-to-sqlite", 1 / (20 if large else 15))]
    if large:  # of one file in a thousand; a small register is read in little more time than the program takes to start
        targets.append(Target("reload", "load", 1 / 20))
    return Report(f"load of {options.cases:,} cases", notes, tuple(timed), tuple(targets))


def _load(home: Path) -> tuple[str, ...]:
    return (str(_SCRIPTS / "conductcli"), "load", str(home / "data"), "--db", str(home / "load.db"), "--json")


def _programs(home: Path, cases: int, sampled: int) -> list[Program]:
    data, sample, table = home / "data", home / "sample.yaml", home / "table.db"
    conductcli, python = str(_SCRIPTS / "conductcli"), sys.executable
    whole = sum(file.stat().st_size for file in data.iterdir()) / 1e6
    part = sample.stat().st_size / 1e6
    asked = (conductcli, "list", "--data", str(data), "--db", str(home / "load.db"), "--json", "--limit", "1")
    one_table = (str(_SCRIPTS / "yaml-to-sqlite"), str(table), "cases", str(sample), "--pk", "id")
    return [
        Program("load", _load(home), lambda said: _differs(json.loads(said)[0]["cases"], cases), whole),
        Program("reload", asked, lambda said: _differs(len(json.loads(said)), 1), whole, _changing(data)),
        Program("yaml-to-sqlite", one_table, lambda said: said or None, part, lambda: table.unlink(missing_ok=True)),
        Program("C loader", (python, "-c", _OBJECTS, str(sample)), lambda said: _differs(int(said), sampled), part),
        Program(
            "bare events", (python, "-c", _EVENTS, str(sample)), lambda said: _differs(int(said) > sampled, 1), part
        ),
    ]


def _differs(found: int, wanted: int) -> str | None:
    return None if found == wanted else f"found {found:,}, not {wanted:,}"


def _changing(data: Path) -> Callable[[], object]:
    """What changes the words of one case in the middle of the folder, otherwise each time."""
    files = sorted(data.iterdir())
    file, number = files[len(files) // 2], count()

    def change() -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"    summary: .*", f"    summary: Changed {next(number)} times.", text, count=1))
        time.sleep(_SETTLED)

    return change


_SETTLED = 0.2  # seconds; a file that changed a moment before it is read is read again by the next command


def _memory(command: tuple[str, ...], environment: Mapping[str, str]) -> float:
    """The most megabytes that a command and its children had in memory together; shared pages count once."""
    most = 0.0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        parent = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                family = [parent, *parent.children(recursive=True)]
                most = max(most, sum(member.memory_full_info().pss for member in family) / 1e6)
            except psutil.Error:  # one of them has just ended
                continue
            time.sleep(0.05)
    return most
