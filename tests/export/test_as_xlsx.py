"""XLSX as a spreadsheet reads it: no formula, no link, nothing cut."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import pytest

from conductcli.errors import ConductError
from conductcli.export import as_xlsx, export
from tests.export.conftest import HOSTILE, case, content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_text_stays_text(exported: Callable[..., Path]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(exported("xlsx") / "register.xlsx")
    sheet = book["statements"]
    heading = [cell.value for cell in sheet[1]]
    cells = [row[heading.index("text")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    read = [cell.value.replace("_x000D_", "\r").replace("_x005F_", "_") for cell in cells]
    assert read == [text.replace("\u202e", "\\u202e") for text in HOSTILE]
    assert all(cell.hyperlink is None for cell in cells)
    assert cells[0].quotePrefix  # and stays text when somebody edits it
    book.close()


def test_the_file_holds_no_formula_and_no_link(exported: Callable[..., Path]) -> None:
    with zipfile.ZipFile(exported("xlsx") / "register.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) > 20
        assert not any(b"<f" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_days_and_numbers_are_of_their_type(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    recent = case() | {"incident": {"date": "2020-05-06"}}
    with content(recent, value=626) as held:
        export(tmp_path / "out", "xlsx", held, None)
    book = load_workbook(tmp_path / "out" / "register.xlsx", read_only=True)

    def row(name: str) -> dict[str, object]:
        heading, first = book[name].iter_rows(max_row=2, values_only=True)
        return dict(zip(heading, first, strict=True))

    assert row("cases")["first_day"] == dt.datetime(2020, 5, 6)  # noqa: DTZ001
    assert row("figures")["value"] == 626
    assert row("cases")["source"] == "s"
    assert book.sheetnames[-1] == "dictionary"
    book.close()


def test_a_day_before_spreadsheets_can_count_is_text(exported: Callable[..., Path]) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(exported("xlsx") / "register.xlsx")["cases"]
    heading = [cell.value for cell in sheet[1]]
    assert sheet[2][heading.index("last_day")].value == "1850-02-03"


def test_the_longest_text_fits_and_one_more_is_told(tmp_path: Path) -> None:
    with content(case(("x" * as_xlsx.MOST_CHARACTERS,))) as held:
        export(tmp_path / "fits", "xlsx", held, None)
    with content(case(("😀" * (as_xlsx.MOST_CHARACTERS // 2 + 1),))) as held:
        with pytest.raises(ConductError, match="statements: text of row 1 is a text of more than the 32,767") as raised:
            export(tmp_path / "more", "xlsx", held, None)
        assert "parquet" in str(raised.value.hint)
    assert [entry.name for entry in tmp_path.iterdir()] == ["fits"]


def test_more_rows_than_a_sheet_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 3)
    with content(case()) as held, pytest.raises(ConductError, match=r"records has 23 rows, more than the 3"):
        export(tmp_path / "out", "xlsx", held, None)


def test_the_same_data_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with content(case()) as held:
            export(tmp_path / name, "xlsx", held, None)
    assert (tmp_path / "one/register.xlsx").read_bytes() == (tmp_path / "two/register.xlsx").read_bytes()
