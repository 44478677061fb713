"""One case, whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Small, ids


def test_show_gives_the_whole_case_with_organisations_sources_figures_and_timeline(small: Small) -> None:
    case = small("show", "stop", "--json").json
    assert list(case) == [
        "id", "title", "kind", "matter", "forces", "oversight", "reference", "topics", "incident", "referral",
        "investigation", "summary", "caveat", "source", "conflicts", "allegations", "evidence", "findings", "outcomes",
        "recommendations", "statements", "events", "organisations", "sources", "figures", "timeline",
    ]  # fmt: skip
    assert case["incident"] == {"date": "2020-05-06", "place": "Harbour Road, Northtown"}
    assert ids(case["figures"]) == ["derbyshire-rate"]
    assert case["figures"][0]["value"] == 7.5
    assert len(case["timeline"]) == 16


def test_show_has_every_key_of_a_case_and_null_for_what_is_not_known(small: Small) -> None:
    case = small("show", "national-review", "--json").json
    assert case["incident"] == {"date": None, "place": None}
    assert case["matter"] is None
    assert case["forces"] == case["allegations"] == case["conflicts"] == []
    assert case["recommendations"][0]["recipients"][0]["made_to"] is None


@pytest.mark.parametrize("part", ["stop", "protest", "national-review"])
def test_show_writes_out_every_organisation_and_source_that_it_names(small: Small, part: str) -> None:
    case = small("show", part, "--json").json
    named = set(_named(case, {"made_by", "made_to", "force", "forces", "oversight", "organisation", "progress_by"}))
    assert named - set(ids(case["organisations"])) == set()
    assert set(_named(case, {"source"})) - set(ids(case["sources"])) == set()


def _named(value: Any, keys: set[str]) -> list[str]:
    found: list[str] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key in keys and inner:
            found += inner if isinstance(inner, list) else [inner]
        elif isinstance(inner, dict | list):
            found += _named(inner, keys)
    return found


def test_show_tells_what_another_source_says_of_the_case(small: Small) -> None:
    assert "The bulletin places it at the station." in small("show", "stop", columns=100).out


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_show_tells_every_fact_of_the_case_in_every_format(small: Small, format: str) -> None:
    said = " ".join(small("show", "stop", "--format", format, columns=200).out.split()).replace("\\", "")
    for fact in (
        "Harbour Road, Northtown", "2020-05-08", "handled roughly", "footage shows", "we found no breach", "Constables",
        "Harbour Unit", "restricted", "reflective_practice", "rejected", "2020-10-20", "rewrites its policy",
        "Chief superintendent", "Rumours spread", "more_than" if format != "table" else "more than", "7.5",
        "Letters to the panel", "calls it a clean bill of health",
    ):  # fmt: skip
        assert fact in said


def test_show_leaves_no_gap_for_what_is_not_known(small: Small) -> None:
    for line in small("show", "stop", columns=400).lines:  # so wide that no line ends between two answers
        assert "; ;" not in line
        assert not line.endswith(";")


def test_show_names_the_source_of_an_answer(small: Small) -> None:
    said = small("show", "stop", columns=200).out
    recommendations = said[said.index("\nRecommendations ") : said.index("\nStatements ")]
    assert "letters" in recommendations


def test_show_names_nobody_as_the_speaker_of_what_became_of_the_officers(small: Small) -> None:
    assert "— Constables" not in small("show", "stop").out
