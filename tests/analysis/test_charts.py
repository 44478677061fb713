"""What is drawn on one axis and what is not; unknown is unknown, zero is zero, and a small number says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.axes import number, of_amounts, of_days
from conductcli.analysis.charts import figures_chart, outcomes_chart, panels, recommendations_chart, timeline_chart
from conductcli.analysis.funnel import STAGES, Stage, funnel

if TYPE_CHECKING:
    from conductcli.views import Chart

Row = dict[str, Any]


def figure(**given: Any) -> Row:
    return {
        "id": "f", "organisation": "gmp", "measure": "taser_uses", "value": 816, "qualifier": "exactly", "per": None,
        "unit": "officer_use", "counts": "highest_use", "period": "2019", "status": "final", "made_by": None,
        "caveat": None, "source": ["s"], "statuses": [given.get("status", "final")],
    } | given  # fmt: skip


def recommendation(**given: Any) -> Row:
    return {
        "status": "answered", "made_to": "gmp", "count": None, "as_of": "2021-12-31", "source": ["s"],
        "response_source": [],
    } | given  # fmt: skip


def said(chart: Chart) -> list[list[tuple[str, float | None, str]]]:
    return [[(bar.label, bar.value, bar.said) for bar in panel.bars] for panel in chart.panels]


# Figures


def test_what_is_alike_stands_on_one_axis() -> None:
    assert len(panels([figure(), figure(organisation="met", value=1), figure(caveat="c", made_by="iopc")])) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"measure": "taser_fired"}, {"unit": "incident"}, {"per": "100_officers"},
        {"period": "2019-04/2020-03"}, {"period": None},
        {"counts": "each_use"}, {"counts": None}, {"qualifier": "about"}, {"status": "provisional"},
    ],
    ids=str,
)  # fmt: skip
def test_what_differs_has_an_axis_of_its_own(other: Row) -> None:
    assert len(panels([figure(), figure(**other)])) == 2
    chart = figures_chart([figure(), figure(**other)], {})
    assert any("do not compare" in note for note in chart.notes)


def test_what_does_not_say_its_period_stands_alone() -> None:
    alone, same, other = figure(period=None), figure(period=None, value=3), figure(period=None, source=["t"])
    assert panels([alone, same, other]) == [[alone], [same], [other]]


def test_a_heading_an_axis_and_a_period_say_what_is_shown() -> None:
    [panel] = figures_chart(
        [figure(per="100_officers", value=2, qualifier="more_than", status="provisional")], {}
    ).panels
    assert panel.heading == "taser uses per 100 officers, 2019, more than"
    assert panel.axis.label == "officer use per 100 officers"
    assert panel.period == "2019"
    assert panel.bars[0].said == "more than 2"
    assert "Status: provisional." in panel.notes
    assert panel.bars[0].warning == ""  # it is a rate: what is behind it may be many


def test_zero_is_zero_and_small_numbers_say_so() -> None:
    rows = [figure(value=value, organisation=str(value)) for value in (0, 9, 10, None)]
    bars = figures_chart(rows, {}).panels[0].bars
    assert [(bar.value, bar.said, bar.warning) for bar in bars] == [
        (10, "10", ""),
        (9, "9", "small number"),
        (0, "0", "small number"),
    ]


def test_a_body_with_several_figures_says_who_counted_or_which_it_is() -> None:
    rows = [
        figure(made_by="iopc"),
        figure(id="g", made_by="iopc"),
        figure(id="h", made_by="home-office"),
        figure(id="i"),
    ]
    labels = {bar.label for bar in figures_chart(rows, {"gmp": "GMP", "iopc": "IOPC"}).panels[0].bars}
    assert labels == {"GMP, counted by IOPC, f", "GMP, counted by IOPC, g", "GMP, counted by home-office", "GMP"}


def test_sources_stand_in_the_order_in_which_they_are_needed() -> None:
    chart = figures_chart([figure(source=["b", "a"]), figure(value=1, source=["c", "a"])], {"a": "A paper"})
    assert chart.sources == (("b", "b"), ("a", "A paper"), ("c", "c"))


def test_nothing_is_nothing() -> None:
    assert figures_chart([], {}, ["Only: x."]).panels == ()
    assert timeline_chart([], {}).panels == ()
    assert recommendations_chart([], {}).panels == ()
    assert outcomes_chart(funnel([]), [], {}).panels == ()


# Recommendations


def test_recommendations_are_counted_by_state_and_recipient() -> None:
    rows = [recommendation(), recommendation(count=17), recommendation(made_to=None), recommendation(status="awaiting")]
    chart = recommendations_chart(rows, {"gmp": "GMP"})
    assert [panel.heading for panel in chart.panels] == ["awaiting", "answered"]
    assert said(chart) == [[("GMP", 1, "1")], [("GMP", 18, "18"), ("recipient not known", 1, "1")]]
    assert len({panel.axis for panel in chart.panels}) == 1  # the same unit, so the same scale
    assert "2021-12-31" in chart.panels[0].period


def test_none_found_is_not_none() -> None:
    [panel] = recommendations_chart([recommendation(status="no_response_found")], {}).panels
    assert any("not to say that there is none" in note for note in panel.notes)


# Outcomes


def test_the_funnel_says_what_is_not_known() -> None:
    stages = [Stage("notice", 4, 1, 2, 3), Stage("case_to_answer", None, 1, 0), Stage("proceeding", 0, 0, 0)]
    first, second, third = outcomes_chart(stages, ["s"], {}).panels[0].bars
    assert (first.value, first.said) == (4, "4 and 1 group of unknown size; not known of 2 groups (3 officers)")
    assert first.unknown == 3
    assert (second.value, second.said) == (None, "1 group of unknown size")
    assert (third.value, third.said) == (0, "0")


def test_every_stage_of_the_funnel_has_a_bar() -> None:
    chart = outcomes_chart([Stage(stage, 12, 0, 0) for stage in STAGES], ["s"], {})
    assert [bar.value for bar in chart.panels[0].bars] == [12] * len(STAGES)


# Timelines


def moment(when: str, case: str = "a", **given: Any) -> Row:
    return {"date": when, "case_id": case, "kind": "event", "text": "It happens.", "source": ["s"]} | given


def test_a_panel_for_each_case_and_a_span_for_what_is_no_day() -> None:
    chart = timeline_chart([moment("2020-05-06"), moment("2020-05"), moment("../2020~"), moment("2021", "b")], {})
    assert [panel.heading for panel in chart.panels] == ["a", "b"]
    day, month, open_start = chart.panels[0].points
    assert day.start == day.end == date(2020, 5, 6).toordinal()
    assert month.end is not None
    assert month.start is not None
    assert month.end - month.start == 30
    assert open_start.start is None
    assert open_start.date == "../2020~"


# Axes


@given(st.floats(0, 1e12) | st.integers(0, 10**9))
def test_an_axis_of_amounts_starts_at_zero_and_holds_the_greatest(greatest: float) -> None:
    axis = of_amounts(greatest, "x")
    assert axis.low == 0
    assert axis.high >= greatest * 0.999
    assert 1 <= len(axis.ticks) <= 6


@given(st.lists(st.dates(), min_size=1, max_size=5))
def test_an_axis_of_days_holds_every_day(given_days: list[date]) -> None:
    axis = of_days([day.toordinal() for day in given_days], "x")
    assert axis.low <= min(given_days).toordinal()
    assert axis.high >= max(given_days).toordinal()
    assert 1 <= len(axis.ticks) <= 6
    assert all(axis.low <= value <= axis.high for value, _ in axis.ticks)


def test_amounts_are_written_for_people() -> None:
    assert [number(value) for value in (0, 7.5, 1000000, 32000.0)] == ["0", "7.5", "1,000,000", "32,000"]
