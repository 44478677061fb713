"""Parquet as its readers find it: DuckDB and pyarrow give back what went in, typed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.database import tables
from conductcli.errors import ConductError, DatabaseError
from conductcli.export import as_parquet, export
from tests.export.conftest import HOSTILE, case, content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Exported = "Callable[..., Path]"


def test_duckdb_gives_back_every_text(exported: Callable[..., Path]) -> None:
    import duckdb

    folder = exported("parquet")
    query = f"SELECT text, speaker FROM '{folder}/statements.parquet' ORDER BY CAST(id[2:] AS INT)"
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [(text, text) for text in HOSTILE]


def test_pyarrow_sees_the_types(exported: Callable[..., Path]) -> None:
    from pyarrow import parquet, types

    schema = parquet.read_schema(exported("parquet") / "cases.parquet")
    assert types.is_date32(schema.field("last_day").type)
    assert types.is_list(schema.field("source").type)
    assert types.is_string(schema.field("incident_date").type)
    assert not schema.field("id").nullable
    assert schema.field("incident_date").metadata[b"meaning"] == b"Incident: when."
    assert b"stop_and_search" in schema.field("topics").metadata[b"words"]
    (row,) = parquet.read_table(exported("parquet") / "cases.parquet").to_pylist()
    assert (row["forces"], row["topics"], row["source"]) == ([], None, ["s"])
    assert (row["first_day"], row["last_day"]) == (None, dt.date(1850, 2, 3))


def test_numbers_keep_all_their_digits(exported: Callable[..., Path]) -> None:
    from pyarrow import parquet

    (row,) = parquet.read_table(exported("parquet") / "figures.parquet").to_pylist()
    assert row["value"] == 0.1 + 0.2


def test_a_table_without_rows_has_its_columns(exported: Callable[..., Path]) -> None:
    from pyarrow import parquet

    for table in tables.tables():
        read = parquet.read_table(exported("parquet") / f"{table.name}.parquet")
        assert read.column_names == [column.name for column in table.columns]
    assert parquet.read_metadata(exported("parquet") / "outcomes.parquet").num_rows == 0


def test_batches_leave_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow import parquet

    monkeypatch.setattr(tables, "BATCH", 3)
    with content(case()) as held:
        export(tmp_path / "out", "parquet", held, None)
    assert parquet.read_table(tmp_path / "out" / "statements.parquet")["text"].to_pylist() == list(HOSTILE)


@settings(max_examples=15)  # each lays a database
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=20))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("any")
    with content(case(tuple(texts))) as held:
        table = next(table for table in held.tables if table.name == "statements")
        as_parquet.write_table(folder, held, table)
    assert parquet.read_table(folder / "statements.parquet")["text"].to_pylist() == texts


def test_what_is_no_day_is_told_and_not_left_out(tmp_path: Path) -> None:
    with content(case()) as held:
        held.connection.execute("UPDATE cases SET last_day = 'soon'")
        with pytest.raises(DatabaseError, match="cases: last_day holds what is no day"):
            export(tmp_path / "out", "parquet", held, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("format", "library"), [("parquet", "arro3.core"), ("xlsx", "xlsxwriter")])
def test_a_missing_extra_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, library: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with content() as held, pytest.raises(ConductError, match=rf"needs an extra: pip install 'conductcli\[{format}\]'"):
        export(tmp_path / "out", format, held, None)
    assert list(tmp_path.iterdir()) == []
