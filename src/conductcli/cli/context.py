"""From options to rows: names resolved, values checked, the register opened once and only if it is needed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from conductcli.api import Asked, open_register
from conductcli.cli.messages import blame
from conductcli.errors import WrongUsage
from conductcli.output import FORMATS, PICTURES, Look
from conductcli.suggestions import suggestions
from conductcli.views import Table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

_TABLE_LIMIT = 50
_WIDTH = re.compile(r"[1-9][0-9]{0,4}")  # of COLUMNS; whatever else it holds says nothing of a terminal
_WHEN = ("auto", "always", "never")
_DOCUMENTS = {"md": "markdown", "markdown": "markdown", "html": "html", "htm": "html"}
"""The formats of a document by the ending of a file's name."""


class Output(NamedTuple):
    """How an answer is wanted."""

    format: str = "table"
    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    limit: int | None = None
    file: str | None = None
    color: str = "auto"
    excel_safe: bool = False

    @property
    def drawn(self) -> str:
        """The format of a chart: that of the file's name, unless another one is asked for."""
        ending = (self.file or "").lower().rpartition(".")[2]
        return ending if self.format == "table" and ending in PICTURES else self.format

    def of_page(self) -> Self:
        """For a page, which is HTML and no sight for a terminal. Raises WrongUsage."""
        if self.file is None and sys.stdout is not None and sys.stdout.isatty():
            raise WrongUsage("a page is for a browser, not for a terminal", "name a file: -o FILE.html")
        return self._replace(format="html")

    def of_document(self) -> Self:
        """For a document, whose format is that of the file's name: Markdown, or a page. Raises WrongUsage."""
        ending = "" if self.file is None else self.file.lower().rpartition(".")[2]
        if self.file is not None and ending not in _DOCUMENTS:
            raise WrongUsage(f"{self.file}: its name does not tell a format", "name it FILE.md or FILE.html")
        return self._replace(format=_DOCUMENTS.get(ending, "markdown"))

    def look(self, out: IO[str]) -> Look:
        """What may be taken for granted of where the answer goes."""
        terminal = out.isatty()
        columns = os.environ.get("COLUMNS", "")
        width = int(columns) if _WIDTH.fullmatch(columns) else None
        if width is None and terminal:
            width = os.get_terminal_size(out.fileno()).columns or 80
        color = self.color == "always" or (self.color == "auto" and terminal and not os.environ.get("NO_COLOR"))
        return Look(width, color, "utf" in (getattr(out, "encoding", None) or "").lower(), self.excel_safe)


