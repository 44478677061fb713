"""What a benchmark found: times, ratios between them, and whether each is within its target."""

from __future__ import annotations

import shlex
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.programs import Timed


class Target(NamedTuple):
    """One program against another: at most so many times as long."""

    program: str
    peer: str
    at_most: float


class Ratio(NamedTuple):
    """A target with what was measured: the ratio of every round."""

    target: Target
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """What is held against the target."""
        return median(self.rounds)

    @property
    def met(self) -> bool:
        """Whether it is within the target."""
        return self.median <= self.target.at_most


class Allowance(NamedTuple):
    """One program against another: at most so many milliseconds longer."""

    program: str
    peer: str
    at_most: float


class Difference(NamedTuple):
    """An allowance with what was measured: the difference of every round, in milliseconds."""

    target: Allowance
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """What is held against the allowance."""
        return median(self.rounds)

    @property
    def met(self) -> bool:
        """Whether it is within the allowance."""
        return self.median <= self.target.at_most


class Report(NamedTuple):
    """A benchmark's findings, for people and as JSON."""

    name: str
    notes: tuple[str, ...]
    timed: tuple[Timed, ...]
    targets: tuple[Target, ...]
    allowances: tuple[Allowance, ...] = ()

    @property
    def differences(self) -> list[Difference]:
        """Each allowance's differences, round by round."""
        seconds = {timed.program.name: timed.seconds for timed in self.timed}
        return [
            Difference(
                allowance,
                tuple(1000 * (a - b) for a, b in zip(seconds[allowance.program], seconds[allowance.peer], strict=True)),
            )
            for allowance in self.allowances
        ]

    @property
    def ratios(self) -> list[Ratio]:
        """Each target's ratios, round by round: what drifts between rounds cancels out."""
        costs = {timed.program.name: timed.costs for timed in self.timed}
        return [
            Ratio(target, tuple(a / b for a, b in zip(costs[target.program], costs[target.peer], strict=True)))
            for target in self.targets
        ]

    @property
    def wrong(self) -> list[str]:
        """Every wrong answer: a fast wrong answer is no result."""
        return [f"{timed.program.name}: {problem}" for timed in self.timed for problem in timed.wrong]

    def as_text(self) -> str:
        """The notes and two tables."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.name}: {len(self.timed[0].seconds)} rounds, whole processes in turn"
        yield from self.notes
        yield ""
        yield from _table(
            ("milliseconds", "median", "min", "max", "MB/s", "command"),
            [(timed.program.name, *_milliseconds(timed.seconds), _speed(timed), _short(timed)) for timed in self.timed],
        )
        yield ""
        yield from _table(
            ("times as long, by round", "median", "min", "max", "target"),
            [
                (
                    f"{ratio.target.program} / {ratio.target.peer}",
                    *(f"{value:.3f}" for value in (ratio.median, min(ratio.rounds), max(ratio.rounds))),
                    f"at most {ratio.target.at_most:.3g}: {'met' if ratio.met else 'MISSED'}",
                )
                for ratio in self.ratios
            ],
        )
        if self.allowances:
            yield ""
            yield from _table(
                ("milliseconds longer, by round", "median", "min", "max", "target"),
                [
                    (
                        f"{found.target.program} - {found.target.peer}",
                        *(f"{value:.1f}" for value in (found.median, min(found.rounds), max(found.rounds))),
                        f"at most {found.target.at_most:g}: {'met' if found.met else 'MISSED'}",
                    )
                    for found in self.differences
                ],
            )
        yield ""
        yield from (f"WRONG ANSWER: {problem}" for problem in self.wrong)
        if not self.wrong:
            yield "every answer of every run was right"

    def as_json(self) -> dict[str, Any]:
        """Everything, every run's time too."""
        return {
            "name": self.name,
            "notes": list(self.notes),
            "programs": [
                {
                    "name": timed.program.name,
                    "command": list(timed.program.command),
                    "seconds": list(timed.seconds),
                    "median": median(timed.seconds),
                    "megabytes": timed.program.megabytes,
                }
                for timed in self.timed
            ],
            "ratios": [
                {
                    **ratio.target._asdict(),
                    "rounds": list(ratio.rounds),
                    "median": ratio.median,
                    "min": min(ratio.rounds),
                    "max": max(ratio.rounds),
                    "met": ratio.met,
                }
                for ratio in self.ratios
            ],
            "differences": [
                {**found.target._asdict(), "rounds": list(found.rounds), "median": found.median, "met": found.met}
                for found in self.differences
            ],
            "wrong": self.wrong,
        }


def _milliseconds(seconds: Sequence[float]) -> tuple[str, str, str]:
    middle, least, most = (f"{1000 * value:.1f}" for value in (median(seconds), min(seconds), max(seconds)))
    return middle, least, most


def _speed(timed: Timed) -> str:
    return f"{1 / median(timed.costs):.2f}" if timed.program.megabytes else ""


def _short(timed: Timed) -> str:
    """The command as a person would type it: without the folders."""
    return shlex.join(part.rpartition("/")[2] for part in timed.program.command)


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as their widest cell; those between the first and the last are numbers."""
    widths = [max(len(row[at]) for row in (heading, *rows)) for at in range(len(heading))]
    for name, *numbers, last in (heading, *rows):
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
        yield "  ".join((name.ljust(widths[0]), *cells, last))
