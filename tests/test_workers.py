"""Workers give what their functions give; one that dies, at whatever moment, ends the work with one message."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.database import reading
from conductcli.database.writer import RecordWriter
from conductcli.errors import ConductError, NotWritten
from conductcli.export import parallel
from conductcli.workers import Crew, _interrupts_held
from tests.conftest import HANG
from tests.data import SMALL
from tests.data import database as built

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed in this way here"),
]


def _twice(number: int) -> int:
    return 2 * number


def _refused(name: str) -> None:
    raise NotWritten(name, "a hint")


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _killed_while_sending() -> str:
    """Die when half of the result is in the pipe."""

    def half(self: connection.Connection, content: memoryview) -> None:
        os.write(self.fileno(), struct.pack("!i", len(content)) + bytes(content)[: len(content) // 2])
        _killed()

    connection.Connection._send_bytes = half  # type: ignore[attr-defined]
    return "x" * 1_000


def _interrupted() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "went on"


def _asleep() -> None:
    time.sleep(HANG)


def test_each_call_has_its_own_result() -> None:
    with Crew(2, gc.disable, "counts") as crew:
        assert [future.result() for future in [crew.submit(_twice, number) for number in range(20)]] == [
            *range(0, 40, 2)
        ]
    assert not multiprocessing.active_children()


def test_what_a_function_raises_is_raised_and_the_worker_goes_on() -> None:
    with Crew(1, gc.disable, "writes") as crew:
        with pytest.raises(NotWritten, match="a file") as raised:
            crew.submit(_refused, "a file").result()
        assert raised.value.hint == "a hint"
        assert crew.submit(_twice, 2).result() == 4


@pytest.mark.parametrize("dies", [_killed, _killed_while_sending])
def test_a_worker_that_is_killed_ends_the_work(dies: Callable[[], object]) -> None:
    with Crew(2, gc.disable, "counts") as crew:
        asleep, dying, waiting = crew.submit(_asleep), crew.submit(dies), crew.submit(_asleep)
        for future in (dying, asleep, waiting):
            with pytest.raises(ConductError, match="a process that counts ended before its time"):
                future.result()
    assert not multiprocessing.active_children()


def test_a_worker_that_is_killed_before_it_begins_is_told() -> None:
    with (
        pytest.raises(ConductError, match="ended before its time"),
        Crew(1, _killed, "counts") as crew,
    ):
        crew.submit(_twice, 1).result()


def test_leaving_ends_the_workers_whatever_they_do() -> None:
    with Crew(2, gc.disable, "sleeps") as crew:
        futures = [crew.submit(_asleep) for _ in range(3)]
    assert not multiprocessing.active_children()
    assert all(future.done() for future in futures)


def test_an_interrupt_is_the_parents_alone() -> None:
    with Crew(1, gc.disable, "counts") as crew:
        assert crew.submit(_interrupted).result() == "went on"


def test_an_interrupt_while_workers_start_is_told_afterwards() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    started = []

    def starting() -> None:
        with _interrupts_held():
            os.kill(os.getpid(), signal.SIGINT)
            started.append("all of them")

    try:
        with pytest.raises(KeyboardInterrupt):
            starting()
    finally:
        signal.signal(signal.SIGINT, before)
    assert started == ["all of them"]


@pytest.fixture
def _several(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, it is shared."""
    monkeypatch.setattr(reading, "_WORTH_A_WORKER", 1)
    monkeypatch.setattr(reading, "_processors", lambda: 2)
    monkeypatch.setattr(parallel, "_MUCH", 0)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of case files that take a moment to load."""
    folder = tmp_path / "many"
    folder.mkdir()
    for file in range(8):
        source = f"sources: [{{id: s{file}, title: A report, publisher: A paper, kind: news}}]\n"
        cases = "".join(
            f"  - {{id: c{file}-{number}, title: A case, kind: review, oversight: iopc, summary: A summary.,"
            f" source: s{file}}}\n"
            for number in range(500)
        )
        (folder / f"{file}.yaml").write_text(f"format: 1\n{source}cases:\n{cases}")
    return folder


def _kill_one(when: Callable[[], bool]) -> Iterator[None]:
    """Kill the first worker that is seen once `when` holds."""
    done = threading.Event()

    def kill() -> None:
        while not done.is_set():
            if when() and (workers := multiprocessing.active_children()):
                workers[0].kill()
                return
            time.sleep(0.001)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        done.set()
        killer.join()


@pytest.mark.usefixtures("_several")
@pytest.mark.parametrize("moment", ["as it begins", "at work"])
def test_a_load_whose_worker_is_killed_says_so(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, many: Path, tmp_path: Path, moment: str
) -> None:
    target = tmp_path / "cases.db"
    assert conductcli("load", SMALL, "--db", target).code == 0
    before = target.read_bytes()
    write, written = RecordWriter.write, threading.Event()

    def tell(*given: Any) -> None:
        written.set()
        write(*given)

    monkeypatch.setattr(RecordWriter, "write", tell)
    killing = _kill_one(lambda: moment == "as it begins" or written.is_set())
    next(killing)
    answer = conductcli("load", many, "--db", target)
    next(killing, None)
    assert answer.code == 1, answer
    assert answer.err.splitlines() == [
        "conductcli: error: a process that reads case files ended before its time",
        "hint: if memory or space ran out, free some, and run it again",
    ]
    assert target.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} <= {"many", "cases.db", "cases.db.lock"}


@pytest.mark.usefixtures("_several")
@pytest.mark.parametrize("format", ["csv", "parquet", "datapackage"])
@pytest.mark.parametrize("moment", ["as it begins", "at work"])
def test_an_export_whose_worker_is_killed_says_so(
    conductcli: Program, tmp_path: Path, format: str, moment: str
) -> None:
    database = built(SMALL)
    killing = _kill_one(lambda: moment == "as it begins" or bool(list(tmp_path.glob(".out.exporting*/*"))))
    next(killing)
    answer = conductcli("export", tmp_path / "out", "-f", format, "--db", database)
    next(killing, None)
    assert answer.code == 1, answer
    assert answer.out == ""
    assert answer.err.splitlines()[0] == "conductcli: error: a process that writes tables ended before its time"
    assert list(tmp_path.iterdir()) == []


_SEVERAL = """
from conductcli.database import reading
reading._WORTH_A_WORKER = 1
reading._processors = lambda: 3
from conductcli.__main__ import main
main()
"""


@pytest.mark.parametrize("delay", [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2])
def test_ctrl_c_at_any_moment_of_a_load_is_silent(many: Path, tmp_path: Path, delay: float) -> None:
    """A terminal sends it to every process of the group."""
    target = tmp_path / "cases.db"
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    words = [sys.executable, "-c", f"{heeds}\n{_SEVERAL}", "load", str(many), "--db", str(target)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as load:
        building = target.with_name("cases.db.building")
        while not building.exists() and load.poll() is None:
            time.sleep(0.001)
        time.sleep(delay)
        if load.poll() is None:
            os.killpg(load.pid, signal.SIGINT)
        out, err = load.communicate(timeout=HANG)
    assert err == ""
    assert load.returncode == 130 or (load.returncode == 0 and out)
    assert {path.name for path in tmp_path.iterdir()} <= {"many", "cases.db", "cases.db.lock"}
