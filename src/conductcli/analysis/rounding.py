"""Compute how exact a printed number is: the least and the greatest that it can mean.

Fractions are exact, so that 9.7 is 9.7 and a sum of tenths is the same as on paper.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import NamedTuple

ABOUT = Fraction(1, 20)
"""The margin of "about X" as a fraction of X: rounding to two digits, 5 per cent at most (9.5 to 10.5 are about 10)."""

End = tuple[Fraction | float, int]
"""A number and a side of it: 0 the number itself, 1 just above it, -1 just below."""


class Between(NamedTuple):
    """The least and the greatest value of a number."""

    low: End
    high: End


def between(value: float, qualifier: str | None, rounding: Fraction | int = 0) -> Between:
    """Return the range of a printed value; `rounding` is the greatest rounding error of an exact one.

    `more_than` and `less_than` exclude the value itself. Without a qualifier it is exact.
    """
    number = int(value) if value == int(value) else Fraction(str(value))  # whole numbers compare ten times as fast
    if qualifier == "more_than":
        return Between((number, 1), (inf, 0))
    if qualifier == "less_than":
        return Between((0, 0), (number, -1))
    spread = max(number * ABOUT, rounding) if qualifier == "about" else rounding
    return Between((number - spread, 0), (number + spread, 0))


def half_unit(value: float) -> Fraction:
    """Return half a unit of the last digit of a number as it is printed: 0.5 for 11, 0.05 for 9.7."""
    exponent = 0 if value == int(value) else int(Decimal(str(value)).as_tuple().exponent)
    return Fraction(1, 2) * Fraction(10) ** exponent


def apart(one: Between, other: Between) -> bool:
    """Tell whether no number is in both ranges."""
    return one.high < other.low or other.high < one.low


def plus(*terms: Between) -> Between:
    """Return the range of a sum."""
    lows, highs = zip(*terms, strict=True)
    return Between(
        (sum(number for number, _ in lows), max(side for _, side in lows)),
        (sum(number for number, _ in highs), min(side for _, side in highs)),
    )


def quotient(above: Between, below: Between, times: int = 1) -> Between:
    """Return the range of a quotient multiplied by `times`; unbounded if the divisor may be zero."""
    (least, open_least), (most, open_most) = above
    (smallest, open_smallest), (greatest, open_greatest) = below
    low = 0 if greatest in (0, inf) else Fraction(least * times) / greatest
    high = inf if smallest <= 0 or most == inf else Fraction(most * times) / smallest
    return Between(
        (low, int(open_least == 1 or open_greatest == -1)), (high, -int(open_most == -1 or open_smallest == 1))
    )


def number(value: float) -> str:
    """Return a value as text: 626, 9.7."""
    return str(int(value)) if value == int(value) else str(value)


def words(value: float, qualifier: str | None) -> str:
    """Return a value with its qualifier in words: 626, less than 10."""
    return number(value) if qualifier in (None, "exactly") else f"{str(qualifier).replace('_', ' ')} {number(value)}"
