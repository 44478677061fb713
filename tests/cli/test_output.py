"""Formats, files and colours, the same on every command."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.output import FORMATS
from tests.cli.conftest import COMMANDS, NEEDED, NO_ROWS, Small, asked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["list", "search", "timeline", "findings", "figures"])
def test_every_format_holds_the_same_rows(small: Small, name: str) -> None:
    rows = small(*asked(name), "--format", "json").json
    assert [json.loads(line) for line in small(*asked(name), "--format", "jsonl").lines] == rows
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        found = list(csv.reader(io.StringIO(small(*asked(name), "--format", format).out), delimiter=delimiter))
        assert found[0] == list(rows[0])
        assert [[cell(value) for value in row.values()] for row in rows] == found[1:]
    markdown = small(*asked(name), "--format", "markdown").lines
    assert len(markdown) == 2 + len(rows)
    assert len(small(*asked(name)).lines) >= 2 + len(rows)


def cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@pytest.mark.parametrize("format", FORMATS)
def test_every_command_has_every_format(small: Small, format: str) -> None:
    names = [name for name in COMMANDS if name not in ("load", "schema", "check", "diff", *NO_ROWS)]
    answers = {name: small(name, *NEEDED.get(name, []), "--format", format) for name in names}
    assert {name: answer.err for name, answer in answers.items() if answer.code} == {}
    assert [name for name, answer in answers.items() if not answer.out.endswith("\n")] == []


def test_a_file_is_written_whole(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = small("list", "--format", "csv", "--output", str(target))
    assert answer[:2] == (0, "")
    assert target.read_bytes().decode() == small("list", "--format", "csv").out
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_not_written_when_the_question_fails(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("earlier")
    assert small("list", "--force", "nobody-at-all", "--output", str(target)).code == 3
    assert small("list", "--columns", "nothing", "--output", str(target)).code == 2
    assert target.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_with_what_to_do(small: Small, tmp_path: Path) -> None:
    answer = small("list", "--output", str(tmp_path / "none" / "out.csv"))
    assert answer.code == 1
    assert "none/out.csv: cannot be written" in answer.err
    assert "hint: " in answer.err


def test_color_is_for_terminals_unless_asked_for(small: Small) -> None:
    for arguments in (("list",), ("show", "stop"), ("compare", "stop", "protest")):
        assert "\x1b" not in small(*arguments).out
        assert "\x1b" not in small(*arguments, "--color", "never").out
        assert "\x1b[1m" in small(*arguments, "--color", "always").out
        assert "\x1b" not in small(*arguments, "--color", "always", "--json").out


def test_a_link_stays_a_link_and_the_file_behind_it_is_written(small: Small, tmp_path: Path) -> None:
    """Whoever names /dev/stdout or a link means what is behind it: replacing it would break it for everybody."""
    (tmp_path / "folder").mkdir()
    behind, link = tmp_path / "folder" / "real.csv", tmp_path / "link.csv"
    behind.write_text("earlier")
    link.symlink_to(behind)
    assert small("list", "--format", "csv", "--output", str(link)).code == 0
    assert link.is_symlink()
    assert behind.read_bytes().decode() == small("list", "--format", "csv").out


def test_a_pipe_with_a_name_is_written_to_and_not_replaced(small: Small, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        answer = small("list", "--format", "csv", "--output", str(pipe))
        assert pipe.is_fifo()
        if answer.code == 0:  # refusing it in words would do as well
            assert os.read(reader, 100_000).decode() == small("list", "--format", "csv").out
    finally:
        os.close(reader)
