"""What a command does not load, seen in a process of its own: this is what makes it start quickly, on any machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conductcli.cli import CONTENTS
from tests.conftest import HANG

if TYPE_CHECKING:
    from pathlib import Path

LOADING = {"pydantic", "yaml", "sqlite_utils"}
HEAVY = LOADING | {"rich", "jinja2"}
COMMANDS = [name for commands in CONTENTS.values() for name in commands]
LISTING = ["list", "timeline", *CONTENTS["Track"]]

# What was there before does not count: an environment may bring modules of its own along.
SEEN = """
import json, sys
before = set(sys.modules)
from conductcli.cli import CONTENTS
from conductcli.cli.framework import run
*arguments, seen = sys.argv[1:]
code = run(CONTENTS, arguments)
with open(seen, "w") as file:
    json.dump(sorted({name.partition(".")[0] for name in set(sys.modules) - before}), file)
raise SystemExit(code)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the database of the register that ships is ready."""
    folder = tmp_path_factory.mktemp("ready")
    loaded(folder, "list", "--json")
    return folder


def loaded(cache: Path, *arguments: str) -> set[str]:
    """The top-level modules that a command loads."""
    seen = cache / f"seen-{'-'.join(arguments)}.json"
    done = subprocess.run(
        [sys.executable, "-c", SEEN, *arguments, str(seen)],
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        timeout=HANG,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout
    return set(json.loads(seen.read_text()))


def test_what_it_looks_for_can_be_seen(tmp_path: Path) -> None:
    """Where the database must be built first, these are loaded: so their absence below means something."""
    assert loaded(tmp_path, "list") >= {*LOADING, "rich", "conductcli"}


@pytest.mark.parametrize("arguments", [(), *((name,) for name in COMMANDS)], ids=lambda given: " ".join(given) or "all")
def test_help_loads_nothing_heavy(cache: Path, arguments: tuple[str, ...]) -> None:
    assert not loaded(cache, *arguments, "--help") & HEAVY


@pytest.mark.parametrize("name", LISTING)
@pytest.mark.parametrize("wanted", ["--json", "--format=csv"])
def test_an_answer_for_a_machine_loads_nothing_heavy(cache: Path, name: str, wanted: str) -> None:
    assert not loaded(cache, name, wanted) & HEAVY


def test_filters_load_nothing_heavy(cache: Path) -> None:
    filters = ("--force", "gmp", "--topic", "taser", "--case", "stretford", "--since", "2020")
    assert not loaded(cache, "list", "--json", *filters) & HEAVY


@pytest.mark.parametrize("name", LISTING)
def test_a_table_loads_rich_and_nothing_that_reads_case_files(cache: Path, name: str) -> None:
    found = loaded(cache, name)
    assert "rich" in found
    assert not found & {*LOADING, "jinja2"}
