"""The tables of Taser uses in a document: where they are, and in each row whose numbers they are, of which period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.importers.periods import period
from conductcli.importers.tables import Cell, Table, nearest, plain, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.importers.sheets import Document, Sheet
    from conductcli.importers.tables import Nearest

MEASURES = {
    "taser_uses": (
        "Total", "Total used", "Total uses", "Total use", "Total CED", "Total CED uses", "Total CED use", "CED uses",
        "All uses", "Number of uses", "Total Taser uses",
    ),
    "taser_non_discharges": (
        "Total non-discharge", "Total non-discharges", "Total non-discharged", "Non-discharge", "Non-discharges",
        "CED non-discharge",
    ),
    "taser_drawn": ("Drawn", "CED drawn", "Taser drawn"),
    "taser_aimed": ("Aimed", "CED aimed", "Taser aimed"),
    "taser_red_dot": ("Red-dot", "Red-dots", "Red-dotted", "Reddot", "CED red-dot"),
    "taser_arced": ("Arced", "Arcing", "CED arced"),
    "taser_discharges": (
        "Total discharge", "Total discharges", "Total discharged", "Discharge", "Discharges", "CED discharge",
    ),
    "taser_drive_stun": ("Drive stun", "Drive stuns", "Drivestun", "Drive stunned", "CED drive-stun"),
    "taser_fired": ("Fired", "CED fired", "Taser fired", "Probes fired"),
    "taser_angled_drive_stun": (
        "Angled drive stun", "Angled drive stuns", "Angle drive stun", "CED angled drive stun", "CED angle-drive stun",
    ),
    "taser_not_stated": ("Not stated", "CED not stated", "Not known", "Not reported", "Unknown"),
}  # fmt: skip
"""The headings that each measure goes by, in the order of the official tables."""
_PLACES = {
    "force": ("Police force", "Force", "Police force area", "Force name", "Name of force", "Police force name"),
    "region": ("Region", "English region", "Region/country", "Region or country", "Area"),
    "year": ("Financial year", "Year", "Calendar year", "Period", "Time period", "Reporting period", "Year ending"),
    "end": ("ytd", "Year to date", "Period end", "Period ending", "End date", "Year to"),
}
HEADINGS = _PLACES | MEASURES
REGIONS = frozenset(
    map(
        plain,
        ("North East", "North West", "Yorkshire and the Humber", "Yorkshire & Humber", "East Midlands", "West Midlands",
         "East of England", "East", "Eastern", "London", "South East", "South West", "Wales", "England",
         "England and Wales", "Great Britain", "United Kingdom"),
    )
)  # fmt: skip
"""Labels that stand for several forces; `West Midlands` is also a force's."""
WEST_MIDLANDS = "west-midlands"
_MODES = frozenset(MEASURES) - {"taser_uses", "taser_not_stated"}


class Row(NamedTuple):
    """One row of such a table."""

    sheet: str
    label: Cell
    """Whose numbers these are."""
    region: str
    """The region's label, in plain words; "" where the table has none."""
    period: str | None
    """As the row or the table says it (EDTF)."""
    dated: Cell | None
    """Where the row says it."""
    cells: dict[str, Cell]
    """By measure: those in which something stands."""
    fired_as: str
    """The heading of what was fired."""


def rows(document: Document) -> Iterator[Row]:
    """The rows of all tables of Taser uses of a document, from the first sheet on."""
    for sheet in document.sheets:
        for table in tables(sheet, HEADINGS, ("force",), ("year", "end", "region")):
            if len(table.columns.keys() & _MODES) >= 2:
                yield from _rows(table, document, sheet)


def looked_for(document: Document) -> Nearest | None:
    """What came nearest to being such a table."""
    return nearest(document.sheets, HEADINGS, ("force", "taser_uses", "taser_drawn", "taser_fired"))


def _rows(table: Table, document: Document, sheet: Sheet) -> Iterator[Row]:
    stated = _stated(table, document)
    # Where drive stuns have a column of their own and nothing is called fired, discharges are what was fired.
    columns = table.columns
    fired = {"taser_drive_stun", "taser_discharges"} <= columns.keys() and "taser_fired" not in columns
    fired_as = str(sheet.rows[table.row - 1][columns["taser_discharges"] - 1]) if fired else ""
    for cells in table.rows:
        dated = next((cells[name] for name in ("year", "end") if name in cells and cells[name].text), None)
        counts = {
            "taser_fired" if fired and measure == "taser_discharges" else measure: cells[measure]
            for measure in MEASURES
            if measure in cells and cells[measure].text
        }
        region = plain(cells["region"].text) if "region" in cells else ""
        said = period(dated.value) if dated else stated
        yield Row(sheet.name, cells["force"], region, said, dated, counts, fired_as)


def _stated(table: Table, document: Document) -> str | None:
    """The period that a table has as a whole: in the lines over it, the sheet's name, the file's name."""
    lines = [line for line in reversed(table.above) if not _OTHER_DATES.search(line)]
    lines.sort(key=lambda line: not line.casefold().startswith("table"))
    return next((found for words in (*lines, table.sheet, document.name) if (found := period(words))), None)


_OTHER_DATES = re.compile(r"publi|updated|released|copyright|©|until|before|since|from \d{4}", re.IGNORECASE)
"""Lines over a table that give dates of something else than what was counted."""
