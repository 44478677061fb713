"""The hook and the workflow that a newsroom is told to use, run in a repository laid out as the documents say.

`pre-commit` runs our own hook from its manifest; in one thing it differs from what users have: `language: system`, so
that the program is this one and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conductcli.cli import CONTENTS
from tests.conftest import CHECKOUT, HANG, Answer
from tests.feed.checked_feed import checked
from tests.test_docs import files, put, read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SHOWN = files(read("docs/newsroom.md"))
WORKFLOW = ".github/workflows/register.yml"
DOCUMENT = (
    'Kent Police has renewed its custody training, a spokesperson said.\n"We listened to what the watchdog told us."\n'
)
COMMANDS = {name for group in CONTENTS.values() for name in group}


class Repository:
    """A repository of case files with one commit, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        put({name: content for name, content in SHOWN.items() if name.startswith("cases/")}, folder)
        put({"documents/gazette.txt": DOCUMENT}, folder)
        self.git("init", "-q", "-b", "main")
        self.commit("The first cases")

    def run(self, *command: str, **environment: str) -> Answer:
        """Run a command that knows nothing of the user's git, and finds this environment's programs first."""
        known = {
            "PATH": os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"])),  # noqa: PTH120
            "HOME": str(self.folder.parent),
            "XDG_CACHE_HOME": str(self.folder.parent / "cache"),
            "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": "C.UTF-8",
            **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        done = subprocess.run(
            command, cwd=self.folder, env=known | environment, capture_output=True, timeout=HANG, check=False
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def git(self, *arguments: str) -> Answer:
        answer = self.run("git", *arguments)
        assert answer.code == 0, answer.err
        return answer

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD").out.strip()

    def edit(self, before: str, after: str) -> None:
        file = self.folder / "cases" / "kent.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "newsroom").mkdir()
    return Repository(tmp_path / "newsroom")


@pytest.fixture
def hooked(repository: Repository, tmp_path: Path) -> Repository:
    """The repository with the hook of the documents, which comes from a repository that holds our manifest."""
    ours = tmp_path / "conductcli"
    put({".pre-commit-hooks.yaml": read(".pre-commit-hooks.yaml")}, ours)
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "The hook")):
        repository.git("-C", str(ours), *command)
    config = yaml.safe_load(SHOWN[".pre-commit-config.yaml"])
    (repo,) = config["repos"]
    repo["repo"] = str(ours)
    repo["rev"] = repository.git("-C", str(ours), "rev-parse", "HEAD").out.strip()
    (hook,) = repo["hooks"]
    hook["language"] = "system"
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    answer = repository.run("pre-commit", "install")
    assert answer.code == 0, answer.out + answer.err
    repository.commit("The hook")
    return repository


def test_a_commit_with_a_mistake_is_stopped_and_told(hooked: Repository) -> None:
    hooked.edit("kind: review", "kind: reveiw")
    answer = hooked.run("git", "commit", "-q", "-a", "-m", "A mistake")
    assert answer.code == 1
    assert "did you mean review?" in answer.out + answer.err
    hooked.edit("kind: reveiw", "kind: review")
    hooked.edit("every year.", "every second year.")
    assert hooked.run("git", "commit", "-a", "-m", "No mistake").code == 0
    assert hooked.git("log", "-1", "--format=%s").out == "No mistake\n"


def test_a_file_that_others_need_cannot_go(hooked: Repository) -> None:
    text = SHOWN["cases/kent.yaml"]
    sources, cases = text[: text.index("cases:\n")], text[text.index("cases:\n") :]
    put({"cases/kent.yaml": f"format: 1\n{cases}", "cases/sources/all.yaml": sources}, hooked.folder)
    hooked.git("add", "-A")
    assert hooked.run("git", "commit", "-m", "Sources apart").code == 0
    hooked.git("rm", "-q", "cases/sources/all.yaml")
    answer = hooked.run("git", "commit", "-m", "Sources away")
    assert answer.code == 1
    assert "gazette-2024-03-02" in answer.out + answer.err


def test_the_manifest_calls_what_is_there() -> None:
    (hook,) = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    program, command, *_ = hook["entry"].split()
    assert (program, command in COMMANDS, hook["language"]) == ("conductcli", True, "python")
    assert hook["id"] in SHOWN[".pre-commit-config.yaml"]


def steps() -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(SHOWN[WORKFLOW])["jobs"].values() for step in job["steps"]]


def test_the_workflow_does_what_it_says(repository: Repository, tmp_path: Path) -> None:
    before = repository.git("rev-parse", "HEAD").out.strip()
    repository.edit("    statements:\n", "    statements: []\n    caveat: They were taken back.\n    events:\n")
    text = (repository.folder / "cases" / "kent.yaml").read_text(encoding="utf-8")
    gone = text.index("    events:\n")
    (repository.folder / "cases" / "kent.yaml").write_text(text[:gone], encoding="utf-8")
    repository.commit("A statement goes")
    known = {
        "${{ github.event.pull_request.base.sha }}": before,
        "${{ github.event.before }}": before,
    }
    summary = tmp_path / "summary.md"
    ran = []
    for step in steps():
        if "run" not in step or step["run"].startswith("pip install"):
            continue
        given = {name: known[value] for name, value in step.get("env", {}).items()}
        answer = repository.run("bash", "-e", "-c", step["run"], GITHUB_STEP_SUMMARY=str(summary), **given)
        assert answer.code == 0, f"{step['run']}\n{answer.out}{answer.err}"
        ran.append(step["run"])
    assert {command for run in ran for command in re.findall(r"^ *conductcli (\w+)", run, re.MULTILINE)} == {
        "check", "diff", "report", "feed",
    }  # fmt: skip
    assert "| removed | statement | custody-review-2024 | listened |" in summary.read_text(encoding="utf-8")
    site = repository.folder / "site"
    assert "Review of custody training" in (site / "index.html").read_text(encoding="utf-8")
    changes = checked((site / "changes.atom").read_text(encoding="utf-8")).entries
    assert {entry.title.partition(":")[0] for entry in changes} == {"Removed statement", "Changed case"}
    assert len(checked((site / "news.atom").read_text(encoding="utf-8")).entries) > 1


def test_the_workflow_checks_quotations(repository: Repository) -> None:
    repository.edit("We listened to", "We have listened to")
    (check,) = (step["run"] for step in steps() if "conductcli check" in step.get("run", ""))
    answer = repository.run("bash", "-e", "-c", check)
    assert answer.code == 4
    assert "quot" in answer.out


def test_the_workflow_uses_actions_of_a_known_version() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


def test_the_documents_name_the_files_of_this_repository() -> None:
    assert (CHECKOUT / ".pre-commit-hooks.yaml").exists()
    assert set(SHOWN) == {"cases/kent.yaml", ".pre-commit-config.yaml", WORKFLOW}
