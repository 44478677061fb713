"""What the figures were measured on: they mean nothing without it."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version

PEERS = ("conductcli", "typer", "rich", "sqlite-utils")


def about() -> dict[str, str | int]:
    """The machine and the versions of everything that takes part."""
    return {
        "system": platform.platform(),
        "cores": os.cpu_count() or 1,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **{name: version(name) for name in PEERS},
        "sqlite": sqlite3.sqlite_version,
    }


def described(machine: dict[str, str | int]) -> str:
    """The machine in a line."""
    return " · ".join(
        str(value) if key in ("system", "python") else f"{value} cores" if key == "cores" else f"{key} {value}"
        for key, value in machine.items()
    )
