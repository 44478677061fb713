"""What the tests of exports share: a register with everything that can go wrong on the way out, and its exports."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.database.build import in_memory
from conductcli.export import export
from conductcli.export.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AS_OF = "2024-06-30"
HOSTILE = (
    "=1+1", "+441632960001", "-2", "@SUM(A1)", "'quoted", '"', "a,b;c\td", "two\nlines", "\r\nstart", "https://example.org/",
    "\u202eturned", "_x0041_", "nul", "null", "0123", "1e5", "TRUE", "2020-01-01", " spaces ", "é😀", "[1, 2]", "\\N",
)  # fmt: skip
"""Texts that some format takes for something else."""

THEMES = ["training"]
FIXED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("organisations", {"id": "iopc", "name": "IOPC", "kind": "watchdog", "active": "2018-01-08/.."}),
    ("organisations", {"id": "kent", "name": "Kent Police", "kind": "force", "aliases": ["a;b", "c, d"]}),
    ("sources", {"id": "s", "title": "=T", "publisher": "P", "kind": "news", "url": "https://example.org/"}),
)


def case(texts: tuple[str, ...] = HOSTILE) -> dict[str, Any]:
    """A case with a statement for each text."""
    return {
        "id": "c",
        "kind": "review",
        "oversight": "iopc",
        "title": "T",
        "summary": "S.",
        "source": ["s"],
        "forces": [],
        "incident": {"date": "../1850-02-03"},
        "statements": [
            {"id": f"s{at}", "made_by": "iopc", "text": text, "speaker": text, "made_on": "2020-05~", "themes": THEMES}
            for at, text in enumerate(texts)
        ],
        "recommendations": [
            {"id": "r", "made_by": "iopc", "text": "T.", "basis": "para_28A", "made_on": "2024-01-01",
             "made_to": ["kent"], "responses": [{"made_on": "2024-07-01", "position": "accepted"}]},
        ],
    }  # fmt: skip


def figure(value: float) -> dict[str, Any]:
    return {"id": "f", "organisation": "kent", "measure": "complaints", "value": value, "unit": "case", "source": ["s"]}


@contextmanager
def content(*cases: dict[str, Any], value: float = 0.1 + 0.2, **wanted: Any) -> Iterator[Content]:
    """A register of these cases and one figure, in memory."""
    with in_memory() as builder, closing(builder.connection):
        for section, record in (*FIXED, *(("cases", entry) for entry in cases), ("figures", figure(value))):
            builder.add(section, record)
        builder.finish()
        yield Content(builder.connection, AS_OF, **wanted)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The hostile register in a format, exported once."""
    done: dict[tuple[Any, ...], Path] = {}

    def of(format: str, **wanted: Any) -> Path:
        asked = (format, *wanted.items())
        if asked not in done:
            done[asked] = tmp_path_factory.mktemp("exports") / format
            with content(case(), **wanted) as held:
                export(done[asked], format, held, None)
        return done[asked]

    return of
