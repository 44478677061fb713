"""Define the document of a brief: parts, entries and numbered sources, shared by Markdown and HTML."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line of an entry with its kind: said, quote, verdict, who, caveat or rule."""

    kind: str
    text: str


class Entry(NamedTuple):
    """A fact or a question."""

    label: str
    """The label used in references, such as R1."""
    title: str
    matter: str
    """The title of its case."""
    lines: tuple[Line, ...]
    cited: tuple[int, ...]
    """The numbers of its first sources."""
    uncited: int
    """The number of further sources."""


class Table(NamedTuple):
    """Comparable figures by measure and period."""

    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    cited: tuple[int, ...]


class Part(NamedTuple):
    """A part of the brief, with the command that lists all of it."""

    name: str
    heading: str
    note: str
    tables: tuple[Table, ...]
    entries: tuple[Entry, ...]
    more: int
    command: str
    """The command that shows all of it."""
    nothing: str


class Document(NamedTuple):
    """The document of a brief."""

    title: str
    body: str
    about: tuple[str, ...]
    glance: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[tuple[int, str, str | None], ...]
    """Number, description and address."""
    reading: tuple[str, ...]
