"""A page for a browser: one file that needs nothing from elsewhere, in which text from data stays text.

The page is written piece by piece while its cases are read, so that a large register is never held whole.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.render.as_html.environment import environment
from conductcli.render.brief.document import document
from conductcli.views import Brief, Page

if TYPE_CHECKING:
    from conductcli.render import Look

_AT_ONCE = 400  # pieces that are written together


def write(view: Page | Brief, out: IO[str], *, format: str, look: Look) -> None:
    """Write the page as its template lays it out."""
    if isinstance(view, Brief):
        laid = document(view)
        view = Page("brief", laid.title, view.as_of, view.names, {"brief": laid})
    template = environment(view.names).get_template(f"{view.name}.html")
    stream = template.stream(page=view, **view.content)
    stream.enable_buffering(_AT_ONCE)
    for piece in stream:
        out.write(piece)
