"""What a hostile, broken or unlucky world hands to the program: one clear message, the right exit code, no loss."""

from __future__ import annotations

import fcntl
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from copy import deepcopy
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli import __version__ as conductcli_version
from conductcli.cli import CONTENTS
from conductcli.database import schema
from tests.conftest import CHECKOUT, HANG, SHIPPED, Answer, command, run_here
from tests.data import SMALL
from tests.data import database as small_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Child, Program

pytestmark = pytest.mark.slow

SOURCE = "sources: [{id: news, title: A report, publisher: A paper, kind: news}]\n"
SOUND = f"""format: 1
{SOURCE}cases: [{{id: one, title: A case, kind: review, oversight: iopc, summary: A summary., source: news}}]
"""
AS_ANYBODY = """
import ctypes, os
if os.getuid() == 0:  # without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, permissions stop root like anybody else
    for capability in (1, 2):
        assert ctypes.CDLL(None, use_errno=True).prctl(24, capability, 0, 0, 0) == 0
"""
FILES_OF_AT_MOST = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"
"""A full disk, for one process: what grows beyond so many bytes cannot be written."""


def refused(answer: Answer, code: int, *words: str) -> None:
    """It ended in one clear message with a remedy, the right code, and no traceback."""
    assert answer.code == code, answer
    lines = answer.err.splitlines()
    assert answer.out == ""
    assert any(line.startswith("conductcli: error: ") for line in lines), answer
    assert any(line.startswith("hint: ") for line in lines), answer
    assert "Traceback" not in answer.err
    assert "this should not happen" not in answer.err
    for word in words:
        assert word in answer.err


def still_there(database: Path, cases: int = len(SHIPPED)) -> None:
    """The database is whole and answers."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    answer = run_here("list", "--json", "--db", database)
    assert answer.code == 0, answer
    assert len(answer.json) == cases


def beside(database: Path) -> set[str]:
    """The files that were left beside a database, without the one that other runs lock."""
    return {file.name.removeprefix(database.name) for file in database.parent.iterdir()} - {"", ".lock"}


@pytest.fixture
def database(register_db: Path, tmp_path: Path) -> Path:
    """A database of the shipped register in a folder of its own, to be maltreated."""
    folder = tmp_path / "database"
    folder.mkdir()
    return Path(shutil.copy(register_db, folder / "cases.db"))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A case file that takes a moment to load."""
    file = tmp_path / "many.yaml"
    cases = "".join(
        f"  - {{id: c{number}, title: A case, kind: review, oversight: iopc, summary: A summary., source: news,"
        f" findings: [{{id: f1, made_by: iopc, result: fact, text: Something was found here.}}]}}\n"
        for number in range(6_000)
    )
    file.write_text(f"format: 1\n{SOURCE}cases:\n{cases}")
    return file


# Case files


def _big(bad: bytes) -> bytes:
    """A file of several buffers with something bad at line 3,001, column 25."""
    lines = [f"  - {{id: s{number}, title: Tï€ {number}, publisher: P, kind: news}}" for number in range(6_000)]
    encoded = [line.encode() for line in ("format: 1", "sources:", *lines)]
    at = encoded[3_000].index("ï".encode())
    encoded[3_000] = encoded[3_000][:at] + bad + encoded[3_000][at + 2 :]
    return b"\n".join(encoded)


