"""A copy holds what the database holds, whatever its journal, and nothing happens to the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from conductcli.database.backup import copied
from conductcli.database.connection import connect
from conductcli.errors import ConductError
from tests.data import SMALL, database

if TYPE_CHECKING:
    from pathlib import Path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_copy_holds_the_same(tmp_path: Path) -> None:
    with closing(connect(database(SMALL))) as connection:
        copied(connection, tmp_path / "copy.db")
    assert dump(tmp_path / "copy.db") == dump(database(SMALL))
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


def test_what_a_writer_has_not_finished_is_not_in_it(tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    own.write_bytes(database(SMALL).read_bytes())
    with closing(sqlite3.connect(own, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL").fetchall()
        writer.execute("BEGIN")
        writer.execute("DELETE FROM conflicts")
        with closing(connect(own)) as connection:
            copied(connection, tmp_path / "copy.db")
        writer.execute("ROLLBACK")
    assert dump(tmp_path / "copy.db") == dump(database(SMALL))
    assert not list(tmp_path.glob("copy.db-*"))


def test_a_copy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with closing(connect(database(SMALL))) as connection, pytest.raises(ConductError, match=r"none/copy\.db"):
        copied(connection, tmp_path / "none" / "copy.db")
