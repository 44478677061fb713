"""Each cell of a table of Taser uses is a figure, set aside or rejected, however the table is laid out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.casefile.parser import items
from conductcli.errors import ConductError
from conductcli.importers import ImportInput
from conductcli.importers.home_office.taser_importer import imported
from conductcli.importers.importing import _must_add_up
from conductcli.importers.sheets import Document, Sheet, document
from conductcli.organisations import ORGANISATIONS, Organisations

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from conductcli.importers import ImportResult

OLD, NEW = "2018-04/2019-03", "2019-04/2020-03"


def bodies() -> Organisations:
    with ORGANISATIONS.open("rb") as stream:
        return Organisations([item.value for item in items(stream) if len(item.path) == 2])


KNOWN = bodies()


def take(*rows: Any, name: str = "tables.csv", **options: Any) -> ImportResult:
    done = imported(ImportInput((Document(name, "0" * 64, (Sheet("Sheet", list(rows)),)),), KNOWN, options))
    _must_add_up("home-office-taser", done, len(figures(done)))
    return done


def figures(done: ImportResult) -> list[dict[str, Any]]:
    return list(done.files[""]["figures"])


def values(done: ImportResult) -> dict[tuple[str, str, str], int]:
    return {
        (figure["organisation"], figure["measure"].removeprefix("taser_"), figure["period"]): figure["value"]
        for figure in figures(done)
    }


def statuses(done: ImportResult) -> dict[tuple[str, str], str | None]:
    return {
        (figure["organisation"], figure["measure"].removeprefix("taser_")): figure.get("status")
        for figure in figures(done)
    }


def rejected(done: ImportResult) -> list[tuple[int, int | None, str]]:
    return [(reject.row, reject.column, reject.value) for reject in done.rejects]


TWO_YEARS = {
    ("kent", "uses", OLD): 100, ("kent", "drawn", OLD): 80, ("kent", "fired", OLD): 20,
    ("kent", "uses", NEW): 130, ("kent", "drawn", NEW): 100, ("kent", "fired", NEW): 30,
}  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                [None, "2018/19", None, None, "2019/20"],
                ["Police force", "Total", "Drawn", "Fired", "Total", "Drawn", "Fired"],
                ["Kent", 100, 80, 20, 130, 100, 30],
            ],
            id="years over measures",
        ),
        pytest.param(
            [
                ["Police force", "2018/19", None, None, "2019/20"],
                [None, "Total", "Drawn", "Fired", "Total", "Drawn", "Fired"],
                ["Kent", 100, 80, 20, 130, 100, 30],
            ],
            id="years over measures, the force's heading merged",
        ),
        pytest.param(
            [
                [None, "Year ending March 2019", None, None, "Year ending March 2020"],
                [None, "Number of uses", None, None, "Number of uses"],
                ["Police force", "Total", "Drawn", "Fired", "Total", "Drawn", "Fired"],
                ["Kent", 100, 80, 20, 130, 100, 30],
            ],
            id="three rows of headings",
        ),
        pytest.param(
            [
                [None, "Drawn", None, "Fired", None, "Total"],
                ["Police force", "2018/19", "2019/20", "2018/19", "2019/20", "2018/19", "2019/20"],
                ["Kent", 80, 100, 20, 30, 100, 130],
            ],
            id="measures over years",
        ),
        pytest.param(
            [
                ["Police force", "Drawn", None, "Fired", None, "Total"],
                [None, "2018/19", "2019/20", "2018/19", "2019/20", "2018/19", "2019/20"],
                ["Kent", 80, 100, 20, 30, 100, 130],
            ],
            id="measures over years, the force's heading above",
        ),
        pytest.param(
            [
                ["Police force", "Total 2018/19", "Total (2019/20)", "2018/19 Drawn", "Drawn\n2019/20",
                 "Fired 2018-19", "Fired, year ending March 2020"],
                ["Kent", 100, 130, 80, 100, 20, 30],
            ],
            id="years in the headings",
        ),
        pytest.param(
            [
                ["Police force", "Year", "Total", "Drawn", "Fired"],
                ["Kent", "2018/19", 100, 80, 20],
                [None, "2019/20", 130, 100, 30],
            ],
            id="a force merged over the rows of its years",
        ),
    ],
)  # fmt: skip
def test_years_side_by_side_are_read_under_their_year(rows: list[list[Any]]) -> None:
    done = take(["Use of Taser by police force and year"], *rows)
    assert values(done) == TWO_YEARS
    assert not done.rejects


BARE = ["Police force", "Drawn", "Fired", "Drawn", "Fired"]
YEARS = ["Police force", "2018/19", "2019/20", "2018/19", "2019/20"]
PARTS = ["Police force", "Drawn Q1 2019", "Fired to March 2020", "Drawn", "Fired"]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([[None, "Q1 2019/20", None, "2019/20"], BARE], {(3, NEW), (4, NEW)}),
        ([[None, None, "2018/19", None, "2019/20"], BARE], set()),
        ([[None, None, "Drawn", None, "Fired"], YEARS], set()),
        ([PARTS], {(3, "2017-04/2018-03"), (4, "2017-04/2018-03")}),
    ],
    ids=["a quarter", "years in the middle", "measures in the middle", "parts in the headings"],
)
def test_a_column_whose_year_is_not_certain_is_never_another_years(
    headings: list[list[Any]], expected: set[tuple[int, str]]
) -> None:
    done = take(["Taser uses, 2017/18"], *headings, ["Kent", 1, 2, 3, 4])
    assert {(figure["value"], figure["period"]) for figure in figures(done)} == expected
    assert done.counts.read == 4


def test_a_heading_that_occurs_twice_loses_no_column() -> None:
    headings = ["Police force", "Year", "Total", "Drawn", "Fired", "Total per 100 officers", "Total"]
    done = take(headings, ["Kent", "2019/20", 130, 100, 30, 4, 999])
    assert values(done) == {("kent", "drawn", NEW): 100, ("kent", "fired", NEW): 30}
    assert rejected(done) == [(2, 3, "130"), (2, 7, "999")]
    assert done.counts.skipped == {"in other columns": 1}
    assert "Total per 100 officers" in done.notes[0]


def test_a_heading_that_occurs_twice_over_the_same_numbers_is_a_repetition() -> None:
    done = take(["Police force", "Year", "Drawn", "Fired", "Drawn"], ["Kent", "2019/20", 1, 2, 1])
    assert values(done) == {("kent", "drawn", NEW): 1, ("kent", "fired", NEW): 2}
    assert done.counts.skipped == {"repeated": 1}


def test_two_columns_of_forces_or_periods_must_agree() -> None:
    done = take(
        ["Police force", "Force name", "Year", "Period", "Drawn", "Fired"],
        ["Kent", "Kent", "2019/20", "2019/20", 1, 2],
        ["Kent", "Essex", "2019/20", "2019/20", 3, 4],
        ["Surrey", "Surrey", "2019/20", "2018/19", 5, 6],
        ["Dorset", "Dorset", "2017", "Q1", 7, 8],
    )
    assert values(done) == {("kent", "drawn", NEW): 1, ("kent", "fired", NEW): 2}
    assert [(reject.row, reject.reason) for reject in done.rejects if reject.column == 5] == [
        (3, "the row names 'Kent' and 'Essex', and which is meant cannot be told"),
        (4, "two periods are given: '2019/20' and '2018/19'"),
        (5, "the period cannot be read: 'Q1'"),
    ]


@pytest.mark.parametrize("heading", ["Quarter", "Month", "Half year", "Quarter ending"])
def test_a_column_of_parts_of_a_year_makes_no_year(heading: str) -> None:
    done = take(["Police force", "Year", heading, "Drawn", "Fired"], ["Kent", "2019/20", "1", 1, 2])
    assert not figures(done)
    assert len(done.rejects) == 2


@pytest.mark.parametrize(
    ("heading", "shown", "period"),
    [
        ("Year ending", "March 2021", "2020-04/2021-03"), ("Year ending March", "2021", "2020-04/2021-03"),
        ("Year ending March", 2021.0, "2020-04/2021-03"), ("Year ending", "2021", None), ("Year", "March 2021", None),
        ("Financial year", "2021", None), ("Financial year", 2021.0, None), ("Calendar year", 2021.0, "2021"),
        ("Year", "2021.0", "2021"), ("Period end", "2021-03-31", "2020-04/2021-03"), ("ytd", "2021", None),
        ("Year ending", "Year ending March 2021", "2020-04/2021-03"),
    ],
)  # fmt: skip
def test_a_period_is_read_with_the_heading_of_its_column(heading: str, shown: Any, period: str | None) -> None:
    done = take(["Police force", heading, "Drawn", "Fired"], ["Kent", shown, 1, 2])
    assert [figure["period"] for figure in figures(done)] == ([period] * 2 if period else [])
    assert len(done.rejects) == (0 if period else 2)


@pytest.mark.parametrize(
    ("title", "name", "reason"),
    [
        ("Table 2: uses since 2017.", "2019-20.csv", "the period of the table cannot be read: give it with --period"),
        ("Table 2: Q1 2017", "2017.csv", "the period of the table cannot be read: give it with --period"),
        ("Taser uses", "taser-2017-q2.csv", "the period of the table cannot be read: give it with --period"),
        ("Taser uses", "taser.csv", "the table does not say its period: give it with --period"),
    ],
)
def test_a_period_that_is_not_understood_is_asked_for(title: str, name: str, reason: str) -> None:
    rows = [[title], ["Police force", "Drawn", "Fired"], ["Kent", 1, 2]]
    done = take(*rows, name=name)
    assert not figures(done)
    assert {reject.reason for reject in done.rejects} == {reason}
    assert {figure["period"] for figure in figures(take(*rows, name=name, period="2017-01/2017-03"))} == {
        "2017-01/2017-03"
    }


def test_the_second_table_of_a_sheet_has_the_period_of_its_own_title() -> None:
    headings = ["Police force", "Drawn", "Fired"]
    one, two = ["Kent", 1, 2], ["Kent", 3, 4]
    done = take(["Table 1: 2018/19"], headings, one, ["Table 2: 2019/20"], headings, two)
    assert values(done)["kent", "drawn", OLD] == 1
    assert values(done)["kent", "drawn", NEW] == 3
    dated = take(["Police force", "Year", "Drawn", "Fired"], ["Kent", "2018/19", 1, 2], [], headings, two)
    assert {figure["period"] for figure in figures(dated)} == {OLD}
    assert len(dated.rejects) == 2


@pytest.mark.parametrize(
    "heading", ["Police Force/Region", "Region/Police force", "Force or region", "Police force area", "Force/Area"]
)
def test_forces_and_regions_may_be_in_one_column(heading: str) -> None:
    rows = [[heading, "Drawn", "Fired"], ["North East", 7, 8], ["Cleveland", 1, 2], ["Durham", 3, 4]]
    done = take(*rows, period="2016")
    assert {figure["organisation"] for figure in figures(done)} == {"cleveland", "durham"}
    assert done.counts.skipped == {"subtotals": 2}


def test_a_mark_in_the_next_column_is_of_the_number_on_its_left() -> None:
    done = take(
        ["Police force", "Year", "Total", None, "Drawn", None, "Fired"],
        ["Cleveland", "2016", 75, None, 59, None, 16],
        ["Durham", "2016", 234, "R", 200, "R", 34],
        ["Avon & Somerset", "2016", 608, "(r)", 512, None, 96, "P"],
        ["R = Revised since last publication."],
    )
    assert not done.rejects
    assert {key: status for key, status in statuses(done).items() if status} == {
        ("durham", "uses"): "revised", ("durham", "drawn"): "revised", ("avon-and-somerset", "uses"): "revised",
        ("avon-and-somerset", "fired"): "provisional",
    }  # fmt: skip


def test_a_mark_beside_a_label_is_of_the_whole_row_and_one_in_a_heading_of_the_column() -> None:
    done = take(
        ["Police force", None, "Year", "Drawn (P)", "Fired"], ["Kent", "R", "2016", 1, 2], ["Essex", None, "2016", 3, 4]
    )
    (kent,) = [figure for figure in figures(done) if figure["id"] == "kent-taser-drawn-2016-ho"]
    assert (kent["status"], kent["statuses"]) == ("revised", ["revised", "provisional"])
    assert statuses(done)["kent", "fired"] == "revised"
    assert statuses(done)["essex", "drawn"] == "provisional"
    assert statuses(done)["essex", "fired"] is None


def test_anything_else_in_a_column_without_a_heading_is_rejected() -> None:
    done = take(
        ["Police force", "Year", "Drawn", None, "Fired"], ["Kent", "2016", 1, "R", 2], ["Essex", "2016", 3, 9, 4]
    )
    assert rejected(done) == [(2, 4, "R"), (3, 4, "9")]
    assert len(figures(done)) == 4


def test_a_revised_figure_of_experimental_tables_is_both() -> None:
    done = take(["Experimental statistics"], ["Police force", "Year", "Drawn", "Fired"], ["Kent (R)", "2016", 1, 2])
    assert {(figure["status"], *figure["statuses"]) for figure in figures(done)} == {
        ("revised", "revised", "experimental")
    }
    final = take(["Police force", "Year", "Drawn", "Fired"], ["Kent (R)", "2016", 1, 2])
    assert all("statuses" not in figure and figure["status"] == "revised" for figure in figures(final))


def test_west_midlands_without_totals_is_not_resolve_west_midlands() -> None:
    done = take(
        ["Police force", "Year", "Drawn", "Fired"], ["West Midlands", "2016", 9, 9], ["West Midlands", "2016", 1, 2]
    )
    assert not figures(done)
    assert len(done.rejects) == 4


FORCES = ["Kent", "Essex", "Surrey", "Dorset", "Durham", "Norfolk", "Atlantis", "Total", "North East"]
MODES = {
    "Drawn": "taser_drawn", "Aimed": "taser_aimed", "Arced": "taser_arced", "Red-dot": "taser_red_dot",
    "Fired": "taser_fired", "Drive stun": "taser_drive_stun", "Not stated": "taser_not_stated",
}  # fmt: skip
FILLED = ["{}", "{:,}", "{} (R)", "{} [note 2]", "..", "[x]", "many", "", "{}.5"]
OTHERS = ["% change", "Total per 100 officers", "Officers", "Drawn", "Not stated"]


@st.composite
def grids(draw: st.DrawFn) -> list[list[Any]]:
    """Draw a table with shuffled columns, some unknown, unheaded or twice; each number in it is a different one."""
    chosen = draw(st.lists(st.sampled_from(sorted(MODES)), min_size=2, max_size=5, unique=True))
    headings = ["Police force", "Year", *chosen, *draw(st.lists(st.sampled_from([*OTHERS, None]), max_size=3))]
    columns = draw(st.permutations(headings))
    rows: list[list[Any]] = [list(columns)]
    count = 1000
    for force in draw(st.lists(st.sampled_from(FORCES), min_size=1, max_size=6)):
        row: list[Any] = []
        for heading in columns:
            count += 1
            shown = draw(st.sampled_from(FILLED))
            if heading == "Police force":
                row.append(force)
            elif heading == "Year":
                row.append(draw(st.sampled_from(["2018/19", "2019/20", "Q1 2019", None])))
            elif heading is None:
                row.append(draw(st.sampled_from(["R", None, shown.format(count)])))
            else:
                row.append(shown.format(count) or None)
        rows.append(row)
    return rows


@given(grids())
def test_every_cell_is_a_figure_set_aside_or_rejected(rows: list[list[Any]]) -> None:
    headings, *body = rows
    try:
        done = take(*rows, period="2016")
    except ConductError:
        modes = {heading for heading in headings if heading in MODES and heading != "Not stated"}
        numbers = [row[at] for row in body for at, heading in enumerate(headings) if heading in MODES and row[at]]
        assert len(modes) < 2 or not numbers
        return
    measured = [at for at, heading in enumerate(headings) if heading in MODES]
    places = {
        (number, at + 1): str(value)
        for number, row in enumerate(body, 2)
        for at, value in enumerate(row)
        if value and headings[at] not in ("Police force", "Year")
    }
    refused = {(reject.row, reject.column) for reject in done.rejects}
    assert refused <= places.keys()
    made = Counter(str(figure["value"]) for figure in figures(done))
    for (number, column), shown in places.items():
        digits = shown.replace(",", "").split(" ")[0]
        is_made = digits in made
        assert not (is_made and (number, column) in refused)
        if is_made:  # under its own heading, of its own row
            (figure,) = [figure for figure in figures(done) if str(figure["value"]) == digits]
            row = body[number - 2]
            assert figure["organisation"] == str(row[headings.index("Police force")]).casefold()
            assert figure["measure"] == MODES[str(headings[column - 1])]
            assert (figure.get("status") == "revised") >= ("(R)" in shown)
    aside = sum(done.counts.skipped.values())
    assert done.counts.read == len(figures(done)) + len(done.rejects) + aside
    marks = sum(value == "R" and headings[column - 1] is None for (_, column), value in places.items())
    noted = sum(not any(body[number - 2][at] for at in measured) for number, _ in places)
    assert len(places) - marks - noted <= done.counts.read <= len(places)


@given(st.randoms(use_true_random=False), st.integers(1, 6), st.booleans())
def test_columns_in_any_order_give_the_same_figures(shuffle: random.Random, many: int, marked: bool) -> None:
    columns: dict[str, list[Any]] = {"Police force": FORCES[:many], "Year": ["2019/20"] * many}
    for start, mode in enumerate(MODES):
        columns[mode] = [start * 100 + at for at in range(many)]
    expected = values(take(list(columns), *map(list, zip(*columns.values(), strict=True))))
    order = list(columns)
    shuffle.shuffle(order)
    headings: list[Any] = []
    cells: list[list[Any]] = []
    for heading in order:
        headings.append(heading)
        cells.append(columns[heading])
        if marked and heading in MODES:
            headings.append(None)
            cells.append(["R"] * many)
    done = take(headings, *map(list, zip(*cells, strict=True)))
    assert values(done) == expected
    assert set(statuses(done).values()) == ({"revised"} if marked else {None})


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ho_police_use_of_force_2017-18_tables.ods", (3 * 43 * 11, {"subtotals": 363})),
        ("ho_police_use_of_force_2018-19_tables.ods", (2 * 43 * 11, {"subtotals": 242})),
        ("april2017-march2018.csv", (43 * 11, {"subtotals": 121})),
        ("january-march2017.csv", (43 * 11, {"subtotals": 121})),
        ("taser_2015_revised.csv", (43 * 11, {"subtotals": 121, "in other columns": 108})),
    ],
)
def test_other_editions_are_read_whole(realdata: Path, name: str, counts: tuple[int, dict[str, int]]) -> None:
    done = imported(ImportInput((document(str(realdata / name)),), KNOWN, {}))
    _must_add_up("home-office-taser", done, len(figures(done)))
    assert (len(figures(done)), done.counts.skipped) == counts
    assert not done.rejects


def test_the_edition_of_2018_is_labelled_table_by_table(realdata: Path) -> None:
    """Of its three tables one is experimental, and one marks what it revises in columns without headings."""
    file = document(str(realdata / "ho_police_use_of_force_2017-18_tables.ods"))
    done = imported(ImportInput((file,), KNOWN, {}))
    found = Counter((figure["period"], figure.get("status")) for figure in figures(done))
    assert found == {
        ("2017-04/2018-03", "experimental"): 473, ("2017-01/2017-03", None): 473,
        ("2016", None): 473 - 27, ("2016", "revised"): 27,
    }  # fmt: skip
    assert {figure["counts"] for figure in figures(done)} == {"highest_use"}
