"""Datasette's templates under a strict policy: no script or style without a number, and harmless text alone."""

from __future__ import annotations

import re
from pathlib import Path

import datasette
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from conductcli.serve import templates

FILES = sorted((Path(datasette.__file__).parent / "templates").glob("*.html"))
SERVED = [file for file in FILES if not re.search("debug|patterns|logout|show_json", file.name)]
"""The templates of pages that the guard lets through."""


def environment(**sources: str) -> Environment:
    made = Environment(loader=DictLoader(sources), autoescape=True)
    templates.harden(made)
    return made


def test_no_template_keeps_what_the_policy_forbids() -> None:
    forbidden = re.compile(r"<(?:script|style)\b(?! nonce=)|\sstyle=|\son\w+=")
    offenders = [
        f"{file.name}: {found[0].strip()}"
        for file in SERVED
        for found in forbidden.finditer(templates.strict(file.read_text(encoding="utf-8")))
    ]
    assert SERVED
    assert not offenders, "\n".join(offenders)


def test_what_is_put_otherwise_is_there() -> None:
    """A version of Datasette that says it otherwise must not go unseen."""
    texts = [file.read_text(encoding="utf-8") for file in SERVED]
    assert [words for words in templates.REWORDED if not any(words in text for text in texts)] == []


def test_the_editor_is_there_to_be_left_out() -> None:
    assert {file.name for file in FILES} >= templates.EDITOR


def test_a_style_that_quotes_inside_goes_whole() -> None:
    before = '<p style="height: {{ sql.split("\\n")|length }}em">x</p>'
    assert templates.strict(before) == "<p>x</p>"


def test_the_number_is_that_of_the_answer() -> None:
    made = environment(page="<script>1</script>").get_template("page")
    token = templates.nonce.set("once")
    try:
        assert made.render() == '<script nonce="once">1</script>'
    finally:
        templates.nonce.reset(token)


@given(st.text())
def test_what_is_printed_can_neither_steer_nor_be_markup(words: str) -> None:
    printed = environment(page="{{ words }}").get_template("page").render(words=words)
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", printed)
    assert not set("<>\"'") & set(printed)


def test_markup_stays_markup_and_is_cleaned_as_well() -> None:
    printed = environment(page="{{ words }}").get_template("page").render(words=Markup("<b>\u202e\n</b>"))
    assert printed == "<b>\\u202e\n</b>"
