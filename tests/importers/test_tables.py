"""Tables are found by their headings wherever they stand, and every cell keeps its place."""

from __future__ import annotations

import pytest

from conductcli.importers.rejects import letters
from conductcli.importers.sheets import Sheet, Value
from conductcli.importers.tables import Cell, Nearest, nearest, plain, tables

HEADINGS = {"force": ("Police force", "Force"), "total": ("Total",), "year": ("Year",)}


@pytest.mark.parametrize(
    "heading",
    ["Police force", " police  FORCE ", "Police\nforce", "Police force [note 3]", "Police force (1)",
     "Police force (1, 2)",
     "Police force¹", "Police force*", "Police force2", "Police force 1,2", "Police-force:", "Police force (note 2)"],
)  # fmt: skip
def test_headings_are_compared_without_what_stands_round_them(heading: str) -> None:
    assert plain(heading) == "police force"


def test_words_in_brackets_and_years_are_part_of_a_heading() -> None:
    assert plain("Total (excluding tactics)") == "total excluding tactics"
    assert plain("2019/20") == "2019 20"
    assert plain("Year ending March 2020") == "year ending march 2020"
    assert plain("Avon & Somerset") == "avon and somerset"


def test_a_table_is_found_anywhere_and_gives_places() -> None:
    rows: list[list[Value]] = [
        ["Title"],
        [],
        [None, "Notes", "Total", "Force"],
        [None, "a", 3.0, "Kent"],
        [None, " "],
        [None, None, 4.0],
    ]
    (table,) = tables(Sheet("S", rows), HEADINGS, ("force", "total"))
    assert (table.sheet, table.row, table.columns, table.above) == ("S", 3, {"total": 3, "force": 4}, ["Title"])
    assert table.rows == [
        {"total": Cell(3.0, 4, 3), "force": Cell("Kent", 4, 4)},
        {"total": Cell(4.0, 6, 3), "force": Cell(None, 6, 4)},
    ]


def test_several_tables_of_a_sheet_are_several() -> None:
    rows: list[list[Value]] = [["Force", "Total"], ["Kent", 1.0], [], ["Another"], ["Total", "Force"], [2.0, "Essex"]]
    first, second = tables(Sheet("S", rows), HEADINGS, ("force", "total"))
    assert [row["force"].text for row in first.rows] == ["Kent", "Another"]
    assert [row["force"].text for row in second.rows] == ["Essex"]


def test_what_stands_once_for_several_rows_is_carried_down() -> None:
    rows: list[list[Value]] = [
        ["Year", "Force", "Total"],
        [2016.0, "Kent", 1.0],
        [None, "Essex", 2.0],
        ["2017", "Kent", 3.0],
    ]
    (table,) = tables(Sheet("S", rows), HEADINGS, ("force",), ("year",))
    assert [row["year"] for row in table.rows] == [Cell(2016.0, 2, 1), Cell(2016.0, 2, 1), Cell("2017", 4, 1)]
    assert [row["year"].text for row in table.rows] == ["2016", "2016", "2017"]


def test_what_came_nearest_to_a_table_is_told() -> None:
    sheets = [Sheet("A", [["Total"]]), Sheet("B", [[], ["Force", "Year"]])]
    assert nearest(sheets, HEADINGS, ("force", "year", "total")) == Nearest("B", 2, ("force", "year"), ("total",))
    assert nearest([Sheet("A", [["a"]])], HEADINGS, ("force",)) is None


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_called_as_spreadsheets_call_them(column: int, name: str) -> None:
    assert letters(column) == name
