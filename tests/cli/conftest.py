"""What the tests of commands share: the small register, asked; larger ones; helpers to read answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.cli import CONTENTS
from tests.conftest import Answer, run_here
from tests.data import DEADLINES, SMALL, database, folder

if TYPE_CHECKING:
    from pathlib import Path

Small = Callable[..., Answer]
Rows = Callable[..., list[dict[str, Any]]]
States = Callable[..., dict[tuple[str, str | None], dict[str, Any]]]

COMMANDS = [name for commands in CONTENTS.values() for name in commands]
NO_ROWS = ("export", "report", "feed", "brief", "serve")
"""The commands that answer with files, a document or a site."""

NEEDED = {"show": ["stop"], "search": ["policy"], "compare": ["stop", "protest"], "import": ["--list"]}
"""What a command cannot be called without."""


def asked(name: str) -> list[str]:
    """The words that ask for all rows of a listing."""
    return [name, "training"] if name == "search" else [name]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in found]


@pytest.fixture
def small() -> Small:
    """Ask the small register."""
    return lambda *arguments, columns=None: run_here(*arguments, "--db", database(SMALL), columns=columns)


@pytest.fixture
def rows(small: Small) -> Rows:
    """The rows that the small register gives."""

    def given_by(*arguments: str) -> list[dict[str, Any]]:
        answer = small(*arguments, "--json")
        assert answer.code == 0, answer.err
        found: list[dict[str, Any]] = answer.json
        return found

    return given_by


@pytest.fixture
def states() -> States:
    """The rows of the deadlines' case as of a day, by id and recipient."""

    def on(day: str, *arguments: str) -> dict[tuple[str, str | None], dict[str, Any]]:
        answer = run_here("recommendations", "--as-of", day, "--json", "--db", database(DEADLINES), *arguments)
        assert answer.code == 0, answer.err
        return {(row["id"], row["made_to"]): row for row in answer.json}

    return on


@pytest.fixture(scope="module")
def many() -> Path:
    """A database of 12,000 findings: too many for a table, and for a search to rank."""
    from conductcli.database.build import replace_atomically

    target = folder() / "many.db"
    if target.exists():
        return target
    source = {"id": "s", "title": "T", "publisher": "P", "kind": "news"}
    base = {"kind": "review", "oversight": "iopc", "title": "T", "summary": "S.", "source": ["s"]}
    with replace_atomically(target) as builder:
        builder.add("organisations", {"id": "iopc", "name": "IOPC", "kind": "watchdog"})
        builder.add("sources", source)
        for number in range(60):
            findings = [
                {
                    "id": f"f{at}", "made_by": "iopc", "result": "fact", "text": f"Frequent words, number {at}.",
                    "made_on": f"{1900 + number}-01-{at % 28 + 1:02}",
                }
                for at in range(200)
            ]  # fmt: skip
            builder.add("cases", {"id": f"c{number:02}", **base, "findings": findings})
        builder.finish()
    return target
