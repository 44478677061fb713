"""Convert a page to the records of a case file: a case, its source and its recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conductcli.importers.iopc.bodies import Bodies
    from conductcli.importers.iopc.page import Page

_PUBLISHER = "Independent Office for Police Conduct"
_AT_SECOND_HAND = "Read in a table that others made of the pages of this site, not on the page itself."
_NO_ACCOUNT = "The page holds a recommendation and no account of what led to it."
_NO_TEXT = "The table holds no text of this page."


def case(id: str, page: Page, recommendations: Sequence[dict[str, Any]], bodies: Bodies) -> dict[str, Any]:
    """Return the case of a page."""
    record = {
        "id": id,
        "title": page.title,
        "kind": "investigation",
        "forces": page.tags.bodies,
        "oversight": bodies.of_time("iopc", page.published) or "iopc",
        "reference": page.reference,
        "topics": page.tags.topics,
        "investigation": {"published": page.published} if page.published else None,
        "summary": page.content or (_NO_ACCOUNT if recommendations else _NO_TEXT),
        "caveat": _force_of_the_heading(page, bodies),
        "source": f"iopc-{id}",
        "recommendations": [
            {"id": f"recommendation-{number}", **one} for number, one in enumerate(recommendations, start=1)
        ],
    }
    return {name: value for name, value in record.items() if value or name == "forces"}


def source(id: str, page: Page) -> dict[str, Any]:
    """Return the page as the source of its case."""
    record = {
        "id": f"iopc-{id}",
        "title": page.title,
        "publisher": _PUBLISHER,
        "kind": "webpage",
        "published": page.published,
        "url": page.url,
        "caveat": _AT_SECOND_HAND,
    }
    return {name: value for name, value in record.items() if value}


def _force_of_the_heading(page: Page, bodies: Bodies) -> str | None:
    """Return a caveat for a page that is filed under no force although its heading names one, or None."""
    if page.tags.bodies:
        return None
    names = [page.title[named.start : named.end] for named in bodies.mentioned(page.title) if bodies.is_force(named.id)]
    return (
        f"The page is tagged with no force; its heading names {' and '.join(dict.fromkeys(names))}." if names else None
    )
