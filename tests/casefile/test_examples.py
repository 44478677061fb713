"""Case files that are as they should be, and case files that are not, each with what `check` must say of it.

A file of `casefiles/invalid` starts with a line `# says: CODE LINE:COLUMN` for every problem that it has, in the order
of their places; words after it must stand in the problem's severity, message or hint. A new case is a dropped file, or
a folder of files that are checked together.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program

CASEFILES = Path(__file__).parents[1] / "casefiles"
_SAYS = re.compile(r"# says: (?P<code>[a-z-]+) (?P<line>\d+):(?P<column>\d+) ?(?P<words>.*)")


class Said(NamedTuple):
    """A problem that a file must have."""

    file: str
    line: int
    column: int
    code: str
    words: str


def _examples(kind: str) -> list[Path]:
    return sorted(path for path in (CASEFILES / kind).iterdir())


def _said(example: Path) -> Iterator[Said]:
    """What the first lines of a file, or of the files of a folder, say that `check` must find."""
    for file in sorted(example.iterdir()) if example.is_dir() else [example]:
        for line in file.read_text(encoding="utf-8").split("\n"):
            if not (match := _SAYS.fullmatch(line)):
                break
            yield Said(str(file), int(match["line"]), int(match["column"]), match["code"], match["words"])


def _place(problem: dict[str, Any]) -> tuple[str, int, int, str]:
    return problem["file"], problem["line"], problem["column"], problem["code"]


@pytest.mark.parametrize("example", _examples("valid"), ids=lambda path: path.stem)
def test_check_finds_nothing_in_a_sound_case_file(conductcli: Program, example: Path) -> None:
    answer = conductcli("check", example, "--json", "--strict")
    assert (answer.json, answer.code) == ([], 0)


@pytest.mark.parametrize("example", _examples("valid"), ids=lambda path: path.stem)
def test_a_sound_case_file_is_loaded_and_can_be_asked(conductcli: Program, example: Path, tmp_path: Path) -> None:
    assert conductcli("load", example, "--db", tmp_path / "a.db").code == 0
    cases = conductcli("list", "--json", "--db", tmp_path / "a.db")
    assert len(cases.json) == _whole(example).count("    summary:")


@pytest.mark.parametrize("example", _examples("invalid"), ids=lambda path: path.stem)
def test_check_says_all_that_is_wrong_with_a_case_file_and_where(conductcli: Program, example: Path) -> None:
    answer = conductcli("check", example, "--json")
    wanted = list(_said(example))
    assert wanted, "the file does not say what is wrong with it"
    problems = answer.json
    assert sorted(map(_place, problems)) == sorted(said[:4] for said in wanted)
    assert [_place(problem)[:3] for problem in problems] == sorted(said[:3] for said in wanted), "not in their order"
    missing = [said for said in wanted if not any(_tells(problem, said) for problem in problems)]
    assert not missing
    assert [problem for problem in problems if not problem["hint"]] == []
    errors = any(problem["severity"] == "error" for problem in problems)
    assert answer.code == (4 if errors else 0)
    assert answer.err == ""


@pytest.mark.parametrize("example", _examples("invalid"), ids=lambda path: path.stem)
def test_a_file_with_errors_is_not_loaded_and_each_is_told(conductcli: Program, example: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    answer = conductcli("load", example, "--db", database)
    said = list(_said(example))
    if all("warning" in problem.words for problem in said):
        assert answer.code == 0
        return
    assert answer.code == 4
    assert not database.exists()
    for problem in said:
        severity = "warning" if "warning" in problem.words else "error"
        assert f"conductcli: {severity}: {problem.file}:{problem.line}:{problem.column}: " in answer.err
    assert "Traceback" not in answer.err


def _tells(problem: dict[str, Any], said: Said) -> bool:
    told = f"{problem['severity']} {problem['message']} {problem['hint']}"
    return _place(problem) == said[:4] and said.words in told


def _whole(example: Path) -> str:
    files = sorted(example.iterdir()) if example.is_dir() else [example]
    return "".join(file.read_text(encoding="utf-8") for file in files)