# No words where libyaml itself may refuse a file before we do: they differ from version to version.
UNREADABLE = {
    "latin-1 in the middle": (_big(b"\xef"), "3001:25", "UTF-8"),
    "half a character at the end": (b"format: 1\n# \xe2\x82", "2:3", "UTF-8"),
    "utf-16 little endian": ("\ufeffformat: 1\n".encode("utf-16-le"), "1:1", "UTF-16"),
    "utf-16 big endian": ("\ufeffformat: 1\n".encode("utf-16-be"), "1:1", "UTF-16"),
    "utf-16 without a mark": ("format: 1\n".encode("utf-16-le"), "1:2", "U+0000"),
    "a control in the middle": (_big(b"\x1b"), "3001:25", "U+001B"),
    "a control in a comment": (b"format: 1\n# a \x1b[31m\n", "2:5", "U+001B"),
    "an override in a comment": ("format: 1\n# a \u202eb\n".encode(), "2:5", "U+202E"),
    "a line separator in a comment": ("format: 1\n# a \u2028b\n".encode(), "2:5", "U+2028"),
    "a next line in a comment": ("format: 1\n# a \u0085b\n".encode(), "2:5", "U+0085"),
    "a byte order mark in the middle": ("format: 1\n\ufeffsources: []\n".encode(), "2:1", "U+FEFF"),
    "nothing": (b"", "1:1", "empty"),
    "only comments": (b"# nothing\n# here\n", "1:1", "empty"),
    "only white space": (b"\n   \n", "1:1", "empty"),
    "only a document mark": (b"---\n", "1:", "a case file"),
    "a tab": (b"format: 1\nsources:\n\t- id: a\n", "3:1", "tabs"),
    "duplicate keys": (b"format: 1\nsources: []\nsources: []\n", "3:1", "line 2"),
    "a misspelt key": (b"format: 1\nsuorces: []\n", "2:1", "did you mean sources?"),
    "a date that is a no": (
        b"format: 1\nsources: [{id: a, title: A, publisher: P, kind: news, published: no}]",
        "2:66",
        "YYYY",
    ),
    "a date that is none": (
        b"format: 1\nsources: [{id: a, title: A, publisher: P, kind: news, published: 2021-02-30}]",
        "2:66",
        "28 days",
    ),
    "an anchor": (b"format: 1\nsources: &a []\n", "2:10", "anchors"),
    "an alias": (b"format: 1\nsources: *a\n", "2:10", "aliases"),
    "a bomb of aliases": (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "1:4", "anchors"),
    "a tag": (b"format: 1\nsources: !!python/object/apply:os.system [id]\n", "2:10", "tags"),
    "a tag of our own": (b"format: !x 1\n", "1:9", "tags"),
    "a second document": (b"format: 1\n---\nformat: 1\n", "2:1", "second document"),
    "open brackets": (b"format: 1\nsources: " + b"[" * 100_000, "2:", ""),
    "open braces": (b"format: 1\nsources: " + b"{a: " * 100_000, "2:", ""),
    "only open brackets": (b"[" * 100_000, "1:", ""),
    "hyphens": (b"- " * 100_000, "1:", "deep"),
    "question marks": (b"? " * 100_000, "1:", "key"),
    "question marks in a list": (b"format: 1\nsources: [" + b"? " * 100_000, "2:", ""),
    "tag directives": (b"%TAG ! tag:example.org,2000:\n" * 100_000 + b"---\nformat: 1\n", "1:1", "%"),
    "different tag directives": (
        b"".join(b"%%TAG !%d! tag:example.org,2000:\n" % number for number in range(100_000)) + b"---\nformat: 1\n",
        "1:1",
        "%",
    ),
    "tag directives later": (b"format: 1\n...\n" + b"%TAG ! tag:e,2000:\n" * 100_000 + b"---\na: 1\n", "3:1", "%"),
    "fifty digits": (b"format: " + b"1234567890" * 5 + b"\n", "1:9", "15 digits"),
    "a million digits": (b"format: 1" + b"0" * 1_000_000 + b"\n", "1:9", "15 digits"),
    "a huge exponent": (b"format: 1e999999999\n", "1:9", ""),
    "not a number": (b"format: .nan\n", "1:9", "format"),
    "a text of a million characters": (b"format: " + b"x" * 1_000_000 + b"\n", "1:9", "format"),
    "a million keys": (b"".join(b"k%d: 1\n" % number for number in range(2_000)), "1:1", "100 of 2,001 problems shown"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_place_and_loads_nothing(
    conductcli: Program, tmp_path: Path, database: Path, case: str
) -> None:
    content, place, words = UNREADABLE[case]
    file = tmp_path / "cases.yaml"
    file.write_bytes(content)
    before = database.read_bytes()
    answer = conductcli("load", file, "--db", database)
    refused(answer, 4, f"conductcli: error: {file}:{place}", words)
    assert max(map(len, answer.err.splitlines())) < 1_000
    assert database.read_bytes() == before
    still_there(database)
    assert beside(database) == set()


@pytest.mark.parametrize("case", ["open brackets", "question marks", "hyphens", "tag directives"])
def test_what_crashes_other_readers_does_not_crash_this_one(child: Child, tmp_path: Path, case: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_bytes(UNREADABLE[case][0])
    refused(child("list", "--data", file), 4)


CHARACTERS = [
    chr(code)
    for codes in (
        *(range(9), range(0xB, 0xD), range(0xE, 0x20), range(0x7F, 0xA0), (0x61C, 0x200E, 0x200F, 0xFEFF)),
        *(range(0x2028, 0x202F), range(0x2066, 0x206A), (0xFFFE, 0xFFFF)),
    )
    for code in codes
]
PLACES = (
    "format: 1\nsources: [{{id: news, title: {0}, publisher: P, kind: news}}]\n",
    "format: 1\nsources:\n  - {{id: news, title: A, publisher: P, kind: news, caveat: {0}}}\n",
    "format: 1\nsources: [{{id: {0}, title: A, publisher: P, kind: news}}]\n",
    "format: 1\nsources: [{{{0}: news, title: A, publisher: P, kind: news}}]\n",
    "format: 1\n{0}: []\n",
    "format: 1\norganisations: [{{id: a, name: A, kind: force, aliases: [{0}]}}]\n",
)


@settings(max_examples=60)
@given(st.sampled_from(CHARACTERS), st.sampled_from(PLACES), st.sampled_from(["raw", "in quotes", "escaped"]))
def test_control_and_bidirectional_characters_are_refused_in_any_text(character: str, place: str, how: str) -> None:
    written = {"raw": f"a{character}b", "in quotes": f'"a{character}b"', "escaped": f'"a\\u{ord(character):04x}b"'}[how]
    answer = run_here("check", "-", "--json", stdin=place.format(written).encode())
    assert answer.code == 4
    assert answer.json[0]["code"] == "character"
    assert f"U+{ord(character):04X}" in answer.json[0]["message"]
    assert answer.json[0]["line"] == 2 + ("- {" in place)
    assert answer.out.isascii()


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_places_and_never_with_a_failure(content: bytes) -> None:
    answer = run_here("check", "-", "--json", stdin=content)
    assert answer.code == 4
    assert all(problem["line"] >= 1 and problem["column"] >= 1 for problem in answer.json)


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_case_file_is_answered_with_places_and_never_with_a_failure(data: st.DataObject) -> None:
    text = SOUND + "figures: [{id: f, organisation: iopc, measure: complaints, value: 3, unit: case, source: news}]\n"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    instead = data.draw(st.text("[]{}:,-?|>'\"#&*!%@` \n\tab1", max_size=4))
    answer = run_here("check", "-", "--json", stdin=(text[:start] + instead + text[end:]).encode())
    assert answer.code in (0, 4), answer
    assert (answer.code == 4) == any(problem["severity"] == "error" for problem in answer.json)


ODD: list[Any] = [
    *(None, "", " ", [], {}, 0, -1, 2020, 1.5, 1e300, True, "no", "Bad Id", "a-force", "two\nlines", "x" * 2_000),
    *(["a", "a"], [None], [[]], [{}], {"id": "one"}, {"made_by": 5}, ["news", {"a": "b"}], "2021-02-30", "../2020"),
]


@settings(max_examples=80)
@given(st.data())
def test_whatever_stands_where_another_value_should_is_answered_and_never_a_failure(data: st.DataObject) -> None:
    with (CHECKOUT / "tests" / "casefiles" / "valid" / "every-key.yaml").open(encoding="utf-8") as file:
        whole = yaml.safe_load(file)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, step = data.draw(st.sampled_from(list(_values(whole))))
        match data.draw(st.sampled_from(["change", "change", "remove", "add"])):
            case "change":
                holder[step] = deepcopy(data.draw(st.sampled_from(ODD)))
            case "remove":
                del holder[step]
            case _ if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["id", "date", "source", "theme", "about", ""]))] = deepcopy(
                    data.draw(st.sampled_from(ODD))
                )
    answer = run_here("check", "-", "--json", stdin=json.dumps(whole, default=str).encode())
    assert answer.code in (0, 4), answer
    assert "this should not happen" not in answer.err
    assert all(problem["message"] and problem["hint"] for problem in answer.json)


