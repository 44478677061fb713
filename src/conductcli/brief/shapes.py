"""What a brief is made of, in words: parts, entries and numbered sources, the same for Markdown and for the page."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """Something said in an entry, and of what kind: said, quote, verdict, who, caveat, rule."""

    kind: str
    text: str


class Entry(NamedTuple):
    """One fact or one question."""

    label: str
    """By which it is referred to: R1."""
    title: str
    matter: str
    """The case that it belongs to."""
    lines: tuple[Line, ...]
    cited: tuple[int, ...]
    """The numbers of its sources, of many the first."""
    uncited: int
    """How many sources it has besides."""


class Table(NamedTuple):
    """Figures that may be compared, by measure and period."""

    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    cited: tuple[int, ...]


class Part(NamedTuple):
    """What belongs together, and how the rest of it can be seen."""

    name: str
    heading: str
    note: str
    tables: tuple[Table, ...]
    entries: tuple[Entry, ...]
    more: int
    command: str
    """What shows all of it."""
    nothing: str


class Document(NamedTuple):
    """The whole brief."""

    title: str
    body: str
    about: tuple[str, ...]
    glance: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[tuple[int, str, str | None], ...]
    """Number, words and address."""
    reading: tuple[str, ...]
