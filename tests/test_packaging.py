"""The files beside the code: the recipes, the hooks and the citation. `.ci/run` builds the source distribution."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from conductcli import __version__
from tests.conftest import CHECKOUT, HANG

BIN = Path(sys.executable).parent


def read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def ran(program: str, *arguments: str) -> str:
    """Return what a program of the environment prints in the checkout, to stdout and then to stderr."""
    command = [str(BIN / program), *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=HANG, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def is_there(command: str) -> bool:
    """Return whether what a command line calls exists, in this environment, in the checkout or in the system."""
    program = command.removeprefix("bash ").split()[0]
    if program.startswith(".venv/bin/"):
        return (BIN / program.removeprefix(".venv/bin/")).exists()
    return (CHECKOUT / program).exists() or shutil.which(program) is not None


def test_the_commands_of_every_recipe_exist() -> None:
    recipes = set(ran("just", "--summary").split())
    assert {"test", "check", "docs", "build", "ci"} <= recipes
    commands = {recipe: ran("just", "--dry-run", recipe).splitlines() for recipe in recipes - {"default"}}
    assert [recipe for recipe, lines in commands.items() if not lines] == []
    missing = [f"{recipe}: {line}" for recipe, lines in commands.items() for line in lines if not is_there(line)]
    assert not missing, "\n".join(missing)


def test_pre_commit_finds_our_configuration_and_manifest_valid() -> None:
    ran("pre-commit", "validate-config", ".pre-commit-config.yaml")
    ran("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def test_the_commands_of_our_own_hooks_exist() -> None:
    repos = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    entries = [hook["entry"] for repo in repos for hook in repo["hooks"]]
    assert entries
    assert [entry for entry in entries if not is_there(entry)] == []


def test_what_is_cited_is_this_version() -> None:
    assert yaml.safe_load(read("CITATION.cff"))["version"] == __version__
