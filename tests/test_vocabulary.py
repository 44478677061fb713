"""The closed lists of words: every filter that takes words of one finds its own."""

from __future__ import annotations

from conductcli.database.listings import FILTERED
from conductcli.vocabulary import PanelFinding, of_filter, values

RESOLVED = {"force", "oversight", "by", "to", "case", "speaker", "since", "until"}
"""The filters whose values come from the register, or are days."""


def test_every_filter_has_its_vocabulary() -> None:
    words = {
        (listing, name): of_filter(listing, name)
        for listing, names in FILTERED.items()
        for name in names
        if name not in RESOLVED
    }
    assert [key for key, known in words.items() if not known or not all(isinstance(word, str) for word in known)] == []


def test_a_filter_whose_name_has_an_underscore_has_its_vocabulary() -> None:
    assert of_filter("outcomes", "panel_finding") == values(PanelFinding)
