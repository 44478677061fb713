"""Which edition of the program made a database: a digest that no hand raises, and a version that has an order."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from conductcli.database import schema_version
from tests.conftest import CHECKOUT, run_here
from tests.data import SMALL, database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APART = {"database/connection.py", "database/diff.py"}
"""What names such statements for other databases than a register: what differs, and parts of a load."""
SOURCE = CHECKOUT / "src" / "conductcli"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the files that decide, of which the digest is taken for the time of a test."""
    for name in schema_version.DECIDES:
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(SOURCE / name, target)
    monkeypatch.setattr(schema_version, "_PACKAGE", tmp_path)
    schema_version.digest.cache_clear()
    yield tmp_path
    schema_version.digest.cache_clear()


@pytest.mark.parametrize("name", ["model.py", "database/views.sql", "database/schema.py", "database/rows.py"])
def test_a_change_of_tables_views_or_rows_is_another_edition(copy: Path, name: str) -> None:
    before = schema_version.digest()
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n-- another field\n")
    schema_version.digest.cache_clear()
    assert schema_version.digest() != before


def test_line_ends_are_no_change(copy: Path) -> None:
    before = schema_version.digest()
    for name in schema_version.DECIDES:
        (copy / name).write_bytes((copy / name).read_bytes().replace(b"\n", b"\r\n"))
    schema_version.digest.cache_clear()
    assert schema_version.digest() == before


def test_a_cache_of_another_edition_is_built_anew_without_a_word(copy: Path) -> None:
    assert run_here("list", "--data", SMALL).code == 0
    (copy / "model.py").write_bytes((copy / "model.py").read_bytes() + b"# a field\n")
    schema_version.digest.cache_clear()
    answer = run_here("list", "--data", SMALL, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json


def test_whatever_creates_a_table_or_a_view_of_the_register_decides() -> None:
    creates = re.compile(r"\bCREATE (VIRTUAL )?(TABLE|VIEW|INDEX)\b|\.(create|create_index|enable_fts)\(")
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in (SOURCE / "database").iterdir()
        if file.suffix in (".py", ".sql") and creates.search(file.read_text(encoding="utf-8"))
    }
    assert found - set(schema_version.DECIDES) <= APART


def test_every_view_of_a_database_is_known_as_ours() -> None:
    with closing(sqlite3.connect(database(SMALL))) as connection:
        views = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")]
    assert len(views) > 8
    assert all(map(schema_version.is_ours, views))
    assert not schema_version.is_ours(views[0].replace("cases", "sources"))


@pytest.mark.parametrize(("version", "newer"), [("0.0.9", False), ("0.1.0", False), ("0.10.0", True), ("99", True)])
def test_versions_are_compared_by_their_numbers(version: str, newer: bool) -> None:
    assert schema_version.is_newer(version) is newer


def test_a_semicolon_in_a_text_ends_no_statement(copy: Path) -> None:
    view = "CREATE VIEW odd AS\nSELECT 'a; b' AS \"text\""
    (copy / "database" / "views.sql").write_text(f"-- Odd.\n{view};\n\nCREATE VIEW even AS\nSELECT 1;\n")
    schema_version._views.cache_clear()
    assert schema_version.is_ours(view)
    assert not schema_version.is_ours(view.replace("b", "c"))
    schema_version._views.cache_clear()
