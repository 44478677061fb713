"""Gaps between views, findings and sanctions, and how many officers came how far, as the command tells them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from conductcli.output import FORMATS
from tests.cli.conftest import ids

if TYPE_CHECKING:
    from tests.cli.conftest import Rows, Small
    from tests.conftest import Program

VIEWS = "the watchdog (iopc) saw no case to answer, the force (greater-manchester) saw a case to answer for misconduct"
STAGES = ["notice", "case_to_answer", "proceeding", "proven", "sanction"]


def test_a_gap_is_told_in_a_word_and_in_a_sentence(rows: Rows) -> None:
    found = {row["id"]: (row["gap"], row["gaps"], row["gap_says"]) for row in rows("outcomes", "--gap")}
    assert found == {
        "two-officers": (
            "views_differ",
            ["views_differ", "case_to_answer_without_proceeding"],
            f"{VIEWS}, reflective practice was decided and no proceeding is recorded",
        ),
        "met-officer": (
            "finding_below_view",
            ["finding_below_view"],
            "somebody not named saw a case to answer for gross misconduct, the panel found misconduct",
        ),
    }


def test_gap_goes_with_the_filters(rows: Rows) -> None:
    assert ids(rows("outcomes", "--gap", "--force", "metropolitan")) == ["met-officer"]
    assert rows("outcomes", "--gap", "--force", "kent", "--limit", "1") == []


def test_where_no_difference_is_recorded_there_is_no_gap(conductcli: Program) -> None:
    """Four officers without a case to answer, in a view that no other contradicts."""
    found = conductcli("outcomes", "--case", "walworth", "--json").json
    assert [(row["gap"], row["gaps"], row["gap_says"]) for row in found] == [(None, [], None)] * 2
    assert conductcli("outcomes", "--case", "walworth", "--gap", "--json").json == []
    (unknown,) = conductcli("outcomes", "--gap", "--json", "--case", "stretford").json
    assert (unknown["gap"], "not known" in unknown["gap_says"]) == ("view_not_known", True)


def test_a_table_of_gaps_shows_the_sentence(small: Small) -> None:
    assert "gap says" in small("outcomes", "--gap", columns=60).out
    assert small("outcomes", "--gap", "--columns", "id,gap").lines[2].split() == ["met-officer", "finding_below_view"]


def test_a_comparison_tells_the_gap(small: Small) -> None:
    assert "views differ: the watchdog (iopc) saw no case" in small("compare", "stop", "protest", "--format", "csv").out


def test_the_funnel_counts_officers(rows: Rows) -> None:
    assert [list(row.values()) for row in rows("outcomes", "--funnel")] == [
        ["notice", 3, 0, 0, 0],
        ["case_to_answer", 3, 0, 0, 0],
        ["proceeding", 1, 0, 0, 0],
        ["proven", 1, 0, 0, 0],
        ["sanction", 1, 0, 0, 0],
    ]


def test_the_funnel_keeps_to_the_filters_and_to_what_is_known(conductcli: Program) -> None:
    asked = ("outcomes", "--funnel", "--json", "--case")
    assert [row["officers"] for row in conductcli(*asked, "walworth").json] == [4, 0, 0, 0, 0]
    unknown = conductcli(*asked, "stretford").json
    assert [(row["officers"], row["not_known"]) for row in unknown] == [(None, 1)] * 5
    gaps = conductcli("outcomes", "--funnel", "--gap", "--json", "--case", "stretford").json
    assert gaps == unknown


def test_the_funnel_can_be_sorted_limited_and_narrowed(small: Small) -> None:
    asked = ("outcomes", "--funnel", "--sort", "officers", "--limit", "2", "--columns", "officers,stage", "--json")
    assert small(*asked).json == [{"officers": 1, "stage": "proceeding"}, {"officers": 1, "stage": "proven"}]
    told = small("outcomes", "--funnel", "--limit", "2")
    assert "2 of 5 shown" in told.err


@pytest.mark.parametrize("format", FORMATS)
def test_the_funnel_has_every_format(small: Small, format: str) -> None:
    answer = small("outcomes", "--funnel", "--format", format)
    assert answer.code == 0
    assert [stage for stage in STAGES if stage in answer.out] == STAGES
    if format == "csv":
        assert [row[0] for row in csv.reader(io.StringIO(answer.out))] == ["stage", *STAGES]


def test_what_has_no_date_is_told_to_be_left_out(small: Small) -> None:
    assert "2 without a date left out" in small("outcomes", "--funnel", "--since", "2020").err
