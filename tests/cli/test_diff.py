"""`diff`: what vanished is easy to see and to filter, whichever form the two sides have; its streams and exit codes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Answer, run_here
from tests.data import SMALL, database, later

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Child

    Rows = Callable[..., list[dict[str, Any]]]

VANISHED = {("harbour-stop-2020", "talk-to-them"), ("national-review-2019", "twelve-more")}
HOSTILE = "\\e[31mred \\u202eback [bold]x[/nope] | `a` =1+1"


@pytest.fixture
def told() -> Rows:
    """The rows that a comparison of the small register with its later edition gives."""

    def given(*arguments: str | Path) -> list[dict[str, Any]]:
        answer = run_here("diff", SMALL, later(), "--json", *arguments)
        assert answer.code == 0, answer.err
        assert answer.err == ""
        found: list[dict[str, Any]] = answer.json
        return found

    return given


def ids(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["case_id"], row["id"]) for row in found}


def test_a_vanished_recommendation_is_found_with_its_case_and_without(told: Rows) -> None:
    found = told("--kind", "recommendation", "--change", "removed")
    assert ids(found) == VANISHED
    assert [row["old"] for row in found] == [
        "The officers should talk the stop over.",
        "Twelve recommendations that the source does not list.",
    ]
    assert [(row["field"], row["new"], row["source"]) for row in found] == [
        (None, None, ["gazette-2020"]),
        (None, None, ["letters"]),
    ]
    assert told()[:2] == found  # and it is what is told first
    assert run_here("diff", SMALL, later()).err.endswith("removed: 2 recommendations, 1 case, 1 statement\n")


def test_every_change_is_told_field_by_field(told: Rows) -> None:
    found = {(row["id"], row["field"]): (row["old"], row["new"]) for row in told("--change", "changed")}
    answer = found.pop(("clear-policy", "responses[1]"))
    assert found == {
        ("clear-policy", "due_on"): ("2020-10-27", "2020-11-10"),
        ("clear-policy", "responses[1].position"): ("rejected", "partly_accepted"),
        ("gmp-uses-2019-20", "value"): (816, 820),
        ("harbour-protest-2021", "topics"): (["public_order"], ["public_order", "training"]),
        ("harbour-protest-2021", "caveat"): (None, "Seen from outside."),
    }
    assert answer[0]["progress"] == "done"
    assert answer[1] is None


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (("--case", "national"), {"twelve-more", "national-review-2019", "no-date"}),  # only the old side has it
        (("--case", "harbour-protest", "--change", "added"), {"talks"}),
        (("--force", "hmicfrs", "--kind", "recommendation"), {"twelve-more"}),
        (("--force", "NPCC"), {"no-date", "national-review-2019"}),
        (("--kind", "figure", "--kind", "event"), {"gmp-uses-2019-20", "talks"}),
        (("--kind", "organisation"), set()),
        (("--topic", "public_order"), {"harbour-protest-2021", "talks"}),
        (("--topic", "training", "--change", "removed"), {"twelve-more", "national-review-2019", "no-date"}),
    ],
)
def test_filters(told: Rows, filters: tuple[str, ...], kept: set[str]) -> None:
    assert {row["id"] for row in told(*filters)} == kept


@pytest.mark.parametrize(
    ("asked", "suggestion"),
    [
        (("--kind", "recomendation"), "did you mean recommendation?"),
        (("--change", "gone"), "one of added, removed, changed"),
        (("--case", "natonal"), "did you mean national-review-2019"),
        (("--force", "gmpp"), "did you mean greater-manchester?"),
    ],
)
def test_what_is_not_known_is_told_with_a_suggestion(asked: tuple[str, ...], suggestion: str) -> None:
    answer = run_here("diff", SMALL, later(), *asked)
    assert (answer.code, answer.out) == (3, "")
    assert suggestion in answer.err


def test_sort_limit_columns_and_output(told: Rows, tmp_path: Path) -> None:
    whole = told("--sort", "-id", "--columns", "id,old")
    assert [row["id"] for row in whole] == sorted((row["id"] for row in whole), reverse=True)
    assert told("--sort", "-id", "--columns", "id,old", "--limit", "2") == whole[:2]
    numbers = told("--sort", "old", "--kind", "figure", "--columns", "old")
    assert numbers == [{"old": 816}]
    target = tmp_path / "a.csv"
    answer = run_here("diff", SMALL, later(), "--format", "csv", "--output", target)
    assert (answer.code, answer.out) == (0, "")
    _, *rows = csv.reader(io.StringIO(target.read_text(encoding="utf-8")))
    assert len(rows) == len(told())
    short = run_here("diff", SMALL, later(), "--limit", "3")
    assert f"3 of {len(rows)} shown" in short.err


def test_exit_code_is_asked_for() -> None:
    assert run_here("diff", SMALL, later()).code == 0
    assert run_here("diff", SMALL, later(), "--exit-code", "--limit", "0", "--json") == Answer(6, "[]\n", "")
    assert run_here("diff", SMALL, later(), "--exit-code", "--kind", "allegation", "--json").code == 0
    assert run_here("diff", SMALL, SMALL, "--exit-code") == Answer(0, "", "conductcli: no differences\n")
    assert run_here("diff", SMALL, SMALL, "--exit-code", "--format", "csv").out.startswith("change,record,")


def test_an_empty_answer_is_written_to_a_file_too(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before", encoding="utf-8")
    assert run_here("diff", SMALL, SMALL, "--output", target).code == 0
    assert target.read_text(encoding="utf-8") == ""


def test_files_folders_databases_and_standard_input_are_all_the_same(tmp_path: Path, told: Rows) -> None:
    folder = tmp_path / "many # files?"
    folder.mkdir()
    text = SMALL.read_text(encoding="utf-8")
    head, cases = text[: text.index("cases:\n")], text[text.index("cases:\n") :]
    (folder / "a.yaml").write_text("format: 1\n" + cases, encoding="utf-8")
    (folder / "z.yaml").write_text(head, encoding="utf-8")
    whole = told()
    for old in (SMALL, folder, database(SMALL)):
        for new in (later(), database(later())):
            assert run_here("diff", old, new, "--json").json == whole
    assert run_here("diff", "-", later(), "--json", stdin=SMALL.read_bytes()).json == whole
    assert run_here("diff", database(SMALL), "-", "--json", stdin=later().read_bytes()).json == whole


def test_nothing_is_left_of_what_was_only_for_the_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run_here("diff", "-", later(), "--json", stdin=SMALL.read_bytes()).code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(occupied))
    answer = run_here("diff", SMALL, later(), "--kind", "recommendation", "--change", "removed", "--json")
    assert ids(json.loads(answer.out)) == VANISHED
    assert answer.err.count("working in memory") == 2


def test_a_body_that_the_program_brings_is_nobodys_data_and_ones_own_is(tmp_path: Path) -> None:
    import sqlite3

    fewer = tmp_path / "fewer.db"  # as a program made it that knew fewer bodies
    fewer.write_bytes(database(SMALL).read_bytes())
    connection = sqlite3.connect(fewer)
    connection.execute("DELETE FROM organisations WHERE id IN ('kent', 'harbour-panel')")
    connection.commit()
    connection.close()
    (row,) = run_here("diff", fewer, SMALL, "--json").json
    assert (row["change"], row["record"], row["id"], row["new"]) == (
        "added", "organisation", "harbour-panel", "Harbour Scrutiny Panel",
    )  # fmt: skip
    assert row["source"] == []


@pytest.mark.parametrize("side", ["OLD", "NEW"])
def test_problems_of_a_side_are_told_as_that_sides(tmp_path: Path, side: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(SMALL.read_bytes().replace(b"kind: review", b"kind: reveiw"))
    answer = run_here("diff", *((broken, SMALL) if side == "OLD" else (SMALL, broken)))
    assert (answer.code, answer.out) == (4, "")
    assert f"{broken}:" in answer.err
    assert f"error: {side}, {broken}: 1 problem in the case files" in answer.err


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("nothing.yaml", 4, "there is no such file or folder"),
        ("nothing", 4, "there is no such file or folder"),
        ("nothing.db", 5, "there is no such"),
    ],
)
def test_a_side_that_is_not_there(tmp_path: Path, name: str, code: int, words: str) -> None:
    answer = run_here("diff", SMALL, tmp_path / name)
    assert (answer.code, answer.out) == (code, "")
    assert "NEW, " in answer.err
    assert words in answer.err


def test_a_database_that_is_not_ours_or_damaged(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "theirs")
    connection.execute("CREATE TABLE a(b)")
    connection.close()
    answer = run_here("diff", tmp_path / "theirs", SMALL)
    assert answer.code == 5
    assert "OLD, " in answer.err
    assert "not one of conductcli's" in answer.err
    damaged = tmp_path / "damaged.db"
    content = database(SMALL).read_bytes()
    damaged.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    answer = run_here("diff", damaged, SMALL)
    assert (answer.code, answer.out) == (5, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-", "-"),
        ("a.yaml",),
        (),
        ("a.yaml", "b.yaml", "c.yaml"),
        ("a.yaml", "b.yaml", "--db", "c.db"),
        (str(SMALL), str(SMALL), "--json", "--format", "csv"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    answer = run_here("diff", *arguments)
    assert (answer.code, answer.out) == (2, "")


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "markdown", "json", "jsonl"])
def test_hostile_texts_reach_nobody(tmp_path: Path, format: str) -> None:
    """Case files may not hold controls at all; a database that somebody made may."""
    import sqlite3

    changed = tmp_path / "hostile.db"
    changed.write_bytes(database(SMALL).read_bytes())
    text = json.loads(f'"{HOSTILE}"'.replace("\\e", "\\u001b"))
    connection = sqlite3.connect(changed)
    connection.execute('UPDATE recommendations SET "text" = ?', (text,))
    connection.execute("UPDATE figures SET period = ?", (text,))
    connection.commit()
    connection.close()
    for sides in ((SMALL, changed), (changed, SMALL), (changed, later())):
        answer = run_here("diff", *sides, "--format", format, columns=80)
        assert answer.code == 0, answer.err
        assert not {"\x1b", "\u202e"} & set(answer.out + answer.err)
    assert "red" in answer.out


def test_in_a_plain_terminal_and_without_colour(child: Child) -> None:
    answer = child("diff", SMALL, later(), env={"LC_ALL": "C", "PYTHONUTF8": "0", "COLUMNS": "60"})
    assert answer.code == 0
    assert answer.out.isascii()
    assert max(map(len, answer.lines)) <= 60
