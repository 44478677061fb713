"""Convert the numbers of a row to figures of the model, with ids, counting rules and caveats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.importers.periods import slug
from conductcli.vocabulary import BY_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.importers.home_office.source import Edition
    from conductcli.importers.home_office.tables import Row


class Numbers(NamedTuple):
    """The numbers of a row whose force and period are known."""

    row: Row
    force: str
    period: str
    values: dict[str, int]
    """Numbers by measure, in the order of the official tables."""


def named(numbers: Numbers, measure: str) -> str:
    """Return the id of a figure, the same in every edition, so that editions can be compared."""
    return "-".join((numbers.force, measure.replace("_", "-"), slug(numbers.period), "ho"))


def figure(
    name: str, numbers: Numbers, measure: str, print_of: Edition, marked: Iterable[str], caveats: list[str]
) -> dict[str, Any]:
    """Return the record of one number; `marked` are the statuses marked in its cell."""
    row = numbers.row
    stated = {*marked, *row.statuses[measure]} | ({"experimental"} if row.sheet in print_of.experimental else set())
    statuses = [status for status in BY_WEIGHT if status in stated]
    made = {
        "id": name,
        "source": print_of.source["id"],
        "made_by": "home-office",
        "caveat": " ".join(caveats),
        "organisation": numbers.force,
        "measure": measure,
        "value": numbers.values[measure],
        "unit": "officer_use",
        "counts": print_of.counts(row),
        "period": numbers.period,
        "status": next(iter(statuses), None),
        "statuses": statuses if len(statuses) > 1 else None,
    }
    return {key: value for key, value in made.items() if value not in (None, "")}


def not_broken_down(measure: str, values: dict[str, int]) -> list[str]:
    """Return a caveat if some uses were not broken down by kind, because these may be of any kind."""
    missing = values.get("taser_not_stated", 0)
    if not missing or measure in ("taser_uses", "taser_not_stated"):
        return []
    of = f"Of {values['taser_uses']:,} uses" if "taser_uses" in values else "Of the uses"
    return [f"{of} {missing:,} are not broken down by kind: there may be more."]
