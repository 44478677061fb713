"""Find the differences between two versions of a record, field by field.

Only the content counts, not the order of a list of words, views or conflicts; the order of responses counts only if
nothing else tells which of them is the last.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.dates import days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Fields = dict[str, Any]
"""A record by its fields: a word, a number, a list of words, a list of records, or None if unknown."""
Pair = tuple[int | None, int | None]
"""The indices of an element in the old and the new list; None if it is absent there."""


class Change(NamedTuple):
    """A field that differs."""

    field: str
    """The field, or a path such as `responses[1].position`, with the index in the new list (the old one if removed)."""
    old: Any
    new: Any


def changes(old: Mapping[str, Any], new: Mapping[str, Any], above: tuple[Any, Any] = (None, None)) -> Iterator[Change]:
    """Yield the fields that differ between two versions with the same keys, in the order of the keys.

    `above` are the sources of the parent record, old and new: a source inherited from there is no change of the record
    itself.
    """
    for field in new:
        before, after = _known(old[field]), _known(new[field])
        if before == after or (field == "source" and (before, after) == above):
            continue
        if _records(before) or _records(after):
            sources = (old.get("source"), new.get("source"))
            yield from _listed(field, before or [], after or [], sources)
        elif not _same_words(before, after):
            yield Change(field, before, after)


def _listed(field: str, old: Sequence[Fields], new: Sequence[Fields], sources: tuple[Any, Any]) -> Iterator[Change]:
    """Yield the differences of two lists of records; equal elements are matched wherever they are."""
    for before, after in _paired(field, old, new):
        if before is None or after is None:
            place = before if after is None else after
            yield Change(
                f"{field}[{place}]", None if before is None else old[before], None if after is None else new[after]
            )
            continue
        for inner, was, now in changes(old[before], new[after], sources):
            yield Change(f"{field}[{after}].{inner}", was, now)


def _paired(field: str, old: Sequence[Fields], new: Sequence[Fields]) -> list[Pair]:
    """Match the elements of two lists: equal ones first, then those with the most in common, in list order."""
    first, second = _ordered(field, old), _ordered(field, new)
    contents = [_content(old[at]) for at in first], [_content(new[at]) for at in second]
    pairs: list[Pair] = []
    for block in SequenceMatcher(None, *contents, autojunk=False).get_matching_blocks():
        pairs += zip(first[block.a : block.a + block.size], second[block.b : block.b + block.size], strict=True)
    left_old = sorted(set(first) - {before for before, _ in pairs})
    left_new = sorted(set(second) - {after for _, after in pairs})
    pairs += _alike(old, new, left_old, left_new)
    return sorted(pairs, key=lambda pair: (pair[1] if pair[1] is not None else pair[0] or 0, pair[1] is not None))


def _alike(old: Sequence[Fields], new: Sequence[Fields], left_old: list[int], left_new: list[int]) -> Iterator[Pair]:
    """Yield the matches among the remaining elements, given by their indices."""
    scored = sorted((-_in_common(old[before], new[after]), before, after) for before in left_old for after in left_new)
    gone, came = set(left_old), set(left_new)
    for _, before, after in scored:
        if before in gone and after in came:
            gone.remove(before)
            came.remove(after)
            if _content(old[before]) == _content(new[after]):  # it moved within a list whose order counts
                yield from ((before, None), (None, after))
            else:
                yield before, after
    yield from ((before, None) for before in sorted(gone))
    yield from ((None, after) for after in sorted(came))


def _ordered(field: str, elements: Sequence[Fields]) -> list[int]:
    """Return the indices of the elements, in an order that is as meaningful as theirs."""
    places = list(range(len(elements)))
    if field == "responses":  # the last response of a body counts, by date or else by position
        return sorted(places, key=lambda at: (elements[at]["made_by"] or "", _last_day(elements[at]["made_on"])))
    return sorted(places, key=lambda at: _content(elements[at]))


def _last_day(date: str | None) -> str:
    return (days(date).last or "9999-12-31") if date else ""


def _content(element: Fields) -> str:
    """Return the content of an element for comparison, without sources, which may be inherited."""
    return json.dumps({key: value for key, value in element.items() if not isinstance(value, list)}, sort_keys=True)


def _in_common(old: Fields, new: Fields) -> int:
    return sum(old[key] == new[key] for key in new if new[key] is not None and not isinstance(new[key], list))


def _records(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], dict)


def _same_words(old: Any, new: Any) -> bool:
    return isinstance(old, list) and isinstance(new, list) and sorted(old) == sorted(new)


def _known(value: Any) -> Any:
    """Return a value, or None for an empty list, which says as little."""
    return None if value == [] else value
