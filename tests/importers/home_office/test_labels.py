"""A label is told from a sentence about it, and holds for the table that it labels."""

from __future__ import annotations

from typing import Any

import pytest

from conductcli.importers.home_office.labels import experimental, highest
from conductcli.importers.sheets import Document, Sheet

TABLE: list[Any] = ["Police force", "Drawn", "Fired"]


def document(notes: list[str], cover: list[list[Any]] | None = None, name: str = "Table_13") -> Document:
    rows: list[list[Any]] = [["Table 13: Use of CED by type"], *([note] for note in notes), TABLE, ["Kent", 1.0, 2.0]]
    return Document("a.ods", "0" * 64, (Sheet("Cover", cover or []), Sheet(name, rows)))


@pytest.mark.parametrize(
    "label",
    [
        "Experimental statistics", "EXPERIMENTAL STATISTICS", "Official statistics in development.",
        "These are Official Statistics in Development (formerly Experimental Statistics).",
        "These statistics are labelled experimental statistics.", "Table 13: Use of CED (experimental statistics)",
        "The data in this table are still experimental and may change.", "Status: experimental statistics",
    ],
)  # fmt: skip
def test_a_label_makes_a_table_experimental(label: str) -> None:
    assert experimental(document([label]), ["Table_13"]) == {"Table_13"}
    if not label.startswith("Table"):
        assert experimental(document([], [[label]]), ["Table_13"]) == {"Table_13"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Experimental Statistics label was removed from the year ending March 2021 onwards.",
        "These statistics are no longer experimental statistics.", "Formerly Experimental Statistics",
        "These statistics, formerly experimental, are official statistics.", "These are not experimental statistics.",
        "Until March 2020: experimental statistics.", "Experimental statistics were published before 2021.",
        "Experimental statistics are statistics that are in the testing phase.",
        "See the guidance on experimental statistics.", "These statistics were experimental statistics.",
    ],
)  # fmt: skip
def test_a_sentence_about_the_label_is_none(sentence: str) -> None:
    assert not experimental(document([sentence], [[sentence]]), ["Table_13"])


def test_a_list_of_contents_labels_the_table_that_it_names() -> None:
    contents: list[list[Any]] = [
        ["Table", "Title", "Type"],
        [13.0, "Use of CED", "Official"],
        [14.0, "Use of CED", "Experimental"],
    ]
    of = document(["Experimental statistics"], contents)
    assert not experimental(of, ["Table_13"])
    assert experimental(document([], contents, "Table_14"), ["Table_14"]) == {"Table_14"}
    other: list[list[Any]] = [["Table", "Title", "Type"], ["Table 1", "Restraint", "Experimental"]]
    assert not experimental(document([], other), ["Table_13"])


@pytest.mark.parametrize(
    "sentence",
    [
        "These statistics present the ‘highest’ use of CED from each incident. For example, a use is fired only.",
        "Where the tactic was CED, only the use of greatest severity is counted.",
        "In these statistics the highest use of CED is shown.", "Only the highest use by an officer is counted.",
        "The tables count only the most serious use of a Taser.",
    ],
)  # fmt: skip
def test_a_statement_of_the_rule_is_read(sentence: str) -> None:
    assert highest(document([sentence]), ["Table_13"]) == {"Table_13"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Metropolitan Police had the highest number of CED uses of all forces.",
        "The Metropolitan Police had the highest use of CED.", "Figures show the highest use of CED in a year.",
        "From this edition every CED use is counted, not only the highest use by an officer.",
        "Until 2019 only the highest use of CED is counted.", "The highest use of CED is no longer shown.",
        "These figures show the highest use of CED was in London.",
        "Each use of CED is counted rather than only the highest use.",
    ],
)  # fmt: skip
def test_a_sentence_with_the_words_of_the_rule_is_none(sentence: str) -> None:
    assert not highest(document([sentence], [[sentence]]), ["Table_13"])


def test_a_note_on_the_sheet_of_another_table_does_not_count() -> None:
    rule: list[list[Any]] = [["Only the highest use of CED is counted."]]
    other = Document("a.ods", "0" * 64, (*document([]).sheets, Sheet("Table_1", rule)))
    assert not highest(other, ["Table_13"])
    notes = Document("a.ods", "0" * 64, (*document([]).sheets, Sheet("Notes", rule)))
    assert highest(notes, ["Table_13"]) == {"Table_13"}
