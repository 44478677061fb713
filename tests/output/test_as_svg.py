"""A picture is XML that nothing can be smuggled into, and says what it shows to those who cannot see it."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.output import Look, render
from conductcli.output.svg_text import WIDTH, lines_of, width_of
from conductcli.views import Chart
from tests.output.conftest import HOSTILE, chart_of

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "style", "rect", "text", "line", "circle", "path"}


def drawn(chart: Chart) -> str:
    out = io.StringIO()
    render(chart, "svg", out, Look())
    return out.getvalue()


def test_a_picture_looks_like_this(chart: Chart, golden: Callable[[str, str], None]) -> None:
    golden("chart.svg", drawn(chart))


def test_it_says_what_it_is(chart: Chart) -> None:
    root = ET.fromstring(drawn(chart))
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    words = " ".join(root.itertext())
    for said in ("Harbour Police", "2019-04/2020-03", "not known", ["[2]", "The", "other", "paper"][1], "small number"):
        assert said in words


def test_it_is_readable_on_light_and_dark_pages(chart: Chart) -> None:
    assert "prefers-color-scheme: dark" in drawn(chart)
    assert 'class="page"' in drawn(chart)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(words: str) -> None:
    text = drawn(chart_of(words))
    text.encode()
    root = ET.fromstring(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWN
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert "url(" not in text
    assert not set(text) & set("\x00\x07\x1b\u202e\ufffe\ud800")


@given(st.text(max_size=80))
def test_any_words_make_xml(words: str) -> None:
    ET.fromstring(drawn(chart_of(words)))


@given(st.text(st.sampled_from("abc WM日é "), max_size=120), st.integers(60, WIDTH))
def test_lines_end_before_the_page_does(words: str, width: int) -> None:
    lines = lines_of(words, 13, width)
    assert all(width_of(line, 13) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_nothing_to_draw_is_said() -> None:
    out = io.StringIO()
    assert render(Chart("figures", "T", ()), "svg", out, Look()) == ["There is nothing to draw."]
    assert "There is nothing to draw." in out.getvalue()
