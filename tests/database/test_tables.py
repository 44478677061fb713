"""The tables that are taken away: nothing of the register is missing, and every column says what it means."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from conductcli import model
from conductcli.database import dictionary, schema, tables
from conductcli.database.connection import connect
from tests.data import SMALL, database

if TYPE_CHECKING:
    from pathlib import Path

    from conductcli.database.tables import Table

AS_OF = "2024-06-30"
TABLES = tables.tables()
LEFT_OUT = {"outcomes": {"views"}}
"""Columns of the database whose content is in another table."""
INTERNAL = {"organisation_names", "case_dates", "files", "program"}
"""Tables that serve questions alone: what is in them is in others, or is of no use outside."""


def named(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def test_every_key_of_the_model_is_taken_away() -> None:
    offenders = [
        f"{record}.{key}"
        for record, declared in (model.SECTIONS | model.RECORDS).items()
        for key in set(schema.columns(declared)) - {column.name for column in named(record).columns}
    ]
    assert not offenders, "\n".join(offenders)


def test_no_column_of_a_table_is_forgotten() -> None:
    known = {name: set(columns) for name, columns in schema.tables().items()} | {"citations": set(schema.CITATIONS)}
    wanted = {table.name: table for table in TABLES if table.name != "recipients"}  # which is computed, as of a day
    taken = {name: {column.name for column in table.columns} for name, table in wanted.items()}
    assert taken == {name: known[name] - LEFT_OUT.get(name, set()) for name in wanted}


def test_what_stays_behind_is_known() -> None:
    assert {table.name for table in TABLES} >= set(schema.KEYS) - INTERNAL


def test_every_table_and_column_says_what_it_means() -> None:
    meanings = {table.name: table.meaning for table in TABLES}
    meanings |= {f"{table.name}.{column.name}": column.meaning for table in TABLES for column in table.columns}
    assert [name for name, meaning in meanings.items() if not meaning.endswith(".")] == []


def test_every_column_has_a_known_type() -> None:
    types = {f"{table.name}.{column.name}": column.type for table in TABLES for column in table.columns}
    assert [name for name, type in types.items() if type not in dictionary.TYPES] == []


def test_every_reference_is_of_columns_to_a_key() -> None:
    offenders = [
        f"{table.name} {reference}"
        for table in TABLES
        for reference in table.references
        if not set(reference.columns) <= {column.name for column in table.columns}
        or named(reference.table).key != reference.others
    ]
    assert not offenders, "\n".join(offenders)


def test_the_model_is_read_right() -> None:
    findings = {column.name: column for column in named("findings").columns}
    assert findings["text"].meaning == "What was found, in our own words."  # its own, not that of any record
    assert findings["quote"].meaning == "Words of the source, verbatim, a sentence or two at most."
    assert (findings["result"].required, findings["force"].required) == (True, False)
    assert findings["themes"].words[0] == "officer_conduct"
    assert findings["id"].limits[0][0] == "pattern"
    types = {column.name: column.type for column in (*named("cases").columns, *named("figures").columns)}
    assert types | {"incident_date": "date", "value": "number", "rank": "integer", "topics": "list"} == types


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_by_column_is_as_by_row(table: Table, register_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    monkeypatch.setattr(tables, "BATCH", 7)
    with closing(connect(register_db)) as connection:
        rows = [row for batch in tables.batches(connection, table, AS_OF) for row in batch]
        turned = [row for columns in tables.columns(connection, table, AS_OF) for row in zip(*columns, strict=True)]
    lists = [column.type == "list" for column in table.columns]
    read = [
        tuple(json.loads(value) if is_list and value else value for is_list, value in zip(lists, row, strict=True))
        for row in rows
    ]
    assert sorted(map(repr, turned)) == sorted(map(repr, read)) or table.name == "figures"
    if table.name == "figures":
        assert [float(row[12]) for row in turned] == [float(row[12]) for row in read]
    required = [at for at, column in enumerate(table.columns) if column.required]
    assert all(row[at] is not None for row in rows for at in required)


def test_all_tables_are_of_one_moment(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(database(SMALL).read_bytes())
    with closing(connect(copy)) as connection, closing(sqlite3.connect(copy, timeout=0)) as other:
        with tables.at_once(connection):
            before = tables.count(connection, "cases")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.executescript("BEGIN IMMEDIATE; DELETE FROM files; COMMIT")
            assert tables.count(connection, "cases") == before
        other.rollback()
