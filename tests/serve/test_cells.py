"""What stands in a cell: links, units and lists, and any other text as Datasette has it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.serve.cells import render_cell


def cell(value: Any, column: str, table: str | None = None, **row: Any) -> str | None:
    found = render_cell(row={column: value, **row}, value=value, column=column, table=table)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("case_id", "stop-2020", '<a href="/register/cases/stop-2020">stop-2020</a>'),
        ("made_to", "gmp", '<a href="/register/organisations/gmp">gmp</a>'),
        ("source", '["a", "b"]', '<a href="/register/sources/a">a</a>; <a href="/register/sources/b">b</a>'),
        ("source", "[]", "&nbsp;"),
        ("themes", '["training", "policy"]', "training; policy"),
        ("text", "plain", None),
        ("text", "[unclosed", None),
        ("text", "[1, 2]", None),
        ("officers", 3, "3 <span class=unit>officers</span>"),
        ("days_past_due", 1200, "1,200 <span class=unit>days</span>"),
        ("group", 3, None),
        ("text", None, None),
    ],
)
def test_a_cell(column: str, value: Any, expected: str | None) -> None:
    assert cell(value, column) == expected


@pytest.mark.parametrize(
    ("value", "per", "expected"),
    [(626.0, None, "626 <span class=unit>officer use</span>"),
     (1234.5, "100_officers", "1,234.5 <span class=unit>officer use per 100 officers</span>")],
)  # fmt: skip
def test_a_figure_has_the_unit_of_its_row(value: float, per: str | None, expected: str) -> None:
    assert cell(value, "value", "figures", unit="officer_use", per=per) == expected


def test_a_record_leads_to_its_row_wherever_it_is_told() -> None:
    to = '<a href="/register/findings/stop,none">none</a>'
    assert cell("none", "id", "finding_list", case_id="stop") == to
    assert cell("none", "id", None, case_id="stop", record="finding") == to
    assert cell("s", "id", None, case_id=None, record="source") == '<a href="/register/sources/s">s</a>'
    assert cell("s", "id", "case_list") == '<a href="/register/cases/s">s</a>'
    assert cell("s", "id", "cases") is None
    assert cell("s", "id", None, record="nothing", case_id="c") is None


@given(st.text(), st.sampled_from(["case_id", "source", "themes", "id", "text"]))
def test_no_text_becomes_markup(words: str, column: str) -> None:
    found = cell(words, column, None, case_id=words, record="finding")
    if found is not None:
        bare = found.replace('<a href="/register/', "").replace('">', "").replace("</a>", "")
        assert not set("<>\"'") & set(bare)
