"""Check the arithmetic within a document: shares, rates and sums against the numbers that they are made of.

Nothing is reported if a number is missing, if any combination of the numbers fits, or if a document prints so many
numbers for one measure that it is unclear which belong together.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.rounding import Between, apart, between, half_unit, plus, quotient, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUMS = {
    "taser_uses": ("taser_non_discharges", "taser_discharges", "taser_not_stated"),
    "taser_non_discharges": ("taser_drawn", "taser_aimed", "taser_arced", "taser_red_dot"),
    "taser_discharges": ("taser_fired", "taser_drive_stun", "taser_angled_drive_stun"),
}
"""The parts of each total. Source: Home Office, Police use of force statistics."""

SHARES = {"share_fired": (("taser_fired", "taser_discharges"), "taser_uses")}
"""The possible parts of each share, and its whole."""

OFFICERS = {"100_trained_officers": "taser_trained_officers"}
"""The measure that counts the denominator of a rate; there is none for all officers."""

MEASURES = frozenset((*SUMS, *(part for parts in SUMS.values() for part in parts), *SHARES, *OFFICERS.values()))
"""The measures that these checks read."""

_REPEATED = 4
"""Numbers of one measure and period in a document at most: with more, it is unclear which belong together."""
_COMBINATIONS = 64
"""Combinations that are tried for a number at most: with more, one fits by chance."""


class Printed(NamedTuple):
    """A figure with the fields that the checks need."""

    id: str
    measure: str
    value: float
    qualifier: str
    unit: str
    per: str | None
    period: str | None
    """Its first and last day, if stated."""

    @property
    def exact(self) -> Between:
        """Return the possible values of a count, which is exact unless it says otherwise."""
        return between(self.value, self.qualifier)

    @property
    def rounded(self) -> Between:
        """Return the possible values of a share or a rate, whose last digit is rounded."""
        return between(self.value, self.qualifier, half_unit(self.value))

    @property
    def printed(self) -> str:
        """Return the number in words."""
        return words(self.value, self.qualifier)


Parts = tuple[Printed, ...]
"""The numbers that another one may be made of."""


class Relation(NamedTuple):
    """A rule by which a kind of number follows from others."""

    parts: Callable[[Printed, OnePeriod], Iterator[Parts]]
    """Yields every combination of numbers that it may be made of."""
    fits: Callable[..., bool]
    """Returns whether it follows from a combination."""
    working: Callable[..., str]
    """Returns the calculation in words."""


class OnePeriod:
    """The numbers of one period in a document, by measure, without measures that occur too often."""

    def __init__(self, figures: Iterable[Printed]) -> None:
        self._found: dict[tuple[str, str | None], dict[str, list[Printed]]] = defaultdict(lambda: defaultdict(list))
        for figure in figures:
            self._found[figure.measure, figure.per][figure.unit].append(figure)

    def counts(self, measure: str, unit: str) -> list[Printed]:
        """Return the numbers of a measure in a unit."""
        return self.rates(measure, None, unit)

    def rates(self, measure: str, per: str | None, unit: str) -> list[Printed]:
        """Return the numbers of a measure per denominator."""
        found = self._found[measure, per][unit]
        return found if len(found) <= _REPEATED else []

    def units(self, measure: str) -> list[str]:
        """Return the units in which a measure is counted."""
        return list(self._found[measure, None])


def failing(figures: Iterable[Printed]) -> Iterator[tuple[str, str]]:
    """Yield (id, working) of each figure that does not follow from the others of its period.

    `figures` are of one body, from one source.
    """
    of_period: dict[str | None, list[Printed]] = defaultdict(list)
    for figure in figures:
        of_period[figure.period].append(figure)
    undated = [figure for figure in of_period.get(None, ()) if figure.measure in OFFICERS.values()]
    for period, printed in of_period.items():
        # a number of officers has no period
        numbers = OnePeriod(printed if period is None else [*printed, *undated])
        for figure in printed:
            if working := _fails(figure, numbers):
                yield figure.id, working


def _fails(figure: Printed, numbers: OnePeriod) -> str | None:
    """Return the working if no combination fits, or None if one does or there are none."""
    relation = _relation(figure)
    if relation is None or figure not in numbers.rates(figure.measure, figure.per, figure.unit):
        return None
    combinations = list(islice(relation.parts(figure, numbers), _COMBINATIONS + 1))
    if not combinations or len(combinations) > _COMBINATIONS:
        return None
    if any(relation.fits(figure, *parts) for parts in combinations):
        return None
    return relation.working(figure, *combinations[0])


def _relation(figure: Printed) -> Relation | None:
    if figure.measure in SHARES:
        return _SHARE
    if figure.per in OFFICERS:
        return _RATE
    if figure.per is not None:
        return _RATIO
    return _SUM if figure.measure in SUMS else None


def _of_share(share: Printed, numbers: OnePeriod) -> Iterator[Parts]:
    parts, whole = SHARES[share.measure]
    for part in parts:
        for unit in numbers.units(part):
            for one, of in product(numbers.counts(part, unit), numbers.counts(whole, unit)):
                if of.value:
                    yield one, of


def _share_fits(share: Printed, part: Printed, of: Printed) -> bool:
    return not apart(quotient(part.exact, of.exact, 100), share.rounded)


def _share_working(share: Printed, part: Printed, of: Printed) -> str:
    percentage = f"{part.value / of.value:.1%}".replace("%", " %")
    return f"{part.printed} / {of.printed} = {percentage}, printed: {share.printed}"


def _of_rate(rate: Printed, numbers: OnePeriod) -> Iterator[Parts]:
    officers = OFFICERS[str(rate.per)]
    for count, unit in product(numbers.counts(rate.measure, rate.unit), numbers.units(officers)):
        for of in numbers.counts(officers, unit):
            if of.value:
                yield count, of


def _rate_fits(rate: Printed, count: Printed, officers: Printed) -> bool:
    return not apart(quotient(count.exact, officers.exact, 100), rate.rounded)


def _rate_working(rate: Printed, count: Printed, officers: Printed) -> str:
    working = f"{count.printed} / {officers.printed} x 100 = {100 * count.value / officers.value:.1f}"
    return f"{working}, printed: {rate.printed} per {str(rate.per).replace('_', ' ')}"


def _of_ratio(rate: Printed, numbers: OnePeriod) -> Iterator[Parts]:
    """Yield pairs of rates of the same officers, once each: the rates must be in proportion to the counts."""
    others = [measure for measure in sorted(MEASURES) if measure > rate.measure]
    for count, measure in product(numbers.counts(rate.measure, rate.unit), others):
        rates = numbers.rates(measure, rate.per, rate.unit)
        for other, whole in product(rates, numbers.counts(measure, rate.unit)):
            if whole.value and other.value and rate.value:
                yield count, other, whole


def _ratio_fits(rate: Printed, count: Printed, other: Printed, whole: Printed) -> bool:
    return not apart(quotient(count.exact, whole.exact), quotient(rate.rounded, other.rounded))


def _ratio_working(rate: Printed, count: Printed, other: Printed, whole: Printed) -> str:
    working = f"{count.printed} / {whole.printed} = {count.value / whole.value:.3f}"
    return f"{working}, printed as rates: {rate.printed} / {other.printed} = {rate.value / other.value:.3f}"


def _of_sum(total: Printed, numbers: OnePeriod) -> Iterator[Parts]:
    return product(*(numbers.counts(part, total.unit) for part in SUMS[total.measure]))


def _sum_fits(total: Printed, *parts: Printed) -> bool:
    return not apart(plus(*(part.exact for part in parts)), total.exact)


def _sum_working(total: Printed, *parts: Printed) -> str:
    added = words(float(sum(part.value for part in parts)), None)
    return f"{' + '.join(part.printed for part in parts)} = {added}, printed: {total.printed}"


_SHARE = Relation(_of_share, _share_fits, _share_working)
_RATE = Relation(_of_rate, _rate_fits, _rate_working)
_RATIO = Relation(_of_ratio, _ratio_fits, _ratio_working)
_SUM = Relation(_of_sum, _sum_fits, _sum_working)
