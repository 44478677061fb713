"""Where each value of a case file is, kept beside the value, for one record at a time.

Locations are resolved lazily, because only invalid records need them: the parser gives them in the order of the text,
and they are matched with the values when something is wrong with a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.casefile.problems import Path


class Place(Protocol):
    """Where something starts in a file: line and column, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class Mark:
    """Where a value starts, where its key starts, its key or number in the file, and the marks of what is inside it."""

    key: Place
    value: Place
    step: str | int
    inside: dict[str, Mark] | list[Mark] | None = None


def marked(value: Any, places: Iterator[Place], key: Place | None = None, step: str | int = "") -> Mark:
    """Return the marks of a value, from the places of it and of all keys and values in it, in the order of the text."""
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
    """Return the mark of what is at a step inside, None where there is nothing."""
    if isinstance(mark.inside, dict):
        return mark.inside.get(step) if isinstance(step, str) else None
    if isinstance(mark.inside, list) and isinstance(step, int) and step < len(mark.inside):
        return mark.inside[step]
    return None


@dataclass
class Item:
    """One value of a file: a record of a list, or what is directly under a top-level key."""

    path: Path
    value: Any
    _places: list[Any]
    _key: Place | None = None

    @cached_property
    def mark(self) -> Mark:
        """Where the value starts, and all that is inside it; to be asked before the value is changed."""
        return marked(self.value, iter(self._places), self._key)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int, Path]:
        """Return line, column and full path of the value (or of its key) at `path` inside this item.

        Where there is no such value, line and column are those of the nearest one round it. A number in `path` counts
        what is still there; the full path has the number that the file gives it, also after records were dropped.
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
        """Return as much of a path as there is: the way to a value, or to the nearest one round it."""
        value = self.value
        for depth, step in enumerate(path):
            if not (
                step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
            ):
                return path[:depth]
            value = value[step]
        return path

    def drop(self, path: Path) -> None:
        """Take the value at `path` out, and its mark with it."""
        value, marks = self._holder(path)
        step: Any = path[-1]
        del value[step]
        if isinstance(marks, list) or step in marks:
            del marks[step]

    def put(self, path: Path, stand_in: Any) -> None:
        """Put a value in the place of the one at `path`; what is inside it has no places of its own."""
        value, marks = self._holder(path)
        value[path[-1]] = stand_in
        if isinstance(marks, dict) and path[-1] in marks:
            marks[path[-1]].inside = None

    def _holder(self, path: Path) -> tuple[Any, Any]:
        """Return what holds the value at `path`, and the marks of what it holds: a mapping or a list, as that is."""
        mark: Mark | None = self.mark
        value = self.value
        for step in path[:-1]:
            value = value[step]
            mark = _inner(mark, step) if mark else None
        return value, mark.inside if mark and mark.inside is not None else {}
