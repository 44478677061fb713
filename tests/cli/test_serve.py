"""`conductcli serve`: how it starts, what it says, and how it ends."""

from __future__ import annotations

import hashlib
import json
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.data import SMALL, database
from tests.serve.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Child, Program

pytestmark = pytest.mark.slow


def cases(body: str) -> list[str]:
    return [row["id"] for row in json.loads(body)]


@pytest.mark.parametrize("missing", ["datasette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    answer = conductcli("serve")
    assert answer == (1, "", "conductcli: error: a site needs an extra: pip install 'conductcli[serve]'\n")


def test_a_port_in_use_is_told_in_a_line(conductcli: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = conductcli("serve", "--port", str(port), "--db", database(SMALL))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"conductcli: error: port {port} is in use\n"
        "hint: name another one with --port, or take a free one with --port 0\n"
    )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_wrong_usage(conductcli: Program, port: str) -> None:
    answer = conductcli("serve", "--port", port)
    assert (answer.code, answer.out) == (2, "")
    assert "--port" in answer.err


@pytest.mark.parametrize("option", ["--json", "--format=csv", "--output=x", "--limit=3", "--columns=id"])
def test_it_answers_nothing_and_so_takes_no_format(conductcli: Program, option: str) -> None:
    assert conductcli("serve", option).code == 2


def test_a_database_that_is_not_there_is_exit_5_and_no_site(conductcli: Program, tmp_path: Path) -> None:
    answer = conductcli("serve", "--port", "0", "--db", tmp_path / "none.db")
    assert (answer.code, answer.out) == (5, "")
    assert "http" not in answer.err


def test_problems_of_case_files_are_told_and_there_is_no_site(conductcli: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: 1\ncases: [{id: x}]\n")
    answer = conductcli("serve", "--port", "0", "--data", wrong)
    assert answer.code == 4
    assert f"{wrong}:2:" in answer.err
    assert "http" not in answer.err


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whatever_ends_it_the_copy_goes_with_it(tmp_path: Path, name: str) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL)) as site:
        assert site.get("/register").status == 200
        assert [copy.name for copy in site.temporary.glob("conductcli-*/*")] == ["register.db"]
        code, err = site.end(getattr(signal, name))
        assert (code, err) == (130, "")
        assert not list(site.temporary.iterdir())


def test_it_ends_at_once_though_somebody_still_listens(tmp_path: Path) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL)) as site:
        with socket.create_connection(("127.0.0.1", site.port)) as line:
            line.sendall(b"GET /register HTTP/1.1\r\n")  # and never the rest
            assert site.end()[0] == 130
        assert not list(site.temporary.iterdir())


def test_the_copy_is_nobody_elses(tmp_path: Path) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL)) as site:
        (folder,) = site.temporary.iterdir()
        assert folder.stat().st_mode & 0o077 == 0


def test_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL)) as site:
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", site.port), timeout=5):  # noqa: PT011
            pass
        with socket.socket() as again:
            again.bind(("127.0.0.2", site.port))


def test_the_file_is_left_alone_and_may_change(tmp_path: Path) -> None:
    """What is served is as it was at the start; whoever loads meanwhile is not in anybody's way."""
    from conductcli import api

    target = tmp_path / "own.db"
    api.load((str(SMALL),), target)
    before = hashlib.sha256(target.read_bytes()).digest(), target.stat().st_mtime_ns
    with serving(tmp_path / "there", "--db", target) as site:
        shown = cases(site.get("/register/cases.json", _shape="array").body)
        assert (hashlib.sha256(target.read_bytes()).digest(), target.stat().st_mtime_ns) == before
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("DELETE FROM cases")
            connection.commit()
        assert cases(site.get("/register/cases.json", _shape="array").body) == shown
        assert len(shown) == 3
    assert sorted(path.name for path in tmp_path.glob("own.db*")) in (["own.db"], ["own.db", "own.db.lock"])


def test_case_files_are_served_too_and_even_what_comes_once(tmp_path: Path) -> None:
    with serving(tmp_path / "file", "--data", SMALL) as site:
        shown = cases(site.get("/register/cases.json", _shape="array").body)
    with serving(tmp_path / "stdin", "--data", "-", stdin=SMALL.read_text(encoding="utf-8")) as site:
        assert cases(site.get("/register/cases.json", _shape="array").body) == shown
        assert len(shown) == 3


def test_a_disk_that_is_full_is_told_in_a_line(child: Child, tmp_path: Path) -> None:
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    )
    answer = child("serve", "--port", "0", "--db", database(SMALL), env={"TMPDIR": str(tmp_path)}, before=limit)
    assert answer.code == 1
    assert "cannot be written" in answer.err
    assert "Traceback" not in answer.err
    assert not list(tmp_path.iterdir())
