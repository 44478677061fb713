"""Records out of a database, with every row that came of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conductcli.model import KINDS
from conductcli.store import layout, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence


def withdraw(connection: sqlite3.Connection, schema: str, section: str, ids: Sequence[str]) -> None:
    """Take records of a top-level list out of the database that is attached as `schema`.

    With a case go the rows of its figures too, for they name it: who withdraws a case reads its figures again. Only
    `main` has a text index.
    """
    asked = {"record": KINDS[section], "ids": json.dumps(list(ids))}
    for table, condition in _holding(section, schema):
        if table == "texts" and schema == "main":
            words.remove(connection, condition, asked)
        connection.execute(f'DELETE FROM {schema}."{table}" WHERE {condition}', asked)


def _holding(section: str, schema: str) -> Iterator[tuple[str, str]]:
    """The tables that hold something of a list's records, its own last, and a condition on :record and JSON :ids."""
    among = "(SELECT value FROM json_each(:ids))"
    of_record = (
        f"record = :record AND id IN {among}"
        f" AND (case_id IS NULL OR case_id IN (SELECT case_id FROM {schema}.figures WHERE id IN {among}))"
    )
    for table, columns in layout.tables().items():
        if section == "cases" and "case_id" in columns and table != "figures":
            yield table, f"case_id IN {among}"
        elif section in ("figures", "sources") and "record" in columns and table != "records":
            yield table, of_record
        elif section == "organisations" and table == "organisation_names":
            yield table, f"organisation IN {among}"
    yield section, f"id IN {among}"
