"""When the answer to a recommendation is due, and on what ground.

Source: Police Reform Act 2002, Schedule 3, paragraphs 28A and 28B: the reply is due before the end of 56 days beginning
with the day of the recommendation, so the last day is that day + 55. Watchdogs usually print the day after; the printed
day is what recipients were told, so it goes before the statutory one, and an extension before both.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from conductcli.dates import days, plus

STATUTORY_DAYS = 55
_NO_DUTY = ("section_10", "handling")


class Due(NamedTuple):
    """The date as given or computed, why it is that (printed, statutory, extended), and the last day in time (ISO)."""

    on: str | None
    basis: str | None
    last_day: str | None


def due(recommendation: dict[str, Any]) -> Due:
    """Until when an answer is due; all None where no duty to answer is known.

    Of a recommendation whose day is not known, only the latest that its last day can be is given.
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
    """The last day that the statute gives, whatever was printed; None where it gives none or the day is not known."""
    if recommendation["basis"] != "para_28A" or "made_on" not in recommendation:
        return None
    made = days(recommendation["made_on"])
    return statutory_day(made.last) if made.last and made.first == made.last else None


def statutory_day(made: str) -> str | None:
    """Return the last day for an answer to what was recommended on an ISO day; None where the calendar ends before."""
    try:
        return plus(made, STATUTORY_DAYS)
    except OverflowError:
        return None
