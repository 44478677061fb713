"""Select the facts about an organisation for a brief, each with its date, as of a day.

A fact without a date of its own takes the dates on which its sources were published, so that `--since` and `--as-of`
apply to it too. Most findings and outcomes are dated by their sources only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conductcli.brief.selection import Facts, brief
from conductcli.database import case_records, filters, query
from conductcli.database.listings import LISTINGS
from conductcli.database.titles import titles
from conductcli.dates import days
from conductcli.views import Question

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conductcli.views import Brief

Row = dict[str, Any]
Span = tuple[str | None, str | None]


def brief_on(
    connection: sqlite3.Connection, force: str, since: str | None, as_of: str | None, *, whole: bool = False
) -> Brief:
    """Return the brief on a force or body, given by any of its names; without `as_of` as things stand today.

    `whole` leaves nothing out, however many pages it takes. Raises NotKnown, and WrongUsage for what is no date.
    """
    moment = filters.day(as_of, "--as-of", last=True) if as_of else filters.today()
    start = filters.day(since, "--since", last=False) if since else None
    filters.in_order(start, moment, "--as-of")
    (body,) = filters.organisations(connection, [force])
    made = brief(body, facts(connection, body, moment, start), moment, start, whole=whole)
    return named(connection, made)


def facts(connection: sqlite3.Connection, body: str, as_of: str, since: str | None) -> Facts:
    """Return the recommendations, outcomes, findings, statements, figures and conflicts of an organisation.

    `as_of` and `since` are ISO days. Every row has `day`, the last day that its dates allow, or None.
    """
    own = {case for (case,) in connection.execute("SELECT case_id FROM case_forces WHERE organisation = ?", (body,))}

    def of_it(row: Row) -> bool:
        return bool(row["force"] == body or (row["force"] is None and row["case_id"] in own))

    told = _Told(connection, as_of, since)
    of = {"force": [body]}
    statements = list(told.kept(_rows(connection, "statements", {"by": [body]})))
    spoken = {"case": sorted({row["case_id"] for row in statements})}
    of_others = _rows(connection, "findings", spoken) if statements else ()
    findings = (
        row | {"own": own}
        for rows, own in ((_rows(connection, "findings", of), True), (of_others, False))
        for row in rows
        if of_it(row) == own
    )
    return Facts(
        recommendations=list(told.kept(_recommendations(connection, body, as_of), _answered)),
        outcomes=list(told.kept(filter(of_it, _rows(connection, "outcomes", of)))),
        findings=list(told.kept(_found(connection, body, findings))),
        statements=statements,
        figures=list(told.kept(row for row in _rows(connection, "figures", of) if row["organisation"] == body)),
        conflicts=list(told.kept(_rows(connection, "conflicts", of, "other_quote"))),
        undated=told.undated,
    )


class _Told:
    """Filter rows by two days, using their own dates or else those of their sources."""

    def __init__(self, connection: sqlite3.Connection, as_of: str, since: str | None) -> None:
        self.as_of, self.since = as_of, since
        self.undated = 0
        """Rows left out because neither they nor their sources have a date."""
        rows = connection.execute("SELECT id, first_day, last_day FROM sources WHERE last_day IS NOT NULL")
        self._published: dict[str, Span] = {name: (first, last) for name, first, last in rows}

    def kept(self, rows: Iterable[Row], later: Mapping[str, str] | None = None) -> Iterator[Row]:
        """Yield the rows dated within the two days, with their `day`; `later` names keys of further dates."""
        for row in rows:
            first, last = self._span(row)
            last = max(filter(None, [last, *(_last(row[key]) for key in later or ())]), default=None)
            if first and first > self.as_of:
                continue
            if self.since and last is None:
                self.undated += 1
            elif not self.since or (last and last >= self.since):
                yield row | {"day": last}

    def _span(self, row: Row) -> Span:
        own = row.pop("first_day"), row.pop("last_day")
        if any(own):
            return own
        cited = [*row["source"], *row.get("other_sources", ())]
        spans = [self._published[name] for name in cited if name in self._published]
        return min((first for first, _ in spans if first), default=None), max(
            (last for _, last in spans if last), default=None
        )


_answered = {"responded_on": "an answer is news of its recommendation"}


def _last(date: str | None) -> str | None:
    return days(date).last if date else None


def _rows(
    connection: sqlite3.Connection,
    listing: str,
    filters: Mapping[str, Sequence[str]],
    *more: str,
    as_of: str | None = None,
) -> Iterator[Row]:
    keys = (*LISTINGS[listing].keys, *more, "first_day", "last_day")
    parameters = {"as_of": as_of} if as_of else {}
    for row in query.select(connection, listing, query.Selection(filters, keys, parameters=parameters)):
        yield dict(zip(keys, row, strict=True))


def _recommendations(connection: sqlite3.Connection, body: str, as_of: str) -> Iterator[Row]:
    """Yield recommendations to the organisation, and those to others that it answered (`own_answer`), each once."""
    answers: dict[tuple[str, str], Row] = {}
    for *key, by, on, position, progress, source in connection.execute(_ANSWERS, (body, as_of)):
        answer = {"made_by": by, "made_on": on, "position": position, "progress": progress}
        answers[key[0], key[1]] = answer | {"source": json.loads(source or "[]")}
    for row in _rows(connection, "recommendations", {"to": [body]}, as_of=as_of):
        answers.pop((row["case_id"], row["id"]), None)
        yield row | {"own_answer": None}
    cases = {"case": sorted({case for case, _ in answers})}
    for row in _rows(connection, "recommendations", cases, as_of=as_of) if answers else ():
        if own := answers.pop((row["case_id"], row["id"]), None):
            yield row | {"own_answer": own}


_ANSWERS = """
SELECT case_id, id, made_by, made_on, position, progress, source FROM responses
WHERE made_by = ? AND COALESCE(first_day, '') <= ? ORDER BY COALESCE(last_day, ''), ordinal"""


def _found(connection: sqlite3.Connection, body: str, findings: Iterable[Row]) -> Iterator[Row]:
    """Yield findings with `recommended`, how many recommendations are tied to them or, in the case, share a theme."""
    told: dict[str, list[tuple[set[str], set[str]]]] = {}
    for case, about, themes in connection.execute(_RECOMMENDED, (body,)):
        told.setdefault(case, []).append((set(json.loads(about or "[]")), set(json.loads(themes or "[]"))))
    for row in findings:
        fitting = [
            True for about, themes in told.get(row["case_id"], ()) if row["id"] in about or themes & {*row["themes"]}
        ]
        yield row | {"recommended": len(fitting)}


_RECOMMENDED = """
SELECT case_id, about, themes FROM recommendations
WHERE case_id IN (SELECT case_id FROM case_organisations WHERE organisation = ?)"""


def named(connection: sqlite3.Connection, brief: Brief) -> Brief:
    """Return the brief with the names, titles and documents that its facts refer to."""
    sources: dict[str, None] = {}
    cases: dict[str, None] = {}
    for chosen in brief.parts.values():
        for row in chosen.rows:
            _referred(row, sources, cases)
    documents = case_records.documents(connection, list(sources)) if sources else []
    (kind,) = connection.execute("SELECT kind FROM organisations WHERE id = ?", (brief.body,)).fetchone()
    return brief._replace(
        kind=kind,
        names=_names(connection, brief.body),
        titles=titles(connection, cases=list(cases)),
        sources={row["id"]: row for row in documents},
    )


def _referred(value: Any, sources: dict[str, None], cases: dict[str, None]) -> None:
    """Add the sources and the cases named in a fact or a question to `sources` and `cases`."""
    if isinstance(value, Question):
        sources |= dict.fromkeys(value.source)
        cases |= dict.fromkeys(filter(None, [value.record[1]]))
    elif isinstance(value, dict):
        for key in ("source", "response_source"):
            sources |= dict.fromkeys(value.get(key) or ())
        sources |= dict.fromkeys(filter(None, [value.get("other_source")]))
        cases |= dict.fromkeys(filter(None, [value.get("case_id")]))
        for key in ("said", "figures", "own_answer", "rows"):
            _referred(value.get(key), sources, cases)
    elif isinstance(value, list | tuple):
        for entry in value:
            _referred(entry, sources, cases)


def _names(connection: sqlite3.Connection, body: str) -> dict[str, str]:
    """Return organisation names by id: the full name of `body`, and abbreviations (IOPC) of others if they have one."""
    found = {}
    for name, full, aliases in connection.execute("SELECT id, name, aliases FROM organisations"):
        letters = [alias for alias in json.loads(aliases or "[]") if alias.isalpha() and alias.isupper()]
        found[name] = full if name == body else next(iter(letters), full)
    return found
