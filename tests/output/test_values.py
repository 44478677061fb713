"""Text from data is made harmless wherever it is shown: it can neither steer a terminal nor leave its cell."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.output import FORMATS, Look, render
from conductcli.output.sanitize import clean, label, text
from conductcli.views import Table
from tests.conftest import Program, run_here
from tests.data import SMALL, database, folder

if TYPE_CHECKING:
    from pathlib import Path

BIDI = {
    character
    for character in map(chr, range(0x10000))
    if unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
} | {"\u200e", "\u200f", "\u061c"}
STEERING = {"Cc", "Cs", "Zl", "Zp"}

HOSTILE = [
    "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mred",
    "\x1b]0;title\x07",
    "abc\rxyz",
    "back\x08\x08\x08space",
    "\u202egnp.exe\u202c",
    "\u2066isolate\u2069",
    "line\u2028separator\u2029",
    "\u200eleft\u200fright\u061c",
    "\ufeffmark",
]
MARKUP = [
    "[bold]x[/bold]",
    "[/x]",
    ":smile:",
    "[link=https://evil.example]y[/link]",
    "[red]",
    "\\[escaped]",
    "[@click=app.bell]z[/]",
]


def dangerous(shown: str, allowed: str = "") -> set[str]:
    found = {character for character in shown if unicodedata.category(character) in STEERING or character in BIDI}
    return found - set(allowed)


@given(st.text(st.characters()))
def test_no_control_and_no_bidirectional_character_is_left(words: str) -> None:
    assert dangerous(clean(words)) == set()


@given(st.text(st.characters()))
def test_what_is_clean_stays_as_it_is(words: str) -> None:
    assert clean(clean(words)) == clean(words)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_not_touched(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize("words", ["naïve – “quoted” … £5", "日本語", "👩‍👩‍👧", "א ב ג", "مرحبا", "e\u0301"])
def test_the_letters_of_any_language_are_not_touched(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\u202e", "\\u202e"),
        ("\x9b", "\\x9b"),
        ("\0", "\\x00"),
    ],
)
def test_what_is_harmful_is_shown_as_an_escape(words: str, shown: str) -> None:
    assert clean(words) == shown


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_every_value_has_a_text(value: object) -> None:
    assert isinstance(text(value), str)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (["a", "b"], "a; b"),
        ([], ""),
        (7.5, "7.5"),
        (True, "true"),
        ([{"made_by": "iopc", "case_to_answer": "none", "made_on": None}], "iopc: none"),
    ],
)
def test_a_value_is_shown_in_one_way(value: object, shown: str) -> None:
    assert text(value) == shown


def test_a_label_is_the_key_with_spaces() -> None:
    assert label("made_by") == "made by"


@pytest.fixture(scope="module")
def hostile() -> Path:
    """A database in which every text is hostile: loading refuses such texts, so they are put into it directly."""
    target = folder() / "hostile.db"
    shutil.copy(database(SMALL), target)
    words = " ".join([*HOSTILE, *MARKUP])
    connection = sqlite3.connect(target)
    with connection:
        for table, columns in {
            "cases": ("title", "summary", "caveat", "incident_place", "reference"),
            "findings": ("text", "quote", "caveat"),
            "outcomes": ("role", "unit", "caveat"),
            "recommendations": ("text", "number", "quote"),
            "responses": ("text",),
            "statements": ("text", "quote", "speaker", "role"),
            "events": ("text",),
            "figures": ("text", "quote", "caveat"),
            "sources": ("title", "publisher", "url"),
            "conflicts": ("says",),
        }.items():
            for column in columns:
                connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (words,))
        connection.execute("INSERT INTO texts_fts(texts_fts) VALUES ('rebuild')")
    connection.close()
    return target


ASKED = (
    ("list",), ("show", "stop"), ("compare", "stop", "protest"), ("findings",), ("outcomes",), ("recommendations",),
    ("statements",), ("figures",), ("sources",), ("conflicts",), ("timeline",), ("search", "smile"),
)  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_steers_no_terminal_in_any_format(conductcli: Program, hostile: Path, format: str) -> None:
    answers = {words[0]: conductcli(*words, "--db", hostile, "--format", format) for words in ASKED}
    assert {name: answer.err for name, answer in answers.items() if answer.code} == {}
    allowed = "\n\t" if format == "tsv" else "\n"
    assert [name for name, answer in answers.items() if dangerous(answer.out, allowed)] == []
    assert [name for name, answer in answers.items() if dangerous(answer.err, "\n")] == []


@pytest.mark.parametrize("color", ["auto", "always"])
@pytest.mark.parametrize("arguments", ASKED, ids=lambda words: words[0])
def test_hostile_text_stays_text_in_a_table(
    conductcli: Program, hostile: Path, arguments: tuple[str, ...], color: str
) -> None:
    answer = conductcli(*arguments, "--db", hostile, "--color", color)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", answer.out) if color == "always" else answer.out
    assert dangerous(plain, "\n") == set()
    said = " ".join(plain.split())
    if arguments[0] in ("list", "findings", "statements", "sources", "conflicts"):
        for words in MARKUP:
            assert " ".join(words.split()) in said
    assert "\U0001f604" not in plain  # what an emoji code would have become


@pytest.mark.parametrize("width", [40, 80])
def test_hostile_text_stays_text_in_a_narrow_table(conductcli: Program, hostile: Path, width: int) -> None:
    answer = conductcli("list", "--db", hostile, columns=width)
    assert dangerous(answer.out, "\n") == set()


def test_hostile_text_comes_back_whole_from_json(conductcli: Program, hostile: Path) -> None:
    words = " ".join([*HOSTILE, *MARKUP])
    assert conductcli("list", "--db", hostile, "--json").json[0]["title"] == words
    line = conductcli("list", "--db", hostile, "--format", "jsonl").lines[0]
    assert json.loads(line)["title"] == words


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_hostile_text_stays_in_its_cell_of_a_csv(conductcli: Program, hostile: Path, format: str) -> None:
    answer = conductcli("list", "--db", hostile, "--format", format)
    rows = list(csv.reader(io.StringIO(answer.out), delimiter="\t" if format == "tsv" else ","))
    assert {len(row) for row in rows} == {13}
    assert "[bold]x[/bold]" in rows[1][1]


CELL = st.text(st.sampled_from("ab |\\`*_[]<>~$&#!\n\r\t:-") | st.characters(), max_size=30)


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_markdown_cells_never_break_out_of_the_table(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    render(Table("t", ("id", "text"), rows), "markdown", out, Look())
    lines = out.getvalue().split("\n")
    assert lines.pop() == ""
    assert len(lines) == 2 + len(rows)
    assert {len(unescaped_bars(line)) for line in lines} == {3}


def unescaped_bars(line: str) -> list[int]:
    """Where a bar starts or ends a cell: bars after an odd number of backslashes do not."""
    return [match.end() for match in re.finditer(r"(?<!\\)(?:\\\\)*\|", line)]


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "[text](https://evil.example)", "`code`", "**b**", "![i](x)"]
)
def test_markdown_leaves_no_markup_in_a_text(words: str) -> None:
    out = io.StringIO()
    render(Table("t", ("text",), [(words,)]), "markdown", out, Look())
    shown = out.getvalue().split("\n")[2]
    assert not re.search(r"(?<!\\)[<>`*\[\]]", shown)


@given(st.text(st.characters(), max_size=30))
def test_json_escapes_what_is_harmful_and_loses_nothing(words: str) -> None:
    out = io.StringIO()
    render(Table("t", ("text",), [(words,)]), "json", out, Look())
    assert dangerous(out.getvalue(), "\n") == set()
    assert json.loads(out.getvalue()) == [{"text": words}]


def test_a_message_about_what_was_typed_steers_no_terminal_either() -> None:
    answer = run_here("list", "--force", "\x1b[31mred\u202e", "--db", database(SMALL))
    assert answer.code == 3
    assert dangerous(answer.err, "\n") == set()


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_made_safe_for_a_spreadsheet_no_text_reads_as_a_formula(format: str) -> None:
    texts = ["=1+1", "+44", "-2", " @x", "\t=1", "plain", "\x1b=1", "two\n=lines"]
    out = io.StringIO()
    rows = [(text, -2, 0.5, [text], None) for text in texts]
    render(Table("t", ("text", "number", "share", "list", "none"), rows), format, out, Look(excel_safe=True))
    assert out.getvalue().startswith("\ufeff")
    out.seek(1)
    _, *found = csv.reader(out, delimiter="\t" if format == "tsv" else ",")
    assert [row[0] for row in found] == ["'=1+1", "'+44", "'-2", "' @x", "\\t=1", "plain", "\\x1b=1", "two\n=lines"]
    assert [row[3] for row in found] == [row[0] for row in found]
    assert {(row[1], row[2], row[4]) for row in found} == {("-2", "0.5", "")}


def test_the_headings_of_csv_are_cleaned_too() -> None:
    out = io.StringIO()
    render(Table("t", ("\x1b[1m", "b"), []), "csv", out, Look())
    assert out.getvalue() == "\\x1b[1m,b\n"
