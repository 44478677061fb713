"""Tables of Taser uses become figures whichever edition they are of; every number is accounted for.

The tables typed here stand for editions that are not at hand: columns moved, renamed and added, notes in odd places.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.casefile.parser import items
from conductcli.errors import ConductError, WrongUsage
from conductcli.importers import ImportInput
from conductcli.importers.home_office.taser_importer import imported
from conductcli.importers.importing import _must_add_up
from conductcli.importers.sheets import Document, Sheet, document
from conductcli.organisations import ORGANISATIONS, Organisations

if TYPE_CHECKING:
    from pathlib import Path

    from conductcli.importers import ImportResult

ODS = "ho_police_use_of_force_2019-20_tables.ods"
BY_YEAR = "taser_use_by_force_by_year_2015-2020.csv"
TO_2010 = "ho_taser_use_2004-2010_by_force.csv"
YEAR = "2020/21"
SPAN = "2020-04/2021-03"


@pytest.fixture(scope="session")
def bodies() -> Organisations:
    with ORGANISATIONS.open("rb") as stream:
        return Organisations([item.value for item in items(stream) if len(item.path) == 2])


@pytest.fixture
def take(bodies: Organisations) -> Any:
    """Import sheets, each a list of rows, and see that it adds up."""

    def taking(*sheets: list[list[Any]], name: str = "tables.ods", **options: Any) -> ImportResult:
        named = tuple(Sheet(f"Sheet {number}", rows) for number, rows in enumerate(sheets, 1))
        return adding_up(imported(ImportInput((Document(name, "0" * 64, named),), bodies, options)))

    return taking


def adding_up(done: ImportResult) -> ImportResult:
    _must_add_up("home-office-taser", done, len(figures(done)))
    assert len({figure["id"] for figure in figures(done)}) == len(figures(done))
    return done


def figures(done: ImportResult) -> list[dict[str, Any]]:
    return list(done.files[""]["figures"])


def values(done: ImportResult) -> dict[tuple[str, str, str], float]:
    return {
        (row["organisation"], row["measure"].removeprefix("taser_"), row["period"]): row["value"]
        for row in figures(done)
    }


def rejected(done: ImportResult) -> list[tuple[int, int | None, str]]:
    return [(reject.row, reject.column, reject.reason) for reject in done.rejects]


# Other editions


def test_columns_may_move_be_renamed_and_be_added(take: Any) -> None:
    rows: list[list[Any]] = [
        ["Table 21: Use of conducted energy devices, England and Wales [note 1]"],
        [],
        ["Some note that stands over the table, updated 3 March 2022"],
        ["Police force area", "Total\nuses [note 2]", "Spit guards", "Fired¹", "DRAWN (1)", "Red dotted",
         "Year ending", "CED not \nstated*"],
        ["Derbyshire [note 3]", 10, 99, 3, 4, 2, "March 2021", 1],
        ["London, City of", 5, None, 0, 5, None, "March 2021", 0],
    ]  # fmt: skip
    rows[4][6] = rows[5][6] = "Year ending March 2021"
    done = take([[]], rows)
    assert values(done) == {
        ("derbyshire", "uses", SPAN): 10, ("derbyshire", "drawn", SPAN): 4, ("derbyshire", "red_dot", SPAN): 2,
        ("derbyshire", "fired", SPAN): 3, ("derbyshire", "not_stated", SPAN): 1,
        ("city-of-london", "uses", SPAN): 5, ("city-of-london", "drawn", SPAN): 5,
        ("city-of-london", "fired", SPAN): 0, ("city-of-london", "not_stated", SPAN): 0,
    }  # fmt: skip
    assert not done.rejects


def test_headings_over_two_rows_and_merged_cells_are_read(take: Any) -> None:
    rows = [
        ["Financial year", "Region", "Police force", "Total", "Non-discharge", None, "Discharge", None],
        [None, None, None, None, "Drawn", "Aimed", "Fired", "Drive stun"],
        ["2020/21", "North East", "Cleveland", 10, 3, 4, 2, 1],
        [None, None, "Durham", 4, 1, 1, 1, 1],
        ["2021/22", "North East", "Cleveland", 7, 7, 0, 0, 0],
        [None, None, "Durham", 1, 0, 1, 0, 0],
    ]
    done = take(rows)
    assert values(done)["durham", "uses", "2020-04/2021-03"] == 4
    assert values(done)["durham", "aimed", "2021-04/2022-03"] == 1
    assert len(figures(done)) == 20
    assert not done.rejects


HEADINGS = ["Financial year", "Region", "Police force", "Total", "Drawn", "Fired", "Not stated"]


@pytest.mark.parametrize(
    "label",
    [
        "*Total North East ",
        "Total England and Wales",
        "England and Wales",
        "North East",
        "Wales",
        "England",
        None,
        "TOTAL",
    ],
)
def test_subtotals_are_set_aside_not_rejected(take: Any, label: str | None) -> None:
    done = take([HEADINGS, [YEAR, "North East", label, 10, 5, 5, 0], [YEAR, "North East", "Durham", 10, 5, 5, 0]])
    assert done.counts.skipped == {"subtotals": 4}
    assert {figure["organisation"] for figure in figures(done)} == {"durham"}


def test_west_midlands_is_resolve_west_midlands_as_region_and_as_force(take: Any) -> None:
    forces = [("Staffordshire", 1), ("Warwickshire", 2), ("West Mercia", 3), ("West Midlands", 4)]
    rows = [[YEAR, None, name, total, total, 0, 0] for name, total in forces]
    region = [YEAR, None, "West Midlands", 10, 10, 0, 0]
    for at in range(5):
        done = take([HEADINGS, *rows[:at], region, *rows[at:]])
        assert values(done)["west-midlands", "uses", SPAN] == 4
        assert done.counts.skipped == {"subtotals": 4}
    alone = take([HEADINGS, *rows])
    assert values(alone)["west-midlands", "uses", SPAN] == 4
    unclear = take([HEADINGS, *rows, [YEAR, None, "West Midlands", 11, 11, 0, 0]])
    assert ("west-midlands", "uses", SPAN) not in values(unclear)
    assert {reason for *_, reason in rejected(unclear)} == {
        "West Midlands stands here more than once, and which is the region cannot be told"
    }


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Avon & Somerset", "avon-and-somerset"), ("Avon and Somerset (R)", "avon-and-somerset"),
        ("Dyfed Powys Police", "dyfed-powys"), ("Dyfed-Powys", "dyfed-powys"), ("Wiltshire Constabulary", "wiltshire"),
        ("Devon & Cornwall ", "devon-and-cornwall"), ("Metropolitan Police", "metropolitan"), ("Kent2", "kent"),
        ("Metropolitan Police Service", "metropolitan"), ("Hampshire (R)", "hampshire"), ("Hampshire [R]", "hampshire"),
        ("Hampshire and Isle of Wight", "hampshire"), ("British Transport Police", "btp"),
        ("Kent Constabulary", "kent"),
        ("Ministry of Defence Police", "mdp"), ("Ministry of Defence", "mdp"), ("CITY OF LONDON", "city-of-london"),
        ("British Transport", "btp"), ("Civil Nuclear", "cnc"),
    ],
)  # fmt: skip
def test_forces_are_known_by_the_labels_of_publishers(take: Any, label: str, key: str) -> None:
    done = take([HEADINGS, [YEAR, "x", label, 1, 1, 0, 0]])
    assert [row["organisation"] for row in figures(done)] == [key] * 4


def test_what_cannot_be_placed_is_rejected_with_its_place_and_the_rest_kept(take: Any) -> None:
    done = take(
        [
            HEADINGS,
            [YEAR, "x", "Atlantis", 1, 1, 0, 0],
            [YEAR, "x", "Home Office", 1, None, None, None],
            ["last year", "x", "Kent", 1, 1, None, 0],
            [YEAR, "x", "Essex", "many", 2, -1, 1.5],
            [YEAR, "x", "Dorset", 2, 3, 0, 0],
        ]
    )
    assert rejected(done) == [
        *[(2, column, "no force of this name is known: 'Atlantis'") for column in (4, 5, 6, 7)],
        (3, 4, "no force of this name is known: 'Home Office'"),
        *[(4, column, "the period cannot be read: 'last year'") for column in (4, 5, 7)],
        *[(5, column, "is not a whole number") for column in (4, 6, 7)],
        *[(6, column, "uses 2 is less than drawn 3, a part of it") for column in (4, 5, 6, 7)],
    ]
    assert done.rejects[8].value == "many"
    assert values(done) == {("essex", "drawn", SPAN): 2}


@pytest.mark.parametrize("mark", ["[x]", "..", "-", "–", "z", "[z]", ":", "*", "n/a", "[c]", "..[note 4]"])
def test_marks_for_what_is_missing_are_no_numbers_and_no_faults(take: Any, mark: str) -> None:
    done = take([HEADINGS, [YEAR, "x", "Kent", 5, mark, 2, mark]])
    assert set(values(done)) == {("kent", "uses", SPAN), ("kent", "fired", SPAN)}
    assert done.counts.skipped == {"marked as not available": 2}
    assert not done.rejects


@pytest.mark.parametrize(
    ("shown", "value", "status"),
    [
        ("1,234", 1234, None), ("1 234", 1234, None), ("1\u00a0234", 1234, None), (" 1234 ", 1234, None),
        ("1,234.0", 1234, None), ("1,234 (R)", 1234, "revised"), ("1234r", 1234, "revised"),
        ("1,234 [p]", 1234, "provisional"), ("1234 [note 2]", 1234, None), ("1234*", 1234, None),
        ("1,234¹", 1234, None),
        (1234.0, 1234, None), ("0", 0, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_publishers_write_them(take: Any, shown: Any, value: int, status: str | None) -> None:
    (figure,) = figures(take([["Force", "Year", "Drawn", "Fired"], ["Kent", "2016", shown]]))
    assert (figure["value"], figure.get("status")) == (value, status)


@pytest.mark.parametrize("shown", ["12%", "1.5", "1,23", "12 34", "about 12", "-4", True, float("1e300")])
def test_what_is_no_count_is_rejected(take: Any, shown: Any) -> None:
    done = take([["Force", "Year", "Drawn", "Fired"], ["Kent", "2016", shown, 1]])
    assert rejected(done) == [(2, 3, "is not a whole number")]
    assert [figure["measure"] for figure in figures(done)] == ["taser_fired"]


@pytest.mark.parametrize(
    ("shown", "period"),
    [
        ("2017/18", "2017-04/2018-03"), ("2017-18", "2017-04/2018-03"), ("2017/2018", "2017-04/2018-03"),
        ("2019–20 (P)", "2019-04/2020-03"), ("FY 2019-20", "2019-04/2020-03"), ("1999/00", "1999-04/2000-03"),
        ("Year ending March 2020", "2019-04/2020-03"), ("year ended 31 March 2020", "2019-04/2020-03"),
        ("April 2019 to March 2020", "2019-04/2020-03"), ("1 April 2019 - 31 March 2020", "2019-04/2020-03"),
        ("2016", "2016"), (2016.0, "2016"), ("2016 [note 2]", "2016"), ("Jan-Dec 2016", "2016"),
        ("2014 (January to June)", "2014-01/2014-06"), ("July to December 2013", "2013-07/2013-12"),
        ("2016-12-31", "2016"), ("2018-03-31", "2017-04/2018-03"), (datetime(2018, 3, 31), "2017-04/2018-03"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_periods_are_read_as_publishers_write_them(take: Any, shown: Any, period: str) -> None:
    done = take([["Force", "Period", "Drawn", "Fired"], ["Kent", shown, 1, 2]])
    assert {figure["period"] for figure in figures(done)} == {period}


def test_a_period_that_the_rows_do_not_say_is_that_of_the_title_or_else_the_option(take: Any) -> None:
    rows = [["Force", "Drawn", "Fired"], ["Kent", 1, 2]]
    titled = [
        ["Published: 17 December 2020"],
        ["Table 4. CED use, year ending March 2019"],
        ["Until 2016 by year."],
        *rows,
    ]
    assert {figure["period"] for figure in figures(take(titled))} == {"2018-04/2019-03"}
    assert {figure["period"] for figure in figures(take(rows, name="use of force 2018-19.xlsx"))} == {"2018-04/2019-03"}
    assert {figure["period"] for figure in figures(take(rows, period="2018-04/2019-03"))} == {"2018-04/2019-03"}
    lost = take(rows)
    assert figures(lost) == []
    assert lost.rejects[0].reason == "the table does not say its period: give it with --period"
    with pytest.raises(WrongUsage, match="--period: 'soon' is not a date"):
        take(rows, period="soon")


def test_only_the_measures_that_are_wanted_are_taken(take: Any) -> None:
    done = take([HEADINGS, [YEAR, "x", "Kent", 1, 1, 0, 0]], measure=["taser_uses"])
    assert [figure["measure"] for figure in figures(done)] == ["taser_uses"]
    assert done.counts.skipped == {"of other measures": 3}
    with pytest.raises(WrongUsage, match="taser_use: the tables have no such measure"):
        take([HEADINGS], measure=["taser_use"])


def test_notes_and_empty_rows_are_no_numbers(take: Any) -> None:
    note = "In these statistics the highest use of CED is shown."
    done = take([HEADINGS, [], [YEAR, "x", "Kent", 1, 1, 0, 0], [], ["Notes"], [note], ["1. Revised."]])
    assert (done.counts.read, len(figures(done)), done.rejects) == (4, 4, [])
    assert {figure["counts"] for figure in figures(done)} == {"highest_use"}


def test_the_counting_rule_and_the_label_are_those_that_the_document_states(take: Any) -> None:
    rows = [HEADINGS, [YEAR, "x", "Kent", 1, 1, 0, 0]]
    (figure, *_) = figures(take(rows))
    assert (figure["counts"], figure.get("status")) == ("not_stated", None)
    contents = [["Table", "Title", "Type"], [13, "Use of CED by force", "Experimental"]]
    assert {figure["status"] for figure in figures(take(rows, contents))} == {"experimental"}
    other = [["Table", "Title", "Type"], [1, "Restraint", "Experimental"]]
    assert "status" not in figures(take(rows, other))[0]


def test_a_row_that_does_not_add_up_is_kept_and_says_so(take: Any) -> None:
    done = take([HEADINGS, [YEAR, "x", "Kent", 10, 5, 3, 1]])
    says = "The row does not add up: 5 + 3 + 1 = 9, printed as uses: 10."
    assert all(says in figure["caveat"] for figure in figures(done))


def test_what_is_not_broken_down_is_said_of_the_parts(take: Any) -> None:
    uses, drawn, fired, unknown = figures(take([HEADINGS, [YEAR, "x", "Kent", 10, 5, 3, 2]]))
    assert "caveat" not in uses
    assert "caveat" not in unknown
    assert drawn["caveat"] == fired["caveat"] == "Of 10 uses 2 are not broken down by kind: there may be more."


def test_the_same_number_again_is_no_second_figure_and_another_one_is_told(take: Any) -> None:
    row = [YEAR, "x", "Kent", 1, 1, 0, 0]
    again = take([HEADINGS, row], [HEADINGS, row])
    assert again.counts.skipped == {"repeated": 4}
    differing = take([HEADINGS, row], [HEADINGS, [YEAR, "x", "Kent", 2, 2, 0, 0]])
    assert [reason for *_, reason in rejected(differing)] == ["row 2 has 1 for the same"] * 2


TWO = (("a", 1), ("b", 2))


def test_two_editions_that_differ_are_two_figures(bodies: Organisations) -> None:
    tables: dict[str, list[list[Any]]] = {name: [HEADINGS, [YEAR, "x", "Kent", value, 1, 0, 0]] for name, value in TWO}
    of = tuple(Document(f"{name}.csv", name * 64, (Sheet(name, rows),)) for name, rows in tables.items())
    done = adding_up(imported(ImportInput(of, bodies)))
    uses = [figure for figure in figures(done) if figure["measure"] == "taser_uses"]
    assert [(figure["id"], figure["value"], figure["source"]) for figure in uses] == [
        ("kent-taser-uses-2020-21-ho", 1, "home-office-taser-a"),
        ("kent-taser-uses-2020-21-ho-home-office-taser-b", 2, "home-office-taser-b"),
    ]


def test_what_stands_elsewhere_already_is_left_out(bodies: Organisations) -> None:
    held = {
        "organisation": "kent", "measure": "taser_uses", "period": SPAN, "value": 1, "unit": "officer_use",
        "made_by": "home-office",
    }  # fmt: skip
    rows: list[list[Any]] = [HEADINGS, [YEAR, "x", "Kent", 1, 1, 0, 0]]
    file = Document("a.csv", "0" * 64, (Sheet("a", rows),))
    done = adding_up(imported(ImportInput((file,), bodies, {}, {"figures": [held]})))
    assert done.counts.skipped == {"held already": 1}
    quoted = adding_up(imported(ImportInput((file,), bodies, {}, {"figures": [held | {"quote": "one use"}]})))
    assert len(figures(quoted)) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["a", "b"], ["c", "d"]],
        [["Region", "Police force", "Total"], ["North East", "Durham", 8000]],  # incidents of all kinds
        [["Police force", "Tactic", "Mental", "Total"], ["Kent", "CED of which", 1, 2]],
    ],
)
def test_a_file_without_such_a_table_is_one_clear_error(take: Any, rows: list[list[Any]]) -> None:
    with pytest.raises(ConductError, match=r"tables\.ods: holds no table of Taser uses by force") as caught:
        take(rows)
    assert "a row of headings with Police force" in str(caught.value.hint)


CELLS = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-3, 3000).map(float), st.floats(), st.booleans(),
    st.sampled_from(["Kent", "West Midlands", "Total", "2019/20", "2016", "..", "1,234", "Police force", "Drawn"]),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=12), st.permutations(HEADINGS))
def test_whatever_stands_in_a_table_is_accounted_for(body: list[list[Any]], headings: list[str]) -> None:
    with ORGANISATIONS.open("rb") as stream:
        known = Organisations([item.value for item in items(stream) if len(item.path) == 2][:12])
    file = Document("a.csv", "0" * 64, (Sheet("a", [list(headings), *body, ["Kent"] * 3]),))
    try:
        done = imported(ImportInput((file,), known, {}))
    except ConductError:
        return
    adding_up(done)


# What is published


def test_the_official_table_is_read_whole(realdata: Path, bodies: Organisations) -> None:
    done = adding_up(imported(ImportInput((document(str(realdata / ODS)),), bodies)))
    found = values(done)
    assert len(found) == 3 * 43 * 11
    assert done.counts.skipped == {"subtotals": 33 * 11}
    assert not done.rejects
    four = ("uses", "non_discharges", "drawn", "discharges")
    assert [found["derbyshire", of, "2019-04/2020-03"] for of in four] == [211, 189, 41, 21]
    for period, total in (("2017-04/2018-03", 16913), ("2018-04/2019-03", 23451), ("2019-04/2020-03", 32058)):
        assert sum(value for (_, measure, when), value in found.items() if (measure, when) == ("uses", period)) == total
    assert Counter(figure["status"] for figure in figures(done)) == {"experimental": 128 * 11, "revised": 11}
    (source,) = done.files[""]["sources"]
    assert source["title"] == "Police use of force statistics, England and Wales: April 2019 - March 2020 (data tables)"
    assert (source["published"], source["snapshot"]["file"]) == ("2020-12-17", ODS)


def test_the_tables_put_end_to_end_say_the_same_as_the_official_one(realdata: Path, bodies: Organisations) -> None:
    official = values(imported(ImportInput((document(str(realdata / ODS)),), bodies)))
    by_year = adding_up(imported(ImportInput((document(str(realdata / BY_YEAR)),), bodies)))
    found = values(by_year)
    assert {period for *_, period in found} == {"2015", "2016", *(period for *_, period in official)}
    assert {key: found[key] for key in official} == official
    assert (found["west-midlands", "uses", "2015"], by_year.counts.skipped) == (914, {"subtotals": 11})


def test_the_table_of_six_years_keeps_drive_stuns_apart(realdata: Path, bodies: Organisations) -> None:
    done = adding_up(imported(ImportInput((document(str(realdata / TO_2010)),), bodies)))
    found = values(done)
    assert {period for *_, period in found} == {"2004-04/2010-03"}
    assert [found["avon-and-somerset", of, "2004-04/2010-03"] for of in ("uses", "fired", "drive_stun")] == [
        334,
        56,
        32,
    ]
    assert not any("does not add up" in figure.get("caveat", "") for figure in figures(done))
    assert all("Printed as Discharges" in row["caveat"] for row in figures(done) if row["measure"] == "taser_fired")
