"""Define the shapes that a command may return; every format can show every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Table(NamedTuple):
    """Rows with the same keys, read one by one."""

    name: str
    columns: tuple[str, ...]
    """The keys, in the order of the values of a row."""
    rows: Iterable[tuple[Any, ...]]
    shown: tuple[str, ...] = ()
    """The keys by importance, which a narrow table shows first; empty for all keys in order."""
    headed: str = ""
    """The key whose value is a heading over its rows, which are consecutive."""
    unheaded: str = ""
    """The heading of rows without that value."""


class Record(NamedTuple):
    """A single thing: keys and values, groups and lists of records."""

    name: str
    value: dict[str, Any]


class Comparison(NamedTuple):
    """Several things side by side."""

    columns: tuple[tuple[str, str], ...]
    """The id and the label of each column."""
    rows: tuple[tuple[str, str, tuple[list[dict[str, Any]], ...]], ...]
    """Section, label, and the records of each column."""
    shared_wording: list[dict[str, Any]] | None = None
    """The phrases shared by statements of different organisations; None if not searched for."""


class Axis(NamedTuple):
    """The range of an axis, with its label and ticks."""

    label: str
    """The unit of a scale of amounts; the subject of a scale of days."""
    low: float
    high: float
    """Amounts, or the ordinals of days."""
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Return the position of a value on the axis, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


class Bar(NamedTuple):
    """An amount, drawn as a length."""

    label: str
    value: float | None
    """None if unknown, which is not zero."""
    said: str
    """The amount in words."""
    unknown: float = 0
    """The amount that may have to be added, because it is unknown whether it belongs here."""
    warning: str = ""
    caveat: str | None = None
    source: tuple[str, ...] = ()


class Point(NamedTuple):
    """An event on a day or, if the day is unknown, within a span."""

    label: str
    date: str
    start: float | None
    end: float | None
    """The first and the last day that it can mean, as ordinals; None for an open end."""
    source: tuple[str, ...] = ()


class Panel(NamedTuple):
    """Values that may share an axis."""

    heading: str
    axis: Axis
    period: str
    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()


DRAWN = (
    "panel", "heading", "label", "value", "said", "unknown", "warning", "axis", "period", "date", "notes", "caveat",
    "source",
)  # fmt: skip
"""The keys of a chart's rows."""


class Chart(NamedTuple):
    """Panels, one below the other, each with an axis of its own, and notes for a careful reader."""

    name: str
    title: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """The id and the title of each source; a bar or a point refers to them by number, from 1."""

    def table(self) -> Table:
        """Return the content of the chart as rows."""
        rows: list[tuple[Any, ...]] = []
        for at, panel in enumerate(self.panels, 1):
            unit, period, notes = panel.axis.label, panel.period or None, list(panel.notes)
            for bar in panel.bars:
                drawn = (bar.label, bar.value, bar.said, bar.unknown, bar.warning or None, unit, period, None)
                rows.append((at, panel.heading, *drawn, notes, bar.caveat, list(bar.source)))
            for point in panel.points:
                happened = (point.label, None, None, None, None, unit, period, point.date)
                rows.append((at, panel.heading, *happened, notes, None, list(point.source)))
        return Table(self.name, DRAWN, rows)


Change = tuple[str | None, Any, Any]
"""A field or a date, its old value and its new value."""


class Entry(NamedTuple):
    """The news about one record."""

    change: str
    record: str
    """The kind of the record."""
    case_id: str | None
    id: str
    text: str
    case_title: str | None
    date: str | None
    """The date of the record itself, as far as it is known."""
    caveat: str | None
    changes: tuple[Change, ...]
    themes: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    own_day: str | None
    day: str
    """The day (ISO) of the news; `own_day` is that of the record."""


class Feed(NamedTuple):
    """News for subscribers, the newest first."""

    title: str
    about: str
    key: str
    """The identity of the feed, the same in each edition."""
    day: str
    """The day (ISO) of the newest entry."""
    address: str | None
    """The address where it is published."""
    entries: Iterable[Entry]


class Page(NamedTuple):
    """A document for a browser: its template and its content."""

    name: str
    """The name of its template."""
    title: str
    as_of: str
    """The day (ISO) as of which everything is reported."""
    names: Mapping[str, str]
    """The names of organisations by id."""
    content: Mapping[str, Any]
    """Further values for the template; long ones are iterators, read once while the page is written."""


class Question(NamedTuple):
    """A question that follows from a record, by a named rule."""

    rule: str
    wording: str
    """The question, with names in braces for the values in `values`."""
    values: Mapping[str, Any]
    record: tuple[str, str | None, str]
    """The kind, the case id and the id of the record that it follows from."""
    source: tuple[str, ...]


class Chosen(NamedTuple):
    """The items that there is room for, and the number of the others."""

    rows: list[Any]
    more: int


class Brief(NamedTuple):
    """A briefing on one body for a meeting: facts by section, and the questions that follow from them."""

    body: str
    as_of: str
    """The day (ISO) as of which everything is reported."""
    since: str | None
    """The first day (ISO) of the facts that are included."""
    counts: Mapping[str, int]
    """Totals by name, whether there is room for the items or not."""
    parts: Mapping[str, Chosen]
    undated: int
    """Facts left out because they have no date."""
    kind: str = "force"
    """The kind of organisation."""
    names: Mapping[str, str] = {}
    """The names of organisations by id."""
    titles: Mapping[str, str] = {}
    """The titles of cases by id."""
    sources: Mapping[str, Mapping[str, Any]] = {}
    """The documents by id."""


View = Table | Record | Comparison
Shown = View | Chart | Page | Feed | Brief
"""The views that a command may return. A chart is drawn, or becomes rows for a machine; a page is HTML, a feed Atom,
a brief HTML or Markdown."""
