"""The shapes that a command may return; every format can show every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Table(NamedTuple):
    """Rows of the same keys, read one by one."""

    name: str
    columns: tuple[str, ...]
    """The keys, in the order of the values of a row."""
    rows: Iterable[tuple[Any, ...]]
    shown: tuple[str, ...] = ()
    """The keys by use, the most useful first: what a narrow table keeps. Empty: all of them, as they come."""
    headed: str = ""
    """The key whose value stands as a heading over the rows that share it; rows of one heading come together."""
    unheaded: str = ""
    """The heading of rows without that value."""


class Record(NamedTuple):
    """One thing, whole: keys and values, groups and lists of records."""

    name: str
    value: dict[str, Any]


class Comparison(NamedTuple):
    """Several things side by side."""

    columns: tuple[tuple[str, str], ...]
    """The id and the label of each."""
    rows: tuple[tuple[str, str, tuple[list[dict[str, Any]], ...]], ...]
    """Section, label, and the records of each column."""
    shared_wording: list[dict[str, Any]] | None = None
    """The phrases that different organisations' statements have in common; None: not looked for."""


class Axis(NamedTuple):
    """From where to where something is drawn, and what stands beside it."""

    label: str
    """The unit of a scale of amounts; of a scale of days, what is on it."""
    low: float
    high: float
    """Amounts, or the ordinals of days."""
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """How far along the axis a value lies, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


class Bar(NamedTuple):
    """An amount, drawn as a length."""

    label: str
    value: float | None
    """None: not known, which is not zero."""
    said: str
    """The amount in words."""
    unknown: float = 0
    """How much more it may be, because it is not known of so many whether they belong to it."""
    warning: str = ""
    caveat: str | None = None
    source: tuple[str, ...] = ()


class Point(NamedTuple):
    """Something that happened on a day or, where the day is not known, in some time."""

    label: str
    date: str
    start: float | None
    end: float | None
    """The first and the last day that it can have been, as ordinals; None: open at this end."""
    source: tuple[str, ...] = ()


class Panel(NamedTuple):
    """What may stand on one axis."""

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
    """Panels one under the other, each with an axis of its own, and what a careful reader must know."""

    name: str
    title: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """The id and the words of each; a bar or a point names them by their number, from 1."""

    def table(self) -> Table:
        """What is drawn, as rows."""
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
"""A field or a date, what it was and what it is."""


class Entry(NamedTuple):
    """What is new of one record."""

    change: str
    record: str
    """Its kind."""
    case_id: str | None
    id: str
    text: str
    case_title: str | None
    date: str | None
    """Its own, as it is known."""
    caveat: str | None
    changes: tuple[Change, ...]
    themes: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    own_day: str | None
    day: str
    """The day (ISO) of what is new of it; `own_day` is that of the record."""


class Feed(NamedTuple):
    """News for those who watch, the newest first."""

    title: str
    about: str
    key: str
    """What tells it from other feeds, the same in each edition of it."""
    day: str
    """The day (ISO) of what is newest in it."""
    address: str | None
    """Where it is published."""
    entries: Iterable[Entry]


class Page(NamedTuple):
    """A document for a browser: how it is laid out, and what stands on it."""

    name: str
    """The name of its template."""
    title: str
    as_of: str
    """The day (ISO) on which things stood so."""
    names: Mapping[str, str]
    """The names of organisations by their ids."""
    content: Mapping[str, Any]
    """What the template takes besides; what is long is read one by one, once, while the page is written."""


class Question(NamedTuple):
    """A question that follows from a record, by a rule that has a name."""

    rule: str
    wording: str
    """With names in braces for what `values` has."""
    values: Mapping[str, Any]
    record: tuple[str, str | None, str]
    """The kind, the case and the id of what it follows from."""
    source: tuple[str, ...]


class Chosen(NamedTuple):
    """What there is room for, and how many there are besides."""

    rows: list[Any]
    more: int


class Brief(NamedTuple):
    """What a meeting takes along of one body: facts by their parts, and the questions that follow from them."""

    body: str
    as_of: str
    """The day (ISO) on which things stood so."""
    since: str | None
    """The day (ISO) from which on something is kept."""
    counts: Mapping[str, int]
    """How many there are of what, whether there is room for them or not."""
    parts: Mapping[str, Chosen]
    undated: int
    """Facts left out because nothing about them has a date."""
    kind: str = "force"
    """What kind of organisation it is."""
    names: Mapping[str, str] = {}
    """The names of organisations by their ids."""
    titles: Mapping[str, str] = {}
    """The titles of cases by their ids."""
    sources: Mapping[str, Mapping[str, Any]] = {}
    """The documents by their ids."""


View = Table | Record | Comparison
Shown = View | Chart | Page | Feed | Brief
"""What a command may return: a chart is drawn, or given to a machine as the rows that it draws; a page is HTML, a feed
Atom, a brief HTML or Markdown."""
