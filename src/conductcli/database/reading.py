"""Read case files into rows, in this process or in a worker process for each processor.

Parsing YAML dominates a load, and Python uses one processor. Above a few megabytes, each worker parses a batch of files
and sends the rows, which this process writes in the order of the files: the result does not depend on the number of
workers.
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

IndexedFile = tuple[int, "DataFile"]
"""The number of a file in the database, and the file."""
Reserved = tuple[int, "DataFile", range]
"""The number of a file, the file, and the numbers reserved for its rows."""


@dataclass
class Read:
    """The result of reading files."""

    problems: Problems = field(default_factory=Problems)
    unread: set[str] = field(default_factory=set)
    """The names of files that could not be read to their end."""
    states: dict[int, FileState | None] = field(default_factory=dict)
    """The state of each file when it was read, by the number of the file."""
    rows: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The numbers of the first and last row of each file, by the number of the file."""
    records: int = 0
    quotations: tuple[int, int] = (0, 0)
    """The number of quotations looked up in documents, and the number of all quotations."""

    def add(self, other: Read) -> None:
        """Add the result of reading other files."""
        self.problems += other.problems
        self.problems.unfinished |= other.problems.unfinished or len(self.problems) > MOST
        del self.problems[MOST:]
        self.unread |= other.unread
        self.states |= other.states
        self.rows |= other.rows
        self.records += other.records


def read(builder: Builder, files: Sequence[IndexedFile], progress: Callable[[str, int], None] | None) -> Read:
    """Read all files into the builder. `progress` takes the name of a file and the number of records so far."""
    _collect_seldom()
    sizes = [file.size() for _, file in files]
    workers = min(_processors(), sum(sizes) // _WORTH_A_WORKER)
    if workers < 2:
        return into(builder, files, progress)
    most = min(_BATCH, sum(sizes) // (_TURNS * workers))
    return _in_parallel(builder, list(_batches(files, sizes, most)), workers, progress)


def into(
    target: RecordWriter | Rows, files: Sequence[IndexedFile], progress: Callable[[str, int], None] | None = None
) -> Read:
    """Read files one after the other."""
    done = Read()
    for number, file in files:
        before, first = len(done.problems), target.next
        if file.content is None:  # taken before reading, so that a later change is noticed
            done.states[number] = state_of(file.path)
        try:
            for entry in casefile.read(file, done.problems.report):
                done.records += 1
                if progress:
                    progress(file.name, done.records)
                target.add_references(entry.references)
                if entry.sound or entry.section != "figures":  # invalid figures have no usable value to compare
                    target.add(entry.section, entry.value)
        except TooMany:
            break
        if any(problem.code in casefile.FATAL for problem in done.problems[before:]):
            done.unread.add(file.name)
        done.rows[number] = first, target.next - 1
    return done


def filed(done: Read, paths: Mapping[int, Path]) -> Iterator[Filed]:
    """Yield the rows of `files` for the files that were read, given their paths by number."""
    for number, state in done.states.items():
        if state:
            yield Filed(number, named(paths[number]), state, *done.rows.get(number, (0, -1)))


def state_of(path: Path) -> FileState | None:
    """Return the current state of a file, or None if it cannot be read."""
    try:
        with path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            state = os.fstat(stream.fileno())
    except OSError:  # reading the file reports the problem
        return None
    unsettled = time.time_ns() - state.st_mtime_ns < _SETTLED
    return FileState(state.st_size, -1 if unsettled else state.st_mtime_ns, digest)


_SETTLED = 100_000_000  # ns; a later change may have the same time stamp
_WORTH_A_WORKER = 2_500_000  # bytes: reading them takes as long as starting a worker
_BATCH = 1_000_000  # bytes read at a time at most, so that few rows wait in memory
_TURNS = 4  # batches per worker at least, so that no long one is last
_BYTES = 2  # of YAML that the shortest row takes at least


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(files: Sequence[IndexedFile], sizes: Sequence[int], most: int) -> Iterator[list[Reserved]]:
    """Yield batches of files, in order, each no larger than `most` bytes unless it is a single file."""
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
    """Raise ConductError if a file has more rows than reserved numbers, because it grew meanwhile."""
    for number, file, reserved in batch:
        if done.rows[number][1] >= reserved.stop:
            raise ConductError(f"{file.name}: grew while it was read", "run it again")


def _each(crew: Crew, batches: Sequence[list[Reserved]], most: int) -> Iterator[tuple[Read, Rows]]:
    """Yield the results of the workers, in order; at most `most` batches are read or waiting to be written.

    Raises ConductError if a worker was killed.
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
    """Collect garbage less often: a case has some hundred objects and no reference cycles."""
    gc.freeze()
    gc.set_threshold(50_000)
