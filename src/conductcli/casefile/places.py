"""Where each value of a case file stands: kept beside the value, for one record at a time.

Hardly anybody asks: places are kept as the reader of YAML gave them, in the order of the text, and are laid beside the
values only when something is wrong with a record.
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
    """Where a value stands, where its key stands, and the marks of what is inside it."""

    key: Place
    value: Place
    inside: dict[Any, Mark] | None = None
    """By key, or by number in a list."""


def marked(value: Any, places: Iterator[Place], key: Place | None = None) -> Mark:
    """The marks of a value, from the places of it and of all keys and values in it, in the order of the text."""
    own = next(places)
    mark = Mark(key or own, own)
    if isinstance(value, dict):
        mark.inside = {}
        for name, inner in value.items():
            at = next(places)
            mark.inside[name] = marked(inner, places, at)
    elif isinstance(value, list):
        mark.inside = {number: marked(inner, places) for number, inner in enumerate(value)}
    return mark


@dataclass
class Item:
    """One value of a file: a record of a list, or what stands directly under a top-level key."""

    path: Path
    value: Any
    _places: list[Any]
    _key: Place | None = None

    @cached_property
    def mark(self) -> Mark:
        """Where the value stands, and all that is inside it; to be asked before the value is changed."""
        return marked(self.value, iter(self._places), self._key)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int, Path]:
        """Line, column and full path of the value (or of its key) at `path` inside this item.

        Where there is no such value, line and column are those of the nearest one round it. A number in `path` counts
        what is still there; the full path has the number that the file gives it, also after records were dropped.
        """
        mark, full = self.mark, list(self.path)
        for depth, step in enumerate(path):
            inside = mark.inside or {}
            name = step if isinstance(step, str) or step >= len(inside) else list(inside)[step]
            if name not in inside:
                full.extend(path[depth:] if mark.inside is not None else ())
                key = False
                break
            mark = inside[name]
            full.append(name)
        found = mark.key if key else mark.value
        return found.line + 1, found.column + 1, tuple(full)

    def reach(self, path: Path) -> Path:
        """As much of a path as there is: the way to a value, or to the nearest one round it."""
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
        value, mark = self._holder(path)
        del value[path[-1]]
        del mark[path[-1] if isinstance(path[-1], str) else list(mark)[path[-1]]]

    def put(self, path: Path, stand_in: Any) -> None:
        """Put a value in the place of the one at `path`; what is inside it has no places of its own."""
        value, mark = self._holder(path)
        value[path[-1]] = stand_in
        if path[-1] in mark:
            mark[path[-1]].inside = None

    def _holder(self, path: Path) -> tuple[Any, dict[Any, Mark]]:
        mark, value = self.mark, self.value
        for step in path[:-1]:
            value = value[step]
            mark = (mark.inside or {})[step] if isinstance(step, str) else list((mark.inside or {}).values())[step]
        return value, mark.inside if mark.inside is not None else {}
