"""A drawing in the terminal is as wide as it may be, needs no colour, and no more than ASCII where there is no more."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from conductcli.output import Look, render
from conductcli.views import Chart
from tests.output.conftest import HOSTILE, chart_of

if TYPE_CHECKING:
    from collections.abc import Callable


def drawn(chart: Chart, width: int | None, *, color: bool = False, unicode: bool = True) -> str:
    out = io.StringIO()
    render(chart, "table", out, Look(width, color, unicode))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_a_drawing_looks_like_this(chart: Chart, golden: Callable[[str, str], None], width: int) -> None:
    golden(f"chart-{width}.txt", drawn(chart, width))


def test_a_drawing_in_ascii_looks_like_this(chart: Chart, golden: Callable[[str, str], None]) -> None:
    golden("chart-ascii.txt", drawn(chart, 80, unicode=False))


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
def test_no_line_is_too_wide_and_none_steers_the_terminal(words: str, width: int, unicode: bool) -> None:
    text = drawn(chart_of(words), width, unicode=unicode)
    assert [line for line in text.split("\n") if cell_len(line) > width] == []
    assert not set(text) & set("\x00\x07\x1b\u202e\t")
    assert unicode or text.isascii()


@settings(max_examples=60)
@given(st.text(max_size=60), st.integers(40, 200), st.booleans(), st.none() | st.floats(0, 1e9))
def test_any_words_and_amounts_fit(words: str, width: int, unicode: bool, value: float | None) -> None:
    text = drawn(chart_of(words, value), width, unicode=unicode)
    assert [line for line in text.split("\n") if cell_len(line) > width] == []
    assert unicode or text.isascii()


def test_colour_adds_nothing_that_is_not_there_without(chart: Chart) -> None:
    import re

    colored = drawn(chart, 80, color=True)
    assert "\x1b[" in colored
    plain = [line.rstrip() for line in re.sub("\x1b\\[[0-9;]*m", "", colored).splitlines()]
    assert plain == drawn(chart, 80).splitlines()


def test_zero_has_no_bar_unknown_has_a_mark_and_little_is_seen(chart: Chart) -> None:
    lines = drawn(chart, 100).splitlines()
    zero = next(line for line in lines if line.startswith("nothing"))
    unknown = next(line for line in lines if line.startswith("not told"))
    assert "█" not in zero
    assert "│ ?" in unknown
    little = drawn(chart_of("x", 0.001)._replace(panels=chart_of("x", 0.001).panels[:1]), 100)
    assert any(sign in little for sign in "▏█")


def test_nothing_to_draw_is_said() -> None:
    out = io.StringIO()
    assert render(Chart("figures", "T", ()), "table", out, Look(80)) == ["There is nothing to draw."]
