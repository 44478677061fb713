"""What to ask of figures: what changed, and what they do not state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.analysis.figure_conflicts import OF_A_CASE
from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values

CHANGED = 0.25
"""The share of the earlier figure from which on a change is asked about."""
FEW = 10
"""Below this, little can be read into a difference between two numbers."""


@rule(
    "figure-changed", "figures",
    "{measure}: {earlier} ({earlier_on}), then {newest} ({newest_on}), counted alike. What lies behind the change? "
    "{caveat}",
)  # fmt: skip
def figure_changed(row: Row) -> Values | None:
    """The two newest like-for-like figures, a quarter of the earlier one or more apart, and neither below 10."""
    figures = row["figures"]
    earlier = next((figure for figure in figures if figure["period"] != figures[0]["period"]), None)
    if row["reasons"] or earlier is None or min(figures[0]["value"], earlier["value"]) < FEW:
        return None
    if abs(figures[0]["value"] - earlier["value"]) < CHANGED * earlier["value"]:
        return None
    values = {"measure": earlier["measure"], "earlier": earlier, "earlier_on": earlier["period"]}
    values |= {"newest": figures[0], "newest_on": figures[0]["period"], "further": earlier["source"]}
    return values | {"caveat": figures[0]["caveat"] or earlier["caveat"]}


@rule(
    "not-stated",
    "figures",
    "{measure}, {newest}: {unstated} not stated, so that it may be compared with no other figure. What was counted, "
    "when and how?",
)
def not_stated(row: Row) -> Values | None:
    """Figures that may be compared with none for what they do not state; not those of one case alone."""
    newest = next((figure for figure in row["figures"] if figure["measure"] not in OF_A_CASE), None)
    if newest is None or not row["silent"]:
        return None
    return {"measure": newest["measure"], "newest": newest, "unstated": row["silent"]}
