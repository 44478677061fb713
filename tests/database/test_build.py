"""The database that a load leaves behind: strict, whole, ours, and the same for the same data."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from conductcli import api
from conductcli.database import schema, schema_version, texts
from conductcli.database.connection import APPLICATION_ID
from conductcli.database.listings import SEARCHED
from conductcli.model import RECORDS, SECTIONS, keys
from tests.data import SMALL, database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["shipped", "small"])
def connection(request: pytest.FixtureRequest, register_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(register_db if request.param == "shipped" else database(SMALL))) as opened:
        yield opened


def one(connection: sqlite3.Connection, query: str) -> Any:
    return connection.execute(query).fetchone()[0]


def own_tables(connection: sqlite3.Connection) -> dict[str, bool]:
    """Our tables and whether they are strict; those of the text index are SQLite's own."""
    rows = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return {name: bool(strict) for name, strict in rows if not name.startswith(("sqlite_", "texts_fts"))}


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    assert own_tables(connection) == dict.fromkeys((*schema.tables(), "facets", "faceted", "cited"), True)


def test_the_tables_of_the_contract_are_there(connection: sqlite3.Connection) -> None:
    promised = {
        "organisations", "sources", "cases", "allegations", "evidence", "findings", "outcomes", "views",
        "recommendations", "responses", "statements", "events", "figures", "conflicts", "files", "program",
    }  # fmt: skip
    assert promised <= own_tables(connection).keys()


def test_every_reference_leads_somewhere(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_references_are_declared_where_ids_of_others_stand(connection: sqlite3.Connection) -> None:
    for table, columns in schema.tables().items():
        declared = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
        for column in ("case_id", "made_by", "organisation"):
            if column in columns:
                assert column in declared, (table, column)


def check_integrity(connection: sqlite3.Connection) -> None:
    """With rank 1, FTS5 compares its index with the texts of the view that it was made from."""
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.execute("INSERT INTO texts_fts(texts_fts, rank) VALUES ('integrity-check', 1)")
    connection.rollback()


def test_the_file_is_whole(connection: sqlite3.Connection) -> None:
    check_integrity(connection)


def test_the_full_text_index_has_every_record_but_organisations(connection: sqlite3.Connection) -> None:
    records = sum(
        one(connection, f'SELECT COUNT(*) FROM "{table}"') for table in ("records", "cases", "figures", "sources")
    )
    assert one(connection, "SELECT COUNT(*) FROM texts") == records
    assert one(connection, "SELECT COUNT(*) FROM texts_fts_docsize") == records


def test_the_index_has_every_field_of_the_model_that_is_searched() -> None:
    held = {"conflicts": "says", "responses": "responses"}
    for section, record in (SECTIONS | RECORDS).items():
        fields = {*schema.columns(record), *(held[name] for name in held.keys() & keys(record))}
        assert set(texts.FIELDS.get(section, ())) == (fields & set(SEARCHED) if section != "organisations" else set())


def test_a_vacuum_changes_no_row_number(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(database(SMALL), copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as opened:
        tables = [name for name in schema.NUMBERED if one(opened, f'SELECT COUNT(*) FROM "{name}"')]
        before = {name: opened.execute(f'SELECT rowid, * FROM "{name}" ORDER BY 1').fetchall() for name in tables}
        opened.execute("DELETE FROM files")
        opened.execute("VACUUM")
        for name in tables:
            assert opened.execute(f'SELECT rowid, * FROM "{name}" ORDER BY 1').fetchall() == before[name], name
        check_integrity(opened)


def test_every_row_of_a_file_has_a_number_of_that_file(connection: sqlite3.Connection) -> None:
    for name in schema.NUMBERED:
        query = f"""SELECT COUNT(*) FROM "{name}" AS t WHERE (
        SELECT COUNT(*) FROM files AS f WHERE t.rowid BETWEEN f.first AND f.last) <> 1"""
        assert one(connection, query) == 0, name


def test_the_file_is_ours_and_of_this_version(connection: sqlite3.Connection) -> None:
    assert one(connection, "PRAGMA application_id") == APPLICATION_ID
    assert one(connection, "PRAGMA user_version") % 2**32 == schema_version.digest()


def test_every_view_can_be_read(connection: sqlite3.Connection) -> None:
    views = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    assert views
    for view in views:
        connection.execute(f'SELECT * FROM "{view}"').fetchall()


def test_every_key_of_the_model_is_a_column(connection: sqlite3.Connection) -> None:
    for section, record in (SECTIONS | RECORDS).items():
        columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{section}")')}
        assert set(schema.columns(record)) <= columns


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as opened:
        return [line for line in opened.iterdump() if not line.startswith('INSERT INTO "files"')]


def test_equal_data_give_equal_databases(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        api.load((str(SMALL),), tmp_path / name)
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")


def test_a_load_leaves_exactly_what_was_loaded_last(tmp_path: Path) -> None:
    target = tmp_path / "a.db"
    other = tmp_path / "other.yaml"
    other.write_text("format: 1\nsources: [{id: s, title: T, publisher: P, kind: news}]\n")
    api.load((str(other),), target)
    api.load((str(SMALL),), target)
    assert dump(target) == dump(database(SMALL))


def test_a_load_tells_what_it_did(tmp_path: Path) -> None:
    done = api.load((str(SMALL),), tmp_path / "a.db")
    assert (done.files, done.counts) == (1, {"cases": 3, "sources": 4, "figures": 3})


def test_a_load_leaves_no_file_of_its_work_behind(tmp_path: Path) -> None:
    api.load((str(SMALL),), tmp_path / "a.db")
    left = {file.name for file in tmp_path.iterdir()}
    assert left - {"a.db.lock"} == {"a.db"}
