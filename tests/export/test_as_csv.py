"""CSV and JSON Lines lose nothing; made safe for spreadsheets, no text reads as a formula."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.database import tables
from conductcli.export import as_csv, as_jsonl, export
from conductcli.output.sanitize import clean_block
from tests.export.conftest import HOSTILE, case, content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=20)


def read(file: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with file.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_text_that_a_case_file_may_hold_comes_back(exported: Callable[..., Path]) -> None:
    rows = read(exported("csv") / "statements.csv")
    expected = [text.replace("\u202e", "\\u202e") for text in HOSTILE]
    assert [(row["text"], row["speaker"]) for row in rows] == [(text, text) for text in expected]


CONTROLS = "\x00\x07\x1b\x7f\x85\x9b\u061c\u200e\u2028\u202e\u2066\ufeff\r"


@pytest.mark.parametrize("format", ["csv", "datapackage", "xlsx"])
def test_what_a_strangers_database_holds_cannot_steer_a_terminal(tmp_path: Path, format: str) -> None:
    """Visible escapes in every file; the text around them stays."""
    with content(case((f"before{CONTROLS}after",))) as held:
        held.connection.execute("UPDATE sources SET title = ?", (f"T\x1b]0;\x9b\u202e{CONTROLS[1:]}",))
        export(tmp_path / "out", format, held, None)
    files = list((tmp_path / "out").iterdir())
    if format == "xlsx":
        with ZipFile(tmp_path / "out" / "register.xlsx") as book:
            written = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    else:
        written = [file.read_text(encoding="utf-8") for file in files]
    assert not [text for text in written if set(CONTROLS) & set(text.replace("\r\n", ""))]
    assert any("\\u202e" in text for text in written)
    assert any("before\\x00\\x07\\x1b" in text for text in written)


def test_made_safe_no_column_reads_as_a_formula(tmp_path: Path) -> None:
    """Not even one that holds dates or lists, which a database from elsewhere need not keep to."""
    with content(case(), excel_safe=True) as held:
        held.connection.execute("UPDATE statements SET made_on = '=1+1', themes = '@x'")
        export(tmp_path / "out", "csv", held, None)
    rows = read(tmp_path / "out" / "statements.csv", "utf-8-sig")
    assert {(row["made_on"], row["themes"]) for row in rows} == {("'=1+1", "'@x")}


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
    assert [row["text"] for row in read(folder / "statements.csv")] == [clean_block(text) for text in texts]
    lines = (folder / "statements.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == texts


def test_made_safe_no_cell_reads_as_a_formula(exported: Callable[..., Path]) -> None:
    folder = exported("csv", excel_safe=True)
    assert (folder / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read(folder / "statements.csv", "utf-8-sig")
    for row, text in zip(rows, HOSTILE, strict=True):
        assert row["text"] in (clean_block(text), f"'{clean_block(text)}")
        assert row["text"].lstrip()[0] not in "=+-@"
        assert not row["text"].startswith(("\t", "\r", "\n"))
    assert [row["text"] for row in rows][:4] == ["'=1+1", "'+441632960001", "'-2", "'@SUM(A1)"]


def test_jsonl_is_typed_and_harmless(exported: Callable[..., Path]) -> None:
    (case_line,) = (exported("jsonl") / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(case_line)
    assert (found["forces"], found["topics"], found["source"]) == ([], None, ["s"])
    assert list(found) == [column.name for column in tables.tables()[2].columns]
    assert "\u202e" not in (exported("jsonl") / "statements.jsonl").read_text(encoding="utf-8")
