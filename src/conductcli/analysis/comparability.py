"""Decide which figures may be compared, and give the reasons why others may not.

Two figures are comparable if measure, counting unit, denominator, kind and length of the period, counting rule,
qualifier and status agree, and each of them is stated. A value that a figure does not state is a reason against: it may
differ. Source of the rule: the Home Office's and the IOPC's own tables, whose periods and counting rules changed over
time.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis.periods import period_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Figure = dict[str, Any]
Traits = dict[str, str | None]
"""The values that must agree, by the code of their reason; None if not stated."""

KEYS = ("group", "place", "ratio", "comparable", "reasons", "shared")
"""The keys that `compared` adds to a figure."""

UNRULED = frozenset(("officer", "case", "allegation", "recommendation", "force"))
"""Units that are counted once each, so that there is no counting rule to state."""

_NAMES = {
    "measure": "measure",
    "unit": "unit",
    "denominator": "denominator",
    "period-kind": "period",
    "period-length": "length of the period",
    "counts": "counting rule",
    "qualifier": "qualifier",
    "status": "status",
    "value": "value",
}
"""The codes of reasons in words; a code ends in `-not-given` for a value that is not stated."""

_STATED_AS = {"period-kind": "period", "counts": "counting-rule"}  # in the codes of values that are not given
_NO_RULE = "no rule applies"
_PLAIN = "none, a plain count"
_NAMED = 4  # periods in a heading
_LOOKED_AT = 100  # nearest figures searched for one of another organisation
_BOUNDS = ("more_than", "less_than")


Key = tuple[str | None, ...]
"""The traits of a figure, in order: figures of one key may be compared if all of it is stated."""


class Reason(NamedTuple):
    """A reason why two figures may not be compared."""

    code: str
    text: str


class Group(NamedTuple):
    """Two figures or more that may be compared with one another."""

    shared: str
    figures: list[Figure]


class NonComparable(NamedTuple):
    """A figure comparable with no other, and the reasons against the nearest ones."""

    figure: Figure
    reasons: list[Reason]


def reasons(a: Figure, b: Figure) -> list[Reason]:
    """Return why two figures may not be compared, empty if they may; the codes do not depend on the order."""
    return _between(a, traits(a), b, traits(b))


def traits(figure: Figure) -> Traits:
    """Return the traits of a figure: texts that are equal if they agree, None if not stated."""
    kind, length = period_kind(figure.get("period"))
    unit, counts = figure.get("unit"), figure.get("counts")
    return {
        "measure": figure.get("measure"),
        "unit": unit,
        "denominator": figure.get("per") or _PLAIN,
        "period-kind": kind,
        "period-length": length,
        "counts": _NO_RULE if unit in UNRULED else counts if counts != "not_stated" else None,
        "qualifier": figure.get("qualifier"),
        "status": " and ".join(figure.get("statuses") or ()) or figure.get("status"),
        "value": None if figure.get("value") is None else "",
    }


def silent(figure: Figure) -> list[str]:
    """Return, in words, the traits that a figure does not state, or not exactly."""
    unstated = {_NAMES[code]: None for code, trait in traits(figure).items() if trait is None}
    unstated.pop("length of the period", None)  # implied by the period
    return list(unstated)


def groups(figures: Iterable[Figure]) -> tuple[list[Group], list[NonComparable]]:
    """Return the groups of comparable figures, and the figures comparable with no other, in the given order.

    Membership of a group is an equivalence. The reasons of a figure outside all groups are those against the nearest
    ones: those that differ in the fewest traits, and a group rather than a single figure.
    """
    given = [(figure, tuple(traits(figure).values())) for figure in figures]
    alike: dict[Key, list[Figure]] = defaultdict(list)
    for figure, key in given:
        alike[key].append(figure)
    single = {key for key, members in alike.items() if len(members) == 1 or reasons(members[0], members[0])}
    found = [Group(_shared(members), members) for key, members in alike.items() if key not in single]
    nearest = {key: _nearest(key, alike) for key in single}
    outside = [NonComparable(figure, _against(figure, nearest[key])) for figure, key in given if key in single]
    return found, outside


def compared(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures with KEYS added: group by group, the greatest first, then those in no group.

    `group` is a number from 1, or None; `place` the rank among the organisations of a group, None if it has only one;
    `ratio` the fraction of the greatest value of the group; `reasons` sentences; `shared` the common traits of a group.
    """
    together, outside = groups(figures)
    rows = []
    for number, (shared, members) in enumerate(together, 1):
        greatest: dict[str, float] = {}
        for figure in members:
            whose = figure["organisation"]
            greatest[whose] = max(figure["value"], greatest.get(whose, figure["value"]))
        most = max(greatest.values())
        for figure in sorted(members, key=lambda figure: (-figure["value"], figure["organisation"], figure["id"])):
            better = sum(
                value > figure["value"] for whose, value in greatest.items() if whose != figure["organisation"]
            )
            place = better + 1 if len(greatest) > 1 else None
            ratio = round(figure["value"] / most, 4) if most else None
            rows.append(figure | dict(zip(KEYS, (number, place, ratio, True, [], shared), strict=True)))
    for figure, why in outside:
        said = [reason.text for reason in why]
        rows.append(figure | dict(zip(KEYS, (None, None, None, False, said, None), strict=True)))
    return rows


