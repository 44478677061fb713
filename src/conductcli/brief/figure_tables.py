"""Put the figures of a brief in words: tables of comparable figures, and why others cannot be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.output.sanitize import label
from conductcli.output.wording import amount, capital, day, listed, reasons, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conductcli.brief.naming import Words

Row = dict[str, Any]
_PERIODS = 4  # newest periods per table
_TOLD = 6  # figures listed per reason


def figure_table(words: Words, table: Row) -> tuple[Any, ...]:
    """Return caption, heading, rows, notes and sources of a table: a row per measure, the newest period last."""
    first, periods = table["first"], [*reversed(table["periods"][:_PERIODS])]
    rows, shown = [], []
    for measure, figures in table["rows"]:
        cells = [[figure for figure in figures if figure["period"] == period] for period in periods]
        rows.append((label(measure).capitalize(), *(" or ".join(map(_number, cell)) for cell in cells)))
        shown += [figure for cell in cells for figure in cell]
    unit = f"{label(first['unit'])}s" + (f" per {label(first['per'])}" if first["per"] else "")
    rule = f"counted by {label(first['counts'])}" if first["counts"] else ""
    caption = ", ".join(filter(None, (unit.capitalize(), rule, _statuses(first))))
    left = len(table["periods"]) - len(periods)
    notes = [f"{left} earlier period{'s' if left > 1 else ''} left out."] if left else []
    heading = ("Measure", *map(day, periods))
    return caption, heading, tuple(rows), (*notes, *_caveats(shown)), words.cited(_sources(shown))


def _number(figure: Row) -> str:
    value = figure["value"]
    said = f"{value:,}" if isinstance(value, int) else f"{value:,.12g}"
    return said if figure["qualifier"] == "exactly" else f"{label(figure['qualifier'])} {said}"


def _caveats(figures: Iterable[Row]) -> list[str]:
    """Return the caveats of figures, each once, with the figures that it applies to."""
    found: dict[str, list[Row]] = {}
    for figure in figures:
        if figure["caveat"]:
            found.setdefault(figure["caveat"], []).append(figure)
    return [
        f"{capital(listed(list(dict.fromkeys(label(row['measure']) for row in rows))))}, "
        f"{listed(list(dict.fromkeys(day(row['period']) or 'period not given' for row in rows)))}: {shortened(caveat)}"
        for caveat, rows in found.items()
    ]


def _sources(figures: Iterable[Row]) -> list[str]:
    return [name for figure in figures for name in figure["source"]]


def apart_entry(words: Words, row: Row) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Return title, lines and sources of figures that cannot be compared, for one reason."""
    told: Sequence[Row] = row["figures"][:_TOLD]
    said = [f"{label(figure['measure'])} {amount(figure)} ({_when(figure)})" for figure in told]
    more = len(row["figures"]) - len(told)
    why = _why(words, row)
    lines = [
        ("said", capital("; ".join(said)) + (f"; and {more:,} more" if more else "") + "."),
        *(("caveat", caveat) for caveat in _caveats(told)[:2]),
    ]
    return f"not to be compared: {why}", lines, _sources(told)


def _when(figure: Row) -> str:
    return ", ".join(filter(None, (day(figure["period"]) or "period not given", _statuses(figure))))


def _statuses(figure: Row) -> str:
    return listed([status for status in figure["statuses"] if status != "final"])


def _why(words: Words, row: Row) -> str:
    if row["silent"]:
        return f"{listed(row['silent'])} not given"
    return "; ".join(
        reasons(words.brief.names)(row["figures"][0] | {"others": row["others"], "reasons": row["reasons"]})
    )
