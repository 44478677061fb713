"""CSV and JSON Lines lose nothing; made safe for spreadsheets, no text reads as a formula."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.exporters import as_csv, as_jsonl
from conductcli.store import tables
from tests.exporters.conftest import HOSTILE, case, content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=20)


def read(file: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with file.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_text_comes_back(exported: Callable[..., Path]) -> None:
    rows = read(exported("csv") / "statements.csv")
    assert [(row["text"], row["speaker"]) for row in rows] == [(text, text) for text in HOSTILE]


def test_lists_are_json_and_what_is_not_known_is_empty(exported: Callable[..., Path]) -> None:
    (row,) = read(exported("csv") / "cases.csv")
    assert (row["forces"], row["topics"], row["source"]) == ("[]", "", '["s"]')
    assert (row["first_day"], row["last_day"], row["incident_date"]) == ("", "1850-02-03", "../1850-02-03")
    (figure,) = read(exported("csv") / "figures.csv")
    assert float(figure["value"]) == 0.1 + 0.2


@settings(max_examples=15)  # each lays a database
@given(TEXTS)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    with content(case(tuple(texts))) as held:
        table = next(table for table in held.tables if table.name == "statements")
        as_csv.write_table(folder, held, table)
        as_jsonl.write_table(folder, held, table)
    assert [row["text"] for row in read(folder / "statements.csv")] == texts
    lines = (folder / "statements.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == texts


def test_made_safe_no_cell_reads_as_a_formula(exported: Callable[..., Path]) -> None:
    folder = exported("csv", excel_safe=True)
    assert (folder / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read(folder / "statements.csv", "utf-8-sig")
    for row, text in zip(rows, HOSTILE, strict=True):
        assert row["text"] in (text, f"'{text}")
        assert row["text"].lstrip()[0] not in "=+-@"
        assert not row["text"].startswith(("\t", "\r", "\n"))
    assert [row["text"] for row in rows][:4] == ["'=1+1", "'+441632960001", "'-2", "'@SUM(A1)"]


def test_jsonl_is_typed_and_harmless(exported: Callable[..., Path]) -> None:
    (case_line,) = (exported("jsonl") / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(case_line)
    assert (found["forces"], found["topics"], found["source"]) == ([], None, ["s"])
    assert list(found) == [column.name for column in tables.tables()[2].columns]
    assert "\u202e" not in (exported("jsonl") / "statements.jsonl").read_text(encoding="utf-8")
