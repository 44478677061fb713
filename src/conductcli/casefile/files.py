"""Which files are meant: paths, folders and standard input → the case files to read."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from conductcli.errors import remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.casefile.problems import Problem

VERDICTS = "quotations.json"
"""The name of the file beside case files that keeps what became of their quotations."""
_ENDINGS = (".yaml", ".yml")


class DataFile(NamedTuple):
    """One case file: the name that its user knows it by, and where its bytes are."""

    name: str
    path: Path
    content: bytes | None = None
    """What was read already, because it can be read only once."""

    def open(self) -> IO[bytes]:
        """Its bytes, from the start."""
        return self.path.open("rb") if self.content is None else BytesIO(self.content)

    def size(self) -> int:
        """How many bytes there are, 0 where nobody can tell."""
        if self.content is not None:
            return len(self.content)
        try:
            return self.path.stat().st_size
        except OSError:  # reading tells what is wrong with it
            return 0


def case_files(paths: Sequence[str]) -> tuple[list[DataFile], list[Problem]]:
    """The files that `paths` name, those of a folder by name, and what is wrong with the paths themselves."""
    from conductcli.casefile.problems import Problem

    files: dict[str, DataFile] = {}
    problems = []
    for given in paths:
        if given == "-":
            if sys.stdin is None:
                hint = "pipe the case file in, or name it"
                problems.append(Problem("<stdin>", 1, 1, "", "unreadable", "error", "standard input is closed", hint))
                continue
            files["-"] = DataFile("<stdin>", Path("-"), sys.stdin.buffer.read())
            continue
        path = Path(given)
        try:
            found = list(below(path)) if path.exists() else []
            if not found:
                missing = "the folder holds no case files" if path.exists() else "there is no such file or folder"
                hint = f"case files end in {' or '.join(_ENDINGS)}" if path.exists() else "check the path"
                problems.append(Problem(given, 1, 1, "", "not-found", "error", missing, hint))
            for file in found:
                content = None if file.is_file() or not file.exists() else file.read_bytes()
                files.setdefault(str(file.resolve()), DataFile(str(file), file, content))
        except OSError as error:
            place, reason = error.filename or given, f"cannot be read ({error.strerror})"
            hint = remedy(error, "check its permissions")
            problems.append(Problem(str(place), 1, 1, "", "unreadable", "error", reason, hint))
    return list(files.values()), problems


def beside(paths: Sequence[str]) -> list[Path]:
    """The files of verdicts beside case files and in folders of them, as far as they are there to be read."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in map(Path, paths) if str(path) != "-")
    return [folder / VERDICTS for folder in folders if os.access(folder / VERDICTS, os.R_OK)]


def named(file: Path) -> str:
    """A file's full path as text, whatever bytes its name is made of."""
    return str(file.resolve()).encode(errors="backslashreplace").decode()


def only_once(given: str) -> bool:
    """Whether a path names what can be read only once: standard input, or a pipe."""
    path = Path(given)
    return given == "-" or (path.exists() and not path.is_file() and not path.is_dir())


def below(path: Path) -> Iterator[Path]:
    """A file itself, or the case files of a folder and its folders by name, but no hidden ones. Raises OSError."""
    if not path.is_dir():
        yield path
        return
    for name, folders, files in os.walk(path, onerror=_refuse):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        for file in sorted(files):
            if file.endswith(_ENDINGS) and not file.startswith("."):
                yield Path(name, file)


def _refuse(error: OSError) -> None:
    """A folder that cannot be read is not passed over in silence."""
    raise error
