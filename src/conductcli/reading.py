"""Case files → tables, in this process or side by side in as many as there are processors.

Reading YAML is what a load spends its time on, and Python reads on one processor alone; so, of more than a few
megabytes, each worker reads a handful of files at a time into a part of the database, and the parts are taken into the
whole in the order of the files: the result does not depend on how many workers there were.
"""

from __future__ import annotations

import gc
import os
import time
from dataclasses import dataclass, field
from hashlib import file_digest
from typing import TYPE_CHECKING

from conductcli.casefile import load as casefile
from conductcli.casefile.problems import MOST, Problems, TooMany
from conductcli.store.connection import FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from conductcli.casefile.files import DataFile
    from conductcli.store.build import Builder
    from conductcli.store.filling import Filling

Numbered = tuple[int, "DataFile"]
"""A file, and its number in the database."""


@dataclass
class Read:
    """The result of reading files."""

    problems: Problems = field(default_factory=Problems)
    unread: set[str] = field(default_factory=set)
    """The names of files that could not be read to their end."""
    states: dict[int, FileState | None] = field(default_factory=dict)
    """By the number of each file: what it was when it was read."""
    duplicated: set[tuple[str, str]] = field(default_factory=set)
    records: int = 0
    quotations: tuple[int, int] = (0, 0)
    """How many quotations were looked up in documents, and how many there are."""


def read(builder: Builder, files: Sequence[Numbered], progress: Callable[[str, int], None] | None) -> Read:
    """Read all files into the builder. `progress` takes the name of a file and the number of records so far."""
    sizes = [file.size() for _, file in files]
    workers = min(_processors(), sum(sizes) // _WORTH_A_WORKER)
    if workers < 2:
        return into(builder, files, progress)
    most = min(_PART, sum(sizes) // (_TURNS * workers))
    return _side_by_side(builder, list(_handfuls(files, sizes, most)), workers, progress)


def into(filling: Filling, files: Sequence[Numbered], progress: Callable[[str, int], None] | None = None) -> Read:
    """Read files one after the other."""
    done = Read()
    for number, file in files:
        before = len(done.problems)
        if file.content is None:  # found out before it is read: what changes in between is read again next time
            done.states[number] = state_of(file.path)
        try:
            for entry in casefile.read(file, done.problems.report):
                done.records += 1
                if progress:
                    progress(file.name, done.records)
                filling.want(entry.references)
                if entry.sound or entry.section != "figures":  # numbers are weighed against each other: no stand-ins
                    filling.add(entry.section, entry.value, number)
        except TooMany:
            break
        if any(problem.code in casefile.FATAL for problem in done.problems[before:]):
            done.unread.add(file.name)
    filling.flush()
    return done


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
_PART = 8_000_000  # bytes of a part at most: what the workers read and what waits to be taken in stays small
_TURNS = 4  # each worker reads so many parts at least, so that none is left with a long last one


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _handfuls(files: Sequence[Numbered], sizes: Sequence[int], most: int) -> Iterator[list[Numbered]]:
    """The files in their order, as many together as are not larger than `most`."""
    handful: list[Numbered] = []
    together = 0
    for file, size in zip(files, sizes, strict=True):
        if handful and together + size > most:
            yield handful
            handful, together = [], 0
        handful.append(file)
        together += size
    yield handful


def _side_by_side(
    builder: Builder,
    handfuls: Sequence[list[Numbered]],
    workers: int,
    progress: Callable[[str, int], None] | None,
) -> Read:
    from conductcli.workers import Crew

    done = Read()
    with builder.parts() as names, Crew(workers, _begin, "reads case files") as crew:
        parts = [names(number) for number in range(len(handfuls))]
        futures = [crew.submit(_part, handful, part) for handful, part in zip(handfuls, parts, strict=True)]
        for handful, part, future in zip(handfuls, parts, futures, strict=True):
            one = future.result()
            builder.take(part)
            done.problems += one.problems
            done.problems.unfinished |= one.problems.unfinished or len(done.problems) > MOST
            done.unread |= one.unread
            done.states |= one.states
            builder.duplicated |= one.duplicated
            done.records += one.records
            if progress:
                progress(handful[-1][1].name, done.records)
            if done.problems.unfinished:
                break
    del done.problems[MOST:]
    return done


def _part(files: Sequence[Numbered], part: Path) -> Read:
    """What a worker does: files into a part."""
    from conductcli.store.parts import Part

    with Part.at(part) as filling:
        done = into(filling, files)
        done.duplicated = filling.duplicated
        return done


def _begin() -> None:
    """Spare a worker most of the search for garbage: a case is some hundred objects and goes with its file."""
    gc.freeze()
    gc.set_threshold(50_000)
