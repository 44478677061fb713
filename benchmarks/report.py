"""What a benchmark found: times, ratios between them, and whether each is within its target."""

from __future__ import annotations

import shlex
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.programs import Timed


class Target(NamedTuple):
    """One program against another: at most so many times as long, or at most so many milliseconds longer."""

    program: str
    peer: str
    at_most: float
    milliseconds: bool = False


class Measured(NamedTuple):
    """A target with what was measured in every round."""

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


class Report(NamedTuple):
    """A benchmark's findings, for people and as JSON."""

    name: str
    notes: tuple[str, ...]
    timed: tuple[Timed, ...]
    targets: tuple[Target, ...]

    @property
    def measured(self) -> list[Measured]:
        """Each target with what was measured, round by round: what drifts between rounds cancels out."""
        timed = {timed.program.name: timed for timed in self.timed}
        return [
            Measured(target, _against(target, timed[target.program], timed[target.peer])) for target in self.targets
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
        for heading, mark, form in (("times as long", "/", ".3f"), ("milliseconds longer", "-", ".1f")):
            rows = [
                (
                    f"{one.target.program} {mark} {one.target.peer}",
                    *(f"{value:{form}}" for value in (one.median, min(one.rounds), max(one.rounds))),
                    f"at most {one.target.at_most:.3g}: {'met' if one.met else 'MISSED'}",
                )
                for one in self.measured
                if one.target.milliseconds == (mark == "-")
            ]
            if rows:
                yield ""
                yield from _table((f"{heading}, by round", "median", "min", "max", "target"), rows)
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
                    "command": _short(timed),
                    "seconds": list(timed.seconds),
                    "median": median(timed.seconds),
                    "megabytes": timed.program.megabytes,
                }
                for timed in self.timed
            ],
            "measured": [
                {
                    **one.target._asdict(),
                    "rounds": list(one.rounds),
                    "median": one.median,
                    "min": min(one.rounds),
                    "max": max(one.rounds),
                    "met": one.met,
                }
                for one in self.measured
            ],
            "wrong": self.wrong,
        }


def _against(target: Target, own: Timed, peer: Timed) -> tuple[float, ...]:
    if target.milliseconds:
        return tuple(1000 * (a - b) for a, b in zip(own.seconds, peer.seconds, strict=True))
    return tuple(a / b for a, b in zip(own.costs, peer.costs, strict=True))


def _milliseconds(seconds: Sequence[float]) -> tuple[str, str, str]:
    middle, least, most = (f"{1000 * value:.1f}" for value in (median(seconds), min(seconds), max(seconds)))
    return middle, least, most


def _speed(timed: Timed) -> str:
    return f"{1 / median(timed.costs):.2f}" if timed.program.megabytes else ""


def _short(timed: Timed) -> str:
    """The command as a person would type it: without the folders."""
    words = ("..." if "\n" in part else part.rpartition("/")[2] for part in timed.program.command)
    return shlex.join(words)


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as their widest cell; those between the first and the last are numbers."""
    widths = [max(len(row[at]) for row in (heading, *rows)) for at in range(len(heading))]
    for name, *numbers, last in (heading, *rows):
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
        yield "  ".join((name.ljust(widths[0]), *cells, last))
