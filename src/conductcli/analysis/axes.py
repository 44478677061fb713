"""Choose the ends and the ticks of an axis: round amounts, or the first days of years, months or days."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from conductcli.views import Axis

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_TICKS = 6
_MONTHS = (1, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)))


def number(value: float) -> str:
    """Return an amount as text, with separated thousands and no needless decimals."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.12g}"


def of_amounts(greatest: float, label: str) -> Axis:
    """Return an axis from zero to a round amount that is at least `greatest`."""
    if greatest < 1e-6:  # smaller than anything that is counted
        return Axis(label, 0, 1, ((0, "0"),))
    rough = greatest / 4
    power = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999_999)
    if greatest == int(greatest):
        step = max(1.0, step)
    steps = ceil(greatest / step - 1e-9)
    return Axis(label, 0, steps * step, tuple((step * at, number(round(step * at, 9))) for at in range(steps + 1)))


def of_days(ordinals: Iterable[float], label: str) -> Axis:
    """Return an axis of days that includes all of these, with ticks at the finest days, months or years that fit."""
    days = sorted(map(int, ordinals))
    low, high = days[0], days[-1]
    if low == high:
        return Axis(label, low - 1, low + 1, ((low, date.fromordinal(low).isoformat()),))
    for step in (1, 2, 7, 14):
        if (high - low) // step < _MOST_TICKS:
            return Axis(label, low, high, tuple((at, _day(at)) for at in range(low, high + 1, step)))
    for months in _MONTHS:
        ticks = _beginnings(low, high, months)
        if 1 < len(ticks) <= _MOST_TICKS:
            return Axis(label, low, high, tuple((at, _day(at)[: 4 if months >= 12 else 7]) for at in ticks))
    return Axis(label, low, high, ((low, _day(low)), (high, _day(high))))


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _beginnings(low: int, high: int, months: int) -> list[int]:
    """Return the first day of every period of `months` months between two days, as ordinals; no more than needed."""
    first, last = date.fromordinal(low), date.fromordinal(high)
    month = ceil((first.year * 12 + first.month - 1) / months) * months
    found: list[int] = []
    while month <= last.year * 12 + last.month - 1 and len(found) <= _MOST_TICKS + 1:
        ordinal = date(month // 12, month % 12 + 1, 1).toordinal()
        found += [ordinal] if ordinal >= low else []
        month += months
    return found
