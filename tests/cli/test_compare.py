"""Cases and forces side by side."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Small, ids


def test_compare_puts_cases_side_by_side(small: Small) -> None:
    found = small("compare", "stop", "protest", "--json").json
    assert list(found) == ["columns", "rows", "shared_wording"]
    assert found["columns"] == [
        {"id": "harbour-stop-2020", "label": "A driver stopped at the harbour"},
        {"id": "harbour-protest-2021", "label": "Two forces at a protest"},
    ]
    assert {tuple(row) for row in found["rows"]} == {("section", "label", "cells")}
    assert {len(row["cells"]) for row in found["rows"]} == {2}
    sections = list(dict.fromkeys(row["section"] for row in found["rows"]))
    assert sections == ["facts", "findings", "outcomes", "recommendations", "statements", "figures"]
    training = next(row for row in found["rows"] if (row["section"], row["label"]) == ("statements", "training"))
    assert [ids(cell) for cell in training["cells"]] == [["sorry"], ["met-trains"]]


def test_compare_puts_what_each_force_said_side_by_side_theme_by_theme(small: Small) -> None:
    found = small("compare", "--force", "gmp", "--force", "the met", "--only", "statements", "--json").json
    assert [column["id"] for column in found["columns"]] == ["greater-manchester", "metropolitan"]
    assert {row["section"] for row in found["rows"]} == {"statements"}
    said = {row["label"]: [ids(cell) for cell in row["cells"]] for row in found["rows"]}
    assert said == {
        "training": [["sorry"], ["met-trains"]],
        "public_confidence": [["sorry"], []],
        "other": [["gmp-worked-well"], []],
    }


def test_only_keeps_a_section_and_may_be_repeated(small: Small) -> None:
    found = small("compare", "stop", "protest", "--only", "facts", "--only", "outcomes", "--json").json
    assert list(dict.fromkeys(row["section"] for row in found["rows"])) == ["facts", "outcomes"]
    answer = small("compare", "stop", "protest", "--only", "outcome")
    assert answer.code in (2, 3)
    assert "did you mean outcomes" in answer.err


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "markdown"])
def test_a_comparison_tells_what_became_of_the_officers(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "outcomes", "--format", format, columns=160)
    said = answer.out.replace("_", " ").replace("\\", "")
    for fact in ("gross misconduct", "final written warning", "hearing", "reflective practice", "restricted", "2", "1"):
        assert fact in said


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "markdown"])
def test_a_comparison_shows_the_value_of_a_figure_with_how_exact_it_is_and_its_unit(small: Small, format: str) -> None:
    answer = small("compare", "--force", "gmp", "--force", "derbyshire", "--only", "figures", "--format", format)
    said = answer.out.replace("_", " ").replace("\\", "")
    for fact in ("816", "7.5", "more than", "officer use", "100 officers", "2019-04/2020-03"):
        assert fact in said


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_a_comparison_shows_the_state_of_a_recommendation_for_each_recipient(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "recommendations", "--format", format, columns=160)
    said = answer.out.replace("\\", "")
    for fact in ("college-of-policing", "rejected", "greater-manchester", "accepted"):
        assert fact in said


@pytest.mark.parametrize("format", ["csv", "markdown"])
def test_a_comparison_names_the_result_of_a_finding_in_every_format(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "findings", "--format", format)
    assert "no case to answer" in answer.out.replace("_", " ").replace("\\", "")


@pytest.mark.parametrize("width", [40, 80])
def test_columns_that_do_not_fit_turn_to_blocks_and_that_is_said(small: Small, width: int) -> None:
    forces = [word for name in ("gmp", "met", "derbyshire", "npcc") for word in ("--force", name)]
    answer = small("compare", *forces, columns=width)
    assert f"4 columns do not fit side by side in {width} characters: shown one under the other" in answer.err
    assert max(map(len, answer.lines)) <= width
    assert "  metropolitan" in answer.lines


@pytest.mark.parametrize("format", ["table", "csv"])
def test_a_comparison_leaves_no_gap_for_what_is_not_known(small: Small, format: str) -> None:
    said = small("compare", "stop", "protest", "--format", format).out
    assert "; ;" not in said
    assert ";  " not in said
    assert [line for line in said.splitlines() if line.endswith(";")] == []
