"""Identify the columns of a table of Taser uses: labels, periods, measures, marks and others.

Headings may extend over several rows. A measure has its period in its own heading (`Total 2018/19`), in a merged
heading above (`2018/19` over three columns), or in merged headings of years below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conductcli.importers.numbers import marks, number
from conductcli.importers.periods import MONTHS, Stated, period, stated, without_period
from conductcli.importers.tables import Cell, is_blank, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conductcli.importers.sheets import Value
    from conductcli.importers.tables import Span

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
"""The accepted headings of each measure, in the order of the official tables."""
_FORCES = ("Police force", "Force", "Police force area", "Force area", "Force name", "Police force name")
_AREAS = ("region", "English region", "area", "country")
_JOINTS = ("", "and", "or")
_PLACES = {
    "force": (
        *_FORCES, "Name of force", "Name of police force", "Police forces", "Forces", "Constabulary",
        *(f"{a} {joint} {b}" for force in _FORCES for area in _AREAS for joint in _JOINTS
          for a, b in ((force, area), (area, force))),
    ),
    "region": ("Region", "English region", "Region/country", "Region or country", "Area"),
}  # fmt: skip
HEADINGS = _PLACES | MEASURES
"""The headings that identify such a table."""
_KNOWN = {plain(heading): name for name, accepted in HEADINGS.items() for heading in accepted}
_DATED = frozenset(
    ("financial", "calendar", "fiscal", "fy", "year", "years", "ytd", "period", "time", "reporting", "end", "ending",
     "ended", "date", "to", "the", "in", "of", "12", "twelve", "months", "31", "quarter", "quarters", "month", "half",
     "week", "day", *MONTHS)
)  # fmt: skip
"""Words that make up the heading of a column of periods."""
_TELLS = frozenset(
    ("financial", "calendar", "fiscal", "fy", "year", "years", "ytd", "period", "date", "quarter", "month", "half")
)
_UPPER = 3  # maximum rows of headings above the lowest


class Column(NamedTuple):
    """A column of numbers."""

    number: int
    """The column number, from 0."""
    measure: str
    heading: str
    dated: str
    """The text about the period in its headings, or ""."""
    period: str | None
    """The period in EDTF, if it can be parsed."""
    statuses: tuple[str, ...]
    """The statuses marked in its headings."""


class Layout(NamedTuple):
    """The role of each column of a table; columns are counted from 0."""

    body: int
    """The first row below the headings, from 0."""
    forces: tuple[int, ...]
    regions: tuple[int, ...]
    dated: dict[int, str]
    """Columns of periods, with their headings."""
    measures: tuple[Column, ...]
    others: dict[int, str]
    """Other columns, with their headings."""
    unclear: frozenset[int]
    """Other columns that are headed by a period, with an unknown measure."""


def layout(rows: Sequence[list[Value]], span: Span) -> Layout:
    """Return the role of each column of a table."""
    body = span.row + 1
    if body < span.end and _is_subheading(rows[body], span):
        body += 1
    return _Headings(rows, span, body).layout()


class _Headings:
    """The rows of headings of a table."""

    def __init__(self, rows: Sequence[list[Value]], span: Span, body: int) -> None:
        self.body = body
        self.rows = [rows[body - 1], *rows[max(0, body - 1 - _UPPER) : body - 1][::-1]]
        """From the lowest up."""
        self.width = max(map(len, (*self.rows[:2], *rows[body : span.end])))
        self.labels: set[int] = set()

    def layout(self) -> Layout:
        own = {column: heading for column in range(self.width) if (heading := self._own(column))}
        names = {column: _name(value) for column, (_, value) in own.items()}
        forces = tuple(column for column, name in names.items() if name == "force")
        regions = tuple(column for column, name in names.items() if name == "region")
        dated = {column: Cell(value, 0, 0).text for column, (_, value) in own.items() if is_dated(value)}
        self.labels = {*forces, *regions, *dated}
        measured = {column: self._measured(column, *own[column]) for column in own if column not in self.labels}
        measures = _certain([column for column in measured.values() if column])
        others = {column: Cell(own[column][1], 0, 0).text for column, found in measured.items() if not found}
        years = {column: heading for column, heading in others.items() if period(own[column][1])}
        if years:  # years over an unknown measure make those beside them uncertain
            measures = [column._replace(period=None) if period(column.heading) else column for column in measures]
        return Layout(self.body, forces, regions, dated, tuple(measures), others, frozenset(years))

    def _own(self, column: int) -> tuple[int, Value] | None:
        """Return the row (0 for the lowest, 1 above it) and the value of a column's heading, or None."""
        for level, row in enumerate(self.rows[:2]):
            if column < len(row) and not is_blank(row[column]):
                return level, row[column]
        return None

    def _measured(self, column: int, level: int, own: Value) -> Column | None:
        """Return the measure and period of a column of numbers, or None for other columns."""
        over = [value for row in self.rows[level + 1 :] if (value := self._merged(row, column)) is not None]
        heading, name = Cell(own, 0, 0).text, _name(own)
        if name in MEASURES:
            dated, when = _of_group(over)
        else:
            said = _said(own)
            if not (said.period or said.unclear):
                return None
            name, dated, when = _name(without_period(heading)), heading, said.period
            if name not in MEASURES and (said.unclear or period(own)):
                name = next((found for value in over if (found := _name(value)) in MEASURES), None)
        if name is None or name not in MEASURES:
            return None
        texts = (heading, *(Cell(value, 0, 0).text for value in over if period(value) or _name(value) in MEASURES))
        statuses = dict.fromkeys(status for text in texts for status in marks(text))
        return Column(column, name, heading, dated, when, tuple(statuses))

    def _merged(self, row: Sequence[Value], column: int) -> Value:
        """Return the value of the merged cell over a column: the nearest one at its position or to the left."""
        at = next((at for at in range(min(column, len(row) - 1), -1, -1) if not is_blank(row[at])), None)
        return None if at is None or at in self.labels else row[at]


