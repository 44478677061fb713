"""Build the Datasette app on a copy of the register, without foreign plugins and behind the security middleware."""

from __future__ import annotations

import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from datasette.app import Datasette
from datasette.plugins import pm

from conductcli.serve import cells, error_pages, templates
from conductcli.serve.limits import Quiet
from conductcli.serve.metadata import NAME, Held, concealed, metadata
from conductcli.serve.security import Guard

if TYPE_CHECKING:
    from conductcli.serve.security import App

_STATIC = Path(__file__).with_name("static")
_PATIENCE = 10_000  # milliseconds per query; users only delay themselves
_REPLACED = "datasette.handle_exception"  # prints errors with all variables to stdout


class Open(NamedTuple):
    """Permissions beyond reading."""

    sql: bool = False
    """Arbitrary SQL queries."""
    download: bool = False
    """Downloading the database and whole tables as CSV."""


# Datasette abandons the coroutines of a page that fails.
warnings.filterwarnings("ignore", r"coroutine .* was never awaited", RuntimeWarning)


def app(copy: Path, port: int, opened: Open) -> App:
    """Return the site of a database file that nothing else reads or writes; addresses start with `NAME`."""
    _alone()
    held = _held(copy)
    settings = {
        "default_allow_sql": opened.sql,
        "allow_download": opened.download,
        "allow_csv_stream": opened.download,
        "sql_time_limit_ms": _PATIENCE,
        "default_cache_ttl": 0,
    }
    site = Datasette(
        metadata=metadata(held),
        settings=settings,
        static_mounts=[("style", str(_STATIC))],
    )
    site.add_database(Quiet(site, path=str(copy), is_mutable=False), name=NAME)
    templates.harden(site.jinja_env, concealed(held))
    return Guard(site.app(), port, f"/{NAME}")


def _held(copy: Path) -> dict[str, Held]:
    """Return the tables and views of a database with their columns."""
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        kinds = connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        columns = "SELECT name FROM pragma_table_info(?)"
        return {
            name: Held(kind, tuple(column for (column,) in connection.execute(columns, (name,))))
            for name, kind in kinds
        }


def _alone() -> None:
    """Register our Datasette plugins and remove all others."""
    for plugin, _ in pm.list_plugin_distinfo():
        pm.unregister(plugin)
    if pm.has_plugin(_REPLACED):
        pm.unregister(name=_REPLACED)
    for ours in (cells, error_pages):
        if not pm.is_registered(ours):
            pm.register(ours)
