"""Arithmetic inside a document: shares, rates and sums that a source prints beside the numbers they are made of.

Nothing is said where a number is missing, or where any of the numbers that it may be made of fits.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from conductcli.analysis.amounts import Between, apart, between, half_unit, plus, quotient, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SUMS = {
    "taser_uses": ("taser_non_discharges", "taser_discharges", "taser_not_stated"),
    "taser_non_discharges": ("taser_drawn", "taser_aimed", "taser_arced", "taser_red_dot"),
    "taser_discharges": ("taser_fired", "taser_drive_stun", "taser_angled_drive_stun"),
}
"""What each total is the sum of. Source: Home Office, Police use of force statistics."""

SHARES = {"share_fired": (("taser_fired", "taser_discharges"), "taser_uses")}
"""What each share is a share of: the measures that may be its part, and its whole."""

OFFICERS = {"100_trained_officers": "taser_trained_officers"}
"""The measure that counts what a rate divides by; of all officers there is none."""

MEASURES = frozenset((*SUMS, *(part for parts in SUMS.values() for part in parts), *SHARES, *OFFICERS.values()))
"""The measures that any of this is about."""

_COMBINATIONS = 1_000  # of numbers that one may be made of; a document that prints more is not taken apart


class Printed(NamedTuple):
    """A figure as far as it matters here."""

    id: str
    measure: str
    value: float
    qualifier: str
    unit: str
    per: str | None
    period: str | None
    """Its first and last day, if it is stated."""

    @property
    def exact(self) -> Between:
        """What a count can be: it is not rounded, unless it says so."""
        return between(self.value, self.qualifier)

    @property
    def rounded(self) -> Between:
        """What a share or a rate can be: its last digit is rounded."""
        return between(self.value, self.qualifier, half_unit(self.value))

    @property
    def printed(self) -> str:
        """The number in words."""
        return words(self.value, self.qualifier)


Trial = tuple[bool, str]
"""Whether numbers fit, and the working."""


def failing(figures: Iterable[Printed]) -> Iterator[tuple[str, str]]:
    """(id, working) of each figure that does not follow from the others of its period.

    `figures` are of one body, from one source.
    """
    of_period: dict[str | None, list[Printed]] = defaultdict(list)
    for figure in figures:
        of_period[figure.period].append(figure)
    undated = [figure for figure in of_period.get(None, ()) if figure.measure in OFFICERS.values()]
    for period, beside in of_period.items():
        stock = beside if period is None else [*beside, *undated]  # a number of officers is of no period
        for figure in beside:
            trials = list(islice(_trials(figure, beside, stock), _COMBINATIONS))
            if trials and not any(fits for fits, _ in trials):
                yield figure.id, trials[0][1]


def _trials(figure: Printed, beside: Sequence[Printed], stock: Sequence[Printed]) -> Iterator[Trial]:
    if figure.measure in SHARES:
        yield from _shares(figure, beside)
    elif figure.per in OFFICERS:
        yield from _rates(figure, beside, stock)
    elif figure.per is not None:
        yield from _ratios(figure, beside)
    elif figure.measure in SUMS:
        yield from _sums(figure, beside)


def _counts(figures: Sequence[Printed], measure: str, unit: str | None = None) -> list[Printed]:
    return [
        figure for figure in figures if figure.measure == measure and figure.per is None and unit in (None, figure.unit)
    ]


def _shares(share: Printed, beside: Sequence[Printed]) -> Iterator[Trial]:
    parts, whole = SHARES[share.measure]
    counted = [count for part in parts for count in _counts(beside, part)]
    for part, of in product(counted, _counts(beside, whole)):
        if part.unit == of.unit and of.value:
            fits = not apart(quotient(part.exact, of.exact, 100), share.rounded)
            working = f"{part.printed} / {of.printed} = {part.value / of.value:.1%}".replace("%", " %")
            yield fits, f"{working}, printed: {share.printed}"


def _rates(rate: Printed, beside: Sequence[Printed], stock: Sequence[Printed]) -> Iterator[Trial]:
    counts = _counts(beside, rate.measure, unit=rate.unit)
    for count, officers in product(counts, _counts(stock, OFFICERS[str(rate.per)])):
        if officers.value:
            fits = not apart(quotient(count.exact, officers.exact, 100), rate.rounded)
            working = f"{count.printed} / {officers.printed} x 100 = {100 * count.value / officers.value:.1f}"
            yield fits, f"{working}, printed: {rate.printed} per {str(rate.per).replace('_', ' ')}"


def _ratios(rate: Printed, beside: Sequence[Printed]) -> Iterator[Trial]:
    """Two rates of the same officers: as one count is to the other, so are the rates; said of one of the two."""
    counts = _counts(beside, rate.measure, unit=rate.unit)
    others = [
        other for other in beside if other.measure > rate.measure and (other.per, other.unit) == (rate.per, rate.unit)
    ]
    for count, other in product(counts, others):
        for whole in _counts(beside, other.measure, unit=other.unit):
            if whole.value and other.value and rate.value:
                fits = not apart(quotient(count.exact, whole.exact), quotient(rate.rounded, other.rounded))
                working = f"{count.printed} / {whole.printed} = {count.value / whole.value:.3f}"
                printed = f"{rate.printed} / {other.printed} = {rate.value / other.value:.3f}"
                yield fits, f"{working}, printed as rates: {printed}"


def _sums(total: Printed, beside: Sequence[Printed]) -> Iterator[Trial]:
    for parts in product(*(_counts(beside, part, unit=total.unit) for part in SUMS[total.measure])):
        fits = not apart(plus(*(part.exact for part in parts)), total.exact)
        added = words(float(sum(part.value for part in parts)), None)
        yield fits, f"{' + '.join(part.printed for part in parts)} = {added}, printed: {total.printed}"
