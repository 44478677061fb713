"""Ask about contradictions between sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.brief.rules.rule import rule

if TYPE_CHECKING:
    from conductcli.brief.rules.rule import Row, Values


@rule(
    "figures-disagree", "conflicts",
    "One source: {says} Another: {other_says} Which is right, and what does each count?",
)  # fmt: skip
def figures_disagree(row: Row) -> Values | None:
    """Two figures for the same thing that cannot both be true."""
    return _disputed(row) if row["how"] == "computed" else None


@rule(
    "sources-disagree", "conflicts",
    "One source: {says} Another: {other_says} Which is right?",
)  # fmt: skip
def sources_disagree(row: Row) -> Values | None:
    """A fact that another source contradicts."""
    return _disputed(row) if row["how"] == "recorded" else None


def _disputed(row: Row) -> Values:
    return {"says": row["says"], "other_says": row["other_says"], "further": [row["other_source"]]}
