"""What may be compared is an equivalence over what figures state; what they do not say is a reason against it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.comparability import compared, groups, reasons
from conductcli.analysis.periods import period_kind

FIGURE = {
    "id": "a", "organisation": "kent", "measure": "taser_uses", "value": 100, "qualifier": "exactly", "per": None,
    "unit": "officer_use", "counts": "highest_use", "period": "2013", "status": "final",
}  # fmt: skip
NEEDED = ("measure", "value", "qualifier", "unit", "counts", "period", "status")

figures = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "organisation": st.sampled_from(["kent", "essex", "surrey"]),
        "measure": st.sampled_from(["taser_uses", "taser_fired"]),
        "value": st.integers(0, 5) | st.just(7.5),
        "qualifier": st.sampled_from(["exactly", "exactly", "about", "more_than"]),
        "per": st.sampled_from([None, "100_officers"]),
        "unit": st.sampled_from(["officer_use", "officer"]),
        "counts": st.sampled_from(["highest_use", "each_use", "not_stated", None]),
        "period": st.sampled_from(["2012", "2013", "2013-04/2014-03", "2013-05", "2013~", "2013/..", None]),
        "status": st.sampled_from(["final", "provisional"]),
    }
)
many = st.lists(figures, max_size=12)


def figure(**other: Any) -> dict[str, Any]:
    return FIGURE | {"id": "b", "organisation": "essex"} | other


def codes(a: dict[str, Any], b: dict[str, Any]) -> list[str]:
    return [code for code, _ in reasons(a, b)]


@given(figures, figures)
def test_reasons_are_the_same_from_both_sides(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert codes(a, b) == codes(b, a)


@given(figures, figures, figures)
def test_what_may_be_compared_with_the_same_may_be_compared(
    a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]
) -> None:
    if not reasons(a, b) and not reasons(b, c):
        assert not reasons(a, c)


@given(many)
def test_two_figures_stand_in_one_group_just_when_there_is_no_reason_against_it(found: list[dict[str, Any]]) -> None:
    together, outside = groups(found)
    of = {member["id"]: number for number, group in enumerate(together) for member in group.figures}
    assert sorted([*of, *(left.figure["id"] for left in outside)]) == sorted(figure["id"] for figure in found)
    for a, b in combinations(found, 2):
        assert (a["id"] in of and of[a["id"]] == of.get(b["id"])) == (not reasons(a, b))
    assert all(len(group.figures) > 1 for group in together)
    assert all(left.reasons for left in outside)


@given(figures, st.sampled_from(NEEDED), st.booleans())
def test_what_leaves_a_key_out_is_never_comparable(whole: dict[str, Any], key: str, gone: bool) -> None:
    partial = {name: value for name, value in whole.items() if name != key} | ({} if gone else {key: None})
    counted_once = key == "counts" and whole["unit"] == "officer"
    assert reasons(partial, whole) or counted_once
    assert reasons(partial, dict(partial)) or counted_once


@given(many)
def test_ratios_and_places_stand_inside_groups_alone(found: list[dict[str, Any]]) -> None:
    rows = compared(found)
    assert len(rows) == len(found)
    for row in rows:
        assert row["comparable"] == (row["group"] is not None) == (not row["reasons"])
        if not row["comparable"]:
            assert row["place"] is row["ratio"] is row["shared"] is None
    for a, b in combinations([row for row in rows if row["place"]], 2):
        if a["group"] == b["group"] and a["organisation"] == b["organisation"]:
            assert abs(a["place"] - b["place"]) < 3  # by the others, of which there are two at most


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"measure": "taser_fired"}, "measure", "taser uses (a), taser fired (b)"),
        ({"unit": "incident"}, "unit", "the unit differs: officer use (a), incident (b)"),
        ({"per": "100_officers"}, "denominator", "none, a plain count (a), 100 officers (b)"),
        ({"period": "2013-04/2014-03"}, "period-kind", "2013, a calendar year (a), 2013-04/2014-03, a financial"),
        ({"period": "2013-01/2013-06"}, "period-kind", "a part of a year (b)"),
        ({"period": None}, "period-not-given", "the period of b is not given"),
        ({"period": "2013~"}, "period-not-exact", "the period of b is not exact (2013~)"),
        ({"counts": "each_use"}, "counts", "the counting rule differs: highest use (a), each use (b)"),
        ({"counts": "not_stated"}, "counting-rule-not-given", "the counting rule of b is not given"),
        ({"counts": None}, "counting-rule-not-given", "the counting rule of b is not given"),
        ({"qualifier": "about"}, "qualifier", "exactly (a), about (b)"),
        ({"status": "experimental"}, "status", "final (a), experimental (b)"),
    ],
)  # fmt: skip
def test_each_reason_has_a_code_and_names_both_sides(other: dict[str, Any], code: str, words: str) -> None:
    ((found, text),) = reasons(FIGURE, figure(**other))
    assert found == code
    assert words in text


def test_periods_of_the_same_kind_are_told_apart_by_their_length() -> None:
    assert codes(FIGURE | {"period": "2004/2013"}, figure(period="2004-04/2010-03")) == ["period-length"]


def test_both_sides_that_do_not_say_it_are_named() -> None:
    ((_, text),) = reasons(FIGURE | {"counts": "not_stated"}, figure(counts="not_stated"))
    assert text == "the counting rule of a and of b is not given"


def test_two_bounds_cannot_be_ranked() -> None:
    assert codes(FIGURE | {"qualifier": "more_than"}, figure(qualifier="more_than")) == ["bound"]


def test_a_stock_of_officers_needs_no_counting_rule() -> None:
    stock = {"measure": "taser_trained_officers", "unit": "officer", "counts": None, "period": "2014-03-31"}
    assert reasons(FIGURE | stock, figure(**stock)) == []


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2012", ("calendar year", "12 months")),
        ("2013-01/2013-12", ("calendar year", "12 months")),
        ("2019-04/2020-03", ("financial year", "12 months")),
        ("2019-04-01/2020-03-31", ("financial year", "12 months")),
        ("2019-07-15/2020-07-14", ("span", "12 months")),
        ("2004/2013", ("span", "120 months")),
        ("2013-02", ("part of a year", "1 month")),
        ("2013-07/2013-12", ("part of a year", "6 months")),
        ("2013-01-01/2013-01-10", ("part of a year", "10 days")),
        ("2013-01-02/2014-05-10", ("span", "494 days")),
        ("2020-05-06", ("day", "1 day")),
        ("9999", ("span", "365 days")),
        ("2013~", (None, None)),
        ("../2013", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_period_has_a_kind_and_a_length(period: str | None, expected: tuple[str | None, str | None]) -> None:
    assert period_kind(period) == expected


def test_leap_years_make_no_difference() -> None:
    assert reasons(FIGURE | {"period": "2012"}, figure(period="2013")) == []


def test_a_group_ranks_organisations_and_not_an_organisation_against_itself() -> None:
    rows = compared(
        [FIGURE, figure(value=200), figure(id="c", value=50), figure(id="d", organisation="surrey", value=0)]
    )
    assert [(row["id"], row["place"], row["ratio"]) for row in rows] == [
        ("b", 1, 1.0), ("a", 2, 0.5), ("c", 2, 0.25), ("d", 3, 0.0),
    ]  # fmt: skip
    assert {row["shared"] for row in rows} == {"taser uses, officer use, calendar year 2013, counted by highest use"}


def test_an_organisation_alone_in_a_group_has_no_place() -> None:
    rows = compared([FIGURE, FIGURE | {"id": "b", "value": 50}])
    assert [(row["place"], row["ratio"], row["comparable"]) for row in rows] == [(None, 1.0, True), (None, 0.5, True)]


def test_nothing_is_divided_by_a_greatest_value_of_nought() -> None:
    assert [row["ratio"] for row in compared([FIGURE | {"value": 0}, figure(value=0)])] == [None, None]


def test_the_reasons_are_those_against_the_nearest() -> None:
    far = figure(id="far", measure="taser_fired", unit="incident", per="100_officers")
    near = figure(id="near", period="2013-04/2014-03")
    (text,) = next(row["reasons"] for row in compared([far, FIGURE, near]) if row["id"] == "a")
    assert "(near)" in text


def test_a_single_figure_says_what_it_lacks_or_that_it_is_alone() -> None:
    assert compared([FIGURE])[0]["reasons"] == ["there is no other figure to compare it with"]
    assert compared([FIGURE | {"period": None}])[0]["reasons"] == ["the period of a is not given"]
