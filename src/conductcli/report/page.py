"""Write the report from its template while the cases are read."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from conductcli.output import html
from conductcli.report import layout

if TYPE_CHECKING:
    from conductcli.views import Page

_TEMPLATES = Path(__file__).with_name("templates")


def write(view: Page, out: IO[str]) -> None:
    """Write the page of cases as HTML."""
    templates = html.environment(_TEMPLATES, view.names)
    templates.filters["marked"] = layout.marked
    templates.globals |= {
        "arranged": layout.case,
        "figures_apart": layout.apart,
        "by_theme": layout.by_theme,
        "weighed": layout.weighed,
    }
    html.write(templates.get_template("report.html"), out, page=view, **view.content)
