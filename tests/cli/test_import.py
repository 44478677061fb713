"""`conductcli import`: whole or not at all, the same when repeated, and every reject told with its place."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

import pytest

from conductcli.cli.output_file import folder_written_whole
from conductcli.errors import ConductError, NotWritten
from conductcli.importers import Counts, ImportInput, ImportResult
from conductcli.importers.importing import MADE, _must_add_up
from tests.conftest import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Answer, Child, Program

GOOD = 'Police force,Total,Drawn,Fired,ytd\nDerbyshire,"1,211",1000,211,2021-03-31\nTotal,1211,1000,211,2021-03-31\n'
BAD = GOOD + "Atlantis,1,,1,2021-03-31\n"
SHIPPED = ("taser_uses", "taser_non_discharges", "taser_drawn", "taser_discharges", "taser_fired")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(GOOD)
    return tmp_path / "table.csv"


def test_a_table_becomes_a_case_file_that_passes_check(conductcli: Program, table: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures.yaml"
    done = conductcli("import", "home-office-taser", table, "-o", target, "--json", "--exit-code")
    assert (done.code, done.err) == (0, "")
    assert done.json == [
        {
            "output": str(target), "cases": 0, "figures": 3, "sources": 1, "counted": "numbers", "read": 6,
            "set_aside": ["3 subtotals"], "rejected": 0, "rejects": None,
        }
    ]  # fmt: skip
    checked = conductcli("check", target)
    assert (checked.code, checked.err) == (0, "conductcli: no problems\n")
    asked = conductcli("figures", "--data", target, "--force", "derbyshire", "--json").json
    assert {row["value"] for row in asked} == {1211, 1000, 211}
    first = target.read_bytes()
    conductcli("import", "home-office-taser", table, "-o", target)
    assert target.read_bytes() == first
    assert sorted(tmp_path.iterdir()) == [target, table]


def test_what_cannot_be_placed_is_told_and_written_beside(conductcli: Program, table: Path, tmp_path: Path) -> None:
    table.write_text(BAD)
    target = tmp_path / "figures.yaml"
    done = conductcli("import", "home-office-taser", table, "-o", target)
    beside = tmp_path / "figures.yaml.rejects.csv"
    assert done.code == 0
    assert "2 rejected, the first at table, row 4, column B: no force of this name is known: 'Atlantis'" in done.err
    assert str(beside) in done.err
    with beside.open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["sheet", "row", "column", "reason", "value"],
            ["table", "4", "B", "no force of this name is known: 'Atlantis'", "1"],
            ["table", "4", "D", "no force of this name is known: 'Atlantis'", "1"],
        ]
    assert conductcli("import", "home-office-taser", table, "-o", target, "--exit-code").code == 6
    table.write_text(GOOD)
    assert conductcli("import", "home-office-taser", table, "-o", target, "--exit-code").code == 0
    assert not beside.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "an import needs a NAME and a FILE"),
        (("home-office-taser",), 2, "an import needs a NAME and a FILE"),
        (("home-office-tazer", "table.csv", "-o", "a"), 3, "did you mean home-office-taser?"),
        (("home-office-taser", "none.csv", "-o", "a"), 3, "none.csv: there is no such file"),
        (("home-office-taser", ".", "-o", "a"), 1, "is not a file"),
        (("home-office-taser", "other.csv", "-o", "a"), 1, "holds no table of Taser uses by force"),
        (("home-office-taser", "table.csv"), 2, "it is not said where the case files go: a file"),
        (("home-office-taser", "table.csv", "-o", "none/a"), 1, "cannot be written"),
        (("home-office-taser", "table.csv", "-o", "a", "--measure", "uses"), 2, "no such measure"),
        (("home-office-taser", "table.csv", "-o", "a", "--beside", "none.yaml"), 4, "there is no such file"),
        (("iopc-recommendations", "table.csv", "-o", "a", "--period", "2016"), 2, "takes no --period"),
    ],
)
def test_what_is_wrong_is_one_clear_message(
    conductcli: Program, table: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, says: str
) -> None:
    monkeypatch.chdir(table.parent)
    (table.parent / "other.csv").write_text("Police force,Total\nKent,3\n")
    before = sorted(table.parent.iterdir())
    done = conductcli("import", *arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert "hint: " in done.err
    assert sorted(table.parent.iterdir()) == before


def test_what_there_is_to_import_is_listed(conductcli: Program) -> None:
    listed = conductcli("import", "--list", "--json").json
    assert {row["name"]: row["gives"] for row in listed} == {
        "home-office-taser": "file",
        "iopc-recommendations": "folder",
    }


def test_what_does_not_add_up_is_not_written() -> None:
    done = ImportResult({}, [], Counts("figures", "numbers", 5, {"subtotals": 2}))
    _must_add_up("a", done, 3)
    with pytest.raises(ConductError, match="a: 5 numbers came in, but 4 are accounted for; nothing was written"):
        _must_add_up("a", done, 2)
    assert ImportInput((), None).existing == {}  # type: ignore[arg-type]


def test_a_folder_is_replaced_whole_but_never_one_that_holds_something_else(tmp_path: Path) -> None:
    target = tmp_path / "made"
    heading = f"# {MADE} x`\n"
    folder_written_whole(str(target), {"a.yaml": f"{heading}1", "in/b.yaml": f"{heading}2"})
    folder_written_whole(str(target), {"c.yaml": f"{heading}3"})
    assert [path.name for path in target.rglob("*")] == ["c.yaml"]
    (target / "mine.yaml").write_text("format: 1\n")
    with pytest.raises(NotWritten, match=r"holds mine\.yaml, which no import made"):
        folder_written_whole(str(target), {})
    with pytest.raises(NotWritten, match="is a file"):
        folder_written_whole(str(target / "mine.yaml"), {})
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert sorted(path.name for path in target.iterdir()) == ["c.yaml", "mine.yaml"]


@pytest.mark.slow
def test_the_figures_that_ship_are_what_the_import_makes(child: Child, realdata: Path, tmp_path: Path) -> None:
    """As docs/import.md says: byte for byte, in a process of its own."""
    names = ("ho_police_use_of_force_2019-20_tables.ods", "taser_use_by_force_by_year_2015-2020.csv",
             "ho_taser_use_2004-2010_by_force.csv")  # fmt: skip
    measures = [word for measure in SHIPPED for word in ("--measure", measure)]
    files = [realdata / name for name in names]
    target = tmp_path / "figures.yaml"
    cases = CHECKOUT / "data" / "cases.yaml"
    done = child("import", "home-office-taser", *files, "--beside", cases, *measures, "-o", target, "--exit-code")
    assert done.code == 0, done.err
    assert target.read_bytes() == (CHECKOUT / "data" / "figures.yaml").read_bytes()


def test_what_does_not_pass_check_is_not_written(
    conductcli: Program, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever importer it comes from: here one whose cases share an id, in two files of a folder."""
    case = {
        "id": "a",
        "title": "A",
        "kind": "review",
        "oversight": "iopc",
        "summary": "S.",
        "forces": [],
        "source": "s",
    }
    source = {"id": "s", "title": "A", "publisher": "P", "kind": "news"}
    files = {"1.yaml": {"sources": [source], "cases": [case]}, "2.yaml": {"cases": [case]}}

    def imported(given: ImportInput) -> ImportResult:
        return ImportResult(files, [], Counts("cases", "rows", 2))  # type: ignore[arg-type]

    monkeypatch.setattr("conductcli.importers.iopc.importer.imported", imported)
    done = conductcli("import", "iopc-recommendations", table, "-o", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "does not pass check" in done.err
    assert "1.yaml:" in done.err
    assert str(tmp_path) not in done.err.replace(str(table), "")
    assert sorted(tmp_path.iterdir()) == [table]


def test_what_is_made_passes_check_beside_what_it_will_stand_beside(
    conductcli: Program, table: Path, tmp_path: Path
) -> None:
    target, beside = tmp_path / "figures.yaml", tmp_path / "beside.yaml"
    assert conductcli("import", "home-office-taser", table, "-o", target).code == 0
    source = next(line for line in target.read_text().splitlines() if line.startswith("  - id: "))
    beside.write_text(f"format: 1\nsources:\n{source}\n    title: Another\n    publisher: P\n    kind: news\n")
    done = conductcli("import", "home-office-taser", table, "--beside", beside, "-o", tmp_path / "again.yaml")
    assert done.code == 1
    assert "does not pass check" in done.err
    assert not (tmp_path / "again.yaml").exists()


HEADING = "sheet,row,column,reason,value\n"


def _imported(conductcli: Program, table: Path, out: Path, content: str) -> Answer:
    table.write_text(content)
    return conductcli("import", "home-office-taser", table, "-o", out)


def test_a_file_that_no_import_made_is_never_touched(conductcli: Program, table: Path, tmp_path: Path) -> None:
    target, mine = tmp_path / "figures.yaml", tmp_path / "figures.yaml.rejects.csv"
    mine.write_text("name,note\nmine,keep it\n")
    assert _imported(conductcli, table, target, GOOD).code == 0
    assert mine.read_text() == "name,note\nmine,keep it\n"
    before = target.read_bytes()
    refused = _imported(conductcli, table, target, BAD)
    assert (refused.code, refused.out) == (1, "")
    assert "no import made it" in refused.err
    assert (target.read_bytes(), mine.read_text()) == (before, "name,note\nmine,keep it\n")


def test_no_link_is_followed_or_removed(conductcli: Program, table: Path, tmp_path: Path) -> None:
    """Not even one that leads to a file of rejects."""
    target, link, other = tmp_path / "figures.yaml", tmp_path / "figures.yaml.rejects.csv", tmp_path / "other.csv"
    other.write_text(HEADING)
    for leads_to in (other, tmp_path / "nowhere"):
        link.unlink(missing_ok=True)
        link.symlink_to(leads_to)
        assert _imported(conductcli, table, target, GOOD).code == 0
        assert link.is_symlink()
        refused = _imported(conductcli, table, target, BAD)
        assert refused.code == 1
        assert link.is_symlink()
    assert other.read_text() == HEADING
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_the_place_of_the_rejects_is_left(conductcli: Program, table: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.yaml.rejects.csv").mkdir()
    assert _imported(conductcli, table, tmp_path / "figures.yaml", GOOD).code == 0
    assert _imported(conductcli, table, tmp_path / "other.yaml", BAD).code == 0
    assert _imported(conductcli, table, tmp_path / "figures.yaml", BAD).code == 1
    assert list((tmp_path / "figures.yaml.rejects.csv").iterdir()) == []


def test_rejects_are_written_after_the_output_alone(conductcli: Program, table: Path, tmp_path: Path) -> None:
    assert _imported(conductcli, table, tmp_path / "none" / "figures.yaml", BAD).code == 1
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    assert _imported(conductcli, table, tmp_path / "folder", BAD).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "table.csv"]


def test_beside_a_device_there_is_no_file_of_rejects(conductcli: Program, table: Path) -> None:
    table.write_text(BAD)
    done = conductcli("import", "home-office-taser", table, "-o", "/dev/null", "--json")
    assert (done.code, done.json[0]["rejected"], done.json[0]["rejects"]) == (0, 2, None)
    assert "none is kept, because /dev/null is no file" in done.err
    assert not os.path.lexists("/dev/null.rejects.csv")


def test_a_file_of_rejects_that_is_imported_is_not_replaced(conductcli: Program, table: Path, tmp_path: Path) -> None:
    read = tmp_path / "figures.yaml.rejects.csv"
    read.write_text(HEADING + BAD)
    done = conductcli("import", "home-office-taser", read, "-o", tmp_path / "figures.yaml")
    assert done.code == 2
    assert "which would be lost" in done.err
    assert read.read_text() == HEADING + BAD


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\uff1d1", "\x1b]52;c;x\x07", "\u202etxt"]
)
def test_rejects_hold_no_formula_and_nothing_that_steers_a_terminal(
    conductcli: Program, table: Path, tmp_path: Path, value: str
) -> None:
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ["Police force", "Total", "Drawn", "Fired", "ytd"],
                ["Kent", value, "1", "1", "2021-03-31"],
                [value, "1", "", "", ""],
            ]
        )
    assert conductcli("import", "home-office-taser", table, "-o", tmp_path / "a.yaml").code == 0
    written = (tmp_path / "a.yaml.rejects.csv").read_text(encoding="utf-8")
    assert not set("\x1b\x07\u202e") & set(written)
    with (tmp_path / "a.yaml.rejects.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.strip()[:1] in ("=", "+", "-", "@", "\uff1d")]
