"""Ask about figures that changed, or that do not state how they were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.analysis.figure_conflicts import OF_A_CASE
from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values

CHANGED = 0.25
"""The smallest change to ask about, as a share of the earlier figure."""
FEW = 10
"""Below this, a difference between two numbers says little."""


@rule(
    "figure-changed", "figures",
    "{measure}: {earlier} ({earlier_on}), then {newest} ({newest_on}), counted alike. What lies behind the change? "
    "{caveat}",
)  # fmt: skip
def figure_changed(row: Row) -> Values | None:
    """The two newest comparable figures, neither below 10, if they differ by a quarter of the earlier one or more."""
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
    """Figures that cannot be compared because of what they do not state, except figures for a single case."""
    newest = next((figure for figure in row["figures"] if figure["measure"] not in OF_A_CASE), None)
    if newest is None or not row["silent"]:
        return None
    return {"measure": newest["measure"], "newest": newest, "unstated": row["silent"]}
