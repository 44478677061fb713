"""Things side by side: a row for each matter, a cell for each side, nothing lost and nothing empty."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.comparison import SECTIONS, Side, side_by_side
from conductcli.vocabulary import Measure, Theme, values

THEMED = ("findings", "recommendations", "statements")
THEMES = st.lists(st.sampled_from(values(Theme)), max_size=3, unique=True)
RECORDS = st.lists(
    st.builds(lambda name, themes: {"id": name, "themes": themes}, st.text(min_size=1), THEMES), max_size=4
)
FIGURES = st.lists(st.builds(lambda measure: {"measure": measure}, st.sampled_from(values(Measure))), max_size=3)
FACTS = st.dictionaries(
    st.sampled_from(["kind", "matter", "summary"]), st.just([{"text": "x", "source": ["s"]}]), max_size=3
)


def side(
    name: str,
    facts: dict[str, Any],
    themed: tuple[list[dict[str, Any]], ...],
    outcomes: list[dict[str, Any]],
    figures: list[dict[str, Any]],
) -> Side:
    sections = dict(zip(THEMED, themed, strict=True)) | {"outcomes": outcomes, "figures": figures}
    return Side(name, name.upper(), facts, sections)


SIDES = st.lists(
    st.builds(side, st.sampled_from("abc"), FACTS, st.tuples(RECORDS, RECORDS, RECORDS), RECORDS, FIGURES),
    min_size=2,
    max_size=4,
)


@pytest.mark.slow
@given(SIDES)
def test_every_row_has_a_cell_for_each_side_and_no_row_is_empty(sides: list[Side]) -> None:
    found = side_by_side(sides, SECTIONS)
    assert found.columns == tuple((given.id, given.label) for given in sides)
    for _, _, cells in found.rows:
        assert len(cells) == len(sides)
        assert any(cells)


@pytest.mark.slow
@given(SIDES)
def test_every_record_stands_under_each_of_its_themes_and_nowhere_else(sides: list[Side]) -> None:
    found = side_by_side(sides, SECTIONS)
    for at, given_side in enumerate(sides):
        for section in THEMED:
            placed = [(label, record) for name, label, cells in found.rows if name == section for record in cells[at]]
            wanted = [
                (theme, record) for record in given_side.sections[section] for theme in record["themes"] or ["other"]
            ]
            assert sorted(placed, key=repr) == sorted(wanted, key=repr)
        for section in ("outcomes", "figures"):
            placed_here = [record for name, _, cells in found.rows if name == section for record in cells[at]]
            assert sorted(placed_here, key=repr) == sorted(given_side.sections[section], key=repr)


@pytest.mark.slow
@given(SIDES)
def test_themes_that_more_sides_share_come_first(sides: list[Side]) -> None:
    for section in THEMED:
        shares = [sum(map(bool, cells)) for name, _, cells in side_by_side(sides, SECTIONS).rows if name == section]
        assert shares == sorted(shares, reverse=True)


@pytest.mark.slow
@given(SIDES, st.lists(st.sampled_from(SECTIONS), unique=True))
def test_only_the_sections_that_are_wanted_are_there_in_the_order_asked(sides: list[Side], wanted: list[str]) -> None:
    found = list(dict.fromkeys(section for section, _, _ in side_by_side(sides, wanted).rows))
    assert found == [section for section in wanted if section in found]


def test_shared_wording_is_not_looked_for_yet() -> None:
    assert side_by_side([side("a", {}, ([], [], []), [], [])] * 2, SECTIONS).shared_wording is None
