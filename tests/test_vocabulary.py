"""The closed lists of words: every filter that takes words of one finds its own."""

from __future__ import annotations

import pytest

from conductcli.store.listings import FILTERED
from conductcli.vocabulary import PanelFinding, of_filter, values

RESOLVED = {"force", "oversight", "by", "to", "case", "speaker", "since", "until"}
"""The filters whose values come from the register, or are days."""


@pytest.mark.parametrize(
    ("listing", "name"),
    [(listing, name) for listing, names in FILTERED.items() for name in names if name not in RESOLVED],
)
def test_every_filter_has_its_vocabulary(listing: str, name: str) -> None:
    assert all(isinstance(word, str) for word in of_filter(listing, name))
    assert of_filter(listing, name)


def test_a_filter_whose_name_has_an_underscore_has_its_vocabulary() -> None:
    assert of_filter("outcomes", "panel_finding") == values(PanelFinding)
