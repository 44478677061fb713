"""Whom a recommendation addresses: its words, then its heading, then the one force of its page; else nobody."""

import pytest

from conductcli.importers.iopc.recipients import Recipients, recipients
from tests.importers.known import BODIES


def _to(
    text: str, heading: str = "Fall in a cell - Kent Police, May 2019", tagged: tuple[str, ...] = ("kent",)
) -> Recipients:
    return recipients(text, heading, tagged, national=heading.startswith("National"), bodies=BODIES)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The IOPC recommends that the College of Policing writes it down.", ("college-of-policing",)),
        ("The IOPC recommends the National Police Chiefs' Council (NPCC) lead on it.", ("npcc",)),
        ("It is recommended that the Met reminds them.", ("metropolitan",)),
        ("Nobody knew. We therefore recommend that the Home Office looks at it.", ("home-office",)),
        ("Recommendation to the MPSSome words about it.", ("kent",)),
        ("Recommendation to the MPS\nSome words about it.", ("metropolitan",)),
        ("Bells ring. The NPCC and the College of Policing should listen.", ("npcc", "college-of-policing")),
        ("The Metropolitan Police Service to use them.", ("metropolitan",)),
        ("The IOPC identified a gap. The gap should be closed.", ("kent",)),
        ("Police forces should close it.", ("kent",)),
        ("Essex Police had closed it. It should stay so.", ("kent",)),
    ],
)
def test_the_words_go_first(text: str, ids: tuple[str, ...]) -> None:
    assert _to(text) == Recipients(ids)


def test_the_heading_of_a_recommendation_goes_before_the_tags() -> None:
    assert _to("Close it.", "Recommendation - Sussex police, May 2019").ids == ("sussex",)
    assert _to("Close it.", "Recommendation - May 2019, Sussex Police").ids == ("sussex",)
    assert _to("Close it.", "Recommendation - South Yorshire Police, May 2019").ids == ("south-yorkshire",)
    assert _to("Close it.", "Arrest - Kent Police, May 2019 & national recommendation - NPCC, June 2019").ids == (
        "npcc",
    )


def test_a_heading_that_names_more_than_the_words_counts() -> None:
    both = "National recommendation - National Police Chiefs' Council and College of Policing, May 2019"
    assert _to("The NPCC should close it.", both).ids == ("npcc", "college-of-policing")


def test_a_body_that_is_not_known_is_named_and_nobody_takes_its_place() -> None:
    words = "The IOPC recommends that the Association of Lock Makers (ALM) tells everyone."
    assert _to(words) == Recipients((), "Association of Lock Makers")
    assert _to("Close it.", "National recommendation - Lock Makers' Board, May 2019") == Recipients(
        (), "Lock Makers' Board"
    )
    with_npcc = _to("Close it.", "National recommendation - NPCC and Lock Makers' Board, May 2019")
    assert with_npcc == Recipients(("npcc",), "Lock Makers' Board")


def test_of_two_forces_that_a_page_is_filed_under_neither_is_guessed() -> None:
    assert _to("Close it.", tagged=("kent", "essex")) == Recipients(())


def test_without_tags_the_force_of_the_heading_is_addressed() -> None:
    assert _to("Close it.", tagged=()).ids == ("kent",)
