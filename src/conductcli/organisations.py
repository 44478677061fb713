"""Resolve the names of organisations to ids: in user input, in case files and in publications.

This is the only resolver. The names and aliases of the register take precedence. The other forms of the name of a force
follow from rules: every force may be called Police, Constabulary, Service or Force, in any combination, by the title of
its chief constable, and with its abbreviation in brackets. Nothing is guessed: a name that fits two bodies is reported
as both, and a name that is nearly right is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORGANISATIONS = Path(__file__).with_suffix(".yaml")
"""The case file of the organisations that ship with the program."""
_FORCE = frozenset(("police", "constabulary", "service", "force"))
"""The words that follow a place in the name of a force, in any combination."""
_SEAT = frozenset(("area", "headquarters", "hq"))
"""Words that may follow these and change nothing."""


def fold(name: str) -> str:
    """Return a name for comparison: without case, punctuation and a leading "the", with "and" for "&"."""
    words = "".join(c if c.isalnum() else " " if c not in "'’" else "" for c in name.casefold().replace("&", " and "))
    return " ".join(_without_article(words.split()))


Find = Callable[["Sequence[str]"], "Iterable[tuple[str, bool]]"]
"""A function from folded names to (id, whether it is a force) of every organisation that has one of them."""


class Names:
    """The names of organisations, in any store, looked up by any form of a name."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def of(self, name: str) -> list[str]:
        """Return the sorted ids of the organisations with this name: none if unknown, several if ambiguous.

        A name in the register takes precedence over one that follows from a rule.
        """
        folded = fold(name)
        if found := sorted({id for id, _ in self._find([folded])}):
            return found
        before, _, inside = name.strip().partition("(")
        if name.count("(") == 1 and inside.endswith(")"):  # the same body twice: Metropolitan Police Service (MPS)
            named = self.of(before)
            return named if named and named == self.of(inside[:-1]) else []
        return self.of_place(_place(folded.split()))

    def of_place(self, place: str) -> list[str]:
        """Return the ids of the forces of a place ("ministry of defence") that is not called a force."""
        return sorted({id for id, is_force in self._find(_forms(fold(place))) if is_force})


def in_memory(entries: Iterable[tuple[str, str, bool]]) -> Find:
    """Return a lookup in these entries: (folded name, id, whether it is a force)."""
    known: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for name, id, is_force in entries:
        known[name].add((id, is_force))
    return lambda names: {found for name in names for found in known.get(name, ())}


def _place(words: list[str]) -> str:
    """Return the words that distinguish a force from others; empty if the name is not that of a force.

    Kent Police, the Police Service of Kent, the Chief Constable of Kent: all are "kent".
    """
    chief = words[:2] == ["chief", "constable"]
    titled = 2 if chief or words[:2] == ["commissioner", "of"] else 0
    rest = _without_article(words[titled + (words[titled : titled + 1] == ["of"]) :])
    end = len(rest)
    while end and rest[end - 1] in _SEAT:
        end -= 1
    last = end
    while end and rest[end - 1] in _FORCE:
        end -= 1
    if end < last:
        return " ".join(rest[:end])
    start = 0
    while start < len(rest) and rest[start] in _FORCE:
        start += 1
    if start and rest[start : start + 1] == ["of"]:
        return " ".join(_without_article(rest[start + 1 :]))
    if rest[:1] == ["heddlu"]:
        return " ".join(rest[1:])
    return " ".join(rest) if chief else ""


def _forms(place: str) -> list[str]:
    """Return the names that the register may have for the force of a place."""
    after = [f"{place}{words}" for words in ("", " police", " constabulary", " police service")]
    before = [f"{words} {place}" for words in ("police", "police service of", "heddlu")]
    return [*after, *before] if place else []


def _without_article(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return words


class Organisations:
    """The organisations of the register, by id and by name."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self.by_id = {record["id"]: record for record in records}
        entries = (
            (fold(name), id, record["kind"] == "force")
            for id, record in self.by_id.items()
            for name in (id, record["name"], *record.get("aliases", ()))
        )
        self._names = Names(in_memory(entries))

    def named(self, name: str) -> str | None:
        """Return the id of the only organisation with this name; None if there is none, or several."""
        found = self._names.of(name)
        return found[0] if len(found) == 1 else None

    def force(self, name: str) -> str | None:
        """Return the id of the only force with this name, in a list where every name is that of a force."""
        found = [id for id in self._names.of(name) if self.by_id[id]["kind"] == "force"] or self._names.of_place(name)
        return found[0] if len(found) == 1 else None
