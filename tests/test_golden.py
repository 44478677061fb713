"""What the program says of the small register, letter by letter, and what holds of tables whatever they show.

One golden file for each format and view; `pytest --renew` writes them anew.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from conductcli.output import FORMATS, Look, render
from conductcli.output.sanitize import clean
from conductcli.views import Comparison, Record, Table
from tests.data import SMALL, database, later

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Program

    Golden = Callable[[str, str], None]

VIEWS = {
    "list": ("list",),
    "show": ("show", "harbour-stop"),
    "compare": ("compare", "harbour-stop", "harbour-protest"),
}
FORCES = ("compare", "--force", "gmp", "--force", "the Met")
OTHERS = {
    "search": ("search", "training"),
    "timeline": ("timeline",),
    "findings": ("findings",),
    "outcomes": ("outcomes",),
    "outcomes-gap": ("outcomes", "--gap"),
    "outcomes-funnel": ("outcomes", "--funnel"),
    "recommendations": ("recommendations", "--as-of", "2021-12-31"),
    "recommendations-by-to": ("recommendations", "--group-by", "to", "--as-of", "2021-12-31"),
    "statements": ("statements",),
    "figures": ("figures",),
    "sources": ("sources",),
    "conflicts": ("conflicts",),
}
WIDTHS = (40, 60, 80, 160)
EXTENSION = {"table": "txt", "markdown": "md"}
TODAY = "the-day-it"  # as long as a date: what stands for today's


def steady(text: str) -> str:
    """A text that is the same on every day."""
    return text.replace(date.today().isoformat(), TODAY)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_a_table_looks_like_this(conductcli: Program, golden: Golden, view: str, width: int) -> None:
    answer = conductcli(*VIEWS[view], "--db", database(SMALL), columns=width)
    golden(f"{view}-{width}.txt", steady(f"{answer.out}--- stderr\n{answer.err}"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_piped_table_looks_like_this(conductcli: Program, golden: Golden, view: str) -> None:
    answer = conductcli(*VIEWS[view], "--db", database(SMALL))
    golden(f"{view}-piped.txt", steady(f"{answer.out}--- stderr\n{answer.err}"))


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "table"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_format_looks_like_this(conductcli: Program, golden: Golden, view: str, format: str) -> None:
    answer = conductcli(*VIEWS[view], "--db", database(SMALL), "--format", format)
    assert answer.err == ""
    golden(f"{view}.{EXTENSION.get(format, format)}", steady(answer.out))


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_table_looks_like_this_at_80_columns(conductcli: Program, golden: Golden, name: str) -> None:
    answer = conductcli(*OTHERS[name], "--db", database(SMALL), columns=80)
    golden(f"{name}-80.txt", steady(f"{answer.out}--- stderr\n{answer.err}"))


@pytest.mark.parametrize("width", [80, 160])
def test_forces_side_by_side_look_like_this(conductcli: Program, golden: Golden, width: int) -> None:
    answer = conductcli(*FORCES, "--db", database(SMALL), columns=width)
    golden(f"compare-forces-{width}.txt", steady(f"{answer.out}--- stderr\n{answer.err}"))


def test_problems_look_like_this_at_80_columns(conductcli: Program, golden: Golden) -> None:
    broken = SMALL.read_bytes().replace(b"result: no_case_to_answer", b"result: no_case_to_anser")
    answer = conductcli("check", "-", stdin=broken, columns=80)
    assert answer.code == 4
    golden("check-80.txt", f"{answer.out}--- stderr\n{answer.err}")


def test_what_was_loaded_looks_like_this_at_80_columns(conductcli: Program, golden: Golden, tmp_path: Any) -> None:
    target = tmp_path / "a.db"
    answer = conductcli("load", SMALL, "--db", target, columns=200)
    golden("load-200.txt", re.sub(" *─+|  +", "  ", answer.out.replace(str(target), "a.db")))


@pytest.mark.parametrize("width", [60, 80, 160])
def test_differences_look_like_this(conductcli: Program, golden: Golden, width: int) -> None:
    answer = conductcli("diff", SMALL, later(), columns=width)
    golden(f"diff-{width}.txt", f"{answer.out}--- stderr\n{answer.err}")


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_differences_look_like_this_for_others(conductcli: Program, golden: Golden, format: str) -> None:
    answer = conductcli("diff", SMALL, later(), "--format", format)
    golden("diff-piped.txt" if format == "table" else f"diff.{EXTENSION.get(format, format)}", answer.out)


@pytest.mark.parametrize("force", ["greater-manchester", "metropolitan", "derbyshire", "wiltshire"])
def test_a_brief_looks_like_this(conductcli: Program, golden: Golden, force: str) -> None:
    answer = conductcli("brief", force, "--as-of", "2021-12-31", "--db", database(SMALL))
    assert answer.err == ""
    golden(f"brief-{force}.md", answer.out)


def test_a_brief_since_a_day_looks_like_this(conductcli: Program, golden: Golden) -> None:
    asked = ("brief", "gmp", "--since", "2021", "--as-of", "2021-12-31", "--db", database(SMALL))
    golden("brief-since.md", conductcli(*asked).out)


LISTINGS = ("list", *(name for name in OTHERS if name != "search"))


@pytest.mark.parametrize("name", LISTINGS)
def test_table_and_csv_agree_cell_for_cell(conductcli: Program, name: str) -> None:
    """In a pipe a table is not cut, so every value stands in it, where the CSV has it."""
    asked = [*(OTHERS.get(name) or VIEWS[name]), "--db", str(database(SMALL))]
    heading, *rows = csv.reader(io.StringIO(conductcli(*asked, "--format", "csv").out))
    shown = conductcli(*asked, "--columns", ",".join(heading))
    _, _, *lines = shown.lines
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        said = [" ".join(cell.split()) for cell in row if cell]
        assert re.split("  +", line.strip()) == said
    assert shown.err == ""


def test_no_listing_cuts_anything_in_a_pipe(conductcli: Program) -> None:
    for name in LISTINGS:
        answer = conductcli(*(OTHERS.get(name) or VIEWS[name]), "--db", database(SMALL))
        assert "…" not in answer.out
        assert "left out" not in answer.err


NASTY = st.text(
    st.one_of(
        st.sampled_from("日本語한국어ｆｕｌｌ👩‍👩‍👧🇬🇧é\u0301\u200d\u200b\ufe0f\u202e\u2066\x1b\x07\t\n\r[]/:;\\|`*_ "),
        st.characters(),
    ),
    max_size=60,
)
KEYS = ("id", "title", "value", "text", "source", "case_id", "made_on")
CELL = st.one_of(st.none(), NASTY, st.integers(0, 10**12), st.lists(NASTY, max_size=3))
ROWS = st.lists(st.tuples(*[CELL] * len(KEYS)), max_size=4)
THOROUGH = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def drawn(view: Table | Record | Comparison, width: int | None, format: str = "table") -> list[str]:
    out = io.StringIO()
    render(view, format, out, Look(width))
    return out.getvalue().split("\n")


def too_wide(lines: list[str], width: int) -> list[str]:
    return [line for line in lines if cell_len(line) > width]


@THOROUGH
@given(ROWS, st.integers(40, 200), st.booleans())
@example([("日" * 100, "x" * 500, 1, "語 " * 90, ["s" * 90], None, "")], 40, True)
@example([("a", "\u200d" * 40, 1, "\u202e" * 40, ["s"], None, "")], 40, True)
def test_a_table_is_never_wider_than_it_may_be(rows: list[tuple[Any, ...]], width: int, known: bool) -> None:
    shown = ("title", "text", "source", "id") if known else ()
    assert too_wide(drawn(Table("list", KEYS, rows, shown), width), width) == []


def record(section: str, words: str) -> dict[str, Any]:
    common = {
        "id": words or "a", "text": words, "quote": words, "quote_check": "unchecked", "made_by": "iopc",
        "made_on": None, "source": [words or "s"], "themes": ["training"], "about": [], "caveat": words,
        "conflicts": [], "frequency": None,
    }  # fmt: skip
    own: dict[str, dict[str, Any]] = {
        "findings": {"result": "fact"},
        "outcomes": {"views": [{"made_by": None, "case_to_answer": "none"}], "officers": 2},
        "recommendations": {"basis": "review", "made_to": [words], "responses": [], "recipients": []},
        "statements": {"speaker": words, "role": words},
    }
    return common | own[section]


@THOROUGH
@given(st.lists(NASTY, min_size=1, max_size=3), st.integers(40, 200))
@example(["日本語" * 40, "x" * 300], 40)
def test_a_case_is_never_wider_than_it_may_be(words: list[str], width: int) -> None:
    sections = ("findings", "outcomes", "recommendations", "statements")
    value: dict[str, Any] = {"id": "a", "title": words[0], "summary": words[0]}
    value |= {section: [record(section, word) for word in words] for section in sections}
    assert too_wide(drawn(Record("case", value), width), width) == []


@THOROUGH
@given(st.lists(NASTY, min_size=2, max_size=5), st.integers(40, 200))
@example(["日本語" * 40, "x" * 300, "y"], 40)
def test_a_comparison_is_never_wider_than_it_may_be(words: list[str], width: int) -> None:
    cells = tuple([record("statements", word)] for word in words)
    view = Comparison(tuple((word, word) for word in words), (("statements", "training", cells),))
    assert too_wide(drawn(view, width), width) == []


@given(ROWS)
def test_a_piped_table_holds_every_text_whole(rows: list[tuple[Any, ...]]) -> None:
    found = "\n".join(drawn(Table("list", KEYS, rows), None))
    for row in rows:
        for cell in row:
            if isinstance(cell, str):
                for word in clean(cell).split():
                    assert word in found
