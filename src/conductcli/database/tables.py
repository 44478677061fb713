"""Describe the tables for export: their names, their columns and their rows in batches.

They are declared by name, because the database has further tables that serve queries alone. The model describes the
columns of the case file; computed columns are described here.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.database import dictionary, schema
from conductcli.database.dictionary import Column
from conductcli.database.listings import LISTINGS
from conductcli.model import RECORDS, SECTIONS, Conflict, Response, View
from conductcli.vocabulary import Gap, Position, Progress, RecordKind, Status, Topic, Verdict, values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

BATCH = 20_000
"""Rows in memory at once."""

Row = tuple[Any, ...]
"""Values by column: None if unknown, a list as JSON, a day in ISO form."""


class Reference(NamedTuple):
    """Columns that contain the key of another table."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


class Table(NamedTuple):
    """A table with its description, columns, key and references."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


_CASE_ID = Column("case_id", "text", "The id of the case.", required=True)
_OF_CASE = Column("case_id", "text", "The id of the case; none for what stands in no case.")
_ID = Column("id", "text", "The id of the record, unique within its case.", required=True)
_ORDINAL = Column("ordinal", "integer", "Its place in the list, from 0.", required=True)
_RECORD = Column("record", "text", "What kind of record it is.", values(RecordKind), required=True)
_OF_ANY = (_RECORD, _OF_CASE, _ID._replace(meaning="The id of the record, of the case itself or of the figure."))
_SOURCE = Column("source", "text", "The id of the source.", required=True)
_SOURCES = Column("source", "list", "The ids of its sources; where it names none, what it belongs to does.")
_DAYS = (
    Column("first_day", "day", "The first day that its date can mean; none where that is open or no date is known."),
    Column("last_day", "day", "The last day that its date can mean; none where that is open or no date is known."),
)
_ACTIVE = (
    Column("active_first", "day", "The first day on which it existed; none where that is open or not known."),
    Column("active_last", "day", "The last day on which it existed; none where that is open or not known."),
)
_GAPS = (
    Column("gap", "text", "Where views, proceeding, finding and sanction part ways: the gravest.", values(Gap)),
    Column("gaps", "list", "All the ways in which they do, or are not known.", values(Gap)),
    Column("gap_says", "text", "The same in words."),
)
_ANSWERED = (
    Column("made_to", "text", "Who must carry it out; none where that is not known."),
    Column("due_on", "date", "The last day for the answer."),
    Column("due_basis", "text", "Why it is that day.", ("printed", "statutory", "extended")),
    Column("printed_due_on", "date", "The last day as printed."),
    Column("statutory_due_on", "day", "The last day that the statute gives."),
    Column("extended_to", "date", "The last day after an extension."),
    Column("position", "text", "Whether the recommendation was accepted.", values(Position)),
    Column("progress", "text", "How far it was carried out, according to `progress_by`.", values(Progress)),
    Column("progress_by", "text", "Who says so."),
    Column("responded_on", "date", "When it was answered."),
    Column("status", "text", "Where the answer stands as of the day; no_response_found: none is recorded here.",
           values(Status), required=True),
    Column("days_taken", "integer", "Days from the recommendation to the first answer, where both days are known."),
    Column("answered_late_by", "integer", "Days from the last day to the first answer."),
    Column("days_past_due", "integer", "Days from the last day to the day as of which this is told, without answer."),
    Column("as_of", "day", "The day as of which this is told.", required=True),
    Column("response_source", "list", "The ids of the sources of the answer."),
)  # fmt: skip
_QUOTED = (
    Column("verdict", "text", "Whether the words stand in the archived document.", values(Verdict), required=True),
    Column("start", "integer", "The first character of the words in the document, from 0."),
    Column("end", "integer", "The character after the last."),
    Column("line", "integer", "The line on which they start, from 1."),
    Column("checked_on", "day", "When that was found out.", required=True),
    Column(
        "omitted", "list", "The words that an elided quotation leaves out, a text for each mark that leaves some out."
    ),
)
_ABOUT = {
    "case_forces": "The forces whose conduct a case looks at.",
    "case_topics": "What a case is about.",
    "records": "Every record of a case, with its kind, whose it is and its days.",
    "recipients": "Who must carry out a recommendation, and where the answer stands as of a day. A later recommendation"
    " has no row, and a later answer does not count.",
    "record_themes": "What a record is about.",
    "record_about": "Which records of the same case a record speaks to.",
    "figure_conflicts": "Figures that cannot both be true: a row from either side.",
    "quotations": "What became of looking a quotation up in the archived document; without a row, nobody did.",
    "citations": "Which source is cited by which record.",
}
_TOPIC = Column("topic", "text", "What the case is about.", values(Topic), required=True)
_THEME = next(column for column in dictionary.of(RECORDS["findings"]) if column.name == "themes")
_MADE_BY = Column("made_by", "text", "The organisation whose finding, statement or the like it is.")
_ORGANISATION = Column("organisation", "text", "The id of the force.", required=True)
_CITED = Column("sources", "list", "The ids of every source that the case or one of its records cites.")
_OTHERS = Column("conflicts", "list", "The ids of the figures with which it cannot be true together.")


@cache
def tables() -> tuple[Table, ...]:
    """Return every table for export, in reading order."""
    of_model: dict[str, Any] = SECTIONS | RECORDS | {"views": View, "responses": Response, "conflicts": Conflict}
    described = {name: _described(name, dictionary.of(record)) for name, record in of_model.items()}
    records = {name: (_CASE_ID, *described[name]) for name in RECORDS}
    part = (_CASE_ID, _ID, _ORDINAL)
    found: dict[str, tuple[Column, ...]] = {
        "organisations": (*described["organisations"], *_ACTIVE),
        "sources": (*described["sources"], *_DAYS),
        "cases": (*described["cases"], _CITED, *_DAYS),
        "case_forces": (_CASE_ID, _ORGANISATION),
        "case_topics": (_CASE_ID, _TOPIC),
        "records": (_CASE_ID, _ID, _RECORD, _MADE_BY, *_DAYS),
        **records,
        "outcomes": (*records["outcomes"], *_GAPS),
        "views": (*part, *described["views"], *_DAYS),
        "recipients": (*part, *_ANSWERED),
        "responses": (*part, *described["responses"], *_DAYS),
        "record_themes": (_CASE_ID, _ID, _THEME._replace(name="theme", type="text", required=True)),
        "record_about": (_CASE_ID, _ID, Column("about", "text", "The id of the other record.", required=True)),
        "figures": (*described["figures"], _OTHERS, *_DAYS),
        "figure_conflicts": (_ID, Column("other", "text", "The id of the other figure.", required=True)),
        "conflicts": (*_OF_ANY, _ORDINAL, *described["conflicts"]),
        "quotations": (*_OF_ANY, _ORDINAL._replace(meaning=_OF_CONFLICT, required=False), _SOURCE, *_QUOTED),
        "citations": (_SOURCE, *_OF_ANY),
    }
    return tuple(_table(name, of_model.get(name), columns) for name, columns in found.items())


_OF_CONFLICT = "The place in the list of conflicts, from 0, of the one that is quoted; none for the record's own quote."


def _described(table: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the model's columns; a column that a load always fills is marked as required."""
    filled = {"figures": ("qualifier", "status", "statuses")}.get(table, ())
    loaded = (column._replace(required=column.required or column.name in filled) for column in columns)
    own = table in (*RECORDS, "responses")
    return tuple(_SOURCES if own and column.name == "source" else column for column in loaded)