_LONGEST = 100  # characters of a heading with a period


def is_dated(heading: Value) -> bool:
    """Return whether a heading consists of words for periods."""
    words = set(plain(heading).split()) if isinstance(heading, str) and len(heading) < _LONGEST else set()
    return bool(words & _TELLS) and words <= _DATED


def _name(heading: Value) -> str | None:
    return _KNOWN.get(plain(heading)) if isinstance(heading, str) and len(heading) < 2 * _LONGEST else None


def _said(heading: Value) -> Stated:
    """Return the period that a heading states; long headings are notes."""
    if isinstance(heading, str):
        return stated(heading) if len(heading) < _LONGEST else Stated(None)
    return Stated(period(heading))


def _of_group(over: Sequence[Value]) -> tuple[str, str | None]:
    """Return the text and the period of the merged headings above a column."""
    for value in over:
        said = _said(value)
        if period(value) or (said.unclear and not plain(value).startswith("table")):  # but not a title
            return Cell(value, 0, 0).text, said.period
    return "", None


def _certain(measures: Sequence[Column]) -> list[Column]:
    """Return the columns, without periods if the extent of merged headings is unclear."""
    grouped = [column for column in measures if column.dated not in ("", column.heading)]
    if not grouped or measures[0].dated:
        return list(measures)
    return [
        column if column.dated == column.heading else column._replace(dated=grouped[0].dated, period=None)
        for column in measures
    ]


def _is_subheading(row: Sequence[Value], span: Span) -> bool:
    """Return whether a row below the headings holds the years of each measure, and no numbers."""
    force = span.columns["force"]
    if force < len(row) and not is_blank(row[force]):
        return False
    filled = [value for value in row if not is_blank(value)]
    return len(filled) > 1 and all(period(value) or _is_unclear(value) for value in filled)


def _is_unclear(value: Value) -> bool:
    return isinstance(value, str) and stated(value).unclear and number(Cell(value, 0, 0)).value is None
