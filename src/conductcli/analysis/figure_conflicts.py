"""Which printed numbers cannot all be true: two values for the same thing that differ beyond what they allow."""

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
    """Return the pairs of ids, from both sides, whose values no number fits; never of two different stated periods.

    `figures` are of the same body, measure, unit, denominator, and period or case. A figure that disagrees with more
    than MOST others names those nearest above and below it.
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
    """The least and the greatest number that a figure can stand for."""

    low: End
    high: End
    figure: Printed


class _Sorted:
    """Spans by their ends, so that those beyond a span are found without looking at the others."""

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
