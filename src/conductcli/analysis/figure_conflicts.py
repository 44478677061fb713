"""Find printed numbers that contradict each other: two values for the same thing that no number fits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from heapq import merge
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.rounding import between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conductcli.analysis.rounding import End

OF_A_CASE = ("recommendations_made", "complaints", "cases_reviewed")
"""Measures of a case; a figure with a case id is compared only within that case."""

MOST = 50
"""Contradicting figures listed for a figure at most, so that the number of pairs is bounded."""


class Printed(NamedTuple):
    """A figure with the fields that the comparison needs."""

    id: str
    value: float
    qualifier: str
    period: str | None
    """Its first and last day, if stated."""


def disagreeing(figures: Sequence[Printed]) -> Iterator[tuple[str, str]]:
    """Yield pairs of ids, in both orders, whose values no number fits; never of different stated periods.

    `figures` have the same body, measure, unit, denominator, and period or case. A figure that contradicts more than
    MOST others yields those nearest above and below it.
    """
    if len({(figure.value, figure.qualifier) for figure in figures}) < 2:
        return
    spans = [Span(*between(figure.value, figure.qualifier), figure) for figure in figures]
    everyone = _Sorted(spans)
    of_period: dict[str | None, list[Span]] = defaultdict(list)
    for span in spans:
        of_period[span.figure.period].append(span)
    sorted_by_period = {period: _Sorted(alike) for period, alike in of_period.items()}
    for span in spans:
        if span.figure.period is None:
            among = [everyone]
        else:
            among = [sorted_by_period[at] for at in (span.figure.period, None) if at in sorted_by_period]
        above, below = among[0].above(span), among[0].below(span)
        if len(among) > 1:
            above = merge(above, among[1].above(span), key=attrgetter("low"))
            below = merge(below, among[1].below(span), key=attrgetter("high"), reverse=True)
        found = chain(islice(above, MOST // 2), islice(below, MOST // 2))
        nearest = (other for other in found if other is not span)  # "less than 0" contradicts itself
        yield from ((span.figure.id, other) for other in sorted(other.figure.id for other in nearest))


class Span(NamedTuple):
    """The least and the greatest number that a figure can mean."""

    low: End
    high: End
    figure: Printed


class _Sorted:
    """Spans sorted by their ends, so that the spans beyond another one are found without a scan."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_low = sorted(spans, key=attrgetter("low"))
        self._by_high = sorted(self._by_low, key=attrgetter("high"))
        self._lows = [span.low for span in self._by_low]
        self._highs = [span.high for span in self._by_high]

    def above(self, span: Span) -> Iterator[Span]:
        """Return the spans above this one, the nearest first."""
        return (self._by_low[at] for at in range(bisect_right(self._lows, span.high), len(self._by_low)))

    def below(self, span: Span) -> Iterator[Span]:
        """Return the spans below this one, the nearest first."""
        return (self._by_high[at] for at in range(bisect_left(self._highs, span.low) - 1, -1, -1))
