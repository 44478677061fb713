"""Adapt Datasette's templates to a strict content security policy and escape control characters.

Scripts and styles run only with the nonce in the response header. Nonces are inserted into template sources, so text
from the data can never carry one.
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
"""The nonce of the current response."""

_NAME = re.compile("[a-z][a-z_]*")
_INLINE = re.compile(r"<(script|style)\b")
EDITOR = frozenset(("_codemirror.html", "_codemirror_foot.html"))
"""Templates of the SQL editor, which writes inline styles; a plain text field is used instead."""

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
    "{% if attached_databases %}": "{% if false %}",  # only the temporary views of the search
    ">Views<": ">What the commands list<",
}
"""Replacements for readers who do not write SQL and for users of screen readers."""


class Strict(BaseLoader):
    """Load templates with a nonce for scripts and styles, and without style attributes."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the source of a template. Raise TemplateNotFound."""
        source, file, fresh = self.loader.get_source(environment, template)
        return "" if template in EDITOR else strict(source), file, fresh

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return self.loader.list_templates()


def strict(source: str) -> str:
    """Return the source of a template adapted to the policy."""
    made = _STYLED.sub("", source)
    for before, after in REWORDED.items():
        made = made.replace(before, after)
    return _INLINE.sub(r'<\1 nonce="{{ nonce() }}"', made)


def harden(environment: Environment, concealed: Iterable[tuple[str, str]] = ()) -> None:
    """Make an environment escape control and bidirectional characters and keep to the policy.

    `concealed` are internal columns to hide, each with its table.
    """
    assert environment.loader is not None
    environment.loader = Strict(environment.loader)
    environment.finalize = _harmless
    environment.globals["nonce"] = nonce.get
    environment.globals["concealed"] = [
        f".table-{table} .col-{column}"
        for table, column in concealed
        if _NAME.fullmatch(table) and _NAME.fullmatch(column)  # the database may come from elsewhere
    ]


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and not value.isprintable():
        return type(value)("\n".join(map(clean, value.split("\n"))))
    return value
