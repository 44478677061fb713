"""Read the quotations of a register and its archived documents, and write the verdicts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from conductcli.database.integrity import TOUCHED
from conductcli.model import KINDS, RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Document(NamedTuple):
    """A source, and its archived document if it names one."""

    id: str
    file: str | None
    sha256: str | None


class Quotation(NamedTuple):
    """A quotation and the sources that may contain it; `ordinal` is set for the quotation of a conflict."""

    record: str
    case_id: str | None
    id: str
    ordinal: int | None
    quote: str
    speaker: str | None
    sources: tuple[str, ...]


class Checked(NamedTuple):
    """The verdict on a quotation, and the source in which it was found."""

    quotation: Quotation
    source: str
    verdict: str
    start: int | None
    end: int | None
    line: int | None
    checked_on: str
    omitted: tuple[str, ...] | None


def documents(connection: sqlite3.Connection) -> Iterator[Document]:
    """Yield the sources, in the order of their ids."""
    query = "SELECT id, snapshot_file, snapshot_sha256 FROM sources ORDER BY id"
    yield from (Document(*row) for row in connection.execute(query))


def quotations(connection: sqlite3.Connection, *, touched: bool = False) -> Iterator[Quotation]:
    """Yield every quotation of the register, or only of the `touched` cases and figures."""
    for record, case_id, name, ordinal, quote, speaker, sources in connection.execute(_quoted(touched=touched)):
        yield Quotation(record, case_id, name, ordinal, quote, speaker, tuple(json.loads(sources)))


def keep(connection: sqlite3.Connection, found: Iterable[Checked]) -> None:
    """Write the verdicts on quotations to the database."""
    rows = (
        (*q[:4], source, *rest, None if omitted is None else json.dumps(omitted, ensure_ascii=False))
        for q, source, *rest, omitted in found
    )
    connection.executemany("INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _quoted(*, touched: bool) -> str:
    in_case = f" AND {TOUCHED}" if touched else ""
    of_figure = (
        " AND (case_id IN (SELECT id FROM touched) OR id IN (SELECT id FROM touched_figures))" if touched else ""
    )
    of_records = " UNION ALL ".join(
        f"SELECT '{KINDS[section]}' AS record, case_id, id, NULL AS ordinal, quote,"
        f" {'speaker' if section == 'statements' else 'NULL'} AS speaker, source FROM {section}"
        f" WHERE quote IS NOT NULL{in_case}"
        for section in RECORDS
    )
    return f"""
    {of_records}
    UNION ALL SELECT 'figure', case_id, id, NULL, quote, NULL, source FROM figures WHERE quote IS NOT NULL{of_figure}
    UNION ALL SELECT record, case_id, id, ordinal, quote, NULL, json_array(source) FROM conflicts
      WHERE quote IS NOT NULL{of_figure and f"{of_figure[:-1]} AND record = 'figure')"}"""
