"""The Python API gives what the commands give, and refuses what they refuse."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import conductcli
from conductcli.database.listings import FILTERED, LISTINGS
from conductcli.errors import CaseFileProblems, ConductError, DatabaseError, NotKnown, WrongUsage
from tests.conftest import HANG, run_here
from tests.data import DEADLINES, SMALL, database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program

METHODS = {"list": "cases", **{name: name for name in LISTINGS if name != "list"}}
"""The commands that list, and the methods that give their rows."""

FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("list", {"force": "gmp"}),
    ("list", {"force": ["gmp", "the Met"], "topic": "public order"}),
    ("findings", {"force": ["greater-manchester"], "since": "2020", "until": "2021-06"}),
    ("findings", {"case": ["stop", "protest"], "columns": ["id", "made_on"], "sort": "-made_on"}),
    ("recommendations", {"to": "gmp", "as_of": "2020-11"}),
    ("recommendations", {"status": ["answered", "no_response_found"], "limit": 2, "as_of": "2030-01-01"}),
    ("statements", {"by": "gmp", "sort": ["made_by", "-id"]}),
    ("timeline", {"case": "stop", "since": "2019"}),
    ("sources", {"kind": "news", "limit": 1}),
    ("figures", {"force": "gmp", "columns": "id"}),
    ("conflicts", {"case": ["stop"], "kind": "finding"}),
]


@pytest.fixture
def register() -> Iterator[conductcli.Register]:
    """The small register, opened from Python."""
    with conductcli.connect(db=database(SMALL)) as opened:
        yield opened


def command(*words: str) -> Any:
    """Return the JSON of a command on the small register."""
    answer = run_here(*words, "--json", "--db", database(SMALL))
    assert answer.code == 0, answer.err
    return answer.json


def options(given: dict[str, Any]) -> list[str]:
    """Return keywords as the options of a command."""
    words = []
    for key, value in given.items():
        values = value if isinstance(value, list) else [str(value)]
        together = [",".join(values)] if key in ("columns", "sort") else values
        words += [f"--{key.replace('_', '-')}={text}" for text in together]
    return words


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_gives_the_rows_of_its_command(register: conductcli.Register, name: str) -> None:
    rows = getattr(register, METHODS[name])()
    assert rows == command(name)
    assert rows
    assert rows.columns == LISTINGS[name].keys
    assert (rows.total, rows.notes) == (len(rows), [])


@pytest.mark.parametrize(("name", "given"), FILTERS)
def test_keywords_are_the_options_of_the_command(
    register: conductcli.Register, name: str, given: dict[str, Any]
) -> None:
    rows = getattr(register, METHODS[name])(**given)
    assert rows == command(name, *options(given))
    assert rows != command(name)


@pytest.mark.parametrize("name", sorted(FILTERED.keys() - {"diff", "feed"}))
def test_a_listing_takes_every_filter_of_its_command(register: conductcli.Register, name: str) -> None:
    method = getattr(register, METHODS.get(name, name))
    words = ("policy",) if name == "search" else ()
    known = {"force": "gmp", "oversight": "iopc", "by": "iopc", "to": "gmp", "case": "stop", "gap": True}
    for key in FILTERED[name]:
        if key in known or key in ("since", "until"):
            value = known.get(key, "2020")
            flag = [f"--{key}"] if value is True else [f"--{key}={value}"]
            assert method(*words, **{key: value}) == command(name, *words, *flag), key
        else:
            with pytest.raises(NotKnown):
                method(*words, **{key: "no such word"})


def test_a_text_and_a_list_of_one_are_the_same_filter(register: conductcli.Register) -> None:
    assert register.findings(force="gmp") == register.findings(force=["gmp"]) == register.findings(force=("gmp",))


def test_a_filter_of_none_is_left_out(register: conductcli.Register) -> None:
    assert register.cases(force=None, since=None, columns=None, sort=None, limit=None) == register.cases()


def test_total_counts_the_rows_without_a_limit(register: conductcli.Register) -> None:
    whole = register.findings(force="gmp")
    some = register.findings(force="gmp", limit=1)
    assert (len(some), some.total) == (1, len(whole))
    none = register.findings(force="gmp", limit=0)
    assert (none, none.total, none.columns) == ([], len(whole), whole.columns)


def test_total_is_counted_beyond_what_a_table_counts(
    register: conductcli.Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conductcli.database.query.COUNTED", 0)
    assert register.findings(force="gmp", limit=1).total == len(register.findings(force="gmp"))


def test_a_search_gives_the_rows_of_its_command(register: conductcli.Register) -> None:
    found = register.search("policy")
    assert found == command("search", "policy")
    first = register.search("policy", limit=1, columns=["id", "snippet"])
    assert first == command("search", "policy", "--limit=1", "--columns=id,snippet")
    assert (first.columns, first.total) == (("id", "snippet"), len(found))
    assert register.search("policy", kind="finding") == command("search", "policy", "--kind=finding")


def test_a_search_that_is_not_ranked_says_so(register: conductcli.Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conductcli.database.search.RANKED", 1)
    found = register.search("policy", limit=1)
    assert found.total is None
    assert found.notes == ["more than 1 records match: the newest first, not the best"]


def test_rows_without_a_date_are_noted(register: conductcli.Register) -> None:
    (noted,) = register.timeline(since="2020", case="stop").notes or register.figures(since="2020").notes
    assert noted.endswith("without a date left out by --since or --until")


def test_a_case_is_the_object_of_show(register: conductcli.Register) -> None:
    assert register.case("stop") == command("show", "stop")


def test_a_comparison_is_the_object_of_compare(register: conductcli.Register) -> None:
    assert register.compare("stop", "protest") == command("compare", "stop", "protest")
    forces = register.compare(force=["gmp", "met"], only="findings")
    assert forces == command("compare", "--force=gmp", "--force=met", "--only=findings")


def test_a_brief_is_the_document_of_the_command(register: conductcli.Register) -> None:
    given = ("--since=2020", "--as-of=2024-05-06", "--whole", "--db", database(SMALL))
    brief = register.brief("gmp", since="2020", as_of="2024-05-06", whole=True)
    assert brief == run_here("brief", "gmp", *given).out


UNKNOWN = [
    ("cases", {"force": "greater manchestre"}),
    ("findings", {"case": "no-such-case"}),
    ("statements", {"speaker": "Nobody At All"}),
    ("outcomes", {"topic": "gardening"}),
    ("recommendations", {"status": ["answered", "lost"]}),
]


@pytest.mark.parametrize(("method", "given"), UNKNOWN)
def test_a_name_that_is_not_known_is_an_error(
    register: conductcli.Register, method: str, given: dict[str, Any]
) -> None:
    with pytest.raises(NotKnown) as raised:
        getattr(register, method)(**given)
    assert raised.value.hint


def test_a_name_of_several_cases_is_an_error_that_names_them(register: conductcli.Register) -> None:
    ids = {row["id"] for row in register.cases()}
    shared = [part for part in "-e2" if sum(part in id for id in ids) > 1]
    for call in (register.case, lambda part: register.findings(case=part), lambda part: register.compare(part, "stop")):
        with pytest.raises(NotKnown, match="fits several cases"):
            call(shared[0])


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("cases", {"forse": "gmp"}),
    ("sources", {"theme": "training"}),
    ("cases", {"force": []}),
    ("cases", {"force": 7}),
    ("cases", {"force": ["gmp", None]}),
    ("cases", {"since": "last year"}),
    ("cases", {"since": ["2019", "2020"]}),
    ("cases", {"since": "2021", "until": "2020"}),
    ("cases", {"columns": ["id", "colour"]}),
    ("cases", {"columns": []}),
    ("cases", {"sort": "colour"}),
    ("cases", {"limit": -1}),
    ("cases", {"limit": "5"}),
    ("recommendations", {"as_of": ""}),
    ("search", {"text": "..."}),
    ("compare", {}),
    ("compare", {"force": "gmp"}),
    ("brief", {"force": "gmp", "since": "soon"}),
]


@pytest.mark.parametrize(("method", "given"), WRONG)
def test_what_is_not_of_its_form_is_refused(register: conductcli.Register, method: str, given: dict[str, Any]) -> None:
    with pytest.raises(WrongUsage) as raised:
        getattr(register, method)(**given)
    assert raised.value.hint


def test_an_unknown_keyword_is_answered_with_the_nearest_filter(register: conductcli.Register) -> None:
    with pytest.raises(WrongUsage) as raised:
        register.cases(forces="gmp")
    assert raised.value.hint == "did you mean force?"


def test_the_end_of_a_block_closes_the_register() -> None:
    with conductcli.connect(db=database(SMALL)) as register:
        connection = register.connection
        assert register.cases()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
    with pytest.raises(ConductError, match="closed"):
        register.cases()
    register.close()


def test_data_is_a_path_or_several(tmp_path: Path) -> None:
    for data in (SMALL, str(SMALL), [SMALL], (str(SMALL),)):
        with conductcli.connect(data) as register:
            assert register.cases() == command("list")
    with conductcli.connect([SMALL, DEADLINES], tmp_path / "both.db") as register:
        assert len(register.cases()) > len(command("list"))
    assert (tmp_path / "both.db").exists()


def test_without_paths_it_opens_what_a_command_opens(conductcli: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from conductcli import connect

    def opened() -> list[dict[str, Any]]:
        with connect() as register:
            return register.cases()

    assert opened() == conductcli("list", "--json").json
    monkeypatch.setenv("CONDUCTCLI_DATA", str(SMALL))
    assert opened() == conductcli("list", "--json").json == command("list")


@pytest.mark.parametrize("data", [[], "", [""]])
def test_an_empty_list_of_files_is_not_the_register_that_ships(data: Any) -> None:
    for call in (conductcli.connect, conductcli.check, conductcli.load):
        with pytest.raises(WrongUsage):
            call(data)


def test_a_cache_that_cannot_be_used_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    with pytest.warns(UserWarning, match="in memory"), conductcli.connect(SMALL) as register:
        assert register.cases() == command("list")


def test_problems_are_those_of_check(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("format: 1\ncolour: red\n", encoding="utf-8")
    (problem,) = conductcli.check(file)
    assert (problem.file, problem.line, problem.column, problem.severity) == (str(file), 2, 1, "error")
    assert [problem.code] == [row["code"] for row in run_here("check", str(file), "--json").json]
    assert conductcli.check([SMALL]) == conductcli.check(str(SMALL))
    for call in (conductcli.connect, conductcli.load):
        with pytest.raises(CaseFileProblems) as raised:
            call(file)
        assert list(raised.value.problems) == [problem]


def test_a_load_says_what_it_did(tmp_path: Path) -> None:
    heard: list[tuple[str, int]] = []
    target = tmp_path / "register.db"
    done = conductcli.load(SMALL, target, progress=lambda file, records: heard.append((file, records)))
    assert (done.database, done.counts["cases"]) == (target, len(command("list")))
    assert heard
    with conductcli.connect(db=target) as register:
        assert register.cases() == command("list")


def test_a_database_that_is_missing_or_damaged_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        conductcli.connect(db=tmp_path / "none.db")
    damaged = tmp_path / "damaged.db"
    shutil.copy(database(SMALL), damaged)
    connection = sqlite3.connect(damaged)
    connection.execute("UPDATE cases SET topics = '[' WHERE topics IS NOT NULL")
    connection.commit()
    connection.close()
    with conductcli.connect(db=damaged) as register, pytest.raises(DatabaseError):
        register.cases()


def test_importing_it_imports_nothing(tmp_path: Path) -> None:
    script = """
import json, sys
before = set(sys.modules)
import conductcli
conductcli.__version__, dir(conductcli)
first = sorted(set(sys.modules) - before)
with conductcli.connect(db=sys.argv[1]) as register:
    register.findings(force="gmp"), register.case("stop"), register.search("policy")
print(json.dumps([first, sorted(sys.modules.keys() - before)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(database(SMALL))],
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        timeout=HANG,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    first, later = json.loads(done.stdout)
    assert first == ["conductcli"]
    assert "sqlite3" in later
    assert not {"rich", "pydantic", "yaml", "sqlite_utils", "jinja2", "typer"} & set(later)


def test_every_public_name_is_there() -> None:
    assert all(hasattr(conductcli, name) for name in conductcli.__all__)
    assert set(conductcli.__all__) <= set(dir(conductcli))
    with pytest.raises(AttributeError):
        _ = conductcli.nothing
