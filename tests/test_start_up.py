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
from conductcli.cli.app import run
calls, seen = json.loads(sys.argv[1]), []
for arguments in calls:
    assert run(CONTENTS, arguments) == 0, arguments
    seen.append(sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
    before |= set(sys.modules)
with open(sys.argv[2], "w") as file:
    json.dump(seen, file)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the database of the register that ships is ready."""
    folder = tmp_path_factory.mktemp("ready")
    loaded(folder, ["list", "--json"])
    return folder


def loaded(cache: Path, *calls: list[str]) -> dict[str, set[str]]:
    """Return the top-level modules that each call loads which none before it did, all in one new process."""
    seen = cache / "seen.json"
    done = subprocess.run(
        [sys.executable, "-c", SEEN, json.dumps(calls), str(seen)],
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        timeout=HANG,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout
    return {" ".join(call): set(new) for call, new in zip(calls, json.loads(seen.read_text()), strict=True)}


def offenders(cache: Path, forbidden: set[str], *calls: list[str]) -> list[str]:
    return [f"{call}: {sorted(new & forbidden)}" for call, new in loaded(cache, *calls).items() if new & forbidden]


def test_what_it_looks_for_can_be_seen(tmp_path: Path) -> None:
    """Where the database must be built first, these are loaded: so their absence below means something."""
    assert loaded(tmp_path, ["list"])["list"] >= {*LOADING, "rich", "conductcli"}


def test_help_loads_nothing_heavy(cache: Path) -> None:
    assert offenders(cache, HEAVY, ["--help"], *([name, "--help"] for name in COMMANDS)) == []


def test_an_answer_for_a_machine_loads_nothing_heavy(cache: Path) -> None:
    calls = [[name, wanted] for name in LISTING for wanted in ("--json", "--format=csv")]
    assert offenders(cache, HEAVY, *calls) == []


def test_filters_load_nothing_heavy(cache: Path) -> None:
    filters = ["--force", "gmp", "--topic", "taser", "--case", "stretford", "--since", "2020"]
    assert offenders(cache, HEAVY, ["list", "--json", *filters]) == []


def test_a_table_loads_rich_and_nothing_that_reads_case_files(cache: Path) -> None:
    found = loaded(cache, *([name] for name in LISTING))
    assert "rich" in found[LISTING[0]]
    assert [call for call, new in found.items() if new & {*LOADING, "jinja2"}] == []
