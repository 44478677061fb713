"""The shapes that a command may return; every format can show every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


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


View = Table | Record | Comparison
