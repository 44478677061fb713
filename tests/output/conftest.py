"""What the tests of pictures share: a chart that has one of everything, and one of hostile words."""

from __future__ import annotations

import pytest

from conductcli.analysis.axes import of_amounts, of_days
from conductcli.views import Bar, Chart, Panel, Point

HOSTILE = (
    "</text><script>alert(1)</script>",
    '"><image href="https://example.org/x.png"/>',
    "]]>&amp;<!-- \x1b[31m\x00\x07\u202e\ufffe\ud800 -->",
    "[bold]x[/bold] :smile: [/] \n\t",
    "日本語" * 60,
    "x" * 400,
)


def chart_of(words: str, value: float | None = 12) -> Chart:
    bars = (
        Bar(words, value, f"about {words}", 3, "small number", words, ("s",)),
        Bar("nothing", 0, "0", warning="small number", source=("t", "s")),
        Bar("not told", None, "not known"),
    )
    points = (
        Point(words, "2020-05-06", 737551, 737551, ("s",)),
        Point("a month", "2020-05", 737546, 737576),
        Point("open", "../2020-06-01", None, 737577, ("t",)),
        Point(words, "2020-05-20/..", 737565, None),
    )
    panels = (
        Panel(words, of_amounts(value or 0, words), "2019-04/2020-03", bars, notes=(words,)),
        Panel("days", of_days([737546, 737577], "days"), "2020", points=points),
    )
    return Chart("figures", words, panels, (words,), (("s", words), ("t", "The other paper")))


@pytest.fixture
def chart() -> Chart:
    return chart_of("Harbour Police")
