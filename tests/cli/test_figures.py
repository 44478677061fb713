"""`figures --compare`, and figures that contradict each other, over case files and the register that ships."""

from __future__ import annotations

import csv
import io
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from conductcli.analysis.comparability import KEYS
from conductcli.database.listings import LISTINGS
from tests.cli.conftest import ids
from tests.data import FIGURES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program


@pytest.fixture
def file() -> Path:
    return FIGURES


def test_rows_have_the_keys_of_figures_and_their_own(conductcli: Program, file: Path) -> None:
    rows = conductcli("figures", "--compare", "--json", "--data", file).json
    assert {tuple(row) for row in rows} == {(*LISTINGS["figures"].keys, *KEYS)}
    assert [(row["id"], row["group"], row["place"], row["ratio"], row["comparable"]) for row in rows] == [
        ("kent", 1, 1, 1.0, True),
        ("essex-too", 1, 2, 0.75, True),
        ("essex", 1, 2, 0.5, True),
        ("surrey", None, None, None, False),
        ("undated", None, None, None, False),
    ]
    assert rows[3]["reasons"] == [
        "the period differs: 2013-04/2014-03, a financial year (surrey), 2013, a calendar year (essex)",
        "the counting rule of surrey is not given",
    ]


def test_without_it_nothing_is_ranked(conductcli: Program, file: Path) -> None:
    rows = conductcli("figures", "--json", "--data", file).json
    assert {tuple(row) for row in rows} == {LISTINGS["figures"].keys}


def test_only_what_was_asked_for_is_compared(conductcli: Program, file: Path) -> None:
    rows = conductcli("figures", "--compare", "--force", "kent", "--force", "surrey", "--json", "--data", file).json
    assert {row["comparable"] for row in rows} == {False}
    assert conductcli("figures", "--compare", "--measure", "complaints", "--json", "--data", file).json == []


def test_a_group_stands_under_what_it_shares(conductcli: Program, file: Path) -> None:
    answer = conductcli("figures", "--compare", "--data", file, columns=100)
    assert answer.lines[0] == "taser uses, officer use, calendar year 2013, counted by highest use"
    assert answer.lines[1].split()[:4] == ["place", "organisation", "amount", "ratio"]
    assert answer.lines[3].split()[:2] == ["1", "kent"]
    assert "Not comparable" in answer.lines
    assert "ratio" not in answer.out.partition("Not comparable")[2]


@pytest.mark.parametrize("columns", [40, 60, 80, 160, None])
def test_the_table_fits(conductcli: Program, file: Path, columns: int | None) -> None:
    answer = conductcli("figures", "--compare", "--data", file, columns=columns)
    assert answer.code == 0
    assert max(map(len, answer.lines)) <= (columns or 10_000)


def test_columns_order_and_limit_hold_for_what_is_computed(conductcli: Program, file: Path) -> None:
    asked = ("figures", "--compare", "--data", file, "--columns", "id,ratio", "--format", "csv")
    assert conductcli(*asked, "--sort", "ratio", "--limit", "2").out == "id,ratio\nessex,0.5\nessex-too,0.75\n"
    assert conductcli(*asked, "--sort", "-ratio", "--limit", "1").out == "id,ratio\nkent,1.0\n"
    wrong = conductcli("figures", "--compare", "--data", file, "--sort", "ration")
    assert (wrong.code, "did you mean ratio" in wrong.err) == (2, True)


def test_a_sorted_table_has_no_headings(conductcli: Program, file: Path) -> None:
    answer = conductcli("figures", "--compare", "--data", file, "--sort", "id", columns=100)
    assert "Not comparable" not in answer.out


