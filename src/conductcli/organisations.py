"""Bodies by whatever name a publisher gives them: what is typed, printed or tagged → the id that the register knows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def fold(name: str) -> str:
    """A name as names are compared: without case, punctuation and a leading "the", with "and" for "&"."""
    words = "".join(c if c.isalnum() else " " if c not in "'’" else "" for c in name.casefold().replace("&", " and "))
    plain = words.split()
    while len(plain) > 1 and plain[0] == "the":
        plain.pop(0)
    return " ".join(plain)


class Organisations:
    """A list of organisations, asked by id, name or alias."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self.by_id = {record["id"]: record for record in records}
        self._named: dict[str, set[str]] = defaultdict(set)
        for record in self.by_id.values():
            for name in (record["id"], record["name"], *record.get("aliases", ())):
                self._named[fold(name)].add(record["id"])

    def named(self, name: str) -> str | None:
        """The id of the one organisation that goes by this name; None where there is none, or several."""
        found = self._named.get(fold(name), ())
        return next(iter(found)) if len(found) == 1 else None
