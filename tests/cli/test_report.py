"""`conductcli report`: which cases stand on the page, as of which day, and the file written whole or not at all."""

from __future__ import annotations

import re
import sys
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest

from conductcli.cli.context import Output
from conductcli.database import cases as whole
from conductcli.database.connection import open_database
from conductcli.errors import WrongUsage
from conductcli.report import data
from tests.conftest import run_here
from tests.data import DEADLINES, FIGURES, SMALL, database
from tests.output.pages import Read, hostile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Answer


def cases(page: str) -> list[str]:
    """The cases on a page, in their order."""
    return [attributes["id"] or "" for tag, attributes in Read(page).tags if tag == "article"]


def test_all_cases_newest_first_as_list_has_them(register_db: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    answer = run_here("report", "--db", register_db, "-o", target)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    listed = [row["id"] for row in run_here("list", "--json", "--db", register_db).json]
    assert cases(target.read_text(encoding="utf-8")) == listed
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("stretford",),
        ("stretford", "walworth"),
        ("--force", "gmp"),
        ("--oversight", "ipcc"),
        ("--topic", "race", "--kind", "investigation"),
        ("--since", "2020", "--until", "2020-12"),
        ("--case", "mpa"),
    ],
)
def test_what_is_chosen_is_what_list_chooses(register_db: Path, arguments: tuple[str, ...]) -> None:
    named = list(takewhile(lambda word: not word.startswith("-"), arguments))
    options = [word for name in named for word in ("--case", name)] + list(arguments[len(named) :])
    listed = [row["id"] for row in run_here("list", *options, "--json", "--db", register_db).json]
    assert listed
    assert cases(run_here("report", *arguments, "--db", register_db).out) == listed


def test_the_page_says_by_what_it_was_chosen(register_db: Path) -> None:
    text = Read(run_here("report", "--force", "gmp", "--topic", "race", "--db", register_db).out).text
    assert "Only: force Greater Manchester Police; topic race." in text


def test_figures_of_no_case_stand_on_the_page_unless_cases_were_chosen() -> None:
    def read(*arguments: str) -> Read:
        return Read(run_here("report", *arguments, "--db", database(FIGURES)).out)

    every = {row["id"]: row for row in run_here("figures", "--json", "--db", database(FIGURES)).json}
    for arguments, kept in (((), lambda _: True), (("--force", "kent"), lambda row: row["organisation"] == "kent")):
        wanted = {f"_apart/_figure/{name}" for name, row in every.items() if kept(row)}
        assert wanted
        assert {name for name in read(*arguments).values("id") if name.startswith("_apart/_figure/")} == wanted
    assert "_apart" not in read("--kind", "review").values("id")


def test_no_case_is_a_page_too(register_db: Path) -> None:
    answer = run_here("report", "--since", "2200", "--db", register_db)
    assert answer.code == 0
    assert "The register has no such cases." in Read(answer.out).text


@pytest.mark.parametrize("day", ["2019-12-31", "2020-05-31", "2020-06-01"])
def test_the_numbers_at_the_top_are_those_of_the_cases(day: str) -> None:
    asked = ("--as-of", day, "--db", database(DEADLINES))
    made = {row["id"] for row in run_here("recommendations", "--json", *asked).json}
    page = Read(run_here("report", *asked).out).text
    top, *of_case = re.findall(r"(\d+) recommendations?\b(?! of this date)", page)
    assert int(top) == len(made)
    assert of_case[:1] == ([top] if made else [])


def test_what_came_later_has_not_happened_yet() -> None:
    def text(day: str) -> str:
        return Read(run_here("report", "--as-of", day, "--db", database(DEADLINES)).out).text

    assert "Recommendations and answers as of 10 February 2020" in text("2020-02-10")
    assert "accepted, 10 February 2020" in text("2020-02-10")
    assert "accepted, 10 February 2020" not in text("2020-02-09")
    assert "Made later." in text("2020-06-01")
    assert "Made later." not in text("2020-05-31")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nowhere",), 3),
        (("--force", "nobody"), 3),
        (("--as-of", "soon"), 2),
        (("--json",), 2),
        (("--columns", "id"), 2),
    ],
)
def test_what_cannot_be_is_told_and_the_page_that_was_there_stays(
    register_db: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    target = tmp_path / "report.html"
    target.write_text("as it was", encoding="utf-8")
    answer: Answer = run_here("report", *arguments, "--db", register_db, "-o", target)
    assert answer.code == code
    assert answer.err.startswith("conductcli: error: ")
    assert target.read_text(encoding="utf-8") == "as it was"


def test_a_page_that_fails_half_way_is_not_written(
    register_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_cases = whole.cases

    def failing(*arguments: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole, "cases", failing)
    target = tmp_path / "report.html"
    answer = run_here("report", "--db", register_db, "-o", target)
    assert answer.code == 1
    assert list(tmp_path.iterdir()) == []
    assert whole_cases is not failing


def test_a_page_is_not_for_a_terminal(register_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(WrongUsage) as told:
        Output().of_page()
    assert told.value.hint == "name a file: -o FILE.html"


@pytest.mark.parametrize("file", [SMALL, DEADLINES, None], ids=["small", "deadlines", "shipped"])
def test_cases_read_together_are_those_read_one_by_one(file: Path | None, register_db: Path) -> None:
    connection = open_database(database(file) if file else register_db)
    ids = [row["id"] for row in data.chosen(connection, {})]
    together = whole.cases(connection, ids, "2022-01-01")
    alone = [whole.case(connection, name, "2022-01-01") for name in ids]
    connection.close()
    for case in (*together, *alone):  # what happened on the same days has no order
        case["timeline"].sort(key=str)
    assert together == alone


@pytest.mark.slow
def test_a_large_register_comes_in_batches() -> None:
    connection = open_database(hostile(40))
    ids = [row["id"] for row in data.chosen(connection, {})]
    assert len(ids) > 400
    found = [case["id"] for case in data.full_cases(connection, ids, "2022-01-01", None)]
    connection.close()
    assert found == ids
