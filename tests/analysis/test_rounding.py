"""Which printed numbers may be the same number, and which disagree."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.figure_conflicts import MOST, Printed, disagreeing
from conductcli.analysis.rounding import apart, between, half_unit, words

QUALIFIERS = ("exactly", "more_than", "less_than", "about")


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ((5, "exactly"), (6, "exactly"), True),
        ((5, "exactly"), (5.0, "exactly"), False),
        ((600, "more_than"), (626, "exactly"), False),
        ((600, "more_than"), (600, "exactly"), True),
        ((600, "less_than"), (599.9, "exactly"), False),
        ((600, "less_than"), (600, "exactly"), True),
        ((94000, "more_than"), (100000, "less_than"), False),
        ((700, "more_than"), (600, "less_than"), True),
        ((600, "more_than"), (600, "less_than"), True),
        ((100, "about"), (105, "exactly"), False),
        ((100, "about"), (95, "exactly"), False),
        ((100, "about"), (106, "exactly"), True),
        ((100, "about"), (105, "more_than"), True),
    ],
)
def test_values_disagree_beyond_what_their_qualifiers_allow(
    one: tuple[float, str], other: tuple[float, str], disagree: bool
) -> None:
    assert apart(between(*one), between(*other)) is disagree
    assert apart(between(*other), between(*one)) is disagree


@pytest.mark.parametrize(("value", "half"), [(11, "1/2"), (11.0, "1/2"), (9.7, "1/20"), (0.25, "1/200"), (0, "1/2")])
def test_the_last_digit_is_rounded(value: float, half: str) -> None:
    assert half_unit(value) == Fraction(half)


def test_a_value_is_said_as_it_is_printed() -> None:
    assert [words(626.0, "exactly"), words(9.7, None), words(10, "less_than")] == ["626", "9.7", "less than 10"]
    assert words(1234567, "exactly") == "1234567"


printed = st.lists(
    st.builds(
        Printed,
        st.uuids().map(str),
        st.integers(1, 30) | st.just(7.5),
        st.sampled_from(QUALIFIERS),
        st.sampled_from([None, None, "2013-01-01/2013-12-31", "2014-01-01/2014-12-31"]),
    ),
    max_size=8,
)


@given(printed)
def test_the_pairs_are_those_that_no_number_fits(figures: list[Printed]) -> None:
    expected = {
        (a.id, b.id)
        for a, b in permutations(figures, 2)
        if apart(between(a.value, a.qualifier), between(b.value, b.qualifier))
        and (a.period is None or b.period is None or a.period == b.period)
    }
    found = list(disagreeing(figures))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_the_number_of_pairs_stays_bounded() -> None:
    figures = [Printed(f"{at:05}", at, "exactly", None) for at in range(20_000)]
    assert len(list(disagreeing(figures))) <= MOST * len(figures)
