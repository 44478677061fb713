"""The words by which rows are found: each stands for one value of one filter, and an index of words answers for them.

A row has every word that is true of it. A day has words for the beginnings of its date (2, 20, 202, 2020, 2020-05,
2020-05-06), so that "before" and "after" are a few words each, however many days there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from conductcli.dates import days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.analysis.deadlines import Due

Span = tuple[str | None, str | None]
"""The first and the last day (ISO) that a date can mean."""
ALWAYS, FOR_EVER = "0001-01-01", "9999-12-31"
"""The first and the last day of a span that is open at that end."""

ANY = "any"
"""A word that every row has."""
OPEN_START = "open_start"
"""Of a row whose span of days has no start."""
_LEVELS = (1, 2, 3, 4, 7, 10)  # characters of a date
_HUNDRED = [f"{at:02}" for at in range(100)]
_MONTHS, _DAYS = tuple(f"{at:02}" for at in range(1, 13)), tuple(f"{at:02}" for at in range(1, 32))


def sealed(words: Iterable[str]) -> str:
    """The words in a form that nobody types, and that a text index takes for one short word each, as it is."""
    return " ".join(map(_sealed, words))


@lru_cache(maxsize=20_000)
def _sealed(word: str) -> str:
    return f"{_SEAL}{blake2b(word.encode(), digest_size=6).hexdigest()}0"  # no ending that a language would cut off


_SEAL = "\ue000"  # for private use: a letter to the index, and of no language


def unsealed(text: str) -> str:
    """A text without the mark that is kept for sealed words."""
    return text.replace(_SEAL, " ")


def of_values(values: Mapping[str, Iterable[str | None]]) -> list[str]:
    """The words for the values of filters; what is not known has none."""
    return [f"{name}:{value}" for name, found in values.items() for value in dict.fromkeys(found) if value is not None]


def of_row(span: Span, values: Mapping[str, Iterable[str | None]]) -> str:
    """The words of a row of a listing: for the values of its filters, and for the days (ISO) that its date can mean."""
    return " ".join([ANY, *of_values(values), *_of_span(*span)])


def _of_span(first: str | None, last: str | None) -> list[str]:
    """Where the days are several, how far they reach; one day is told by the row's place."""
    if first is None or last is None or first == last:
        return []
    return [*of_day("last", last), *([OPEN_START] if first == ALWAYS else [])]


def of_day(name: str, day: str, levels: Sequence[int] = _LEVELS) -> list[str]:
    """The words for a day (ISO)."""
    return [f"{name}:{day[:level]}" for level in levels]


def before(name: str, day: str) -> list[str]:
    """The words of which a row has just one if its day is before this one."""
    return [word for level in _LEVELS for word in _siblings(name, day, level) if word < f"{name}:{day[:level]}"]


def after(name: str, day: str) -> list[str]:
    """The words of which a row has just one if its day is after this one."""
    return [word for level in _LEVELS for word in _siblings(name, day, level) if word > f"{name}:{day[:level]}"]


def _siblings(name: str, day: str, level: int) -> list[str]:
    """The beginnings of dates of one length that agree with the day in all that stands before their last part."""
    ends = {7: _MONTHS, 10: _DAYS}.get(level, "0123456789")
    start = day[: level - len(ends[0])]
    return [f"{name}:{start}{end}" for end in ends]


def of_case(name: str | None) -> list[str]:
    """A short word for a case: others may have the same, so its rows are looked at."""
    return [f"case:{crc32(name.encode()):x}"] if name else []


class Found(NamedTuple):
    """How a search keeps and orders a record."""

    day: str | None
    """The first day (ISO) that its date can mean."""
    words: str


def of_text(record: str, date: str | None, forces: Iterable[str] = (), shared: str = "") -> Found:
    """How a record is found: by its kind, by whom it concerns, by the first day of its date.

    `shared` are the words that all records of a case have, made once for each case: there are many records.
    """
    day, words = _of_date(date)
    return Found(day, f"{_of_forces(record, tuple(forces))}{shared} {words}")


def shared(case: str | None, topics: Iterable[str] = ()) -> str:
    """The words of all records of a case in a search."""
    return " " + sealed([*of_values({"topic": topics}), *of_case(case)]) if case else ""


@lru_cache(maxsize=20_000)
def _of_forces(record: str, forces: tuple[str, ...]) -> str:
    return sealed([f"kind:{record}", *of_values({"force": forces})])


@lru_cache(maxsize=20_000)
def _of_date(date: str | None) -> Found:
    day = _first(date) or None
    return Found(day, sealed(of_day("day", day, DAY_LEVELS) if day else [UNDATED]))


DAY_LEVELS = (2, 4, 7, 10)
"""The beginnings of a day by which a search goes back in time: the century, the year, the month and the day."""
UNDATED = "undated"


def children(name: str, start: str) -> list[str]:
    """The words for the next longer beginnings of a day, the latest first."""
    ends = {2: _HUNDRED, 4: [f"-{month}" for month in _MONTHS], 7: [f"-{day}" for day in _DAYS]}.get(
        len(start), _HUNDRED
    )
    return [f"{name}:{start}{end}" for end in reversed(ends)]


Answers = Mapping[str | None, Sequence[Mapping[str, Any]]]
"""Responses in their order, by who made them: None where that is not said, which is then whoever was asked."""


def answers(recommendation: Mapping[str, Any]) -> Answers:
    """Return the responses of a recommendation, grouped once for all of its recipients."""
    found: dict[str | None, list[Mapping[str, Any]]] = {}
    for at, answer in enumerate(recommendation.get("responses", ())):
        found.setdefault(answer.get("made_by"), []).append({**answer, "at": at})
    return found


def of_standing(recommendation: Mapping[str, Any], recipient: str | None, until: Due, found: Answers) -> str:
    """The words for where a recommendation stands with one recipient once all that is recorded has happened.

    `found` are its answers. What is open is awaited until its last day: nobody knows on which day that will be asked.
    `settled` is the day from which these words are true.
    """
    given = [
        (_first(answer.get("made_on")), answer.get("position"))
        for made_by in (found if recipient is None else dict.fromkeys((recipient, None)))
        for answer in found.get(made_by, ())
    ]
    settled = max([_first(recommendation.get("made_on")), *(first for first, _ in given)])
    words = of_day("settled", settled) if settled else []
    required = recommendation["basis"] == "para_28A" or until.on is not None
    positions = [position for _, position in given]
    return " ".join([*words, *_standing(positions, until.last_day, required=required)])


def _standing(positions: Sequence[str | None], last_day: str | None, *, required: bool) -> list[str]:
    if any(position != "awaiting" for position in positions):
        return ["status:answered"]
    if positions:
        return ["status:awaiting"]
    if not required:
        return ["status:not_required"]
    return of_day("open", last_day) if last_day else ["status:no_response_found"]


def of_status(status: str, as_of: str) -> list[str]:
    """The words of which a row has one if it has this status on a day (ISO), once it is settled."""
    still_open = {"awaiting": [f"open:{as_of}", *after("open", as_of)], "no_response_found": before("open", as_of)}
    return [f"status:{status}", *still_open.get(status, ())]


def _first(date: str | None) -> str:
    """The first day that a date can mean; "" where it is not known."""
    return (days(date).first or ALWAYS) if date else ""
