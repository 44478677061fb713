"""Convert the structured recommendation of a page: its text, basis, date, recipients and response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from conductcli.importers.iopc.answers import basis, position
from conductcli.importers.iopc.page import address
from conductcli.importers.iopc.recipients import recipients

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.importers.iopc.bodies import Bodies
    from conductcli.importers.iopc.page import Page
    from conductcli.importers.iopc.row import Row

_OF_IT = (("made_on", "made_stamp"), ("due_on", "due_stamp"), ("accepted",), ("answer",), ("document",))
"""The columns about a recommendation, useless without one; a stamp repeats the date before it."""


def recommendation(row: Row, page: Page, bodies: Bodies) -> dict[str, Any] | None:
    """Return the recommendation of a row, without its id, or None if the page has none."""
    text = row.text("recommendation")
    if not text:
        for names in _OF_IT:
            if name := next(filter(row.text, names), None):
                row.refuse(name, "belongs to no recommendation: there is no text of one in this row")
        return None
    made_on, due_on = row.day("made_on", "made_stamp"), row.day("due_on", "due_stamp")
    if made_on and due_on and due_on < made_on[: len(due_on)]:
        row.refuse(
            "due_on" if row.text("due_on") else "due_stamp", f"is before the day on which it was made ({made_on})"
        )
        due_on = None
    made_to, doubts = _made_to(text, page, bodies, made_on)
    responses = _responses(row, made_to)
    if responses and len(made_to) > 1:
        doubts.append("The page gives one answer and does not say which of the recipients gave it.")
    doubts += _document(row, page)
    whole = {
        "text": text,
        "made_by": bodies.of_time("iopc", made_on or page.published) or "iopc",
        "made_on": made_on,
        "basis": basis(f"{page.content}\n{text}", due=due_on is not None),
        "themes": ["national_policy"] if page.tags.national and not any(map(bodies.is_force, made_to)) else None,
        "made_to": made_to,
        "due_on": due_on,
        "responses": responses,
        "caveat": " ".join(doubts),
    }
    return {key: value for key, value in whole.items() if value}


def _made_to(text: str, page: Page, bodies: Bodies, made_on: str | None) -> tuple[list[str], list[str]]:
    """Return the recipients, as the organisations that existed on that day, and caveats about them."""
    named = recipients(text, page.title, page.tags.bodies, national=page.tags.national, bodies=bodies)
    made_to, doubts = [], []
    for name in named.ids:
        if (then := bodies.of_time(name, made_on)) is None:
            doubts.append(f"The page addresses it to a body that did not exist then: {name}.")
        elif then not in made_to:
            made_to.append(then)
    if named.unknown:
        also = "also " if made_to else ""
        doubts.append(f"The page addresses it {also}to a body that the register does not know: {named.unknown}.")
    elif not made_to and not doubts:
        doubts.append("The page does not say whom it addresses.")
    return made_to, doubts


def _document(row: Row, page: Page) -> Iterator[str]:
    """Yield a caveat about a document with the full recommendation."""
    if text := row.text("document"):
        if whole := address(urljoin(page.url, text) if text.startswith("/") else text):
            yield f"The page refers to a document: {whole}"
        else:
            row.refuse("document", "is not an address")


def _responses(row: Row, made_to: Sequence[str]) -> list[dict[str, Any]]:
    """Return the position on the page as a response; with a single recipient, the response is theirs."""
    said = None
    for name in ("accepted", "answer"):
        if not row.text(name):
            continue
        try:
            found = position(row.text(name))
        except ValueError as error:
            row.refuse(name, str(error))
            continue
        if said and found != said:
            row.refuse(name, f"is not the answer that stands beside it ({said.replace('_', ' ')})")
        said = said or found
    if not said:
        return []
    return [{"made_by": made_to[0], "position": said} if len(made_to) == 1 else {"position": said}]
