"""A cell is a count, says that there is none, or is neither; marks are told from words that change the number."""

from __future__ import annotations

import pytest

from conductcli.importers.numbers import Number, mark, marks, number
from conductcli.importers.tables import Cell


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("12 (R)", ("revised",)), ("12p", ("provisional",)), ("12 [r] [p]", ("revised", "provisional")),
        ("12 (revised)", ("revised",)), ("12 (1, 2)", ()), ("12 [note 3]", ()), ("12~", ()), ("12 (e)", ()),
    ],
)  # fmt: skip
def test_marks_are_read_past_and_kept(text: str, statuses: tuple[str, ...]) -> None:
    assert number(Cell(text, 1, 1)) == Number(12, statuses=statuses)


@pytest.mark.parametrize("text", ["12 (of 200)", "12 [per cent]", "12 (thousands)", "12 (345)", "12 (10 not recorded)"])
def test_words_in_brackets_that_may_change_a_number_are_no_marks(text: str) -> None:
    assert number(Cell(text, 1, 1)) == Number(None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("R", "revised"),
        (" (r) ", "revised"),
        ("[P]", "provisional"),
        ("Revised", "revised"),
        ("Rest", None),
        ("", None),
    ],
)
def test_a_cell_may_hold_nothing_but_a_mark(text: str, status: str | None) -> None:
    assert mark(text) == status


def test_a_label_has_the_statuses_of_its_marks() -> None:
    assert marks("Hampshire (R)") == ("revised",)
    assert marks("2019/20 (provisional)") == ("provisional",)
    assert marks("Drawer") == ()
