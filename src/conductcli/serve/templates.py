"""Datasette's own templates, read in such a way that a strict policy holds and nothing in the data can steer a page.

A script or a style runs only if it carries the number that the answer's header names. The numbers are put into the
templates' sources, so no text from the data can come to one.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader

from conductcli.output.sanitize import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment

nonce: ContextVar[str] = ContextVar("nonce", default="")
"""The number of the answer that is being made."""

_NAME = re.compile("[a-z][a-z_]*")
_INLINE = re.compile(r"<(script|style)\b")
EDITOR = frozenset(("_codemirror.html", "_codemirror_foot.html"))
"""An editor for SQL that writes styles as it likes; without it, SQL is typed into a plain field."""

_STYLED = re.compile(r'\s+style="(?:\{\{.*?\}\}|[^"])*"')

REWORDED = {
    "<html>": '<html lang="en">',
    "</head>": "<style>{{ concealed|join(',') }}{% if concealed %} { display: none }{% endif %}</style>\n</head>",
    '<dl class="column-descriptions">': "<details><summary>What the columns mean</summary>\n<dl>",
    "</dl>": "</dl>\n</details>",
    '<select name="_filter': '<select aria-label="Filter" name="_filter',
    '<select name="_sort"': '<select aria-label="Sort by" name="_sort"',
    '<input type="text" name="_filter_value': '<input type="text" aria-label="Value" name="_filter_value',
    "Custom SQL query{%": "Answer{%",
    "Query parameters": "Narrow it",
    "Run SQL": "Ask",
    "{{ show_hide_text }}</a>": "{{ show_hide_text }} SQL</a>",
    ">Queries<": ">Questions<",
    "{% if attached_databases %}": "{% if false %}",  # only the temporary views of searching
    ">Views<": ">What the commands list<",
}
"""What is put otherwise for readers who ask no SQL, and for those to whom a page is read out."""


class Strict(BaseLoader):
    """Templates of another loader with their scripts and styles numbered, and without style attributes."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of a template. Raises TemplateNotFound."""
        source, file, fresh = self.loader.get_source(environment, template)
        return "" if template in EDITOR else strict(source), file, fresh

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return self.loader.list_templates()


def strict(source: str) -> str:
    """The source of a template as the policy wants it."""
    made = _STYLED.sub("", source)
    for before, after in REWORDED.items():
        made = made.replace(before, after)
    return _INLINE.sub(r'<\1 nonce="{{ nonce() }}"', made)


def harden(environment: Environment, concealed: Iterable[tuple[str, str]] = ()) -> None:
    """Make an environment print nothing that could steer or turn words round, and keep to the policy.

    `concealed` are columns that are of no use to anybody, each with its table.
    """
    assert environment.loader is not None
    environment.loader = Strict(environment.loader)
    environment.finalize = _harmless
    environment.globals["nonce"] = nonce.get
    environment.globals["concealed"] = [
        f".table-{table} .col-{column}"
        for table, column in concealed
        if _NAME.fullmatch(table) and _NAME.fullmatch(column)  # somebody else may have made the database
    ]


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and not value.isprintable():
        return type(value)("\n".join(map(clean, value.split("\n"))))
    return value
