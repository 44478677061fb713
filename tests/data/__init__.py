"""Case files made for tests, small and fixed, and databases of them: what the shipped register says may change."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from conductcli import register

HERE = Path(__file__).parent
SMALL = HERE / "small.yaml"
DEADLINES = HERE / "deadlines.yaml"
FIGURES = HERE / "figures.yaml"


@cache
def folder() -> Path:
    """A folder that goes with the process."""
    made = tempfile.mkdtemp(prefix="conductcli-tests-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


@cache
def database(file: Path) -> Path:
    """A database of a case file, built once in each process, never to be changed."""
    target = folder() / f"{file.stem}.db"
    register.load((str(file),), target)
    return target
