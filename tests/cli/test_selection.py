"""Which columns, in which order, how many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conductcli.output import FORMATS
from tests.cli.conftest import Rows, Small, ids

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program


def test_columns_come_in_the_order_asked_for(small: Small) -> None:
    assert list(small("list", "--columns", "kind,id", "--json").json[0]) == ["kind", "id"]
    assert small("list", "--columns", "kind, incident-date", "--format", "csv").lines[0] == "kind,incident_date"


def test_columns_of_a_table_are_all_that_were_asked_for(small: Small) -> None:
    assert small("list", "--columns", "matter,id", columns=80).lines[0].split() == ["matter", "id"]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("incident_date", ["harbour-stop-2020", "harbour-protest-2021", "national-review-2019"]),
        ("-incident_date", ["harbour-protest-2021", "harbour-stop-2020", "national-review-2019"]),
        ("-recommendations", ["national-review-2019", "harbour-protest-2021", "harbour-stop-2020"]),
        ("kind,-id", ["harbour-stop-2020", "harbour-protest-2021", "national-review-2019"]),
    ],
)
def test_sort_is_by_a_key_either_way_with_what_is_not_known_last(rows: Rows, key: str, order: list[str]) -> None:
    assert ids(rows("list", "--sort", key)) == order


@pytest.mark.parametrize("key", ["case_id", "-case_id"])
def test_what_belongs_to_no_case_comes_last_in_a_sorted_search(rows: Rows, key: str) -> None:
    cases = [row["case_id"] for row in rows("search", "watchdog", "--sort", key)]
    assert None in cases
    assert cases == sorted(cases, key=lambda case: case is None)


@pytest.mark.parametrize(("name", "of"), [("list", "60"), ("findings", "12,000")])
def test_a_table_shows_50_rows_and_says_of_how_many(conductcli: Program, many: Path, name: str, of: str) -> None:
    answer = conductcli(name, "--db", many)
    assert len(answer.lines) == 52  # heading and rule
    assert f"50 of {of} shown" in answer.err
    longer = conductcli(name, "--db", many, "--limit", "55")
    assert len(longer.lines) == 57
    assert f"55 of {of} shown" in longer.err


def test_a_limit_that_is_not_reached_is_not_spoken_of(conductcli: Program, many: Path) -> None:
    assert conductcli("list", "--db", many, "--limit", "60").err == ""
    assert conductcli("list", "--db", many, "--limit", "100").err == ""


@pytest.mark.parametrize("format", [format for format in FORMATS if format not in ("table", "json")])
def test_machines_are_given_every_row(conductcli: Program, many: Path, format: str) -> None:
    answer = conductcli("list", "--db", many, "--format", format)
    assert sum("c" in line and "T" in line for line in answer.lines) == 60
    assert answer.err == ""


def test_a_limit_holds_for_machines_too(conductcli: Program, many: Path) -> None:
    assert len(conductcli("findings", "--db", many, "--json").json) == 12_000
    assert len(conductcli("findings", "--db", many, "--json", "--limit", "7").json) == 7
    assert conductcli("findings", "--db", many, "--json", "--limit", "0").json == []


def test_dates_are_sorted_by_the_days_that_they_mean(conductcli: Program, register_db: Path) -> None:
    """As text, a span without a start would come before everything, and after everything the other way."""
    dates = [row["date"] for row in conductcli("timeline", "--sort", "date", "--json", "--db", register_db).json]
    assert any(date.startswith("..") for date in dates)
    assert not dates[0].startswith("..")
    years = [date.removeprefix("../")[:4] for date in dates]
    assert years == sorted(years)
