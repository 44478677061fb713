"""Which printed numbers cannot all be true: two values for the same thing that differ beyond what they allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.amounts import between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OF_A_CASE = ("recommendations_made", "complaints", "cases_reviewed")
"""What is measured of one case; where a figure names its case, it is about the same thing only within that case."""

MOST = 50
"""How many others a figure names at most: more are no help to anybody, and the number of pairs stays bounded."""


class Printed(NamedTuple):
    """A figure as far as it matters here."""

    id: str
    value: float
    qualifier: str
    period: str | None
    """Its first and last day, if it is stated."""


def disagreeing(figures: Sequence[Printed]) -> Iterator[tuple[str, str]]:
    """The pairs of ids, each from both sides, whose values no number fits; never of two different stated periods.

    `figures` are of the same body, measure, unit, denominator, and period or case. A figure that disagrees with more
    than MOST others names those nearest above and below it.
    """
    if len({(figure.value, figure.qualifier) for figure in figures}) < 2:
        return
    spans = [(*between(figure.value, figure.qualifier), figure) for figure in figures]
    by_low = sorted(spans, key=lambda span: span[0])
    by_high = sorted(spans, key=lambda span: span[1])
    lows = [low for low, _, _ in by_low]
    highs = [high for _, high, _ in by_high]
    for low, high, figure in spans:
        above = (by_low[at][2] for at in range(bisect_right(lows, high), len(by_low)))
        below = (by_high[at][2] for at in range(bisect_left(highs, low) - 1, -1, -1))
        nearest = [islice((other for other in side if _same_time(figure, other)), MOST // 2) for side in (above, below)]
        yield from ((figure.id, other) for other in sorted(other.id for other in chain(*nearest)))


def _same_time(one: Printed, other: Printed) -> bool:
    return one.period is None or other.period is None or one.period == other.period