class Ask:
    """One question: the register that it is put to, and how the answer is wanted."""

    def __init__(self, asked: Asked, output: Output, note: Callable[[str], None]) -> None:
        self.asked = asked
        self.output = output
        self.note = note
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def of(cls, shared: Mapping[str, Any], note: Callable[[str], None]) -> Self:
        """From the values of the shared options. Raises WrongUsage."""
        format = shared.get("format") or "table"
        if shared.get("json"):
            if shared.get("format") not in (None, "json"):
                raise WrongUsage(f"--json and --format {format} exclude each other", "give one of the two")
            format = "json"
        excel_safe = bool(shared.get("excel_safe"))
        if excel_safe and format not in ("csv", "tsv"):
            raise WrongUsage("--excel-safe goes with --format csv or tsv", "leave it out; no other format needs it")
        color = shared.get("color") or "auto"
        return cls(
            asked_of(shared["data"], shared["db"]),
            Output(
                one_of(format, FORMATS, "--format"),
                _listed(shared.get("columns")),
                _listed(shared.get("sort")),
                shared.get("limit"),
                shared.get("output"),
                one_of(color, _WHEN, "--color"),
                excel_safe,
            ),
            note,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        """Close the register. Raises DatabaseError in place of an error that its damage explains."""
        if self._connection is None:
            return
        with closing(self._connection):
            blame(self._connection, error)

    @property
    def connection(self) -> sqlite3.Connection:
        """The register, opened when it is first asked."""
        if self._connection is None:
            self._connection = open_register(self.asked, self.note)
        return self._connection

    def put_to(self, connection: sqlite3.Connection) -> None:
        """Put the question to this register, which is closed with it, in place of the one that was asked for."""
        self._connection = connection

    def organisations(self, names: Iterable[str] | None) -> list[str]:
        """The ids of organisations by any of their names. Raises NotKnown."""
        from conductcli.database.lookup import organisation

        return list(dict.fromkeys(organisation(self.connection, name) for name in names or ()))

    def cases(self, parts: Iterable[str] | None) -> list[str]:
        """The ids of cases by unique parts of them. Raises NotKnown."""
        from conductcli.database.lookup import case

        return list(dict.fromkeys(case(self.connection, part) for part in parts or ()))

    def rows(self, name: str, *, parameters: Mapping[str, str] | None = None, **filters: Any) -> Table:
        """The rows of a listing, filtered as asked; raises NotKnown for what the register does not know."""
        from conductcli.database import query
        from conductcli.database.listings import LISTINGS

        listing = LISTINGS[name]
        columns = self.columns(listing.keys)
        asked = query.Selection(
            filters=self.resolved(name, filters),
            columns=columns,
            order=self.order(listing.keys),
            limit=self.limit,
            parameters=parameters or {},
        )
        rows = query.select(self.connection, name, asked)
        if self.output.format == "table":
            shown = list(rows)
            if len(shown) == asked.limit and (of := query.count(self.connection, name, asked)) > asked.limit:
                more = asked.filters and of > query.COUNTED
                self.tell_limit(len(shown), f"more than {query.COUNTED:,}" if more else f"{of:,}")
            rows = iter(shown)
        if asked.filters.keys() & {"since", "until"} and (without := query.undated(self.connection, name, asked)):
            self.note(f"{without:,} without a date left out by --since or --until")
        return Table(name, columns, rows, () if self.output.columns else listing.shown)

    def columns(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that are wanted. Raises WrongUsage with a suggestion."""
        return tuple(one_of(column.replace("-", "_"), keys, "--columns") for column in self.output.columns) or keys

    def order(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The keys to sort by, checked. Raises WrongUsage with a suggestion."""
        for key in self.output.sort:
            one_of(key.removeprefix("-"), keys, "--sort")
        return self.output.sort

    @property
    def limit(self) -> int | None:
        """How many rows at most: all, unless it is a table or the user says."""
        if self.output.limit is None and self.output.format == "table":
            return _TABLE_LIMIT
        return self.output.limit

    def tell_limit(self, shown: int, of: str) -> None:
        """Say that there is more."""
        some = f"{shown:,} of {of} shown (--limit N for more)"
        self.note(some if shown else f"none of {of} shown, because of --limit 0")

    def resolved(self, name: str, filters: Mapping[str, Any]) -> dict[str, list[str]]:
        """Filters with the register's own words for what was typed, in the form that the listing takes."""
        found: dict[str, list[str]] = {}
        for key, given in filters.items():
            if given is None or given == []:
                continue
            if key in ("force", "oversight", "by", "to"):
                found[key] = self.organisations(given)
            elif key == "case":
                found[key] = self.cases(given)
            elif key == "speaker":
                from conductcli.database.lookup import speakers

                found[key] = [speaker for part in given for speaker in speakers(self.connection, part)]
            elif key in ("since", "until"):
                found[key] = [day(given, f"--{key}", last=key == "until")]
            else:
                found[key] = self._words(name, key, given)
        if "since" in found and "until" in found:
            in_order(found["since"][0], found["until"][0], "--until")
        return found

    def _words(self, name: str, key: str, given: Iterable[str]) -> list[str]:
        from conductcli.database.lookup import word
        from conductcli.vocabulary import of_filter

        known = of_filter(name, key)
        return [word(value, known, key) for value in given]


def asked_of(data: Sequence[str] | None, db: str | None) -> Asked:
    """Which data and which database: the options if there is one of them, or else the environment's."""
    if data or db is not None:
        return Asked(tuple(data or ()), db)
    paths = os.environ.get("CONDUCTCLI_DATA", "")
    return Asked(tuple(path for path in paths.split(os.pathsep) if path), os.environ.get("CONDUCTCLI_DB") or None)


def day(date: str, option: str, *, last: bool) -> str:
    """The first or the last day of a date that was given to an option. Raises WrongUsage."""
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
    """The current day, ISO."""
    from datetime import date

    return date.today().isoformat()


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """The value, if it is known. Raises WrongUsage with a suggestion."""
    if value in known:
        return value
    close = suggestions(value, known)
    hint = f"did you mean {' or '.join(close)}?" if close else f"one of {', '.join(known)}"
    raise WrongUsage(f"{option}: {value!r} is not known", hint)
