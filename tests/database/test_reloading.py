"""A database brought up to date equals one that is read anew, whatever was edited; and whoever dies, it stays whole."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.registers import cases, entries, figures, sources
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductcli import api
from conductcli.casefile.quotation_cache import digest
from conductcli.database import opening, reading, reloading
from conductcli.database.opening import Asked
from conductcli.organisations import ORGANISATIONS
from tests.conftest import HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Program

pytestmark = pytest.mark.slow

Files = dict[str, dict[str, list[dict[str, Any]]]]

_EACH = 3  # cases of a file
_WORDS = ("The officers wrote it down.", "The camera was off.")
_DOCUMENTS = [sha256(text.encode()).hexdigest() for text in _WORDS]


def started() -> Files:
    """Ten files of made-up cases, and one of figures that name cases of other files and contradict each other."""
    files: Files = {}
    for number in range(10):
        lists: dict[str, list[dict[str, Any]]] = {"sources": [], "cases": [], "figures": []}
        for section, record in entries(_EACH, first=number * _EACH):
            lists[section].append(deepcopy(record))
        files[f"part-{number}.yaml"] = lists
    files["part-9.yaml"]["sources"][0]["snapshot"] = {"file": "a.txt", "sha256": _DOCUMENTS[0]}
    for record in files["part-8.yaml"]["cases"][0].get("statements", [])[:1]:
        record |= {"quote": _WORDS[0], "source": [files["part-9.yaml"]["sources"][0]["id"]]}
    own = next(figures(1))
    named = [files[f"part-{number}.yaml"]["cases"][0]["id"] for number in (1, 4, 4)]
    apart = [
        own | {"id": f"apart-{at}", "case_id": name, "value": 10 + at, "period": "2019", "source": own["source"]}
        for at, name in enumerate(named)
    ]
    files["figures.yaml"] = {"figures": apart}
    return files


def write(folder: Path, files: Files) -> None:
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.yaml"):
        if old.name not in files:
            old.unlink()
    for name, lists in files.items():
        text = json.dumps({"format": 1} | {key: records for key, records in lists.items() if records})
        if not (folder / name).exists() or (folder / name).read_text() != text:
            (folder / name).write_text(text)
            os.utime(folder / name, ns=(1, next(_CLOCK)))
    recorded = [[_DOCUMENTS[0], digest(words), "exact", 0, len(words), 1, "2026-01-02"] for words in _WORDS]
    if not (folder / "quotations.json").exists():
        keys = ("source_sha256", "quote_sha256", "verdict", "start", "end", "line", "checked_on")
        rows = [dict(zip(keys, row, strict=True)) for row in recorded]
        (folder / "quotations.json").write_text(json.dumps({"format": 1, "quotations": rows}))
        os.utime(folder / "quotations.json", ns=(1, 1))


_CLOCK = iter(range(10**9, 10**12, 10**6))


def contents(database: Path) -> dict[str, list[Any]]:
    """Every row of every table in an order of its own, with names in the place of the numbers of files and rows."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO texts_fts(texts_fts, rank) VALUES ('integrity-check', 1)")
        connection.rollback()
        facets = {at: rest for at, *rest in connection.execute("SELECT id, of, name, value FROM facets")}
        rows = {row: tuple(rest) for row, *rest in connection.execute(_NAMED)}
        queries = {
            name: f'SELECT * FROM "{name}"'
            for (name,) in connection.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            )
            if not name.startswith("sqlite_") and "_fts" not in name
        }
        queries["files"] = "SELECT path, size, mtime_ns, sha256 FROM files"
        queries["facets"] = "SELECT of, name, value, rows FROM facets WHERE rows"
        found = {table: connection.execute(query).fetchall() for table, query in queries.items()}
        found["faceted"] = [(facets[facet], day, rows[row]) for facet, day, row in found["faceted"]]
        found["cited"] = [(rows[row], ordinal, source) for row, ordinal, source in found["cited"]]
        return {table: sorted(map(repr, of_table)) for table, of_table in found.items()}


_NAMED = " UNION ALL ".join(
    [
        "SELECT rowid, record, case_id, id, '' FROM records",
        "SELECT rowid, 'recipient', case_id, id, ordinal FROM recipients",
        *(f"SELECT rowid, '{name}', '', id, '' FROM {name}" for name in ("cases", "figures", "sources")),
    ]
)
"""Every row that facets refer to, with a name that a load does not make up."""


def holder(files: Files, section: str, at: int) -> tuple[str, int]:
    """A record of a list, by a number that may be any: its file and its place."""
    places = [(name, number) for name, lists in files.items() for number in range(len(lists.get(section, [])))]
    return places[at % len(places)]