def _between(a: Figure, of_a: Traits, b: Figure, of_b: Traits) -> list[Reason]:
    found = []
    for code, name in _NAMES.items():
        one, other = of_a[code], of_b[code]
        if code == "period-length" and (one is None or other is None or of_a["period-kind"] != of_b["period-kind"]):
            continue  # implied by the kind
        if code == "counts" and _NO_RULE in (one, other):
            continue  # implied by the unit
        if one is None or other is None:
            silent = [figure for figure, stated in ((a, one), (b, other)) if stated is None]
            found.append(_not_given(code, name, silent if a is not b else [a]))
        elif one != other:
            said = f"{_says(a, code, one)} ({_name(a)}), {_says(b, code, other)} ({_name(b)})"
            found.append(Reason(code, f"the {name} differs: {said}"))
        elif code == "qualifier" and one in _BOUNDS:
            bound = one.replace("_", " ")
            said = f"how much {'more' if one == 'more_than' else 'less'} is not said"
            found.append(
                Reason(
                    "bound",
                    f"{_name(a)} and {_name(b)} both give only a bound ({bound}): {said}"
                    if a is not b
                    else f"{_name(a)} gives only a bound ({bound}): {said}",
                )
            )
    return found


def _not_given(code: str, name: str, silent: Sequence[Figure]) -> Reason:
    whose = " and of ".join(map(_name, silent))
    unclear = [figure["period"] for figure in silent if code == "period-kind" and figure.get("period")]
    if unclear:
        return Reason("period-not-exact", f"the period of {whose} is not exact ({', '.join(unclear)})")
    return Reason(f"{_STATED_AS.get(code, code)}-not-given", f"the {name} of {whose} is not given")


def _says(figure: Figure, code: str, trait: str) -> str:
    if code == "period-kind":
        return f"{figure['period']}, a {trait}" if trait != figure["period"] else trait
    return trait.replace("_", " ")


def _name(figure: Figure) -> str:
    return str(figure.get("id") or figure.get("organisation") or "a figure without an id")


def _nearest(key: Key, alike: dict[Key, list[Figure]]) -> list[Figure]:
    """Return the figures that differ from a key in the fewest traits; empty if there are no others."""

    def distance(other: Key) -> tuple[int, bool]:
        unlike = sum(one != theirs or one is None for one, theirs in zip(key, other, strict=True))
        return unlike, len(alike[other]) == 1

    others = [other for other in alike if other != key or len(alike[key]) > 1]
    return alike[min(others, key=distance)] if others else []


def _against(figure: Figure, nearest: Sequence[Figure]) -> list[Reason]:
    """Return the reasons against the nearest figure, one of another organisation if possible.

    If there is no other figure, they are the traits that this one does not state.
    """
    others = [other for other in islice(nearest, _LOOKED_AT) if other is not figure]
    if not others:
        return reasons(figure, figure) or [Reason("alone", "there is no other figure to compare it with")]
    whose = figure.get("organisation")
    return reasons(figure, next((other for other in others if other.get("organisation") != whose), others[0]))


def _shared(members: Sequence[Figure]) -> str:
    """Return the common traits of a group, in words."""
    first = members[0]
    kind, length = period_kind(first["period"])
    periods = {figure["period"] for figure in members}
    period = f"{kind} {first['period']}" if len(periods) == 1 else f"{kind}s of {length} ({_listed(sorted(periods))})"
    rule = None if first["unit"] in UNRULED else f"counted by {first['counts']}"
    per = f"per {first['per']}" if first.get("per") else None
    qualifier = first["qualifier"] if first["qualifier"] != "exactly" else None
    status = traits(first)["status"]
    status = status if status != "final" else None
    said = (first["measure"], first["unit"], per, period, rule, qualifier, status)
    return ", ".join(part for part in said if part).replace("_", " ")


def _listed(periods: Sequence[str]) -> str:
    named = ", ".join(periods[:_NAMED])
    return named if len(periods) <= _NAMED else f"{named} and {len(periods) - _NAMED} more"
