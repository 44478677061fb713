"""Resolve what users type: names of organisations, parts of case ids, parts of speakers' names and vocabulary words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli.errors import NotKnown
from conductcli.organisations import Names, fold, in_memory
from conductcli.suggestions import suggestions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_CANDIDATES = 10  # as many as a person reads at a glance
_WEIGHED = 1_000  # ids compared with the input; each takes some microseconds


def organisation(connection: sqlite3.Connection, name: str) -> str:
    """Return the id of the organisation with this id, name or alias. Raises NotKnown with suggestions."""
    found = bodies(connection).of(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise NotKnown(f"{name!r} may mean {_either(found)}", "give the id")
    names = dict(connection.execute("SELECT name, organisation FROM organisation_names"))
    folded = fold(name)
    near = [names[close] for close in suggestions(folded, names)]
    near += [names[other] for other in names if folded and folded in other]
    raise NotKnown(
        f"the register knows no force or body {name!r}",
        _suggested(near, "docs/cli.md lists the ids of the forces"),
    )


def bodies(connection: sqlite3.Connection) -> Names:
    """Return a resolver of organisation names that queries the database."""

    def find(names: Sequence[str]) -> list[tuple[str, bool]]:
        query = f"{_NAMED} WHERE n.name IN ({', '.join('?' * len(names))})"
        return [(id, bool(is_force)) for _, id, is_force in connection.execute(query, names)]

    return Names(find)


def bodies_in_memory(connection: sqlite3.Connection) -> Names:
    """Return the same resolver with all names in memory, for functions that SQLite calls during a query."""
    return Names(in_memory(connection.execute(_NAMED)))


_NAMED = """
SELECT n.name, n.organisation, o.kind = 'force'
FROM organisation_names AS n JOIN organisations AS o ON o.id = n.organisation"""


def case(connection: sqlite3.Connection, part: str) -> str:
    """Return the id of the only case with this id or part of an id.

    Raises NotKnown with the candidates if several cases match, and with suggestions if none does.
    """
    folded = part.strip().casefold()
    if connection.execute("SELECT 1 FROM cases WHERE id = ?", (folded,)).fetchone():
        return folded
    fitting, more = _holding(connection, [folded], "id") if folded else ([], 0)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotKnown(f"{part!r} fits several cases: {_counted(fitting, more)}", "give the whole id, or more of it")
    titled, more = _holding(connection, folded.split(), "id || ' ' || lower(title)") if folded else ([], 0)
    if titled:
        raise NotKnown(f"no case has {part!r} in its id", f"in the title: {_counted(titled, more)}")
    ids = _alike(connection, folded)
    parts = {word: name for name in ids for word in (name, *name.split("-"))}
    raise NotKnown(
        f"the register has no case {part!r}",
        _suggested([parts[close] for close in suggestions(folded, parts)], "`conductcli list` shows the cases"),
    )


def _holding(connection: sqlite3.Connection, words: Sequence[str], text: str) -> tuple[list[str], int]:
    """Return the first ids of cases with all words in `text` (an SQL expression), and the number of the others."""
    conditions = " AND ".join(f"instr({text}, ?)" for _ in words)
    query = f"""
    SELECT id, COUNT(*) OVER () FROM (SELECT DISTINCT id FROM cases WHERE {conditions}) ORDER BY id LIMIT ?"""
    found = connection.execute(query, (*words, _CANDIDATES)).fetchall()
    return [name for name, _ in found], (found[0][1] - len(found) if found else 0)


def _counted(names: Sequence[str], more: int) -> str:
    """Return the candidates in words, with the number of the others."""
    return ", ".join(names) + (f" and {more:,} more" if more else "")


def _alike(connection: sqlite3.Connection, part: str) -> list[str]:
    """Return the ids to choose suggestions from: all of a small register, or those with the longest shared prefix."""
    for length in (0, *range(len(part), 0, -1)):
        bounds = (part[:length], part[:length] + "\U0010ffff", _WEIGHED + 1)
        query = "SELECT id FROM cases WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        ids = [row[0] for row in connection.execute(query, bounds)]
        if ids if length else len(ids) <= _WEIGHED:
            return ids[:_WEIGHED]
    return []


def speakers(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the speakers whose name contains this one. Raises NotKnown with suggestions."""
    everyone = [
        row[0] for row in connection.execute("SELECT DISTINCT speaker FROM statements WHERE speaker IS NOT NULL")
    ]
    found = [speaker for speaker in everyone if name.strip() and name.casefold() in speaker.casefold()]
    if not found:
        parts = {word.casefold(): speaker for speaker in everyone for word in (speaker, *speaker.split())}
        near = [parts[close] for close in suggestions(name.casefold(), parts)]
        raise NotKnown(
            f"the register has no statement by {name!r}", _suggested(near, "`conductcli statements` shows them")
        )
    return found


def word(value: str, vocabulary: Sequence[str], what: str) -> str:
    """Return a word of a vocabulary; case, spaces and hyphens are ignored. Raises NotKnown with suggestions."""
    known = {entry.casefold(): entry for entry in vocabulary}
    folded = value.strip().casefold().replace(" ", "_").replace("-", "_")
    if folded in known:
        return known[folded]
    near = [known[close] for close in suggestions(folded, known)]
    raise NotKnown(f"{value!r} is not a {what}", _suggested(near, f"one of {', '.join(vocabulary)}"))


def _suggested(near: Iterable[str], otherwise: str) -> str:
    distinct = list(dict.fromkeys(near))[:_CANDIDATES]
    return f"did you mean {_either(distinct)}?" if distinct else otherwise


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
