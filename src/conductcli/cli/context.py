"""From options to rows: names resolved, values checked, the register opened once and only if it is needed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from conductcli.api import Register
from conductcli.database import filters
from conductcli.database.filters import one_of
from conductcli.database.opening import Asked, asked_of
from conductcli.errors import WrongUsage
from conductcli.output import FORMATS, PICTURES, Look
from conductcli.views import Table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from conductcli.database import query

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
        self.register = Register(asked, note)

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
        with self.register:
            if error is not None and self.register.is_open:
                from conductcli.database.damage import blame

                blame(self.connection, error)

    @property
    def connection(self) -> sqlite3.Connection:
        """The register, opened when it is first asked."""
        return self.register.connection

    def put_to(self, connection: sqlite3.Connection) -> None:
        """Put the question to this register, which is closed with it, in place of the one that was asked for."""
        self.register = Register(self.asked, self.note, connection)

    def organisations(self, names: Iterable[str] | None) -> list[str]:
        """The ids of organisations by any of their names. Raises NotKnown."""
        return filters.organisations(self.connection, names or ())

    def cases(self, parts: Iterable[str] | None) -> list[str]:
        """The ids of cases by unique parts of them. Raises NotKnown."""
        return filters.cases(self.connection, parts or ())

    def resolved(self, name: str, given: Mapping[str, Any]) -> dict[str, list[str]]:
        """Return filters with the register's own words for what was typed. Raises NotKnown and WrongUsage."""
        return filters.resolved(self.connection, name, given)

    def selected(
        self, name: str, given: Mapping[str, Any], parameters: Mapping[str, str] | None = None
    ) -> query.Selection:
        """Return all rows of a listing that the filters keep, and note what they leave out for want of a date."""
        asked = filters.selection(self.connection, name, given, parameters=parameters)
        self._note_undated(name, asked)
        return asked

    def _note_undated(self, name: str, asked: query.Selection) -> None:
        if said := filters.undated_note(self.connection, name, asked):
            self.note(said)

    def rows(self, name: str, *, parameters: Mapping[str, str] | None = None, **given: Any) -> Table:
        """The rows of a listing, filtered as asked; raises NotKnown for what the register does not know."""
        from conductcli.database import query
        from conductcli.database.listings import LISTINGS

        asked = filters.selection(
            self.connection, name, given, self.output.columns, self.output.sort, self.limit, parameters
        )
        rows = query.select(self.connection, name, asked)
        if self.output.format == "table":
            shown = list(rows)
            if len(shown) == asked.limit and (of := query.count(self.connection, name, asked)) > asked.limit:
                more = asked.filters and of > query.COUNTED
                self.tell_limit(len(shown), f"more than {query.COUNTED:,}" if more else f"{of:,}")
            rows = iter(shown)
        self._note_undated(name, asked)
        return Table(name, tuple(asked.columns), rows, () if self.output.columns else LISTINGS[name].shown)

    def columns(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that are wanted. Raises WrongUsage with a suggestion."""
        return filters.columns(self.output.columns, keys)

    def order(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The keys to sort by, checked. Raises WrongUsage with a suggestion."""
        return filters.order(self.output.sort, keys)

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


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
