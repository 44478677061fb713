"""Identify the version of the program that made a database.

The header of a database has a digest of the code that determines its content, so that nobody has to raise a number by
hand. The version of the program is in a table of its own, because a digest has no order.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zlib import crc32

from conductcli import __version__
from conductcli.database import texts

DECIDES = (
    "analysis/deadlines.py", "analysis/decision_gaps.py", "database/build.py", "database/columns.py",
    "database/computed.py", "database/facets.py", "database/listings.py", "database/rows.py", "database/schema.py",
    "database/texts.py", "database/views.sql", "database/writer.py", "dates.py", "model.py", "organisations.py",
)  # fmt: skip
"""The files that determine the tables, the views and the computed columns."""
_PACKAGE = Path(__file__).parents[1]


@cache
def digest() -> int:
    """Return the digest of this version, from 0 to 2**32 - 1.

    It is computed from the source in 0.4 ms, because importing the model to describe its tables takes 50.
    """
    found = 0
    for name in DECIDES:
        found = crc32((_PACKAGE / name).read_bytes().replace(b"\r\n", b"\n"), found)
    return found


def is_ours(statement: str) -> bool:
    """Tell whether a statement that creates a view is one of ours."""
    return _bare(statement) in _views()


@cache
def _views() -> frozenset[str]:
    whole = _bare((_PACKAGE / "database/views.sql").read_text(encoding="utf-8"))
    # No text in a statement ends a line with a semicolon.
    return frozenset((*map(_bare, re.split(r";$", whole, flags=re.MULTILINE)), texts.view()))


def _bare(sql: str) -> str:
    """Return SQL without comments and surrounding white space."""
    return "\n".join(line for line in sql.splitlines() if not line.startswith("--")).strip()


def is_newer(version: str) -> bool:
    """Tell whether a version such as 0.10.2 is newer than this program."""
    return _numbers(version) > _numbers(__version__)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))
