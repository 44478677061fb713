"""Find phrases shared by statements of different organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.analysis.shared_phrases import LEAST, Phrase, Said, shared_wording
from conductcli.database import query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

KEYS = ("phrase", "words", "statements", "organisations", "first_used")
_READ = ("case_id", "id", "made_by", "made_on", "quote")


def shared(
    connection: sqlite3.Connection, filters: Mapping[str, Sequence[str]], least: int = LEAST
) -> list[tuple[Any, ...]]:
    """Return the phrases shared by statements of different organisations, the longest first, as values of KEYS.

    Only quotations are compared: a paraphrase would show our wording, not theirs.
    """
    rows = query.select(connection, "statements", query.Selection(filters, _READ))
    return [as_row(phrase) for phrase in shared_wording(_said(rows), least)]


def of_rows(statements: Iterable[Mapping[str, Any]], least: int = LEAST) -> list[dict[str, Any]]:
    """Return the shared phrases of statements that are already in memory, as dictionaries."""
    rows = (tuple(statement[key] for key in _READ) for statement in statements)
    return [dict(zip(KEYS, as_row(phrase), strict=True)) for phrase in shared_wording(_said(rows), least)]


def _said(rows: Iterable[tuple[Any, ...]]) -> Iterable[Said]:
    return (Said((case, name), by, on, quote) for case, name, by, on, quote in rows if quote)


def as_row(phrase: Phrase) -> tuple[Any, ...]:
    """Return a phrase as the values of KEYS; a statement is named `case/id`."""
    statements = ["/".join(key) for key in phrase.statements]
    return (phrase.phrase, phrase.words, statements, list(phrase.organisations), phrase.first_used)
