"""The data package, as the `frictionless` library sees it: the descriptor, every value and every reference."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conductcli.export import export
from tests.conftest import HANG, Program
from tests.export.conftest import case, content

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

# In a process of its own: the library imports much, some of it with warnings of its own.
VALIDATE = """
import json, sys, frictionless
report = frictionless.validate(sys.argv[1])
found = [[task.name, error.type, error.message] for task in report.tasks for error in task.errors]
found += [["", error.type, error.message] for error in report.errors]
print(json.dumps({"valid": report.valid, "tables": len(report.tasks), "errors": found}))
"""


def validated(descriptor: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", VALIDATE, str(descriptor)], capture_output=True, text=True, timeout=HANG, check=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_shipped_register_is_valid(tmp_path: Path, conductcli: Program) -> None:
    assert conductcli("export", tmp_path / "out").code == 0
    assert validated(tmp_path / "out" / "datapackage.json") == {"valid": True, "tables": 24, "errors": []}


def test_hostile_texts_are_valid(tmp_path: Path) -> None:
    with content(case()) as held:
        export(tmp_path / "out", "datapackage", held, None)
    assert validated(tmp_path / "out" / "datapackage.json")["errors"] == []


WRONG = [
    ("statements", "training", "trainings", "constraint-error"),
    ("recommendations", "c,r,", "nowhere,r,", "foreign-key"),
    ("records", "c,s0,", "c,s1,", "primary-key"),
    ("cases", "1850-02-03\r\n", "1850-02-33\r\n", "type-error"),
    ("organisations", "iopc,IOPC", "iopc,", "constraint-error"),
]
"""A table, what stands in it, what is put there instead, and the error that is due."""


def test_what_is_wrong_would_be_seen(tmp_path: Path) -> None:
    """Types, words, keys and references are in the descriptor: a valid report means something."""
    with content(case(("one", "two"))) as held:
        export(tmp_path / "out", "datapackage", held, None)
    for table, before, after, _ in WRONG:
        file = tmp_path / "out" / f"{table}.csv"
        assert before.encode() in file.read_bytes()
        file.write_bytes(file.read_bytes().replace(before.encode(), after.encode(), 1))
    errors = validated(tmp_path / "out" / "datapackage.json")["errors"]
    assert isinstance(errors, list)
    assert {(table, error) for table, _, _, error in WRONG} <= {(table, error) for table, error, _ in errors}


def test_sources_and_meanings_are_told(tmp_path: Path) -> None:
    with content(case()) as held:
        export(tmp_path / "out", "datapackage", held, None)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["sources"] == [{"title": "=T, P", "path": "https://example.org/"}]
    assert "licenses" not in package  # what is not known is not claimed
    findings = next(resource for resource in package["resources"] if resource["name"] == "findings")
    result = next(field for field in findings["schema"]["fields"] if field["name"] == "result")
    assert result["description"] == "What was determined, in the field's standard terms."
    assert "upheld" in result["constraints"]["enum"]
