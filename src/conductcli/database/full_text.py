"""Answer a search: the records that hold the words, how many there are, and what must be said of their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database import filters, search
from conductcli.errors import WrongUsage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence


class Answer(NamedTuple):
    """The records that hold all the words of a search."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    total: int | None
    """The number of matches without a limit; None for more than `search.RANKED`, which are not counted."""
    notes: tuple[str, ...]
    """Sentences on the order of the rows."""


def answer(
    connection: sqlite3.Connection,
    text: str,
    given: Mapping[str, Any],
    wanted: Sequence[str] = (),
    sort: Sequence[str] = (),
    limit: int | None = None,
) -> Answer:
    """Return the records that hold all the words of a text and that the filters keep, the best first.

    Without `wanted`, rows have all keys. Raises WrongUsage for a text without words, NotKnown for unknown names.
    """
    terms = search.terms(text)
    if not terms:
        raise WrongUsage("there is no word to search for", "give a word of letters or digits")
    keys = filters.columns(wanted, search.KEYS)
    asked = search.Question(terms, filters.resolved(connection, "search", given))
    order = filters.order(sort, search.KEYS)
    found = search.matches(connection, asked)
    ranked_by = search.rankable_terms(connection, asked) if found <= search.RANKED else ()
    notes: tuple[str, ...] = ()
    if found > search.RANKED and not asked.filters:
        notes = (f"more than {search.RANKED:,} records match: the newest first, not the best",)
    elif not ranked_by:
        notes = (f"more than {search.RANKED:,} records hold each of the words: the newest first, not the best",)
    rows = search.rows(connection, asked, keys, order, limit, ranked_by)
    return Answer(keys, rows, None if found > search.RANKED else found, notes)
