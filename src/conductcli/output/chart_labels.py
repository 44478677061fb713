"""Put the amounts, warnings, units and caveats of a chart in words, for every format that draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.views import Bar, Chart, Panel

EMPTY = "There is nothing to draw."
DOUBT = "not known whether they belong here"


def numbers(chart: Chart) -> dict[str, int]:
    """Return the number of each source, counted from 1."""
    return {id: at for at, (id, _) in enumerate(chart.sources, 1)}


def cited(source: Sequence[str], numbered: dict[str, int]) -> str:
    """Return the numbers of sources in brackets, with ranges: `[1-4, 7]`."""
    runs: list[list[int]] = []
    for at in sorted(numbered[id] for id in source):
        if runs and at == runs[-1][1] + 1:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"[{said}]" if said else ""


def amount(panel: Panel, bar: Bar, numbered: dict[str, int]) -> str:
    """Return the label of a bar: the amount, its warning unless the whole panel has it, and the sources."""
    warning = "" if _all_small(panel) else bar.warning
    return " ".join(filter(None, (", ".join(filter(None, (bar.said, warning))), cited(bar.source, numbered))))


def beside(panel: Panel) -> str:
    """Return the unit and the period of an axis."""
    return f"{panel.axis.label}; period: {panel.period}"


def under(panel: Panel) -> Iterator[str]:
    """Yield the notes of a panel: warnings, what applies to all bars, and the caveat of each bar."""
    if _all_small(panel):
        warning = panel.bars[0].warning
        yield (
            f"{warning.capitalize()}s: each is fewer than 10."
            if len(panel.bars) > 1
            else f"{warning.capitalize()}: fewer than 10."
        )
    elif any(bar.warning for bar in panel.bars):
        yield "A small number is one below 10: little can be read into a difference."
    if any(bar.unknown for bar in panel.bars):
        yield f"After the filled part of a bar: {DOUBT}."
    yield from panel.notes
    caveats: dict[str, list[str]] = {}
    for bar in panel.bars:
        if bar.caveat:
            caveats.setdefault(bar.caveat, []).append(bar.label)
    for caveat, labels in caveats.items():
        yield f"{'; '.join(labels)}: {caveat}" if len(panel.bars) > 1 else f"Caveat: {caveat}"


def _all_small(panel: Panel) -> bool:
    return bool(panel.bars) and all(bar.warning for bar in panel.bars)
