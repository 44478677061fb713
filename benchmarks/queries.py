"""Asking at size: the same questions to a register of five cases and to a large one, as whole processes in turn.

What a question costs more in the large register is held against 50 ms. Questions match much, little and nothing; the
answers are counted against the large register's own tables. The peer for search is `sqlite-utils search`, which finds
the same words in the same database. A million rows given as JSON Lines must take no more memory than a few.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sysconfig
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import registers
from benchmarks.programs import Program, in_turn
from benchmarks.report import Report, Target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

FEW = 5
MILLISECONDS = 50
WARM_UP = 1
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_SHOWN = 50
_MEGABYTES = 10  # by which the memory for all rows may differ


class Question(NamedTuple):
    """What is asked, and the statement that counts what there is to find in the large register; without, one record."""

    words: str
    counted: str | None = None

    @property
    def arguments(self) -> list[str]:
        """The command line after the program's name."""
        return self.words.split()


_CASES = "SELECT COUNT(*) FROM cases AS c WHERE "
_FORCE = "id IN (SELECT case_id FROM case_organisations WHERE organisation = '{}')"
_TOPIC = "id IN (SELECT case_id FROM case_topics WHERE topic = '{}')"
_FOUND = "SELECT COUNT(*) FROM texts_fts WHERE texts_fts MATCH '{}'"
_ANSWERED = "SELECT rows FROM facets WHERE of = 'recipient' AND name = 'status' AND value = 'answered'"
_MUCH = f"{_CASES}kind = 'investigation' AND {_FORCE.format('metropolitan')}"
_LITTLE = f"{_CASES}{_FORCE.format('city-of-london')} AND {_TOPIC.format('firearms')}"
QUESTIONS = (
    Question("list", f"{_CASES}TRUE"),
    Question("list --force metropolitan --kind investigation", _MUCH),
    Question("list --force city-of-london --topic firearms", _LITTLE),
    Question("list --force metropolitan --oversight pcb", f"{_CASES}oversight = 'pcb'"),
    Question("list --kind review --since 2015-06-15", f"{_CASES}kind = 'review' AND last_day >= '2015-06-15'"),
    Question("search officers", _FOUND.format("officers")),
    Question("search barlanholing", _FOUND.format("barlanholing")),
    Question("search xyzzyx", _FOUND.format("xyzzyx")),
    Question("search officers --force kent --topic taser"),
    Question("recommendations --status answered", _ANSWERED),
    Question("recommendations --status no_response_found --force city-of-london"),
    Question("recommendations --status awaiting --to pcb", "SELECT 0"),
)


def measure(options: argparse.Namespace) -> Report:
    """Time every question to both registers."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = os.environ | {"XDG_CACHE_HOME": str(home / "cache")}
        few = _loaded(home, FEW)
        many = options.database or _loaded(home, options.cases)
        with closing(sqlite3.connect(many)) as connection:
            programs, targets = _programs(connection, few, many)
            cases = connection.execute("SELECT COUNT(*) FROM cases").fetchone()[0]
        timed = in_turn(programs, options.runs, WARM_UP, environment)
        memory = [_memory(database, environment) for database in (few, many)]
        size = many.stat().st_size / 1e6
    met = "met" if memory[1] - memory[0] <= _MEGABYTES else "MISSED"
    notes = (
        f"{cases:,} cases in {size:,.0f} MB, against {FEW}",
        f"memory of list --format jsonl: {memory[1]:.0f} MB, of {FEW} rows {memory[0]:.0f}; target constant: {met}",
    )
    targets.append(Target("search barlanholing", "sqlite-utils search", 1.0))
    return Report(f"questions to {cases:,} cases", notes, tuple(timed), tuple(targets))


def _loaded(home: Path, cases: int) -> Path:
    """A database of that many cases."""
    data, database = home / f"data-{cases}", home / f"{cases}.db"
    registers.write(data, cases, max(1, cases // 100))
    subprocess.run([_SCRIPTS / "conductcli", "load", data, "--db", database], check=True, capture_output=True)
    return database


def _programs(connection: sqlite3.Connection, few: Path, many: Path) -> tuple[list[Program], list[Target]]:
    first = next(registers.cases(1))["id"]
    asked = [*QUESTIONS, Question(f"show {first}"), Question(f"show {first[:-1]}")]
    programs, targets = [], []
    for question in asked:
        due = None if question.counted is None else connection.execute(question.counted).fetchone()[0]
        for database, check in ((few, _anything), (many, _rows(due))):
            name = question.words if database is many else f"{question.words} (of {FEW})"
            command = (str(_SCRIPTS / "conductcli"), *question.arguments, "--db", str(database))
            programs.append(Program(name, command, check))
        targets.append(Target(question.words, f"{question.words} (of {FEW})", MILLISECONDS, milliseconds=True))
    peer = (str(_SCRIPTS / "sqlite-utils"), "search", str(many), "texts", "barlanholing", "--limit", str(_SHOWN))
    programs.append(Program("sqlite-utils search", peer, _anything))
    return programs, targets


def _anything(_: str) -> str | None:
    return None


def _rows(due: int | None) -> Callable[[str], str | None]:
    """A check that a table has as many rows as there are to find, or as a table shows at most."""

    def wrong(said: str) -> str | None:
        found = len([line for line in said.splitlines()[2:] if line])
        return f"{found} rows, not {min(due, _SHOWN)}" if due is not None and found != min(due, _SHOWN) else None

    return wrong


def _memory(database: Path, environment: dict[str, str]) -> float:
    """The most megabytes that giving out every case took."""
    command = [str(_SCRIPTS / "conductcli"), "list", "--format", "jsonl", "--db", str(database)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"list --format jsonl ended with {process.returncode}")
    return usage.ru_maxrss / 1000
