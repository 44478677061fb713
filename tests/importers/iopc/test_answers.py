"""An answer is known in other words too, and one that is not known is refused, not guessed."""

from typing import Any

import pytest

from conductcli.importers.iopc.answers import basis, position


@pytest.mark.parametrize(
    ("meant", "words"),
    [
        ("accepted", ["Yes", "yes ", "Y", True, "Accepted", "Accepted in full", "Agreed", "Yes - accepted"]),
        ("partly_accepted", ["Partially accepted", "Accepted in part", "Partly", "Not accepted in full"]),
        ("rejected", ["No", "N", False, "Not accepted", "Rejected", "Declined", "The force did not accept: refused"]),
        ("awaiting", ["Awaiting response", "No response", "No response yet", "Response awaited", "Not yet received"]),
        ("noted", ["Noted"]),
    ],
)
def test_a_position_in_its_words(meant: str, words: list[Any]) -> None:
    assert {word: position(word) for word in words} == dict.fromkeys(words, meant)


@pytest.mark.parametrize("value", ["Perhaps", "Not applicable", "See letter", 3.0])
def test_what_is_no_position_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        position(value)


@pytest.mark.parametrize(
    ("text", "due", "ground"),
    [
        ("Made under paragraph 28A of the Act.", False, "para_28A"),
        ("Our paragraph 28(A) recommendations", False, "para_28A"),
        ("Made under section 10(1)(e).", True, "section_10"),
        ("He lived at 28A High Street.", False, "unspecified"),
        ("Arrested under section 10 of the Theft Act.", False, "unspecified"),
        ("The force should check it.", True, "para_28A"),
        ("The force should check it.", False, "unspecified"),
    ],
)
def test_the_ground_is_what_the_page_says(text: str, due: bool, ground: str) -> None:
    assert basis(text, due=due) == ground