def _table(name: str, record: Any, columns: tuple[Column, ...]) -> Table:
    names = {column.name for column in columns}
    references = [Reference(_several(own), table, _several(theirs)) for own, table, theirs in schema.foreign_keys(name)]
    key = schema.KEYS.get(name, ())
    return Table(
        name,
        _ABOUT.get(name) or record.__doc__,
        tuple(column._replace(required=column.required or column.name in _several(key)) for column in columns),
        _several(key),
        tuple(reference for reference in references if names.issuperset(reference.columns)),
    )


def _several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


@contextmanager
def at_once(connection: sqlite3.Connection) -> Iterator[None]:
    """Read all tables as of one moment, even during a load."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def batches(connection: sqlite3.Connection, table: Table, as_of: str) -> Iterator[list[Row]]:
    """Yield the rows of a table in the order in which they were loaded, at most BATCH at once.

    Recipients have their status as of a day (ISO).
    """
    relation = f'"{table.name}"'
    if table.name == "recipients":
        relation = LISTINGS["recommendations"].relation
    columns = ", ".join(map(_expression, table.columns))
    rows = connection.execute(f"SELECT {columns} FROM {relation} AS t", {"as_of": as_of})
    while batch := rows.fetchmany(BATCH):
        yield batch


def columns(connection: sqlite3.Connection, table: Table, as_of: str) -> Iterator[list[Sequence[Any]]]:
    """Yield the same rows by column, lists as lists; one JSON array for each column costs half as much."""
    if table.name in _COMPUTED:
        for batch in batches(connection, table, as_of):
            yield [
                [None if text is None else json.loads(text) for text in values] if column.type == "list" else values
                for column, values in zip(table.columns, zip(*batch, strict=True), strict=True)
            ]
        return
    arrays = ", ".join(f"json_group_array({_in_json(column)})" for column in table.columns)
    query = f'SELECT {arrays} FROM "{table.name}" WHERE rowid > ? AND rowid <= ?'
    last = connection.execute(f'SELECT COALESCE(MAX(rowid), 0) FROM "{table.name}"').fetchone()[0]
    for start in range(0, last, BATCH):
        yield [json.loads(array) for array in connection.execute(query, (start, start + BATCH)).fetchone()]


_COMPUTED = ("recipients", "citations", *schema.LINKS)
"""Tables whose rows are computed or have no numbers."""


def _expression(column: Column) -> str:
    """Return the SQL expression for a column's values."""
    name = f'"{column.name}"'
    match column.type:
        case "day":  # the stored forms of an open end
            return f"NULLIF(NULLIF({name}, '0001-01-01'), '9999-12-31')"
        case "number":
            return f"CASE WHEN {name} = CAST({name} AS INTEGER) THEN CAST({name} AS INTEGER) ELSE {name} END"
    return name


def _in_json(column: Column) -> str:
    match column.type:
        case "list":
            return f'json("{column.name}")'
        case "number":  # JSON itself would keep only 15 digits
            return f'CASE WHEN "{column.name}" IS NOT NULL THEN json(printf(\'%!.17g\', "{column.name}")) END'
    return _expression(column)


def count(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of rows of a table; for recipients, the greatest number on any day."""
    return int(connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])
