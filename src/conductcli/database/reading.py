"""Read case files into tables, in this process or in as many as there are processors.

Reading YAML is what a load spends its time on, and Python reads on one processor alone. So of more than a few
megabytes, each worker reads a batch of files at a time and sends the rows, which this process writes in the order of
the files: the result does not depend on how many workers there were.
"""

from __future__ import annotations

import gc
import os
import time
from collections import deque
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice
from typing import TYPE_CHECKING

from conductcli.casefile import reader as casefile
from conductcli.casefile.files import named
from conductcli.casefile.problems import MOST, Problems, TooMany
from conductcli.database.connection import Filed, FileState
from conductcli.database.rows import Rows
from conductcli.errors import ConductError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from conductcli.casefile.files import DataFile
    from conductcli.database.build import Builder
    from conductcli.database.writer import RecordWriter
    from conductcli.workers import Crew

Numbered = tuple[int, "DataFile"]
"""A file, and its number in the database."""
Reserved = tuple[int, "DataFile", range]
"""The same with the numbers that its rows may take."""


@dataclass
class Read:
    """The result of reading files."""

    problems: Problems = field(default_factory=Problems)
    unread: set[str] = field(default_factory=set)
    """The names of files that could not be read to their end."""
    states: dict[int, FileState | None] = field(default_factory=dict)
    """By the number of each file: what it was when it was read."""
    rows: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the number of each file: the numbers of its first and of its last row."""
    records: int = 0
    quotations: tuple[int, int] = (0, 0)
    """How many quotations were looked up in documents, and how many there are."""

    def add(self, other: Read) -> None:
        """Add what became of reading other files."""
        self.problems += other.problems
        self.problems.unfinished |= other.problems.unfinished or len(self.problems) > MOST
        del self.problems[MOST:]
        self.unread |= other.unread
        self.states |= other.states
        self.rows |= other.rows
        self.records += other.records


def read(builder: Builder, files: Sequence[Numbered], progress: Callable[[str, int], None] | None) -> Read:
    """Read all files into the builder. `progress` takes the name of a file and the number of records so far."""
    _collect_seldom()
    sizes = [file.size() for _, file in files]
    workers = min(_processors(), sum(sizes) // _WORTH_A_WORKER)
    if workers < 2:
        return into(builder, files, progress)
    most = min(_BATCH, sum(sizes) // (_TURNS * workers))
    return _in_parallel(builder, list(_batches(files, sizes, most)), workers, progress)


def into(
    target: RecordWriter | Rows, files: Sequence[Numbered], progress: Callable[[str, int], None] | None = None
) -> Read:
    """Read files one after the other."""
    done = Read()
    for number, file in files:
        before, first = len(done.problems), target.next
        if file.content is None:  # found out before it is read: what changes in between is read again next time
            done.states[number] = state_of(file.path)
        try:
            for entry in casefile.read(file, done.problems.report):
                done.records += 1
                if progress:
                    progress(file.name, done.records)
                target.add_references(entry.references)
                if entry.sound or entry.section != "figures":  # numbers are weighed against each other: no stand-ins
                    target.add(entry.section, entry.value)
        except TooMany:
            break
        if any(problem.code in casefile.FATAL for problem in done.problems[before:]):
            done.unread.add(file.name)
        done.rows[number] = first, target.next - 1
    return done


def filed(done: Read, paths: Mapping[int, Path]) -> Iterator[Filed]:
    """Yield what is to be kept of the files that were read, given their paths by number."""
    for number, state in done.states.items():
        if state:
            yield Filed(number, named(paths[number]), state, *done.rows.get(number, (0, -1)))


def state_of(path: Path) -> FileState | None:
    """What a file is now; None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            state = os.fstat(stream.fileno())
    except OSError:  # reading tells what is wrong with it
        return None
    unsettled = time.time_ns() - state.st_mtime_ns < _SETTLED
    return FileState(state.st_size, -1 if unsettled else state.st_mtime_ns, digest)


_SETTLED = 100_000_000  # ns; a file changed so shortly before it was read may change again within the same time stamp
_WORTH_A_WORKER = 2_500_000  # bytes: a worker takes as long to start as reading that many takes
_BATCH = 1_000_000  # bytes that are read at a time at most, so that what waits to be written stays small
_TURNS = 4  # each worker reads so many batches at least, so that none is left with a long last one
_BYTES = 2  # that the shortest row takes in YAML at least


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(files: Sequence[Numbered], sizes: Sequence[int], most: int) -> Iterator[list[Reserved]]:
    """Yield the files in their order, as many together as are not larger than `most`."""
    batch: list[Reserved] = []
    together, first = 0, 1
    for (number, file), size in zip(files, sizes, strict=True):
        if batch and together + size > most:
            yield batch
            batch, together = [], 0
        reserved = range(first, first + size // _BYTES + 1)
        batch.append((number, file, reserved))
        together += size
        first = reserved.stop
    yield batch


def _in_parallel(
    builder: Builder,
    batches: Sequence[list[Reserved]],
    workers: int,
    progress: Callable[[str, int], None] | None,
) -> Read:
    from conductcli.workers import Crew

    done = Read()
    with Crew(workers, _collect_seldom, "reads case files") as crew:
        for batch, (one, rows) in zip(batches, _each(crew, batches, workers + 1), strict=True):
            done.add(one)
            if done.problems.unfinished:
                break
            _check_numbers(batch, one)
            builder.write(rows)
            if progress:
                progress(batch[-1][1].name, done.records)
    return done


def _check_numbers(batch: Sequence[Reserved], done: Read) -> None:
    """Raise ConductError where a file has more rows than numbers: it was shorter when they were reserved."""
    for number, file, reserved in batch:
        if done.rows[number][1] >= reserved.stop:
            raise ConductError(f"{file.name}: grew while it was read", "run it again")


def _each(crew: Crew, batches: Sequence[list[Reserved]], most: int) -> Iterator[tuple[Read, Rows]]:
    """Yield what the workers made of each batch, in order; `most` batches are read or wait to be written.

    Raises ConductError where a worker was killed.
    """
    remaining = iter(batches)
    waiting = deque(crew.submit(_read_batch, batch) for batch in islice(remaining, most))
    while waiting:
        found = waiting.popleft().result()
        waiting.extend(crew.submit(_read_batch, batch) for batch in islice(remaining, 1))
        yield found


def _read_batch(batch: Sequence[Reserved]) -> tuple[Read, Rows]:
    """Read files, in a worker."""
    done, rows = Read(), Rows()
    for number, file, reserved in batch:
        rows.begin(reserved.start)
        done.add(into(rows, [(number, file)]))
    return done, rows


def _collect_seldom() -> None:
    """Look for garbage less often: a case is some hundred objects, and none of them refers back to another."""
    gc.freeze()
    gc.set_threshold(50_000)
