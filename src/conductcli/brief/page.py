"""Write a brief as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from conductcli.brief.document import document
from conductcli.output import html
from conductcli.views import Page

if TYPE_CHECKING:
    from conductcli.views import Brief

_TEMPLATES = Path(__file__).with_name("templates")


def write(view: Brief, out: IO[str]) -> None:
    """Write the brief as HTML, with the same text as in Markdown."""
    laid = document(view)
    page = Page("brief", laid.title, view.as_of, view.names, {"brief": laid})
    html.write(html.environment(_TEMPLATES, view.names).get_template("brief.html"), out, page=page, **page.content)
