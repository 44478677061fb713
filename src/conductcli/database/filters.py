"""From what people type to a selection: names of organisations, cases and speakers, words, dates, columns and order.

The names of options in messages are those of the command line, which are also the keywords of the Python API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.errors import WrongUsage
from conductcli.suggestions import suggestions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from conductcli.database.query import Selection

_DATES = ("since", "until")
_BODIES = ("force", "oversight", "by", "to")


def selection(
    connection: sqlite3.Connection,
    name: str,
    filters: Mapping[str, Any],
    wanted: Sequence[str] = (),
    sort: Sequence[str] = (),
    limit: int | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Selection:
    """Return what to select from a listing; without columns, all of them. Raises NotKnown and WrongUsage."""
    from conductcli.database.listings import LISTINGS
    from conductcli.database.query import Selection

    keys = LISTINGS[name].keys
    return Selection(
        filters=resolved(connection, name, filters),
        columns=columns(wanted, keys),
        order=order(sort, keys),
        limit=limit,
        parameters=parameters or {},
    )


def keywords(name: str, given: dict[str, Any]) -> tuple[dict[str, Any], list[str], list[str], int | None]:
    """Return filters, columns, sort and limit from the keywords of a listing. Raises WrongUsage."""
    from conductcli.database.listings import FILTERED

    options = dict(given)
    columns, sort = (texts(key, options.pop(key, None)) for key in ("columns", "sort"))
    limit = options.pop("limit", None)
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise WrongUsage(f"limit: {limit!r} is not a whole number of 0 or more", "for instance limit=20")
    narrowed: dict[str, Any] = {}
    for key, value in options.items():
        values = texts(one_of(key, FILTERED[name], "filter"), value)
        if key not in _DATES:
            narrowed[key] = values
        elif len(values) > 1:
            raise WrongUsage(f"{key}: there is more than one date", f'for instance {key}="2020-05"')
        else:
            narrowed[key] = values[0] if values else None
    return narrowed, columns, sort, limit


def texts(key: str, value: str | Sequence[str] | None) -> list[str]:
    """Return a text or several as a list, None as an empty one. Raises WrongUsage for an empty list or other values."""
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    if not texts or not all(isinstance(text, str) for text in texts):
        raise WrongUsage(f"{key}: {value!r} is neither a text nor a list of texts", "leave it out to have all rows")
    return texts


def resolved(connection: sqlite3.Connection, name: str, filters: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the filters of a listing with ids, words and days in place of what was typed, without those left out.

    A date is one text, every other filter a list of texts. Raises NotKnown for what the register does not know, and
    WrongUsage for what is no date.
    """
    found: dict[str, list[str]] = {}
    for key, given in filters.items():
        if given is None or given == []:
            continue
        if key in _BODIES:
            found[key] = organisations(connection, given)
        elif key == "case":
            found[key] = cases(connection, given)
        elif key == "speaker":
            from conductcli.database.lookup import speakers

            found[key] = [speaker for part in given for speaker in speakers(connection, part)]
        elif key in _DATES:
            found[key] = [day(given, f"--{key}", last=key == "until")]
        else:
            found[key] = _words(name, key, given)
    if "since" in found and "until" in found:
        in_order(found["since"][0], found["until"][0], "--until")
    return found


def organisations(connection: sqlite3.Connection, names: Iterable[str]) -> list[str]:
    """Return the ids of organisations by any of their names, each once. Raises NotKnown."""
    from conductcli.database.lookup import organisation

    return list(dict.fromkeys(organisation(connection, name) for name in names))


def cases(connection: sqlite3.Connection, parts: Iterable[str]) -> list[str]:
    """Return the ids of cases by unique parts of them, each once. Raises NotKnown."""
    from conductcli.database.lookup import case

    return list(dict.fromkeys(case(connection, part) for part in parts))


def _words(name: str, key: str, given: Iterable[str]) -> list[str]:
    from conductcli.database.lookup import word
    from conductcli.vocabulary import of_filter

    known = of_filter(name, key)
    return [word(value, known, key) for value in given]


def undated_note(connection: sqlite3.Connection, name: str, asked: Selection) -> str | None:
    """Return the sentence on rows that a filter by date leaves out because they have none; None if there are none."""
    from conductcli.database import query

    if asked.filters.keys() & set(_DATES) and (without := query.undated(connection, name, asked)):
        return f"{without:,} without a date left out by --since or --until"
    return None


def columns(wanted: Iterable[str], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that are wanted, or all of them. Raises WrongUsage with a suggestion."""
    return tuple(one_of(column.replace("-", "_"), keys, "--columns") for column in wanted) or keys


def order(sort: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys to sort by, checked. Raises WrongUsage with a suggestion."""
    for key in sort:
        one_of(key.removeprefix("-"), keys, "--sort")
    return tuple(sort)


def day(date: str, option: str, *, last: bool) -> str:
    """Return the first or the last day (ISO) of a date that was given to an option. Raises WrongUsage."""
    from conductcli.dates import days

    try:
        span = days(date)
    except ValueError as error:
        raise WrongUsage(f"{option}: {error}", f"for instance {option} 2020-05") from error
    found = span.last if last else span.first
    if found is None:
        raise WrongUsage(f"{option}: {date} is open at this end", f"for instance {option} 2020-05")
    return found


def in_order(since: str | None, until: str | None, option: str) -> None:
    """Raise WrongUsage where --since is after the day (ISO) of another option: nothing can be between them."""
    if since and until and since > until:
        raise WrongUsage(f"--since {since} is after {option} {until}", "give an earlier day to --since")


def today() -> str:
    """Return the current day, ISO."""
    from datetime import date

    return date.today().isoformat()


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """Return the value, if it is known. Raises WrongUsage with a suggestion."""
    if value in known:
        return value
    close = suggestions(value, known)
    hint = f"did you mean {' or '.join(close)}?" if close else f"one of {', '.join(known)}"
    raise WrongUsage(f"{option}: {value!r} is not known", hint)
