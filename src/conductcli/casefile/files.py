"""Find the case files to read: paths, folders and standard input."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from conductcli.errors import remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.casefile.problems import Problem

VERDICTS = "quotations.json"
"""The name of the file, next to case files, that stores the verdicts on their quotations."""
MOST_PIPED = 100_000_000
"""Bytes read from standard input, a pipe or a device at most, because they are kept in memory."""
_CHUNK = 65_536
_ENDINGS = (".yaml", ".yml")


class DataFile(NamedTuple):
    """A case file: the name that its user knows, and its path or content."""

    name: str
    path: Path
    content: bytes | None = None
    """The content, if it was read already because it can be read only once."""

    def open(self) -> IO[bytes]:
        """Return a stream of its bytes, from the start."""
        return self.path.open("rb") if self.content is None else BytesIO(self.content)

    def size(self) -> int:
        """Return its size in bytes, 0 if it is unknown."""
        if self.content is not None:
            return len(self.content)
        try:
            return self.path.stat().st_size
        except OSError:  # reading the file reports the problem
            return 0


def case_files(paths: Sequence[str]) -> tuple[list[DataFile], list[Problem]]:
    """Return the files that `paths` name, those of a folder sorted by name, and the problems with the paths."""
    from conductcli.casefile.problems import Problem

    files: dict[str, DataFile] = {}
    problems = []

    def refuse(name: object, code: str, message: str, hint: str) -> None:
        problems.append(Problem(str(name), 1, 1, "", code, "error", message, hint))

    for given in paths:
        if given == "-" and sys.stdin is None:
            refuse("<stdin>", "unreadable", "standard input is closed", "pipe the case file in, or name it")
            continue
        path = Path(given)
        try:
            found = [path] if given == "-" else list(iter_case_files(path)) if path.exists() else []
            if not found:
                missing = "the folder holds no case files" if path.exists() else "there is no such file or folder"
                hint = f"case files end in {' or '.join(_ENDINGS)}" if path.exists() else "check the path"
                refuse(given, "not-found", missing, hint)
            for file in found:
                name = "<stdin>" if given == "-" else str(file)
                key, content = given if given == "-" else str(file.resolve()), None
                if given == "-" or (file.exists() and not file.is_file()):
                    if file != path:  # a pipe in a folder may have no writer
                        refuse(file, "unreadable", "is not a file", "take it out of the folder")
                        continue
                    content = _piped(given)
                    if len(content) > MOST_PIPED:
                        message = f"more than {MOST_PIPED // 1_000_000} MB, which is too much for a pipe"
                        refuse(name, "size", message, "write it to a file, and name that")
                        continue
                files.setdefault(key, DataFile(name, file, content))
        except OSError as error:
            hint = remedy(error, "check its permissions")
            refuse(error.filename or given, "unreadable", f"cannot be read ({error.strerror})", hint)
    return list(files.values()), problems


def _piped(given: str) -> bytes:
    """Read a file that can be read only once, as far as it can be a case file. Raises OSError.

    A pipe or a device may have no end: reading stops at the first byte that no case file may contain (where the parser
    stops, too), or beyond MOST_PIPED.
    """
    from conductcli.casefile.checked_stream import CheckedStream, Unreadable

    kept = BytesIO()
    with nullcontext(sys.stdin.buffer) if given == "-" else Path(given).open("rb") as stream, suppress(Unreadable):
        checked = CheckedStream(_Copied(stream, kept))
        while kept.tell() <= MOST_PIPED and checked.read(_CHUNK):
            pass
    return kept.getvalue()


class _Copied:
    """A stream that keeps a copy of everything read."""

    def __init__(self, stream: IO[bytes], kept: BytesIO) -> None:
        self._stream, self._kept = stream, kept

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most `size`."""
        chunk = self._stream.read(size)
        self._kept.write(chunk)
        return chunk


def quotation_cache_paths(paths: Sequence[str]) -> list[Path]:
    """Return the existing files of verdicts next to case files and in folders of them."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in map(Path, paths) if str(path) != "-")
    found = [folder / VERDICTS for folder in folders]
    return [file for file in found if os.access(file, os.R_OK) and file.is_file()]


def named(file: Path) -> str:
    """Return the full path of a file as text, whatever bytes its name contains."""
    return str(file.resolve()).encode(errors="backslashreplace").decode()


def only_once(given: str) -> bool:
    """Tell whether a path can be read only once: standard input, or a pipe."""
    path = Path(given)
    return given == "-" or (path.exists() and not path.is_file() and not path.is_dir())


def iter_case_files(path: Path) -> Iterator[Path]:
    """Yield a file, or the case files of a folder and its subfolders by name, but no hidden ones. Raises OSError."""
    if not path.is_dir():
        yield path
        return
    for name, folders, files in os.walk(path, onerror=_refuse):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        for file in sorted(files):
            if file.endswith(_ENDINGS) and not file.startswith("."):
                yield Path(name, file)


def _refuse(error: OSError) -> None:
    """Raise the error of a folder that cannot be read, so that it is not skipped silently."""
    raise error
