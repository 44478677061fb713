"""Check the sums of a row of Taser uses by the rule of the official tables.

The rule is: total = non-discharge + discharge + not stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NON_DISCHARGES = ("taser_drawn", "taser_aimed", "taser_red_dot", "taser_arced")
_DISCHARGES = ("taser_fired", "taser_drive_stun", "taser_angled_drive_stun")
_SUMS = (
    ("taser_non_discharges", _NON_DISCHARGES),
    ("taser_discharges", _DISCHARGES),
    ("taser_uses", ("taser_non_discharges", "taser_discharges", "taser_not_stated")),
)


def impossible(values: Mapping[str, int]) -> str | None:
    """Return why a row is impossible (a total below one of its parts), or None."""
    for total, parts in (*_SUMS, ("taser_uses", _NON_DISCHARGES + _DISCHARGES)):
        for part in parts:
            if total in values and values.get(part, 0) > values[total]:
                return f"{_name(total)} {values[total]:,} is less than {_name(part)} {values[part]:,}, a part of it"
    return None


def workings(values: Mapping[str, int]) -> list[str]:
    """Return the sums that do not add up, each with its working; a missing part counts as zero."""
    return list(_workings(values))


def _workings(values: Mapping[str, int]) -> Iterator[str]:
    for total, of in _SUMS:
        parts: tuple[str, ...] = of
        if total == "taser_uses" and not values.keys() & {"taser_non_discharges", "taser_discharges"}:
            parts = (*_NON_DISCHARGES, *_DISCHARGES, "taser_not_stated")
        there = [values[part] for part in parts if part in values]
        if total in values and len(there) > 1 and sum(there) != values[total]:
            added = " + ".join(f"{part:,}" for part in there)
            yield f"The row does not add up: {added} = {sum(there):,}, printed as {_name(total)}: {values[total]:,}."


def _name(measure: str) -> str:
    return measure.removeprefix("taser_").replace("_", " ")
