"""Whole processes, timed in turn: A B C A B C ..., so that a machine whose speed drifts slows all of them alike."""

from __future__ import annotations

import subprocess
import tempfile
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Program(NamedTuple):
    """A command line, and what its answer must be."""

    name: str
    command: tuple[str, ...]
    wrong: Callable[[str], str | None]
    """What is wrong with what it printed, in words; None where nothing is."""
    megabytes: float | None = None
    """How much it reads, where programs are compared by their speed and not all can be given the same."""
    before: Callable[[], object] = lambda: None
    """What is done before each run and not timed."""


class Timed(NamedTuple):
    """A program with the seconds that each counted run took, and what was wrong with its answers."""

    program: Program
    seconds: tuple[float, ...]
    wrong: tuple[str, ...]

    @property
    def costs(self) -> tuple[float, ...]:
        """The seconds of each run or, where it is known how much was read, the seconds for a megabyte."""
        return tuple(seconds / (self.program.megabytes or 1) for seconds in self.seconds)


def in_turn(programs: Sequence[Program], runs: int, warm_up: int, environment: Mapping[str, str]) -> list[Timed]:
    """Run every program once in each round; the rounds of the warm-up are checked too, but do not count."""
    seconds: dict[str, list[float]] = {program.name: [] for program in programs}
    wrong: dict[str, dict[str, None]] = {program.name: {} for program in programs}
    for number in range(-warm_up, runs):
        for program in programs:
            program.before()
            took, problem = _run(program, environment)
            if problem:
                wrong[program.name][problem] = None
            if number >= 0:
                seconds[program.name].append(took)
    return [Timed(program, tuple(seconds[program.name]), tuple(wrong[program.name])) for program in programs]


def _run(program: Program, environment: Mapping[str, str]) -> tuple[float, str | None]:
    """The seconds from start to exit, and what is wrong. Output goes to files: a pipe's reader would take part."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = perf_counter()
        code = subprocess.call(program.command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment)
        took = perf_counter() - start
        out.seek(0)
        err.seek(0)
        if code:
            return took, f"exit {code}: {err.read().decode(errors='replace').strip()[-500:]}"
        return took, program.wrong(out.read().decode())
