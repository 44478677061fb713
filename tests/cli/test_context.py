"""Which case files are asked, and which database: options, environment, standard input, the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import ids

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Answer, Program

CASE = "  - {{id: {0}, title: T, kind: review, oversight: iopc, summary: S., source: s}}\n"


def register_of(*names: str) -> str:
    cases = "".join(CASE.format(name) for name in names)
    return f"format: 1\nsources: [{{id: s, title: T, publisher: P, kind: news}}]\ncases:\n{cases}"


def listed(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return sorted(ids(answer.json))


def test_options_go_before_the_environment(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(register_of(name))
        conductcli("load", tmp_path / f"{name}.yaml", "--db", tmp_path / f"{name}.db")
    ask = ("list", "--json")
    monkeypatch.setenv("CONDUCTCLI_DATA", str(tmp_path / "a.yaml"))
    assert listed(conductcli(*ask)) == ["a"]
    assert listed(conductcli(*ask, "--data", tmp_path / "b.yaml")) == ["b"]
    assert listed(conductcli(*ask, "--db", tmp_path / "b.db")) == ["b"]
    monkeypatch.delenv("CONDUCTCLI_DATA")
    monkeypatch.setenv("CONDUCTCLI_DB", str(tmp_path / "b.db"))
    assert listed(conductcli(*ask)) == ["b"]
    assert listed(conductcli(*ask, "--data", tmp_path / "a.yaml")) == ["a"]
    assert listed(conductcli(*ask, "--db", tmp_path / "a.db")) == ["a"]
    assert listed(conductcli(*ask, "--db", tmp_path / "b.db")) == [
        "b"
    ]  # --data did not touch what the environment names


def test_the_environment_may_name_several_files(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(register_of("a"))
    (tmp_path / "b.yaml").write_text("format: 1\ncases:\n" + CASE.format("b"))
    monkeypatch.setenv("CONDUCTCLI_DATA", f"{tmp_path / 'a.yaml'}:{tmp_path / 'b.yaml'}")
    assert listed(conductcli("list", "--json")) == ["a", "b"]
    monkeypatch.setenv("CONDUCTCLI_DATA", str(tmp_path))
    assert listed(conductcli("list", "--json")) == ["a", "b"]


def test_data_may_come_from_standard_input(conductcli: Program) -> None:
    assert listed(conductcli("list", "--json", "--data", "-", stdin=register_of("a", "b").encode())) == ["a", "b"]


def test_a_changed_file_is_seen_at_the_next_question(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    for names in (["a"], ["a", "b"], ["c"], ["d"], []):
        file.write_text(register_of(*names) if names else "format: 1\n")
        assert listed(conductcli("list", "--json", "--data", file)) == names
        assert listed(conductcli("list", "--json", "--data", file)) == names


def test_a_file_that_comes_or_goes_is_seen_at_the_next_question(conductcli: Program, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a"]
    (tmp_path / "b.yaml").write_text("format: 1\ncases:\n" + CASE.format("b"))
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a", "b"]
    (tmp_path / "b.yaml").unlink()
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a"]


def test_a_broken_file_is_told_at_every_question_and_the_register_comes_back_when_it_is_mended(
    conductcli: Program, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", file)) == ["a"]
    file.write_text(register_of("a") + "colour: red\n")
    for _ in range(2):
        assert conductcli("list", "--json", "--data", file)[:2] == (4, "")
    file.write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", file)) == ["a"]


def test_two_registers_do_not_mix_in_the_cache(conductcli: Program, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cases.yaml").write_text(register_of(name))
    for _ in range(2):
        for name in ("a", "b"):
            assert listed(conductcli("list", "--json", "--data", tmp_path / name / "cases.yaml")) == [name]


def test_a_database_named_alone_is_read_as_it_is(conductcli: Program, tmp_path: Path) -> None:
    file, target = tmp_path / "a.yaml", tmp_path / "a.db"
    file.write_text(register_of("a"))
    conductcli("load", file, "--db", target)
    file.write_text(register_of("b"))
    before = target.read_bytes()
    assert listed(conductcli("list", "--json", "--db", target)) == ["a"]
    assert target.read_bytes() == before
    assert listed(conductcli("list", "--json", "--db", target, "--data", file)) == ["b"]
