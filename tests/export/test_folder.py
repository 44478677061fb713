"""A folder is written whole or not at all, and nothing but an export is ever replaced."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from conductcli.errors import NotWritten
from conductcli.export import folder as folders
from conductcli.export.folder import MARK, OURS, taking_place
from tests.conftest import HANG

if TYPE_CHECKING:
    from pathlib import Path


def fill(target: Path, text: str) -> None:
    with taking_place(target) as folder:
        (folder / "cases.csv").write_text(text)
        (folder / MARK).write_text(json.dumps({OURS: "1", "files": ["cases.csv"]}))


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture(params=["in one step", "in two steps"])
def _system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems that can let folders change places, and others."""
    if request.param == "in two steps":
        monkeypatch.setattr(folders, "_exchanged", lambda one, other: False)


@pytest.mark.usefixtures("_system")
def test_new_empty_and_earlier_folders_are_filled(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    fill(target, "one")
    assert (target / "cases.csv").read_text() == "one"
    fill(target, "two")
    assert (target / "cases.csv").read_text() == "two"
    (tmp_path / "empty").mkdir()
    fill(tmp_path / "empty", "three")
    assert names(tmp_path) == ["deep", "empty"]
    assert names(target.parent) == ["out"]


def test_this_system_lets_folders_change_places(tmp_path: Path) -> None:
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("neither Linux nor macOS")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"from-{name}").touch()
    assert folders._exchanged(tmp_path / "one", tmp_path / "two")
    assert (names(tmp_path / "one"), names(tmp_path / "two")) == (["from-two"], ["from-one"])


@pytest.mark.parametrize(
    ("ours", "file", "text", "said"),
    [
        (False, "", "mine", "is not a folder"),
        (False, "notes.txt", "mine", "is not empty, and not an export"),
        (False, MARK, "{}", "is not empty, and not an export"),
        (False, MARK, "[", "is not empty, and not an export"),
        (True, "notes.txt", "mine", "holds notes.txt, which is not of the export"),
    ],
)
def test_what_is_not_ours_stays(tmp_path: Path, ours: bool, file: str, text: str, said: str) -> None:
    target = tmp_path / "out"
    if ours:
        fill(target, "one")
    elif file:
        target.mkdir()
    (target / file).write_text(text)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(NotWritten, match=said):
        fill(target, "two")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_what_came_in_meanwhile_stays(tmp_path: Path) -> None:
    def into(target: Path) -> None:
        with taking_place(target):
            target.mkdir()
            (target / "notes.txt").write_text("mine")

    with pytest.raises(NotWritten, match="not an export"):
        into(tmp_path / "out")
    assert names(tmp_path / "out") == ["notes.txt"]


def test_an_error_leaves_the_earlier_one(tmp_path: Path) -> None:
    fill(tmp_path / "out", "one")

    def failing() -> None:
        with taking_place(tmp_path / "out") as folder:
            (folder / "cases.csv").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert (tmp_path / "out" / "cases.csv").read_text() == "one"
    assert names(tmp_path) == ["out"]


def test_a_link_leads_to_the_folder(tmp_path: Path) -> None:
    fill(tmp_path / "real", "one")
    (tmp_path / "link").symlink_to("real")
    fill(tmp_path / "link", "two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "cases.csv").read_text() == "two"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with taking_place(tmp_path / "out"), pytest.raises(NotWritten, match="another conductcli is writing it"):
        fill(tmp_path / "out", "two")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotWritten, match="cannot be written"):
        fill(tmp_path / "file" / "out", "one")


@pytest.mark.slow
@pytest.mark.usefixtures("_system")
@pytest.mark.parametrize("moment", ["mkdir", "_sync", "_put", "rename", "rmtree"])
def test_killed_at_any_moment_the_old_or_the_new_comes_back(tmp_path: Path, moment: str) -> None:
    """The process ends at its first, second ... step of a kind; the next export then finds the old or the new."""
    target = tmp_path / "out"
    two_steps = folders._exchanged.__name__ == "<lambda>"
    for step in range(1, 5):
        fill(target, "old")
        script = KILLED.format(target=str(target), moment=moment, step=step, two_steps=two_steps)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=HANG, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
        if not two_steps:
            assert (target / "cases.csv").read_text() in ("old", "new")
        with pytest.raises(ZeroDivisionError):  # the next run: puts right what was left, and writes nothing
            failing(target)
        assert (target / "cases.csv").read_text() in ("old", "new")
        assert names(tmp_path) == ["out"]
        if done.returncode == 0:
            return


def failing(target: Path) -> None:
    with taking_place(target):
        raise ZeroDivisionError


KILLED = """
import os, signal, shutil, json
from pathlib import Path
from conductcli.export import folder as folders
if {two_steps}:
    folders._exchanged = lambda one, other: False
steps = 0
def dying(function):
    def called(*given, **named):
        global steps
        steps += 1
        if steps == {step}:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return called
owner = {{"mkdir": Path, "rename": Path, "rmtree": shutil}}.get("{moment}", folders)
setattr(owner, "{moment}", dying(getattr(owner, "{moment}")))
with folders.taking_place(Path("{target}")) as made:
    (made / "cases.csv").write_text("new")
    (made / folders.MARK).write_text(json.dumps({{folders.OURS: "1", "files": ["cases.csv"]}}))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_killed_while_it_writes_the_earlier_export_stays(tmp_path: Path) -> None:
    """A real export, killed in the middle of it by the operating system."""
    fill(tmp_path / "out", "old")
    command = [sys.executable, "-m", "conductcli", "export", str(tmp_path / "out"), "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + HANG
        while time.monotonic() < until and process.poll() is None:
            if any(name.startswith(".out.exporting") for name in names(tmp_path)):
                process.kill()
                break
            time.sleep(0.001)
    found = names(tmp_path / "out")
    assert (tmp_path / "out" / "cases.csv").read_text() == "old" or len(found) > 20
    fill(tmp_path / "out", "new")
    assert names(tmp_path) == ["out"]
