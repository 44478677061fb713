"""Compare cases or forces side by side, with a row for each fact, theme or measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.views import Comparison
from conductcli.vocabulary import Measure, Theme, values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECTIONS = ("facts", "findings", "outcomes", "recommendations", "statements", "figures")
_OTHER = "other"  # the label of records without a theme

Records = list[dict[str, Any]]


class Side(NamedTuple):
    """One of the things compared."""

    id: str
    label: str
    facts: dict[str, Records]
    sections: dict[str, Records]
    """Rows of the listings, by section."""


def side_by_side(sides: Sequence[Side], sections: Sequence[str]) -> Comparison:
    """Return a comparison with a column per side, and a row per fact, theme or measure that any side has.

    A record with several themes is in the row of each. Themes that more sides share come first.
    """
    rows = []
    for section in sections:
        for label in _labels(section, sides):
            cells = tuple(_cell(section, label, side) for side in sides)
            if any(cells):
                rows.append((section, label, cells))
    return Comparison(tuple((side.id, side.label) for side in sides), tuple(rows))


def _labels(section: str, sides: Sequence[Side]) -> list[str]:
    if section == "facts":
        return list(dict.fromkeys(key for side in sides for key in side.facts))
    if section == "outcomes":
        return [""]
    if section == "figures":
        return list(values(Measure))

    def share(theme: str) -> int:
        return -sum(bool(_cell(section, theme, side)) for side in sides)

    return sorted([*values(Theme), _OTHER], key=share)


def _cell(section: str, label: str, side: Side) -> Records:
    if section == "facts":
        return side.facts.get(label, [])
    return [record for record in side.sections[section] if _BELONGS[section](record, label)]


_BELONGS: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "outcomes": lambda _record, _label: True,
    "figures": lambda record, label: record["measure"] == label,
} | dict.fromkeys(
    ("findings", "recommendations", "statements"),
    lambda record, label: label in (record["themes"] or [_OTHER]),
)
