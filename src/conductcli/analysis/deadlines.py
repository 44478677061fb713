"""Compute the date when the response to a recommendation is due, and the basis of that date.

Source: Police Reform Act 2002, Schedule 3, paragraphs 28A and 28B: the reply is due before the end of 56 days beginning
with the day of the recommendation, so the last day is that day + 55. Watchdogs usually print the day after; recipients
were told the printed day, so it takes precedence over the statutory one, and an extension over both.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from conductcli.dates import days, plus

STATUTORY_DAYS = 55
_NO_DUTY = ("section_10", "handling")


class Due(NamedTuple):
    """A deadline: the date, its basis (printed, statutory, extended), and the last day that it can mean (ISO)."""

    on: str | None
    basis: str | None
    last_day: str | None


def due(recommendation: dict[str, Any]) -> Due:
    """Return the deadline of a recommendation; all fields are None if no duty to respond is known.

    If the recommendation has no exact day, only the latest possible last day is given.
    """
    basis = recommendation["basis"]
    if basis not in _NO_DUTY:
        for key, ground in (("extended_to", "extended"), ("due_on", "printed")):
            if key in recommendation:
                return Due(recommendation[key], ground, days(recommendation[key]).last)
    if on := statutory(recommendation):
        return Due(on, "statutory", on)
    made = days(recommendation["made_on"]) if "made_on" in recommendation else None
    if basis != "para_28A" or not made or not made.last:
        return Due(None, None, None)
    return Due(None, None, statutory_day(made.last))


def statutory(recommendation: dict[str, Any]) -> str | None:
    """Return the statutory last day, whatever was printed; None if there is none or the day is unknown."""
    if recommendation["basis"] != "para_28A" or "made_on" not in recommendation:
        return None
    made = days(recommendation["made_on"])
    return statutory_day(made.last) if made.last and made.first == made.last else None


def statutory_day(made: str) -> str | None:
    """Return the statutory last day for a recommendation of an ISO day; None if it is beyond the calendar."""
    try:
        return plus(made, STATUTORY_DAYS)
    except OverflowError:
        return None