def test_csv_joins_the_reasons(conductcli: Program, file: Path) -> None:
    answer = conductcli("figures", "--compare", "--data", file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert rows[-1]["reasons"] == "the period of undated is not given; the counting rule of undated is not given"


def test_what_has_no_date_is_told_of(conductcli: Program, file: Path) -> None:
    answer = conductcli("figures", "--compare", "--since", "2013", "--json", "--data", file)
    assert "1 without a date left out" in answer.err


def test_conflicts_are_arrays_of_ids_in_every_output(conductcli: Program, file: Path) -> None:
    for asked in (("figures",), ("figures", "--compare")):
        rows = conductcli(*asked, "--json", "--data", file).json
        assert {row["id"]: row["conflicts"] for row in rows} == {
            "kent": [], "surrey": [], "undated": [], "essex": ["essex-too"], "essex-too": ["essex"],
        }  # fmt: skip
    answer = conductcli("figures", "--columns", "id,conflicts", "--format", "csv", "--data", file)
    assert "essex,essex-too" in answer.lines


def test_computed_conflicts_stand_beside_the_recorded_ones(conductcli: Program, file: Path) -> None:
    rows = conductcli("conflicts", "--json", "--data", file).json
    assert [(row["id"], row["other_id"], row["other_source"], row["other_sources"], row["how"]) for row in rows] == [
        ("essex", "essex-too", "news", ["news", "tables"], "computed"),
    ]  # fmt: skip
    assert rows[0]["says"] == "essex, taser uses: 100 officer use, 2013"
    assert rows[0]["other_says"] == "essex, taser uses: 150 officer use, 2013"
    assert ids(conductcli("conflicts", "--force", "kent", "--json", "--data", file).json) == []


@pytest.mark.parametrize(
    ("filters", "sides"),
    [
        ((), [("quay", "a-quay")]),
        (("--force", "kent"), [("quay", "a-quay")]),
        (("--case", "quay"), [("quay", "a-quay")]),
        (("--case", "other"), [("a-quay", "quay")]),
        (("--topic", "custody"), [("a-quay", "quay")]),
        (("--topic", "taser"), [("quay", "a-quay")]),
        (("--case", "other", "--case", "quay"), [("quay", "a-quay")]),
        (("--force", "essex"), []),
        (("--kind", "figure", "--since", "2013", "--until", "2013"), [("quay", "a-quay")]),
    ],
)
def test_a_pair_stands_once_from_the_side_that_fits(
    conductcli: Program, filters: tuple[str, ...], sides: list[tuple[str, str]]
) -> None:
    asked = ("conflicts", "--data", "-", *filters)
    rows = conductcli(*asked, "--json", stdin=_TWO_CASES).json
    assert [(row["id"], row["other_id"]) for row in rows] == sides
    assert all(row["case_id"] == {"quay": "quay", "a-quay": "z-other"}[row["id"]] for row in rows)
    assert len(conductcli(*asked, "--format", "csv", stdin=_TWO_CASES).lines) == len(sides) + 1


def test_a_contradiction_comes_with_its_reason(conductcli: Program, file: Path) -> None:
    (row,) = conductcli("conflicts", "--json", "--data", "-", stdin=_TWO_CASES).json
    assert row["reason"] == (
        "same body, measure, unit and period; 150 officer use and 100 officer use cannot both be true; "
        "counting rules: highest use, not stated; status: final, provisional"
    )
    assert all(row["reason"] for row in conductcli("conflicts", "--json", "--data", file).json)
    assert "reason" in conductcli("conflicts", "--data", "-", stdin=_TWO_CASES).lines[0]


def test_each_of_two_cases_shows_their_contradiction_once_on_the_page(conductcli: Program) -> None:
    page = conductcli("report", "--data", "-", stdin=_TWO_CASES).out
    assert page.count("</b> contradiction between sources") == 2


_TWO_CASES = b"""
format: 1
sources: [{id: news, title: A report, publisher: P, kind: news}]
cases:
  - {id: z-other, title: T, kind: review, oversight: iopc, summary: S., source: news, topics: [custody]}
  - {id: quay, title: T, kind: review, oversight: iopc, summary: S., source: news, topics: [taser]}
figures:
  - {id: quay, case_id: quay, organisation: kent, measure: taser_uses, value: 150, unit: officer_use,
     counts: highest_use, period: 2013, source: news}
  - {id: a-quay, case_id: z-other, organisation: kent, measure: taser_uses, value: 100, unit: officer_use,
     period: 2013, status: provisional, source: news}
"""


def test_the_shipped_register_shows_where_its_sources_disagree(conductcli: Program, register_db: Path) -> None:
    rows = conductcli("figures", "--json", "--db", register_db).json
    disputed = {row["id"]: row["conflicts"] for row in rows if row["conflicts"]}
    of_2013 = ["staffordshire-uses-2013-bbc", "staffordshire-uses-2013-home-office", "staffordshire-uses-2013-panel"]
    assert disputed == {
        "derbyshire-drawn-belper-news": ["derbyshire-drawn-2019-20"],
        "derbyshire-drawn-2019-20": ["derbyshire-drawn-belper-news"],
    } | {name: [other for other in of_2013 if other != name] for name in of_2013}
    computed = [row for row in conductcli("conflicts", "--json", "--db", register_db).json if row["how"] == "computed"]
    pairs = [{row["id"], row["other_id"]} for row in computed]
    assert sorted(map(sorted, pairs)) == [
        ["derbyshire-drawn-2019-20", "derbyshire-drawn-belper-news"],
        *([one, other] for one, other in combinations(of_2013, 2)),
    ]


def test_check_warns_of_the_shipped_register_and_finds_no_errors(conductcli: Program) -> None:
    answer = conductcli("check", "--json")
    assert answer.code == 0
    assert {(row["code"], row["severity"]) for row in answer.json} == {("figures-disagree", "warning")}
    messages = [row["message"] for row in answer.json]
    assert any("taser_drawn 211" in text and "home-office-use-of-force-2019-20) has 41" in text for text in messages)
    assert any("taser_uses 538 for 2013" in text and "has 626" in text and "has 619" in text for text in messages)
    assert conductcli("check", "--strict").code == 4


def test_rates_of_the_shipped_register_are_not_ranked(conductcli: Program, register_db: Path) -> None:
    """Their sources do not say how they counted; the official counts, whose table does, are ranked year by year."""
    rows = conductcli("figures", "--compare", "--measure", "taser_uses", "--json", "--db", register_db).json
    assert {row["comparable"] for row in rows if row["per"]} == {False}
    assert all(row["reasons"] for row in rows if not row["comparable"])
    assert {(row["counts"], row["status"]) for row in rows if row["comparable"]} <= {
        ("highest_use", "experimental"),
        ("highest_use", "revised"),
    }


STATUSES = """format: 1
sources:
  - {id: tables, title: Tables, publisher: Home Office, kind: statistics, published: 2020}
figures:
  - {id: both, organisation: kent, measure: taser_uses, value: 4, unit: officer_use, counts: highest_use,
     period: 2016, source: tables, statuses: [revised, experimental]}
  - {id: one, organisation: essex, measure: taser_uses, value: 3, unit: officer_use, counts: highest_use,
     period: 2016, source: tables, status: experimental}
  - {id: none, organisation: surrey, measure: taser_uses, value: 2, unit: officer_use, counts: highest_use,
     period: 2016, source: tables}
"""


@pytest.mark.parametrize(
    ("status", "found"), [("experimental", {"both", "one"}), ("revised", {"both"}), ("final", {"none"})]
)
def test_a_figure_is_found_by_each_of_its_statuses(
    conductcli: Program, tmp_path: Path, status: str, found: set[str]
) -> None:
    (tmp_path / "a.yaml").write_text(STATUSES)
    rows = conductcli("figures", "--data", tmp_path / "a.yaml", "--status", status, "--json").json
    assert {row["id"] for row in rows} == found
    assert {row["id"]: (row["status"], row["statuses"]) for row in rows}.get("both") in (
        None,
        ("revised", ["revised", "experimental"]),
    )


def test_figures_are_alike_only_where_all_statuses_are(conductcli: Program, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STATUSES)
    rows = conductcli("figures", "--data", tmp_path / "a.yaml", "--compare", "--json").json
    (both,) = [row for row in rows if row["id"] == "both"]
    assert not both["comparable"]
    assert any(reason.startswith("the status differs: revised and experimental (both)") for reason in both["reasons"])
