"""`export` as its users meet it: what it says, what it refuses, and the state of answers as of a day."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from conductcli.export import FORMATS
from tests.data import DEADLINES, SMALL, database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Small
    from tests.conftest import Child, Program


@pytest.mark.parametrize("format", FORMATS)
def test_says_what_it_wrote(tmp_path: Path, small: Small, format: str) -> None:
    answer = small("export", tmp_path / "out", "--format", format, "--json")
    assert (answer.code, answer.err) == (0, "")
    mark = json.loads((tmp_path / "out" / "export.json").read_text(encoding="utf-8"))
    assert mark["format"] == format
    assert mark["tables"] == answer.json
    assert {row["file"] for row in answer.json} <= set(mark["files"])
    assert {*mark["files"], "export.json"} == {file.name for file in (tmp_path / "out").iterdir()}
    with_rows = {row["table"]: row["rows"] for row in answer.json}
    assert with_rows["cases"] == len(small("list", "--json").json)


def test_again_takes_the_place_of_the_earlier_one(tmp_path: Path, small: Small) -> None:
    assert small("export", tmp_path / "out", "-f", "csv").code == 0
    assert small("export", tmp_path / "out", "-f", "xlsx").code == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"register.xlsx", "export.json"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, small: Small) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    answer = small("export", tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert "is not empty, and not an export" in answer.err
    assert "hint: name a new or an empty folder" in answer.err
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "parket"), "did you mean parquet?"),
        (("--format", "table"), "one of datapackage, csv"),
        (("--excel-safe",), "--excel-safe goes with --format csv alone"),
        (("--as-of", "soon"), "--as-of"),
    ],
)
def test_wrong_usage(tmp_path: Path, small: Small, arguments: tuple[str, ...], said: str) -> None:
    answer = small("export", tmp_path / "out", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "out").exists()


def test_recipients_are_as_of_a_day(tmp_path: Path, conductcli: Program) -> None:
    """What `recommendations --as-of` lists is what is exported."""
    for as_of in ("2021-01-31", "2024-06-30"):
        asked = ("--as-of", as_of, "--db", database(DEADLINES))
        assert conductcli("export", tmp_path / "out", "-f", "csv", *asked).code == 0
        with (tmp_path / "out" / "recipients.csv").open(encoding="utf-8", newline="") as file:
            found = {
                (row["case_id"], row["id"], row["made_to"] or None): (row["status"], row["due_on"] or None)
                for row in csv.DictReader(file)
            }
        listed = conductcli("recommendations", "--json", *asked).json
        assert found == {(row["case_id"], row["id"], row["made_to"]): (row["status"], row["due_on"]) for row in listed}


def test_standard_input_is_exported_too(tmp_path: Path, conductcli: Program) -> None:
    answer = conductcli("export", tmp_path / "out", "--data", "-", "--json", stdin=SMALL.read_bytes())
    assert answer.code == 0, answer.err
    assert (tmp_path / "out" / "datapackage.json").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_one_line_and_leaves_the_earlier_export(tmp_path: Path, child: Child, format: str) -> None:
    """A limit on the size of files stands in for the disk: the same errors, from the same calls."""
    asked = ("export", tmp_path / "out", "--db", database(SMALL))
    assert child(*asked, "-f", "csv").code == 0
    before = (tmp_path / "out" / "export.json").read_bytes()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))"
    answer = child(*asked, "-f", format, before=limit)
    assert answer.code == 1
    assert "cannot be written" in answer.err
    assert [line.partition(" ")[0] for line in answer.err.splitlines()] == ["conductcli:", "hint:"]
    assert (tmp_path / "out" / "export.json").read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
