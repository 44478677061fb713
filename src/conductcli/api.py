"""The register for Python: `connect`, `check` and `load`. Notebooks use it, and so do the commands.

Importing the package loads none of this: `conductcli.connect` is imported when it is first used.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from conductcli.database import filters, opening
from conductcli.database.opening import Asked, Loaded, Name, Paths, blaming, located, open_register
from conductcli.errors import ConductError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from conductcli.casefile.problems import Problem
    from conductcli.database.loading import Documents

Row = dict[str, Any]


class Rows(list[Row]):
    """The rows of a listing, each a dictionary with the keys of `--json`."""

    def __init__(self, rows: Iterable[Row], columns: tuple[str, ...], total: int | None, notes: Sequence[str]) -> None:
        super().__init__(rows)
        self.columns = columns
        """The keys of each row, in their order, even where there are no rows."""
        self.total = total
        """The number of rows without `limit`; None where a search matches more than are counted."""
        self.notes = list(notes)
        """Sentences that a careful reader must know, such as how many rows without a date were left out."""


class Register:
    """A register that was opened with `connect`, to be closed with `close` or at the end of a `with` block.

    Case files are read when it is opened. A filter is a keyword with the name of the command's option, and its value a
    text or a list of texts: `findings(force="gmp", theme=["training", "policy"])`. Listings also take `columns`, `sort`
    ("-key" for descending order) and `limit`, and return Rows.

    Every method raises NotKnown for a name that the register does not know or that is ambiguous, WrongUsage for a
    filter or a value that is not of its form, and DatabaseError for a damaged database.
    """

    def __init__(
        self, asked: Asked, notice: Callable[[str], None], connection: sqlite3.Connection | None = None
    ) -> None:
        """Prepare a register that is opened when it is first asked; `notice` takes a sentence for the user."""
        self._asked = asked
        self._notice = notice
        self._connection = connection
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the register."""
        self.close()

    def close(self) -> None:
        """Close the register; closing it again does nothing."""
        connection, self._connection, self._closed = self._connection, None, True
        if connection is not None:
            connection.close()

    @property
    def is_open(self) -> bool:
        """Tell whether the register was queried and is not closed."""
        return self._connection is not None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to the database, which is read-only. Raises ConductError once the register is closed."""
        if self._closed:
            raise ConductError("the register is closed", "open it again with conductcli.connect()")
        if self._connection is None:
            self._connection = open_register(self._asked, self._notice)
        return self._connection

    def cases(self, **given: Any) -> Rows:
        """Return the cases, the newest first: the rows of `conductcli list`."""
        return self._listed("list", given)

    def findings(self, **given: Any) -> Rows:
        """Return what was found, a row for each finding."""
        return self._listed("findings", given)

    def outcomes(self, *, gap: bool = False, **given: Any) -> Rows:
        """Return the outcomes for officers, a row for each officer or group with the same outcome.

        `gap` keeps those where views, proceeding, finding and sanction differ or are not known.
        """
        from conductcli.vocabulary import Gap, values

        return self._listed("outcomes", given | ({"gap": values(Gap)} if gap else {}))

    def recommendations(self, *, as_of: str | None = None, **given: Any) -> Rows:
        """Return the recommendations, a row for each recipient.

        `as_of` is a date: as things stood at the end of that day, today if left out.
        """
        moment = filters.day(as_of, "--as-of", last=True) if as_of is not None else filters.today()
        return self._listed("recommendations", given, {"as_of": moment})

    def statements(self, **given: Any) -> Rows:
        """Return what was said, by whom and when."""
        return self._listed("statements", given)

    def figures(self, **given: Any) -> Rows:
        """Return the numbers, each as one source prints it."""
        return self._listed("figures", given)

    def sources(self, **given: Any) -> Rows:
        """Return the documents that the records rest on."""
        return self._listed("sources", given)

    def conflicts(self, **given: Any) -> Rows:
        """Return where sources disagree about the same thing."""
        return self._listed("conflicts", given)

    def timeline(self, **given: Any) -> Rows:
        """Return everything that has a date, in the order in which it happened."""
        return self._listed("timeline", given)

    def search(self, text: str, **given: Any) -> Rows:
        """Return every record that holds all the words, the best first.

        "A phrase" is written in quotation marks, the beginning of a word as word*.
        """
        from conductcli.database import full_text

        narrowed, columns, sort, limit = filters.keywords("search", given)
        with blaming(self.connection):
            found = full_text.answer(self.connection, text, narrowed, columns, sort, limit)
            rows = _dictionaries(found.columns, found.rows)
        total = len(rows) if limit is None else found.total
        return Rows(rows, found.columns, total, found.notes)

    def case(self, name: str) -> Row:
        """Return one case, whole, by its id or a unique part of it: the object of `conductcli show --json`."""
        from conductcli.database import cases

        with blaming(self.connection):
            (id,) = filters.cases(self.connection, [name])
            return cases.case(self.connection, id, filters.today())

    def compare(
        self, *cases: str, force: str | Sequence[str] | None = None, only: str | Sequence[str] | None = None
    ) -> Row:
        """Return two or more cases, or forces, side by side: the object of `conductcli compare --json`.

        `only` names the sections to compare: facts, findings, outcomes, recommendations, statements or figures.
        """
        from conductcli.database.comparison import compare
        from conductcli.output.as_json import comparison_object

        forces, sections = filters.texts("force", force), filters.texts("only", only)
        with blaming(self.connection):
            return comparison_object(compare(self.connection, cases, forces, sections, filters.today()))

    def brief(self, force: str, *, since: str | None = None, as_of: str | None = None, whole: bool = False) -> str:
        """Return what a scrutiny panel takes into the meeting on a force, as the text of a Markdown document.

        `whole` leaves nothing out, however many pages it takes.
        """
        from io import StringIO

        from conductcli.brief import markdown
        from conductcli.brief.facts import brief_on

        written = StringIO()
        with blaming(self.connection):
            markdown.write(brief_on(self.connection, force, since, as_of, whole=whole), written)
        return written.getvalue()

    def _listed(self, name: str, given: dict[str, Any], parameters: dict[str, str] | None = None) -> Rows:
        from conductcli.database import query

        narrowed, columns, sort, limit = filters.keywords(name, given)
        with blaming(self.connection):
            asked = filters.selection(self.connection, name, narrowed, columns, sort, limit, parameters)
            keys = tuple(asked.columns)
            rows = _dictionaries(keys, query.select(self.connection, name, asked))
            undated = filters.undated_note(self.connection, name, asked)
            full = limit is not None and len(rows) >= limit
            total = query.count(self.connection, name, asked, whole=True) if full else len(rows)
        return Rows(rows, keys, total, [undated] if undated else [])


def connect(data: Paths = None, db: Name | None = None) -> Register:
    """Open a register: `data` and `db` are what --data and --db name; without either, what the environment names.

    Raises CaseFileProblems, DatabaseError or ConductError; a cache that cannot be used is a warning.
    """
    register = Register(located(data, db), lambda sentence: warnings.warn(sentence, stacklevel=2))
    _ = register.connection
    return register


def check(paths: Paths = None, *, snapshots: Name | None = None) -> list[Problem]:
    """Return the problems of case files, errors and warnings, in the order of their places; nothing is loaded.

    `snapshots` is a folder of archived documents, to look quotations up in.
    """
    return opening.check(located(paths, None).data, _documents(snapshots)).problems


def load(
    data: Paths = None,
    db: Name | None = None,
    *,
    snapshots: Name | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Loaded:
    """Build a database of case files anew, and move it into place; return what was done.

    Without `db` it is the one in the cache folder, which `connect` with the same `data` opens. `progress` takes the
    name of the file that is read and the number of records so far. Raises CaseFileProblems with all problems, and then
    leaves the earlier database as it was.
    """
    asked = located(data, db)
    return opening.load(asked.data, Path(asked.db) if asked.db else None, _documents(snapshots), progress)


def _documents(snapshots: Name | None) -> Documents:
    from conductcli.database.loading import Documents

    return Documents(None if snapshots is None else os.fspath(snapshots))


def _dictionaries(keys: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    return [dict(zip(keys, row, strict=True)) for row in rows]