def reword(files: Files, at: int) -> None:
    name, number = holder(files, "cases", at)
    files[name]["cases"][number]["summary"] += f" And {at}."
    for record in files[name]["cases"][number].get("findings", []):
        record["text"] = f"Otherwise {at}."


def drop(files: Files, at: int) -> None:
    """A case goes, and so do the figures that name it."""
    name, number = holder(files, "cases", at)
    gone = files[name]["cases"].pop(number)["id"]
    for lists in files.values():
        lists["figures"] = [figure for figure in lists.get("figures", []) if figure.get("case_id") != gone]


def move(files: Files, at: int) -> None:
    """A case goes into the file of another."""
    name, number = holder(files, "cases", at)
    other, _ = holder(files, "cases", at // 7)
    files[other].setdefault("cases", []).append(files[name]["cases"].pop(number))


def rename(files: Files, at: int) -> None:
    name = sorted(files)[at % len(files)]
    files[f"renamed-{at}-{name}"[-60:]] = files.pop(name)


def add(files: Files, at: int) -> None:
    first = 1000 + at
    if f"added-{first}.yaml" not in files:
        lists = {"sources": list(sources(1, first=first)), "cases": list(cases(1, first=first))}
        files[f"added-{first}.yaml"] = deepcopy(lists)


def remove(files: Files, at: int) -> None:
    """A file of cases goes, and the figures that name them; sources that others cite stay where others are."""
    name = sorted(files)[at % len(files)]
    cited = json.dumps([lists for other, lists in files.items() if other != name])
    if not any(f'"{source["id"]}"' in cited for source in files[name].get("sources", [])):
        gone = {case["id"] for case in files.pop(name).get("cases", [])}
        for lists in files.values():
            lists["figures"] = [figure for figure in lists.get("figures", []) if figure.get("case_id") not in gone]


def publish(files: Files, at: int) -> None:
    """A source changes what it says of itself, and which document is behind it."""
    name, number = holder(files, "sources", at)
    source = files[name]["sources"][number]
    source["publisher"] = f"Publisher {at}"
    source["snapshot"] = {"file": "a.txt", "sha256": _DOCUMENTS[at % 2]}


def quote(files: Files, at: int) -> None:
    """A record quotes a source of another file."""
    name, number = holder(files, "cases", at)
    other, place = holder(files, "sources", at // 3)
    case = files[name]["cases"][number]
    for record in case.get("findings", [])[:1]:
        record |= {"quote": _WORDS[at % 2], "source": [files[other]["sources"][place]["id"]]}


def count(files: Files, at: int) -> None:
    """A figure is counted otherwise, or for another case."""
    name, number = holder(files, "figures", at)
    figure = files[name]["figures"][number]
    figure["value"] = at % 20
    other, place = holder(files, "cases", at // 5)
    if at % 3:
        figure["case_id"] = files[other]["cases"][place]["id"]
    else:
        figure.pop("case_id", None)


EDITS = [reword, drop, move, rename, add, remove, publish, quote, count]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 500)), min_size=1, max_size=2), max_size=4)
)
def test_a_reload_equals_a_fresh_load(
    edits: list[list[tuple[Callable[[Files, int], None], int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("reload")
    data, target = folder / "data", folder / "kept.db"
    files = started()
    write(data, files)
    api.load((str(data),), target)
    for number, together in enumerate(edits):
        for edit, at in together:
            edit(files, at)
        write(data, files)
        opening.open_register(Asked((str(data),), str(target)), pytest.fail).close()
        api.load((str(data),), folder / f"fresh-{number}.db")
        assert contents(target) == contents(folder / f"fresh-{number}.db")


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path, Files]:
    """A folder of case files, and a database of them."""
    files = started()
    write(tmp_path / "data", files)
    api.load((str(tmp_path / "data"),), tmp_path / "kept.db")
    return tmp_path / "data", tmp_path / "kept.db", files


def reloaded(data: Path, target: Path) -> bool:
    return reloading.reload(target, [str(ORGANISATIONS), str(data)])


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_one_edit_is_done_without_reading_everything(
    edit: Callable[[Files, int], None], kept: tuple[Path, Path, Files]
) -> None:
    data, target, files = kept
    before = contents(target)
    edit(files, 5)
    write(data, files)
    assert reloaded(data, target)
    assert contents(target) != before


def test_a_new_time_stamp_alone_is_written_down_and_no_more(kept: tuple[Path, Path, Files]) -> None:
    data, target, _ = kept
    os.utime(data / "part-3.yaml", ns=(5, 5))
    before = contents(target)
    assert reloaded(data, target)
    now = contents(target)
    assert {table for table in now if now[table] != before[table]} == {"files"}


def break_text(files: Files) -> None:
    files["part-3.yaml"]["cases"][0]["colour"] = []


def break_reference(files: Files) -> None:
    files["part-3.yaml"]["cases"][0]["source"] = ["nowhere"]


def take_source_away(files: Files) -> None:
    files["part-9.yaml"] = {"cases": []}


def double(files: Files) -> None:
    files["part-3.yaml"]["cases"].append(deepcopy(files["part-4.yaml"]["cases"][1]))


def misdate(files: Files) -> None:
    files["part-3.yaml"]["cases"][0] |= {"oversight": "iopc", "investigation": {"published": "2011"}}


@pytest.mark.parametrize("harm", [break_text, break_reference, take_source_away, double, misdate])
def test_what_is_wrong_is_told_as_by_a_fresh_load_and_nothing_changes(
    harm: Callable[[Files], None], kept: tuple[Path, Path, Files], conductcli: Program
) -> None:
    data, target, files = kept
    before = contents(target)
    harm(files)
    write(data, files)
    answer = conductcli("list", "--data", data, "--db", target)
    told = conductcli("list", "--data", data, "--db", target.with_name("other.db"))
    assert (answer.code, answer.err) == (4, told.err)
    assert contents(target) == before


def test_an_organisation_that_changes_is_read_with_everything(kept: tuple[Path, Path, Files]) -> None:
    data, target, files = kept
    files["part-3.yaml"]["organisations"] = [{"id": "panel", "name": "A panel", "kind": "group"}]
    write(data, files)
    assert not reloaded(data, target)


_DIES = """
import os
from conductcli.__main__ import main
from conductcli.database.writer import RecordWriter
add = RecordWriter.add
added = []
def die(self, *given):
    add(self, *given)
    added.append(given)
    if len(added) == %d:
        self.connection.execute("PRAGMA cache_size = 1")
        self.flush()
        os.kill(os.getpid(), 9)
RecordWriter.add = die
main()
"""


@pytest.mark.parametrize("records", [1, 4, 7])
def test_killed_in_a_reload_it_is_read_as_before_and_reloaded_whole(
    records: int, kept: tuple[Path, Path, Files], conductcli: Program
) -> None:
    data, target, files = kept
    before = contents(target)
    asked = json.loads(conductcli("list", "--db", target, "--json").out)
    reword(files, 9)
    write(data, files)
    dies = [sys.executable, "-c", _DIES % records, "list", "--data", str(data), "--db", str(target)]
    assert subprocess.run(dies, check=False, capture_output=True, timeout=HANG).returncode == -9
    assert target.with_name("kept.db-journal").exists()
    assert json.loads(conductcli("list", "--db", target, "--json").out) == asked
    assert contents(target) == before
    assert conductcli("list", "--data", data, "--db", target).code == 0
    api.load((str(data),), target.with_name("fresh.db"))
    assert contents(target) == contents(target.with_name("fresh.db"))


def test_a_load_by_several_workers_equals_a_load_by_one(
    kept: tuple[Path, Path, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, target, _ = kept
    monkeypatch.setattr(reading, "_WORTH_A_WORKER", 1)
    monkeypatch.setattr(reading, "_processors", lambda: 3)
    done = api.load((str(data),), target.with_name("side-by-side.db"))
    assert done.counts["cases"] == 10 * _EACH
    assert contents(target.with_name("side-by-side.db")) == contents(target)


def test_several_workers_find_the_same_problems_as_one(
    kept: tuple[Path, Path, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, files = kept
    for harm in (break_text, break_reference, double, misdate):
        harm(files)
    write(data, files)
    (data / "unread.yaml").write_text("format: 1\ncases: [")
    alone = api.check((str(data),))
    assert {problem.code for problem in alone} > {"unknown-key", "duplicate-id", "body-did-not-exist", "syntax"}
    monkeypatch.setattr(reading, "_WORTH_A_WORKER", 1)
    monkeypatch.setattr(reading, "_processors", lambda: 3)
    assert api.check((str(data),)) == alone


def test_a_system_without_semaphores_has_workers_too(
    kept: tuple[Path, Path, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, target, _ = kept
    monkeypatch.setattr(reading, "_WORTH_A_WORKER", 1)
    monkeypatch.setattr(reading, "_processors", lambda: 2)
    monkeypatch.setitem(sys.modules, "multiprocessing.synchronize", None)
    api.load((str(data),), target.with_name("alone.db"))
    assert contents(target.with_name("alone.db")) == contents(target)
