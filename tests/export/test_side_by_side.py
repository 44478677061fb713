"""Several processes write what one would have written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conductcli.export import parallel
from tests.data import SMALL, database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conductcli.export.content import Written
    from tests.conftest import Program

ASKED = ("--as-of", "2024-06-30", "--db", database(SMALL))


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_files_are_the_same(
    tmp_path: Path, conductcli: Program, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    alone = conductcli("export", tmp_path / "alone", "-f", format, *ASKED, "--json")
    monkeypatch.setattr(parallel, "_MUCH", 0)
    together = conductcli("export", tmp_path / "together", "-f", format, *ASKED, "--json")
    assert (alone.code, together.code) == (0, 0), together.err
    assert together.json == alone.json
    for file in (tmp_path / "alone").iterdir():
        assert (tmp_path / "together" / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_database_that_changed_meanwhile_is_told(
    tmp_path: Path, conductcli: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(database(SMALL).read_bytes())
    monkeypatch.setattr(parallel, "_MUCH", 0)

    def touched(write: object, names: list[str]) -> Iterator[Written]:
        os.utime(copy, ns=(0, 0))
        yield from ()

    monkeypatch.setattr(parallel, "_together", touched)
    answer = conductcli("export", tmp_path / "out", "-f", "csv", "--db", copy)
    assert answer.code == 5
    assert "changed while it was exported" in answer.err
    assert not (tmp_path / "out").exists()
