"""Find the location of each value of a case file, one record at a time.

Locations are resolved lazily, because only invalid records need them: the parser yields them in the order of the text,
and they are matched with the values when something is wrong with a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.casefile.problems import Path


class Location(Protocol):
    """A location in a file: line and column, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class Mark:
    """The location of a value and of its key, its key or index in the file, and the marks of its parts."""

    key: Location
    value: Location
    step: str | int
    inside: dict[str, Mark] | list[Mark] | None = None


def marked(value: Any, places: Iterator[Location], key: Location | None = None, step: str | int = "") -> Mark:
    """Return the marks of a value, from the locations of it and of all keys and values in it, in text order."""
    own = next(places)
    mark = Mark(key or own, own, step)
    if isinstance(value, dict):
        inside: dict[str, Mark] = {}
        for name, inner in value.items():
            at = next(places)
            inside[name] = marked(inner, places, at, name)
        mark.inside = inside
    elif isinstance(value, list):
        mark.inside = [marked(inner, places, None, number) for number, inner in enumerate(value)]
    return mark


def _inner(mark: Mark, step: str | int) -> Mark | None:
    """Return the mark at a step inside another one, or None."""
    if isinstance(mark.inside, dict):
        return mark.inside.get(step) if isinstance(step, str) else None
    if isinstance(mark.inside, list) and isinstance(step, int) and step < len(mark.inside):
        return mark.inside[step]
    return None


@dataclass
class LocatedValue:
    """A value of a file: a record of a list, or the value of a top-level key."""

    path: Path
    value: Any
    _places: list[Any]
    _key: Location | None = None

    @cached_property
    def mark(self) -> Mark:
        """Return the mark of the value; must be called before the value is changed."""
        return marked(self.value, iter(self._places), self._key)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int, Path]:
        """Return line, column and full path of the value (or of its key) at `path` inside this item.

        If there is no such value, line and column are those of the nearest enclosing one. An index in `path` counts the
        remaining elements; the full path has the index in the file, even after records were dropped.
        """
        mark, full = self.mark, list(self.path)
        for depth, step in enumerate(path):
            inner = _inner(mark, step)
            if inner is None:
                full.extend(path[depth:] if mark.inside is not None else ())
                key = False
                break
            mark = inner
            full.append(mark.step)
        found = mark.key if key else mark.value
        return found.line + 1, found.column + 1, tuple(full)

    def reach(self, path: Path) -> Path:
        """Return the longest prefix of a path that exists: the path of a value, or of the nearest enclosing one."""
        value = self.value
        for depth, step in enumerate(path):
            if not (
                step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
            ):
                return path[:depth]
            value = value[step]
        return path

    def drop(self, path: Path) -> None:
        """Remove the value at `path`, and its mark."""
        value, marks = self._holder(path)
        step: Any = path[-1]
        del value[step]
        if isinstance(marks, list) or step in marks:
            del marks[step]

    def put(self, path: Path, stand_in: Any) -> None:
        """Replace the value at `path`; the parts of the new value have no locations of their own."""
        value, marks = self._holder(path)
        value[path[-1]] = stand_in
        if isinstance(marks, dict) and path[-1] in marks:
            marks[path[-1]].inside = None

    def _holder(self, path: Path) -> tuple[Any, Any]:
        """Return the parent of the value at `path`, and the marks of its parts (a mapping or a list)."""
        mark: Mark | None = self.mark
        value = self.value
        for step in path[:-1]:
            value = value[step]
            mark = _inner(mark, step) if mark else None
        return value, mark.inside if mark and mark.inside is not None else {}
