"""A brief in its two forms: they say the same, and text that means harm stays text in both."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conductcli.output.as_markdown.escape import escape_inline
from conductcli.output.sanitize import clean
from conductcli.output.wording import shortened
from tests.conftest import run_here
from tests.data import DEADLINES, FIGURES, SMALL, database
from tests.output.pages import HARMFUL, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NASTY = st.text(st.sampled_from("[]()<>*_`#|\\!&;:/@.-+=~1 \t\n\x1b\u202eaw") | st.characters(), max_size=40)


def tokens(markdown: str) -> Iterator[Any]:
    for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown):
        yield token
        yield from token.children or ()


@given(NASTY)
@example("# a")
@example("1. a")
@example("- a")
@example("+ a")
@example("===")
@example("a\n---\nb")
@example("<script>")
@example("&lt;b&gt;")
@example("    code")
@example("| a | b |\n| --- | --- |")
@example("~~a~~")
@example("![a](https://example.org)")
def test_a_text_stays_a_text(text: str) -> None:
    said = escape_inline(text)
    found = list(tokens(said))
    assert {token.type for token in found} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert "\n" not in said
    assert clean(said) == said


@pytest.mark.parametrize("address", ["https://example.org/a", "HTTP://a.b", "www.example.org", "ftp://a", "a@b.org"])
def test_no_reader_makes_a_link_of_an_address_in_a_text(address: str) -> None:
    """Some readers of Markdown make links of addresses: a backslash stands where they would begin."""
    assert re.search(r":\\//|[wW]\\\.|\\@", escape_inline(f"see {address}"))


@given(st.text(), st.integers(1, 60))
def test_what_is_cut_says_so(text: str, longest: int) -> None:
    said = shortened(text, longest)
    whole = " ".join(text.split())
    assert said == whole or (said.endswith(" …") and len(said) <= longest + 2 and whole.startswith(said[:-2]))


def words_of_page(html: str) -> list[str]:
    body = re.sub(r"(?s)^.*<div class=\"brief\">|<footer>.*$", "", html)
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", body)))


def words_of_markdown(markdown: str) -> list[str]:
    text = " ".join(
        token.content for token in tokens(markdown) if token.type in ("text", "code_inline", "text_special")
    )
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("file", [SMALL, DEADLINES, FIGURES], ids=["small", "deadlines", "figures"])
@pytest.mark.parametrize("force", ["gmp", "metropolitan", "derbyshire", "mdp"])
def test_the_page_and_the_markdown_say_the_same(file: Path, force: str, tmp_path: Path) -> None:
    asked = ("brief", force, "--as-of", "2022-01-01", "--db", database(file))
    for name in ("a.md", "a.html"):
        assert run_here(*asked, "-o", tmp_path / name).code == 0
    page = words_of_page((tmp_path / "a.html").read_text(encoding="utf-8"))
    markdown = words_of_markdown((tmp_path / "a.md").read_text(encoding="utf-8"))
    assert set(markdown) - set(page) <= {"on", "Brief"}
    assert set(page) - set(markdown) <= {"for", "a", "scrutiny", "meeting", *map(str, range(99))}


def test_harmful_text_stays_text_in_markdown() -> None:
    answer = run_here("brief", "metropolitan", "--db", hostile(), "--as-of", "2026-01-01", "--whole")
    assert answer.code == 0, answer.err
    found = list(tokens(answer.out))
    assert not {"html_block", "html_inline", "image", "fence", "code_block", "blockquote_open", "hr"} & {
        token.type for token in found
    }
    assert {token.attrs["href"] for token in found if token.type == "link_open"} == set()
    headings = [after.content for token, after in pairwise(found) if token.type == "heading_open"]
    assert headings[0].startswith("Brief on")
    assert len(headings) == 9
    assert all(line.isprintable() for line in answer.out.splitlines())
    text = "".join(token.content for token in found if token.type in ("text", "text_special"))
    assert "document.title='hit'" in text
    assert len(HARMFUL) > 5