def _values(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value inside another: what holds it, and its key or number there."""
    for step, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, step
        if isinstance(inner, dict | list):
            yield from _values(inner)


def test_a_path_that_is_not_there_is_named(conductcli: Program, tmp_path: Path) -> None:
    refused(conductcli("list", "--data", tmp_path / "nowhere.yaml"), 4, f"{tmp_path / 'nowhere.yaml'}:1:1: ", "path")


def test_a_folder_without_case_files_is_named(conductcli: Program, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    refused(conductcli("list", "--data", tmp_path), 4, f"{tmp_path}:1:1: ", ".yaml")


def test_a_case_file_without_permission_is_named(child: Child, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(SOUND)
    file.chmod(0)
    refused(child("list", "--data", file, before=AS_ANYBODY), 4, f"{file}:1:1: ", "Permission denied", "permissions")


def test_a_folder_without_permission_is_named(child: Child, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "cases.yaml").write_text(SOUND)
    folder.chmod(0)
    try:
        refused(child("list", "--data", folder, before=AS_ANYBODY), 4, str(folder), "Permission denied")
    finally:
        folder.chmod(0o700)


def test_a_folder_is_not_loaded_in_part_where_a_folder_in_it_cannot_be_read(child: Child, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(SOUND)
    inner = tmp_path / "more"
    inner.mkdir(mode=0)
    try:
        refused(child("list", "--data", tmp_path, before=AS_ANYBODY), 4, str(inner), "Permission denied")
    finally:
        inner.chmod(0o700)


def test_a_case_in_two_files_is_told_with_both_places(conductcli: Program, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(
            SOUND.replace("id: news", f"id: news-{name[0]}")
            .replace(": news}", f": news-{name[0]}}}")
            .replace(f"kind: news-{name[0]}", "kind: news")
        )
    answer = conductcli("list", "--data", tmp_path)
    refused(answer, 4, f"{tmp_path / 'a.yaml'}:3:14: the id one", f"{tmp_path / 'b.yaml'}:3:14: the id one")


def test_a_source_that_is_not_there_is_told_with_its_place(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(SOUND.replace("source: news", "source: newz"))
    refused(conductcli("list", "--data", file), 4, f"{file}:3:94: there is no source newz", "did you mean news?")


def test_problems_of_standard_input_are_told_with_their_places(conductcli: Program) -> None:
    twice = SOUND.replace("source: news", "source: newz").encode()
    refused(conductcli("list", "--data", "-", stdin=twice), 4, "stdin", ":3:94: there is no source newz")


@pytest.mark.parametrize("source", ["news", "newz"])
def test_a_file_that_can_be_read_only_once_is_read(child: Child, source: str) -> None:
    answer = child("check", "/dev/stdin", "--json", stdin=SOUND.replace("source: news", f"source: {source}").encode())
    assert [problem["code"] for problem in answer.json] == ["unknown-source"] * (source == "newz")
    assert (answer.code, answer.err) == (4 if source == "newz" else 0, "")


@pytest.mark.parametrize("name", ["a b#?%41;.yaml", "two\nlines.yaml", "é€.yaml", os.fsdecode(b"\xff.yaml")])
def test_files_of_any_name_are_read_and_loaded(conductcli: Program, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(SOUND)
    database = tmp_path / f"{name}.db"
    assert conductcli("check", file).code == 0
    assert conductcli("load", file, "--db", database).code == 0
    assert conductcli("list", "--db", database).code == 0
    assert conductcli("list", "--data", file, "--json").json[0]["id"] == "one"
    file.write_text(SOUND.replace("format: 1", "format: 2"))
    answer = conductcli("list", "--data", file)
    refused(answer, 4, ":1:9: format 2 is not known")
    assert len(answer.err.splitlines()) == 4


# Databases


def _truncated(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def _stub(database: Path) -> None:
    os.truncate(database, 50)


def _scribbled(database: Path) -> None:
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(random.Random(1).randbytes(database.stat().st_size - 4096))


def _header_alone(database: Path) -> None:
    os.truncate(database, 100)


def _newer(database: Path) -> None:
    _of_another_edition(database, "99.0.1")


def _older(database: Path) -> None:
    _of_another_edition(database, "0.0.9")


def _of_another_build(database: Path) -> None:
    _of_another_edition(database, conductcli_version)


def _before_versions_were_kept(database: Path) -> None:
    _of_another_edition(database, "")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("DROP TABLE program")


def _of_another_edition(database: Path, version: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 4096")
        connection.execute("UPDATE program SET version = ?", (version,))


def _with(statements: str) -> Callable[[Path], None]:
    def change(database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(statements)

    return change


_ENDLESS = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"


def _somebody_elses(database: Path) -> None:
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("CREATE TABLE cases(id); INSERT INTO cases VALUES ('their own')")


def _a_text(database: Path) -> None:
    database.write_text("Dear Sir or Madam, " * 100)


def _empty(database: Path) -> None:
    database.write_bytes(b"")


def _a_folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


def _missing(database: Path) -> None:
    database.unlink()


BROKEN = {
    "missing": (_missing, "no such database"),
    "an empty file": (_empty, "not a database"),
    "a text": (_a_text, "not a database"),
    "a folder": (_a_folder, "directory"),
    "the first 50 bytes": (_stub, "damaged"),
    "the header alone": (_header_alone, "damaged"),
    "truncated": (_truncated, "damaged"),
    "scribbled over": (_scribbled, "damaged"),
    "newer": (_newer, "newer"),
    "older": (_older, "older"),
    "of another build": (_of_another_build, "another build"),
    "before versions were kept": (_before_versions_were_kept, "older"),
    "an endless view": (_with(f"DROP VIEW case_list; CREATE VIEW case_list AS {_ENDLESS}"), "case_list is not ours"),
    "a view in place of a table": (
        _with(f"PRAGMA foreign_keys = OFF; DROP TABLE case_forces; CREATE VIEW case_forces AS {_ENDLESS}"),
        "case_forces is not ours",
    ),
    "a trigger": (
        _with("CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM cases; END"),
        "t is not ours",
    ),
    "somebody else's": (_somebody_elses, "not one of conductcli's"),
}
ASKED = (["list"], ["show", "stretford"], ["search", "taser", "--json"], ["timeline", "--format", "csv"], ["conflicts"])


@pytest.mark.parametrize("state", BROKEN)
def test_a_database_that_cannot_be_read_is_exit_5(conductcli: Program, database: Path, state: str) -> None:
    spoil, words = BROKEN[state]
    spoil(database)
    for asked in ASKED:
        refused(conductcli(*asked, "--db", database), 5, str(database), words)


@pytest.mark.parametrize("state", ["an empty file", "a text", "newer", "somebody else's"])
def test_load_never_replaces_a_file_that_is_not_its_own_or_newer(
    conductcli: Program, database: Path, state: str
) -> None:
    BROKEN[state][0](database)
    before = database.read_bytes()
    for arguments in (["load"], ["list", "--data", "."]):
        refused(conductcli(*arguments, "--db", database), 5, str(database), "--db")
        assert database.read_bytes() == before
        assert beside(database) == set()


@pytest.mark.parametrize(
    "state",
    ["missing", "truncated", "scribbled over", "older", "of another build", "an endless view", "the header alone"],
)
def test_load_replaces_a_database_of_its_own_whatever_became_of_it(
    conductcli: Program, database: Path, state: str
) -> None:
    BROKEN[state][0](database)
    assert conductcli("load", "--db", database).code == 0
    still_there(database)
    assert beside(database) == set()


def test_load_refuses_a_folder_in_place_of_a_file(conductcli: Program, database: Path) -> None:
    _a_folder(database)
    refused(conductcli("load", "--db", database), 5, str(database), "directory")
    assert list(database.iterdir()) == []


def test_load_names_a_folder_that_cannot_be_made(conductcli: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused(conductcli("load", "--db", tmp_path / "file" / "cases.db"), 1, str(tmp_path / "file"), "--db")


def test_a_query_that_never_ends_heeds_ctrl_c(database: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from conductcli.database.connection import open_database, translate_sqlite_error\n"
        "connection = open_database(Path(sys.argv[1])); print('asked', flush=True)\n"
        "try: connection.execute(sys.argv[2]).fetchall()\n"
        "except Exception as error: translate_sqlite_error(error, 'x')"
    )
    query = f"SELECT COUNT(*) FROM ({_ENDLESS})"
    words = [sys.executable, "-c", script, str(database), query]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "asked\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=HANG)
    assert process.returncode in (1, -signal.SIGINT)
    assert err.splitlines()[-1] == "KeyboardInterrupt"


ODD_VALUES_VALUES = (
    None, b"\xff\x00", "", "x", -1, 2**62, 1e300, '{"a": 1}', "[1, [2]]", "[", "9999-99-99", "0000-01-01", "null",
    '["nope"]', "[null]", 0,
)  # fmt: skip
ASKED_OF_ODD = (
    ["list"], ["show", "stop"], ["search", "policy"], ["timeline", "--format", "csv"], ["conflicts"], ["outcomes"],
    ["outcomes", "--funnel"], ["recommendations"], ["recommendations", "--status", "answered"], ["figures", "--chart"],
    ["compare", "stop", "protest"], ["brief", "gmp"], ["report"], ["feed", "--since", "2015"], ["sources", "--json"],
)  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_odd_values_in_a_database_are_damage_and_never_a_failure(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    damaged = tmp_path_factory.mktemp("odd") / "cases.db"
    shutil.copy(small_database(SMALL), damaged)
    tables = schema.tables()
    table = data.draw(st.sampled_from(sorted(tables)))
    column = data.draw(st.sampled_from(sorted(tables[table])))
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        if data.draw(st.booleans()):  # without STRICT, anything can stand anywhere
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = ?", (table,))
            connection.execute("PRAGMA writable_schema = RESET")
        with suppress(sqlite3.Error):
            connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (data.draw(st.sampled_from(ODD_VALUES_VALUES)),))
    asked = data.draw(st.sampled_from(ASKED_OF_ODD))
    answer = run_here(*asked, "--db", damaged)
    assert answer.code in (0, 3, 5), answer
    assert "this should not happen" not in answer.err


def test_an_error_of_ours_is_not_put_down_to_a_database_that_is_sound(
    monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("conductcli.database.query.select", fail)
    answer = run_here("list", "--db", database)
    assert answer.code == 1
    assert "this should not happen: KeyError" in answer.err


@settings(max_examples=40)
@given(st.data())
def test_damaged_pages_are_a_damaged_database_and_never_a_failure(
    tmp_path_factory: pytest.TempPathFactory, register_db: Path, data: st.DataObject
) -> None:
    damaged = tmp_path_factory.mktemp("damaged") / "cases.db"
    content = bytearray(register_db.read_bytes())
    at = data.draw(st.integers(100, len(content) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=64)) * data.draw(st.sampled_from([1, 64]))
    content[at : at + len(junk)] = junk[: len(content) - at]
    damaged.write_bytes(content)
    asked = data.draw(st.sampled_from(ASKED))
    answer = run_here(*asked, "--db", damaged)
    assert answer.code in (0, 3, 5), answer  # SQLite keeps no checksums: a changed letter may go unnoticed
    assert "this should not happen" not in answer.err
    assert "Traceback" not in answer.err


@contextmanager
def _holding(database: Path, statements: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has run these statements on the database and is there until it is killed."""
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for s in sys.argv[2].split(';'): c.execute(s).fetchall()\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", script, str(database), statements]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("asked", ["list", "load"])
def test_a_locked_database_is_exit_5_for_who_asks_and_who_loads(
    conductcli: Program, database: Path, asked: str
) -> None:
    before = database.read_bytes()
    with _holding(database, "BEGIN EXCLUSIVE"):
        refused(conductcli(asked, "--db", database), 5, str(database), "wait")
    assert database.read_bytes() == before
    still_there(database)
    assert beside(database) <= {"-journal"}


def test_a_database_that_may_not_be_written_is_read_but_not_loaded(child: Child, database: Path) -> None:
    before = database.read_bytes()
    database.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        assert len(child("list", "--json", "--db", database, before=AS_ANYBODY).json) == len(SHIPPED)
        refused(child("load", "--db", database, before=AS_ANYBODY), 5, str(database), "read-only", "--db")
    finally:
        database.parent.chmod(0o755)
    assert database.read_bytes() == before


def test_a_database_is_not_loaded_into_a_folder_that_may_not_be_written(child: Child, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        refused(child("load", "--db", tmp_path / "cases.db", before=AS_ANYBODY), 1, str(tmp_path / "cases.db"), "--db")
    finally:
        tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_permission_is_exit_5(child: Child, database: Path) -> None:
    database.chmod(0)
    refused(child("list", "--db", database, before=AS_ANYBODY), 5, str(database), "ermission")
    refused(child("load", "--db", database, before=AS_ANYBODY), 5, str(database), "ermission")


@pytest.mark.parametrize("mode", [0o555, 0])
def test_a_cache_folder_that_cannot_be_written_is_no_obstacle(child: Child, tmp_path: Path, mode: int) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=mode)
    try:
        answer = child("list", "--json", env={"XDG_CACHE_HOME": str(cache)}, before=AS_ANYBODY)
    finally:
        cache.chmod(0o755)
    assert answer.code == 0, answer
    assert len(answer.json) == len(SHIPPED)
    assert str(cache) in answer.err
    assert "memory" in answer.err


def test_a_cache_folder_that_cannot_be_made_is_no_obstacle(child: Child, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    answer = child("list", "--json", env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert answer.code == 0, answer
    assert len(answer.json) == len(SHIPPED)
    assert "memory" in answer.err


def test_a_cache_folder_that_is_full_is_no_obstacle(child: Child) -> None:
    answer = child("list", "--json", before=FILES_OF_AT_MOST.format(50_000))
    assert answer.code == 0, answer
    assert len(answer.json) == len(SHIPPED)
    assert "memory" in answer.err


def test_problems_are_told_too_where_the_cache_folder_cannot_be_written(child: Child, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    (tmp_path / "cases.yaml").write_text("format: 2\n")
    answer = child("list", "--data", tmp_path / "cases.yaml", env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    refused(answer, 4, "cases.yaml:1:9: ")


@pytest.mark.parametrize("state", ["an empty file", "a text", "truncated", "scribbled over", "older", "newer"])
def test_a_cached_database_that_was_spoilt_is_built_anew_or_named(conductcli: Program, state: str) -> None:
    assert conductcli("list").code == 0
    (cached,) = Path(os.environ["XDG_CACHE_HOME"]).rglob("*.db")
    BROKEN[state][0](cached)
    answer = conductcli("list", "--json")
    if answer.code == 0:
        assert len(answer.json) == len(SHIPPED)
    else:
        refused(answer, 5, str(cached), "delete")


def test_case_files_with_problems_leave_the_cached_answers_of_others_alone(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(SOUND)
    assert len(conductcli("list", "--json", "--data", file).json) == 1
    file.write_text(SOUND.replace("format: 1", "format: 2"))
    refused(conductcli("list", "--data", file), 4, f"{file}:1:9: ")
    file.write_text(SOUND)
    assert len(conductcli("list", "--json", "--data", file).json) == 1


# Writers that died, and writers that meet


def test_a_hot_journal_does_not_destroy_what_is_loaded_after_it(conductcli: Program, database: Path) -> None:
    spill = (
        "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5; BEGIN; UPDATE findings SET text = text || 'x';"
        " UPDATE records SET first_day = '1999'; DELETE FROM cited"
    )
    with _holding(database, spill):
        pass
    assert beside(database) == {"-journal"}
    assert database.with_name("cases.db-journal").read_bytes()[:8] == b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    answer = conductcli("list", "--db", database)
    assert answer.code in (0, 5)
    assert "this should not happen" not in answer.err
    assert conductcli("load", "--db", database).code == 0
    assert beside(database) == set()
    still_there(database)


def test_a_left_wal_does_not_destroy_what_is_loaded_after_it(conductcli: Program, database: Path) -> None:
    changes = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; BEGIN; DELETE FROM cited; COMMIT"
    with _holding(database, changes):
        pass
    assert beside(database) == {"-wal", "-shm"}
    assert conductcli("load", "--db", database).code == 0
    assert beside(database) == set()
    still_there(database)


def test_what_a_killed_load_left_behind_is_cleaned_up(conductcli: Program, database: Path) -> None:
    for suffix in (".building", ".building-journal", ".building-wal", ".building-shm"):
        database.with_name(f"cases.db{suffix}").write_bytes(b"left behind" * 1_000)
    assert conductcli("load", "--db", database).code == 0
    assert beside(database) == set()
    still_there(database)


def test_several_loads_at_once_all_end_well(database: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(SOUND)
    loads = [
        subprocess.Popen(command("load", *data, "--db", database), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for data in ([], [tmp_path / "cases.yaml"]) * 2
    ]
    for load in loads:
        _, err = load.communicate(timeout=HANG)
        assert (load.returncode, err) == (0, b"")
    assert len(run_here("list", "--json", "--db", database).json) in (1, len(SHIPPED))
    assert beside(database) == set()


def test_a_load_that_waits_for_another_in_vain_says_so(
    conductcli: Program, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import filelock, sys; lock = filelock.FileLock(sys.argv[1]); lock.acquire()\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", script, f"{database}.lock"]
    monkeypatch.setattr("conductcli.database.build._PATIENCE", 0.2)
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        refused(conductcli("load", "--db", database), 5, str(database), "wait")
        holder.kill()
    assert conductcli("load", "--db", database).code == 0


def test_a_load_killed_at_any_moment_leaves_the_earlier_database(database: Path, many: Path) -> None:
    dice = random.Random(7)
    killed = 0
    for _ in range(10):
        load = subprocess.Popen(command("load", many, "--db", database), stdout=subprocess.DEVNULL)
        building = database.with_name("cases.db.building")
        until = time.monotonic() + 10
        while not building.exists() and load.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(dice.random() * 0.3)
        load.kill()
        killed += load.wait(HANG) == -signal.SIGKILL
        if killed and load.returncode == 0:
            assert run_here("load", "--db", database).code == 0
        cases = len(run_here("list", "--json", "--db", database).json)
        still_there(database, cases)
        assert cases in (len(SHIPPED), 2_000)
    assert killed
    assert run_here("load", "--db", database).code == 0
    still_there(database)
    assert beside(database) == set()


def test_ctrl_c_is_exit_130_and_leaves_the_earlier_database(database: Path, many: Path) -> None:
    # A shell that starts the tests in the background has them ignore interrupts, and so would what they start.
    heeds = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)"
    words = command("load", many, "--db", database, before=heeds)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as load:
        building = database.with_name("cases.db.building")
        while not building.exists() and load.poll() is None:
            time.sleep(0.005)
        load.send_signal(signal.SIGINT)
        out, err = load.communicate(timeout=HANG)
    assert (load.returncode, out) == (130, "")
    assert "Traceback" not in err
    still_there(database)
    assert beside(database) == set()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_other_signals_end_a_load_as_ctrl_c_does(database: Path, many: Path, name: str) -> None:
    number = getattr(signal, name)
    heeds = f"import signal; signal.signal({int(number)}, signal.SIG_DFL)"
    words = command("load", many, "--db", database, before=heeds)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as load:
        while not database.with_name("cases.db.building").exists() and load.poll() is None:
            time.sleep(0.005)
        load.send_signal(number)
        out, err = load.communicate(timeout=HANG)
    assert (load.returncode, out, err) == (130, "", "")
    still_there(database)
    assert beside(database) == set()


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """Whoever writes `nohup` means it."""
    script = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from conductcli.__main__ import _end_like_an_interrupt; _end_like_an_interrupt()\n"
        "signal.raise_signal(signal.SIGHUP); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=HANG, check=False)
    assert (done.returncode, done.stdout) == (0, "still here\n")


def test_a_load_removes_nothing_that_only_looks_like_its_own(conductcli: Program, database: Path) -> None:
    named = database.with_name("cases.db.building.yaml")
    named.write_text(SOUND)
    assert conductcli("load", named, "--db", database).code == 0
    assert named.read_text() == SOUND
    still_there(database, 1)


def test_a_load_into_a_link_replaces_what_it_leads_to(conductcli: Program, database: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(SOUND)
    link, loop = tmp_path / "link.db", tmp_path / "loop.db"
    link.symlink_to(database)
    loop.symlink_to(loop)
    assert conductcli("load", tmp_path / "cases.yaml", "--db", link).code == 0
    assert link.is_symlink()
    still_there(database, 1)
    (tmp_path / "cases.yaml").write_text(SOUND.replace("id: one", "id: other"))
    assert [case["id"] for case in conductcli("list", "--data", tmp_path, "--db", link, "--json").json] == ["other"]
    assert link.is_symlink()
    refused(conductcli("load", tmp_path / "cases.yaml", "--db", loop), 1, "loop.db", "circle")
    assert loop.is_symlink()


# Where the output goes


@pytest.mark.parametrize("call", ["list -o {0}/o.csv --format csv", "report -o {0}/o.html", "export {0}/out"])
def test_what_a_killed_writer_left_is_cleared_by_the_next_run(
    child: Child, register_db: Path, tmp_path: Path, call: str
) -> None:
    arguments = [*call.format(tmp_path).split(), "--db", str(register_db)]
    killed = "import os, signal; os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)"
    script = f"{killed}\nimport sys; sys.argv[1:] = {arguments!r}\nfrom conductcli.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", script], timeout=HANG, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir())
    assert child(*arguments).code == 0
    (left,) = tmp_path.iterdir()
    assert str(left) in arguments


def test_what_another_run_is_writing_is_left_alone(conductcli: Program, register_db: Path, tmp_path: Path) -> None:
    from conductcli.cli.output_file import written_whole

    (tmp_path / ".conductcli-folder").mkdir()
    (tmp_path / ".conductcli-link").symlink_to("elsewhere")
    with written_whole(str(tmp_path / "one")) as out:
        assert conductcli("list", "--db", register_db, "-o", tmp_path / "two").code == 0
        out.write("whole")
    assert (tmp_path / "one").read_text() == "whole"
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == [".conductcli-folder", ".conductcli-link", "one", "two"]


def test_a_name_as_long_as_the_system_takes_can_be_written(
    conductcli: Program, register_db: Path, tmp_path: Path
) -> None:
    assert conductcli("list", "--db", register_db, "-o", tmp_path / ("a" * 255)).code == 0
    refused(conductcli("list", "--db", register_db, "-o", tmp_path / ("a" * 256)), 1, "shorter")


def test_a_read_only_file_is_not_replaced(child: Child, register_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("earlier")
    out.chmod(0o444)
    refused(child("list", "--db", register_db, "-o", out, before=AS_ANYBODY), 1, "read-only")
    assert out.read_text() == "earlier"


@pytest.mark.parametrize("call", ["list -o {0}/loop", "export {0}/loop", "export /", "list -o /"])
def test_a_place_where_nothing_can_stand_is_a_clear_failure(
    conductcli: Program, register_db: Path, tmp_path: Path, call: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    answer = conductcli(*call.format(tmp_path).split(), "--db", register_db)
    assert answer.code in (1, 2)
    refused(answer, answer.code)
    assert (tmp_path / "loop").is_symlink()


@pytest.mark.parametrize("call", [["check", "-"], ["list", "--data", "-"], ["diff", "-", "{0}"], ["load", "-"]])
def test_standard_input_that_is_closed_is_a_clear_failure(child: Child, register_db: Path, call: list[str]) -> None:
    answer = child(*(word.format(register_db) for word in call), before="import os; os.close(0)")
    assert answer.code == 4
    assert "standard input is closed" in answer.err + answer.out


ENVIRONMENTS = {
    "COLUMNS": ["²", "0", "-1", "1", "abc", "9" * 30, "٣"],
    "LINES": ["²", "-1"],
    "HOME": ["", "/dev/null", "/nowhere"],
    "XDG_CACHE_HOME": ["/dev/null", "/proc/nowhere"],
    "LANG": ["C", "nope"],
    "LC_ALL": ["C"],
    "TERM": ["dumb", ""],
    "PYTHONIOENCODING": ["ascii", "latin-1"],
    "TMPDIR": ["/nowhere"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in ENVIRONMENTS.items() for value in values]
)
def test_an_odd_environment_changes_no_answer(child: Child, name: str, value: str) -> None:
    answer = child("list", "--limit", "1", env={name: value})
    assert (answer.code, "this should not happen" in answer.err, "Traceback" in answer.err) == (0, False, False)
    assert answer.out
    assert child("--help", env={name: value}).code == 0


def test_rules_are_ascii_where_the_output_is(child: Child, register_db: Path) -> None:
    for call in (["show", SHIPPED[0]], ["compare", *SHIPPED[:2]]):
        answer = child(*call, "--db", register_db, env={"PYTHONIOENCODING": "ascii", "COLUMNS": "80"})
        assert "\\u2500" not in answer.out
        assert "-----" in answer.out


def test_too_few_open_files_are_told_as_that(child: Child, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(SOUND)
    script = (
        "import resource\nimport conductcli.casefile.problems\nfrom conductcli.casefile.files import case_files\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))\n"
        f"print(case_files([{str(tmp_path)!r}])[1][0].hint)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=HANG, check=False)
    assert "ulimit -n" in done.stdout, done


def test_too_little_memory_is_told_as_that(conductcli: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("conductcli.api.open_register", exhausted)
    refused(conductcli("list"), 1, "memory")


FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")


@pytest.fixture(scope="session")
def many_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose answers are longer than a pipe's buffer."""
    folder = tmp_path_factory.mktemp("many")
    cases = "".join(
        f"  - {{id: c{number}, title: A case, kind: review, oversight: iopc, summary: A summary., source: news}}\n"
        for number in range(2_000)
    )
    (folder / "many.yaml").write_text(f"format: 1\n{SOURCE}cases:\n{cases}")
    assert run_here("load", folder / "many.yaml", "--db", folder / "many.db").code == 0
    return folder / "many.db"


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_leaves_after_a_line_is_no_error(many_db: Path, format: str) -> None:
    words = command("list", "--db", many_db, "--format", format, "--limit", "100000")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr
        err = process.stderr.read()
        assert (process.wait(HANG), err) == (0, b"")


WRITERS: dict[str, list[str]] = {
    "show": ["show", "stretford"],
    "search": ["search", "taser"],
    "compare": ["compare", "stretford", "met-two-stops"],
    "diff": ["diff", str(CHECKOUT / "data" / "cases.yaml"), str(CHECKOUT / "data" / "taser.yaml")],
    "check": ["check", str(CHECKOUT / "tests" / "casefiles" / "invalid" / "dates.yaml")],
    "import": ["import", "--list"],
    "brief": ["brief", "gmp"],
    "feed": ["feed", "--since", "2015"],
}
"""Commands with what they need to be called; the others are called by their names alone."""
WITHOUT_FORMATS = ("load", "schema", "report", "feed", "brief", "export", "import", "serve")


@pytest.mark.parametrize(
    ("name", "format"),
    [
        (name, format)
        for name in (name for commands in CONTENTS.values() for name in commands if name not in ("load", "serve"))
        for format in ((None,) if name in WITHOUT_FORMATS else FORMATS)
    ],
)
def test_every_command_in_every_format_bears_a_reader_that_leaves_at_once(
    register_db: Path, tmp_path: Path, name: str, format: str | None
) -> None:
    words = [*WRITERS.get(name, [name]), *(["--format", format] if format else [])]
    words += [str(tmp_path / "out")] if name == "export" else []
    env = os.environ | ({} if name in ("diff", "check") else {"CONDUCTCLI_DB": str(register_db)})
    # The reader leaves while the program is in the middle of its answer: after the first 4 KiB that a pipe takes.
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(command(*words), stdout=writing, stderr=subprocess.PIPE, env=env) as process:
        os.close(writing)
        os.read(reading, 1)
        os.close(reading)
        assert process.stderr
        err = process.stderr.read().decode()
    assert process.returncode in ((0, 4) if name == "check" else (0,)), err  # 4: it was done before the reader left
    assert [line for line in err.splitlines() if not line.startswith("conductcli: ")] == []
    assert "error" not in err


@pytest.mark.parametrize(
    "arguments",
    [["list", "--limit", "1000"], ["list", "--json"], ["schema"], ["--help"], ["list", "--help"], ["--version"]],
)
def test_a_reader_that_never_was_there_is_no_error(register_db: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    env = os.environ | {"CONDUCTCLI_DB": str(register_db)}
    done = subprocess.run(
        command(*arguments), stdout=writing, stderr=subprocess.PIPE, timeout=HANG, check=False, env=env
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["schema"], ["--help"], ["--version"]])
def test_standard_output_that_is_full_is_a_clear_failure(register_db: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        _cannot_be_written(full, register_db, arguments)


def _cannot_be_written(out: IO[str], database: Path, arguments: list[str]) -> None:
    env = os.environ | {"CONDUCTCLI_DB": str(database)}
    done = subprocess.run(command(*arguments), stdout=out, stderr=subprocess.PIPE, timeout=HANG, check=False, env=env)
    refused(Answer(done.returncode, "", done.stderr.decode()), 1, "No space left")
    assert done.stderr.count(b"conductcli: error:") == 1
    assert b"Exception ignored" not in done.stderr


def test_standard_output_that_is_closed_is_no_traceback(child: Child, register_db: Path) -> None:
    answer = child("list", "--db", register_db, before="import os; os.close(1)")
    assert answer.code in (0, 1)
    assert "Traceback" not in answer.err
    assert "this should not happen" not in answer.err


@pytest.mark.parametrize("closed", ["os.close(2)", "r, w = os.pipe(); os.close(r); os.dup2(w, 2)"])
def test_messages_that_nobody_reads_do_not_change_the_exit_code(child: Child, register_db: Path, closed: str) -> None:
    before = f"import os; {closed}"
    assert child("list", "--db", register_db, "--force", "nowhere", before=before) == (3, "", "")
    assert child("list", "--db", register_db, "--limit", "1", before=before).code == 0
    assert child("list", "--no-such-option", before=before) == (2, "", "")


@pytest.mark.parametrize("limit", [0, 5_000, 100_000, 300_000])
def test_a_disk_that_runs_full_during_a_load_leaves_the_earlier_database(
    child: Child, database: Path, limit: int
) -> None:
    before = database.read_bytes()
    refused(child("load", "--db", database, before=FILES_OF_AT_MOST.format(limit)), 1, str(database), "space", "--db")
    assert database.read_bytes() == before
    assert beside(database) == set()
    still_there(database)


@pytest.mark.parametrize("format", FORMATS)
def test_output_that_runs_full_leaves_the_earlier_file(
    child: Child, many_db: Path, tmp_path: Path, format: str
) -> None:
    out = tmp_path / "answer"
    out.write_text("the earlier answer")
    arguments = ["list", "--db", str(many_db), "--format", format, "--limit", "100000", "--output", str(out)]
    answer = child(*arguments, before=FILES_OF_AT_MOST.format(2_000))
    refused(answer, 1, str(out), "hint: ")
    assert out.read_text() == "the earlier answer"
    assert [file.name for file in tmp_path.iterdir()] == ["answer"]


@pytest.mark.parametrize("place", ["missing/answer", "file/answer", "folder"])
def test_output_to_a_place_that_is_none_is_a_clear_failure(
    conductcli: Program, register_db: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    refused(conductcli("list", "--db", register_db, "--output", tmp_path / place), 1, str(tmp_path / place))
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["file", "folder"]


def test_output_to_a_folder_without_permission_is_a_clear_failure(
    child: Child, register_db: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o555)
    answer = child("list", "--db", register_db, "--output", tmp_path / "answer", before=AS_ANYBODY)
    tmp_path.chmod(0o755)
    refused(answer, 1, str(tmp_path / "answer"), "permission")
