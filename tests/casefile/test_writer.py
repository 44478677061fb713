"""What is written is read back as exactly the same values, whatever they are, and looks as a person would write it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conductcli.casefile.checked_stream import UNSAFE
from conductcli.casefile.parser import items
from conductcli.casefile.writer import written
from conductcli.model import SECTIONS, groups, keys

AWKWARD = st.sampled_from(
    [
        "no", "on", "null", "~", "true", "12", "1.5", "0x1F", "1e3", "2020", "2020-05", "2020-05-06", "2019-04/2020-03",
        "- a", "a: b", "a:", "a #b", "#a", "%a", "@a", "`a`", "'a'", '"a"', "a, b", "[a]", "{a}", "&a", "*a", "!a", "|",
        ">", "a\\b", "a\n", "a\n\n", "\na", " a", "a ", "a\n b", "a \nb", "a\tb", "\t", "a  b", "word " * 60,
        "word  " * 60, "日本語 " * 50, "x" * 300, "a\u200bb", "—", "a\x85b".replace("\x85", ""), "---", "...", "--- a",
        "- " * 80, "a: b " * 50, "line one\nline two\n\nline four", "?", "? a", "a ? b", "<<", "=", "a;b", "x\u00a0y",
    ]
)  # fmt: skip
TEXT = st.one_of(AWKWARD, st.text(st.characters(codec="utf-8"))).filter(lambda text: not UNSAFE.search(text))


def of(kind: Any, hint: Any) -> st.SearchStrategy[Any]:
    """Values of the shape that a key has in the model."""
    if kind is not None:
        one = record(kind)
        return one if hint is kind else st.lists(one, max_size=2)
    if getattr(hint, "__origin__", None) is list:
        return st.lists(TEXT, max_size=4)
    if hint is int:
        return st.integers(0, 10**14)
    return st.floats(0, 1e9, allow_nan=False) if hint is float else TEXT


def record(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    inner = groups(kind)
    values = {key: of(inner.get(key), hint) for key, hint in keys(kind).items()}
    required = {key: values[key] for key in list(values)[:1]}
    return st.fixed_dictionaries(required, optional={key: values[key] for key in list(values)[1:]})


REGISTER = st.fixed_dictionaries(
    {}, optional={section: st.lists(record(of), max_size=2) for section, of in SECTIONS.items()}
)


def read_back(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items(io.BytesIO(text.encode())):
        if len(item.path) == 2:
            found[str(item.path[0])].append(item.value)
        else:
            found[str(item.path[0])] = item.value
    return found


def rounded(value: Any) -> Any:
    """A number has 15 digits at most in a case file."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(REGISTER)
def test_what_is_written_is_read_back_as_the_same_values(sections: dict[str, Any]) -> None:
    sections = rounded(sections)
    again = read_back("".join(written(sections, "made\nfor a test")))
    assert again.pop("format") == 1
    assert again == {section: values for section, values in sections.items() if values}


@pytest.mark.slow
@settings(max_examples=1500)
@given(TEXT)
@example("word " * 60)
@example("a" * 90 + " - b")
def test_a_text_is_read_back_letter_by_letter(text: str) -> None:
    sections: dict[str, Any] = {
        "sources": [{"id": "a", "title": text}],
        "organisations": [{"id": "a", "aliases": [text, text]}],
    }
    again = read_back("".join(written(sections)))
    assert again["sources"][0]["title"] == text
    assert again["organisations"][0]["aliases"] == [text, text]


def test_keys_stand_in_the_order_of_the_model_whatever_order_they_come_in() -> None:
    figure = {"source": ["b"], "value": 3, "measure": "complaints", "id": "a", "organisation": "iopc", "unit": "case"}
    assert "".join(written({"figures": [figure], "sources": []})) == (
        "format: 1\nfigures:\n  - id: a\n    source: [b]\n    organisation: iopc\n    measure: complaints\n"
        "    value: 3\n    unit: case\n"
    )


def test_texts_are_written_as_a_person_would() -> None:
    long = "The number of times that an officer drew, aimed or fired a Taser; only the highest use is counted. " * 2
    source = {
        "id": "a",
        "title": "Police use of force statistics, England and Wales: April 2019",
        "publisher": "Home Office",
        "kind": "statistics",
        "published": "2020-12-17",
        "url": "https://www.gov.uk/a?b=c",
        "snapshot": {"file": "no", "sha256": "0" * 64},
        "caveat": long.strip(),
    }
    case = {
        "id": "b",
        "summary": "One.\n\nTwo.\n",
        "forces": ["btp", "no", "1"],
        "events": [{"id": "c", "text": "'d'"}],
    }
    assert "".join(written({"sources": [source], "cases": [case]}, "made")) == WRITTEN


WRITTEN = """\
# made
format: 1
sources:
  - id: a
    title: "Police use of force statistics, England and Wales: April 2019"
    publisher: Home Office
    kind: statistics
    published: 2020-12-17
    url: "https://www.gov.uk/a?b=c"
    snapshot:
      file: "no"
      sha256: "0000000000000000000000000000000000000000000000000000000000000000"
    caveat: >-
      The number of times that an officer drew, aimed or fired a Taser; only the highest use is counted. The number of
      times that an officer drew, aimed or fired a Taser; only the highest use is counted.
cases:
  - id: b
    forces: [btp, "no", "1"]
    summary: |
      One.

      Two.
    events:
      - id: c
        text: "'d'"
"""


def test_what_no_case_file_may_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"U\+202E"):
        "".join(written({"sources": [{"id": "a\u202e"}]}))
