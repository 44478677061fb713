"""No command writes over what it reads, whatever the file is called."""

from __future__ import annotations

import inspect
import os
import shutil
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import pytest

from conductcli import api
from conductcli.cli import options
from conductcli.database import opening
from conductcli.organisations import ORGANISATIONS
from tests.cli.conftest import COMMANDS
from tests.data import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Child, Program

TABLE = "Police force,Total\nKent,3\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a case file, the same under other names, a database, a table and documents."""
    shutil.copy(SMALL, tmp_path / "c.yaml")
    os.link(tmp_path / "c.yaml", tmp_path / "hard.yaml")
    (tmp_path / "soft.yaml").symlink_to("c.yaml")
    api.load((str(SMALL),), tmp_path / "r.db")
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "t.csv.rejects.csv").write_text(TABLE)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "page.txt").write_text("A page.")
    return tmp_path


CALLS = [
    "check c.yaml -o c.yaml",
    "check c.yaml -o ./none/../c.yaml",
    "check c.yaml -o hard.yaml",
    "check c.yaml -o soft.yaml",
    "check soft.yaml -o c.yaml",
    "check . -o c.yaml",
    "check c.yaml --snapshots documents -o documents/page.txt",
    "list --data c.yaml -o c.yaml",
    "list --db r.db -o r.db",
    "load c.yaml --db r.db -o c.yaml",
    "load c.yaml --db r.db -o r.db",
    "report --data c.yaml -o c.yaml",
    "brief gmp --db r.db -o r.db",
    "feed --since 2020 --data c.yaml -o c.yaml",
    "feed --against c.yaml --db r.db -o c.yaml",
    "diff c.yaml r.db -o c.yaml",
    "diff c.yaml r.db -o r.db",
    "diff c.yaml r.db -o hard.yaml",
    "export . --data c.yaml",
    "export . --db r.db",
    "import home-office-taser t.csv -o t.csv",
    "import home-office-taser t.csv.rejects.csv -o t.csv",
    "import iopc-recommendations t.csv --beside c.yaml -o c.yaml",
    "import iopc-recommendations t.csv --beside . -o .",
    "schema -o {organisations}",
    "list --db r.db -o {shipped}",
]


@pytest.mark.parametrize("call", CALLS)
def test_an_output_that_is_an_input_is_refused(
    conductcli: Program, files: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.chdir(files)
    shipped = next(opening.shipped().glob("*.yaml"))
    before = {file: file.read_bytes() for file in [*files.rglob("*"), shipped, ORGANISATIONS] if file.is_file()}
    answer = conductcli(*call.format(organisations=ORGANISATIONS, shipped=shipped).split())
    assert (answer.code, answer.out) == (2, ""), answer
    assert "would be lost" in answer.err
    assert {file: file.read_bytes() for file in before} == before


def test_standard_streams_are_files_too(child: Child, files: Path) -> None:
    before = (files / "c.yaml").read_bytes()
    stdin = "import os; os.dup2(os.open('c.yaml', os.O_RDONLY), 0)"
    assert child("list", "--data", "-", "-o", "c.yaml", cwd=files, before=stdin).code == 2
    appended = "import os; os.dup2(os.open('c.yaml', os.O_WRONLY | os.O_APPEND), 1)"
    assert child("list", "--data", "c.yaml", cwd=files, before=appended).code == 2
    assert (files / "c.yaml").read_bytes() == before


def test_what_is_not_read_may_be_written_again(
    conductcli: Program, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    for _ in range(2):
        assert conductcli("list", "--data", ".", "-o", "list.csv").code in (0, 4)
        assert conductcli("list", "--db", "r.db", "-o", "list.csv").code == 0
        assert conductcli("list", "--data", "c.yaml", "-o", os.devnull).code == 0
        assert conductcli("export", "inside", "--db", "r.db").code == 0


def test_every_path_of_a_command_says_whether_it_is_read_or_written() -> None:
    """A path without a mark would not be guarded; what stands for the value tells that it is a path."""
    offenders = []
    for name in COMMANDS:
        command = import_module(f"conductcli.cli.commands.{name}{'_' if iskeyword(name) else ''}").command
        for parameter in inspect.signature(command).parameters.values():
            marks = parameter.annotation.__metadata__
            metavar = (marks[0].metavar or "").rstrip(".")
            path = metavar in ("FILE", "DIR", "PATH", "DATA", "OLD", "NEW")
            shared = parameter.name in ("output", "data", "db")
            marked = {options.READ, options.READ_WHOLE, options.WRITTEN}.intersection(
                mark for mark in marks if isinstance(mark, str)
            )
            if bool(marked) != (path and not shared):
                offenders.append(f"{name} {parameter.name}")
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize(
    "call",
    ["check ''", "list --data ''", "list --db ''", "load c.yaml --db ''", "list -o ''", "export ''", "diff '' r.db"],
)
def test_an_empty_name_is_not_the_current_folder(
    conductcli: Program, files: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.chdir(files)
    answer = conductcli(*(word.strip("'") for word in call.split()))
    assert (answer.code, answer.out) == (2, "")
    assert "empty" in answer.err
