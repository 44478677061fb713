"""Recognise organisations in texts: as a tag, at the start or anywhere, even misspelt, and as of a date.

Pages write "Sussex police", "the National Police Chiefs' Council (NPCC)", "Warwickshire and West Mercia Police" and
"South Yorshire Police". If several names match at a position, the longest wins.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from conductcli.dates import days
from conductcli.organisations import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.organisations import Organisations

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’](?=\w))*['’]?|&")
_ABBREVIATED = re.compile(r"\s*\([^()]{2,40}\)")
_JOINED = re.compile(r"\s*(?:,\s*)?(?:and|&|/|,)\s+(?:the\s+)?", re.IGNORECASE)
_ALIKE = 0.9
"""Minimum similarity of misspelt words: "Yorshire" passes; "Bedfordshire" for "Hertfordshire" does not."""
_SHORTEST = 8
"""Minimum letters of a misspelt word, because one letter makes "East" another force."""
WATCHDOGS = ("iopc", "ipcc")
"""The publishers of the pages, by id."""


class Named(NamedTuple):
    """An organisation named in a text, and the position of its name."""

    id: str
    start: int
    end: int


class Bodies:
    """Find the organisations of the register in texts."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations
        self._tagged: dict[str, str | None] = {}

    def tagged(self, name: str) -> str | None:
        """Return the organisation that a whole cell or heading names, even misspelt, or None."""
        if name not in self._tagged:  # few tags, many pages
            self._tagged[name] = self._meant(name)
        return self._tagged[name]

    def _meant(self, name: str) -> str | None:
        if found := self._organisations.named(name):
            return found
        near = {id for words, id in self._names if _is_misspelt(fold(name).split(), words)}
        return near.pop() if len(near) == 1 else None

    def mentioned(self, text: str) -> list[Named]:
        """Return the organisations named anywhere in a text, in order."""
        found: list[Named] = []
        for word in _WORD.finditer(text):
            if not found or word.start() >= found[-1].end:
                found += [one for one in self._longest(text, word.start()) if word[0][0].isupper()]
        return found

    def leading(self, text: str, start: int = 0) -> tuple[list[str], int]:
        """Return the organisations listed at `start`, as in "X (Y), Z and the W", and the end of the list."""
        found: list[str] = []
        end = at = start
        while here := next(iter(self._longest(text, at)), None):
            found.append(here.id)
            abbreviated = _ABBREVIATED.match(text, here.end)
            end = abbreviated.end() if abbreviated else here.end
            joined = _JOINED.match(text, end)
            if not joined:
                break
            at = joined.end()
        return list(dict.fromkeys(found)), end

    def is_force(self, id: str) -> bool:
        """Return whether an organisation is a police force."""
        return bool(self._organisations.by_id[id]["kind"] == "force")

    def may_act(self, id: str) -> bool:
        """Return whether an organisation can receive recommendations, which excludes watchdogs and "police forces"."""
        return id not in WATCHDOGS and self._organisations.by_id[id]["kind"] != "group"

    def of_time(self, id: str, date: str | None) -> str | None:
        """Return the organisation, or its predecessor or successor on a date, or None if there was none."""
        if not date:
            return id
        for one in (id, *self._before(id), *self._after(id)):
            active = days(self._organisations.by_id[one].get("active", "0001/.."))
            here = days(date)
            if (here.last or date) >= (active.first or "") and (here.first or date) <= (active.last or "9999"):
                return one
        return None

    def _before(self, id: str) -> Iterator[str]:
        for record in self._organisations.by_id.values():
            if record.get("succeeded_by") == id:
                yield record["id"]
                yield from self._before(record["id"])

    def _after(self, id: str) -> Iterator[str]:
        while following := self._organisations.by_id[id].get("succeeded_by"):
            yield following
            id = following

    def _longest(self, text: str, start: int) -> Iterator[Named]:
        """Yield the longest name at `start`, if there is one."""
        words: list[re.Match[str]] = []
        for word in _WORD.finditer(text, start, start + 120):
            if text[words[-1].end() if words else start : word.start()].strip(" \n-–,"):
                break
            words.append(word)
        for number in range(min(len(words), self._most_words), 0, -1):
            end = words[number - 1].end()
            if found := self._organisations.named(text[start:end]):
                yield Named(found, start, end)
                return

    @cached_property
    def _names(self) -> list[tuple[list[str], str]]:
        """Return the words of every name and alias, normalised, with the id of its organisation."""
        known = self._organisations.by_id.items()
        return [
            (fold(name).split(), id) for id, record in known for name in (record["name"], *record.get("aliases", ()))
        ]

    @cached_property
    def _most_words(self) -> int:
        return max(len(words) for words, _ in self._names) + 1  # a leading "the"


def _is_misspelt(words: list[str], name: list[str]) -> bool:
    """Return whether the words equal a name except for one long word that is nearly the same."""
    if len(words) != len(name):
        return False
    wrong = [pair for pair in zip(words, name, strict=True) if pair[0] != pair[1]]
    return (
        len(wrong) == 1
        and min(map(len, wrong[0])) >= _SHORTEST
        and SequenceMatcher(None, *wrong[0], autojunk=False).ratio() >= _ALIKE
    )
