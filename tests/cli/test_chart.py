"""`--chart` on the commands that have it: drawn, written as a picture, or given to a machine as rows."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from conductcli.views import DRAWN
from tests.data import SMALL, database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Small
    from tests.conftest import Child

CHARTED = {
    "figures": ("figures",),
    "outcomes": ("outcomes",),
    "recommendations": ("recommendations", "--as-of", "2021-12-31"),
    "timeline": ("timeline",),
}
HIDDEN = "import sys; sys.modules['vl_convert'] = None"


@pytest.mark.parametrize("name", CHARTED)
def test_a_chart_looks_like_this(small: Small, golden: Callable[[str, str], None], name: str) -> None:
    answer = small(*CHARTED[name], "--chart", columns=80)
    golden(f"{name}-chart-80.txt", f"{answer.out}--- stderr\n{answer.err}")


@pytest.mark.parametrize("name", CHARTED)
def test_a_file_that_ends_in_svg_is_a_picture(small: Small, tmp_path: Path, name: str) -> None:
    target = tmp_path / "a.SVG"
    assert small(*CHARTED[name], "--chart", "--output", str(target)) == (0, "", "")
    assert ET.parse(target).getroot().tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("name", CHARTED)
def test_machines_get_the_rows_that_are_drawn(small: Small, tmp_path: Path, name: str) -> None:
    rows = small(*CHARTED[name], "--chart", "--json").json
    assert rows
    assert {tuple(row) for row in rows} == {DRAWN}
    found = list(csv.DictReader(io.StringIO(small(*CHARTED[name], "--chart", "--format", "csv").out)))
    assert [row["label"] for row in found] == [row["label"] for row in rows]
    target = tmp_path / "rows.svg"  # a format that is asked for is what is written, whatever the file's name
    small(*CHARTED[name], "--chart", "--json", "--output", str(target))
    assert target.read_text() == small(*CHARTED[name], "--chart", "--json").out


def test_a_png_without_the_extra_is_one_line_that_says_what_to_install(child: Child, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    script = (
        f"{HIDDEN}; sys.argv = ['conductcli', 'figures', '--chart', '--output', {str(target)!r},"
        f" '--db', {str(database(SMALL))!r}]; from conductcli.__main__ import main; raise SystemExit(main())"
    )
    answer = child("--version", before=f"import sys\n{script}")
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.splitlines() == [
        "conductcli: error: a PNG needs an extra: pip install 'conductcli[png]'; or name a file that ends in .svg"
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_ends_in_png_is_a_picture(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    assert small("figures", "--chart", "--output", str(target)) == (0, "", "")
    assert target.read_bytes().startswith(b"\x89PNG\r\n")


def test_the_picture_says_what_was_asked_and_what_was_left_out(small: Small) -> None:
    answer = small("figures", "--measure", "taser_uses", "--force", "gmp", "--chart", columns=100)
    assert "Only: force greater-manchester; measure taser uses." in answer.out
    assert "there are more" in small("figures", "--chart", "--limit", "1").out
    assert "there are more" not in small("figures", "--chart").out


def test_a_chart_has_its_own_order_and_columns(small: Small) -> None:
    for option in ("--columns", "--sort"):
        answer = small("figures", "--chart", option, "id")
        assert answer.code == 2
        assert "hint: " in answer.err


def test_nothing_to_draw_is_told_and_no_error(small: Small) -> None:
    answer = small("figures", "--measure", "complaints", "--chart")
    assert answer.code == 0
    assert answer.err == "conductcli: There is nothing to draw.\n"
    assert small("figures", "--measure", "complaints", "--chart", "--json").json == []
