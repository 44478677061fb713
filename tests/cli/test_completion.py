"""What shells offer while people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.data import SMALL, database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Child

SHELLS = ("bash", *(pytest.param(shell, marks=pytest.mark.slow) for shell in ("zsh", "fish")))


def completed(child: Child, shell: str, *words: str) -> list[str]:
    """What a shell offers after these words, the last of which is being typed."""
    line = " ".join(("conductcli", *words))
    env = {"_CONDUCTCLI_COMPLETE": f"complete_{shell}", "CONDUCTCLI_DB": str(database(SMALL))}
    if shell == "bash":
        env |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    else:
        env |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    answer = child(env=env)
    assert (answer.code, answer.err) == (0, "")
    return answer.lines


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("st",), "statements"),
        (("list", "--fo"), "--force"),
        (("show", "harbour-s"), "harbour-stop-2020"),
        (("compare", "harbour-stop-2020", "harbour-p"), "harbour-protest-2021"),
        (("list", "--force", "gm"), "gmp"),
        (("list", "--force", "greater-m"), "greater-manchester"),
        (("findings", "--theme", "train"), "training"),
        (("figures", "--measure", "taser_f"), "taser_fired"),
        (("list", "--format", "js"), "json"),
    ],
)
def test_a_shell_completes(child: Child, shell: str, words: tuple[str, ...], offered: str) -> None:
    assert any(offered in line for line in completed(child, shell, *words))


def test_a_force_is_completed_in_capitals_too(child: Child) -> None:
    assert "gmp" in [line.casefold() for line in completed(child, "bash", "list", "--force", "GM")]


def test_completion_says_nothing_where_there_is_no_register(child: Child, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 4_000)
    for name in ("none.db", "broken.db"):
        env = {
            "_CONDUCTCLI_COMPLETE": "complete_bash", "COMP_WORDS": "conductcli show a", "COMP_CWORD": "2",
            "CONDUCTCLI_DB": str(tmp_path / name),
        }  # fmt: skip
        assert child(env=env).out.strip() == ""


def test_completion_survives_a_database_whose_pages_are_damaged(child: Child, tmp_path: Path) -> None:
    whole = bytearray(database(SMALL).read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    (tmp_path / "damaged.db").write_bytes(whole)
    env = {
        "_CONDUCTCLI_COMPLETE": "complete_bash", "COMP_WORDS": "conductcli show a", "COMP_CWORD": "2",
        "CONDUCTCLI_DB": str(tmp_path / "damaged.db"),
    }  # fmt: skip
    answer = child(env=env)
    assert "Traceback" not in answer.err
    assert answer.out.strip() == ""
