"""Hostile case files: whatever is in one, a megabyte of it is answered in time and memory that have a bound.

Every structure of `attacks` is checked and loaded in a process of its own. Processor time is measured, and not the time
on the clock, because it is the same beside other programs. `--cases N` is the size of a file in hundreds of bytes.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.attacks import ATTACKS
from benchmarks.programs import Program, Timed
from benchmarks.report import Report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

_CONDUCTCLI = str(Path(sysconfig.get_path("scripts")) / "conductcli")
_BYTES = 100  # of a file, for each of the "cases" that are asked for
_SECONDS, _MEMORY = 2.0, 300.0  # of processor time, and MB


class Cost(NamedTuple):
    """The cost of a command: processor seconds, megabytes of memory, and faults of its answer."""

    name: str
    command: tuple[str, ...]
    seconds: float
    megabytes: float
    wrong: str | None


def measure(options: argparse.Namespace) -> Report:
    """Measure each attack once; the notes name those beyond the limits, and the slowest and the largest."""
    size = options.cases * _BYTES
    with TemporaryDirectory() as folder:
        costs = list(_costs(Path(folder), size))
    beyond = [cost for cost in costs if cost.seconds > _SECONDS or cost.megabytes > _MEMORY]
    slowest, largest = max(costs, key=lambda cost: cost.seconds), max(costs, key=lambda cost: cost.megabytes)
    notes = (
        f"{len(ATTACKS)} files of {size / 1e6:g} MB, processor seconds of one run each",
        f"slowest: {_told(slowest)}; largest: {_told(largest)}",
        f"limits of {_SECONDS:g} s and {_MEMORY:g} MB: {'MISSED' if beyond else 'met'}",
        *(f"beyond them: {_told(cost)}" for cost in beyond),
    )
    timed = tuple(
        Timed(Program(cost.name, cost.command, lambda _: None), (cost.seconds,), (cost.wrong,) if cost.wrong else ())
        for cost in costs
    )
    return Report("hostile case files", notes, timed, ())


def _costs(folder: Path, size: int) -> Iterator[Cost]:
    file = folder / "hostile.yaml"
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    commands = {
        "check": (_CONDUCTCLI, "check", str(file)),
        "load": (_CONDUCTCLI, "load", str(file), "--db", str(folder / "hostile.db")),
    }
    for name, make in ATTACKS.items():
        file.write_text(make(size), encoding="utf-8", newline="")
        for verb, command in commands.items():
            yield _cost(f"{verb}: {name}", command, environment)


def _cost(name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> Cost:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wrong = None if process.returncode in (0, 4) else f"exit {process.returncode}"
    return Cost(name, command, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, wrong)


def _told(cost: Cost) -> str:
    return f"{cost.name}, {cost.seconds:.2f} s, {cost.megabytes:.0f} MB"
