"""Write output files and folders atomically, and never over an input of the command."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from conductcli.errors import NotWritten, WrongUsage, remedy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    File = str | Path | int
    """A path, or the descriptor of an open file."""

_PREFIX = ".conductcli-"
"""The prefix of the names of unfinished files."""


def refuse_inputs(outputs: Iterable[str], inputs: Callable[[], Iterable[Path]], *, stdin: bool) -> None:
    """Raise WrongUsage if an output is an input, by whatever name, or a folder that contains an input.

    Without outputs, check standard output instead (`>> FILE`). `inputs` is called only if something could be lost;
    `stdin` is whether standard input is an input.
    """
    written: dict[str, object] = {name: found for name in outputs if (found := _identity(name))}
    if not written and (found := _identity_of(sys.stdout)):
        written["standard output"] = found
    if not written:
        return
    read = {"standard input": _identity_of(sys.stdin)} if stdin else {}
    read |= {str(path): _identity(path) for path in inputs()}
    for name, identity in written.items():
        for path, found in read.items():
            if found == identity or (found and Path(name).is_dir() and _is_below(path, name)):
                raise WrongUsage(f"{name}: the command reads {path}, which would be lost", "name another output")


def _identity(file: File) -> tuple[int, int] | None:
    """Return the device and inode of a file or folder, or None if there is nothing to lose (a pipe, a device)."""
    try:
        found = os.fstat(file) if isinstance(file, int) else Path(os.path.realpath(file)).stat()  # as it is written
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) else None


def _identity_of(stream: IO[str] | None) -> tuple[int, int] | None:
    """Return the identity of the file behind a stream, or None if it is closed or not a file."""
    if stream is None:
        return None
    try:
        return _identity(stream.fileno())
    except (OSError, ValueError):
        return None


def _is_below(path: str, folder: str) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@contextmanager
def written_whole(name: str) -> Iterator[IO[str]]:
    """Open a text file that replaces `name` when the block ends without an error. Raise NotWritten on failure.

    A link is kept, and its target is written. Files left unfinished in the folder by killed runs are deleted.
    """
    target = Path(os.path.realpath(name))  # Path.resolve may raise; errors are reported on use
    try:
        found = _state(target)
        if found and not stat.S_ISREG(found.st_mode):  # pipes and devices cannot be replaced
            with target.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        if found and not os.access(target, os.W_OK):
            raise NotWritten(f"{name}: is read-only", "make it writable, or name another file")
        _clear(target.parent)
        with _unfinished(target.parent) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(stat.S_IMODE(found.st_mode) & 0o777 if found else _mode_of_new())
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except BrokenPipeError:  # the reader of a pipe may leave early
        raise
    except OSError as error:
        message = f"{name}: cannot be written ({error.strerror or error})"
        hint = remedy(error, "check the folder and its permissions, or name another file")
        raise NotWritten(message, hint) from error


def _state(target: Path) -> os.stat_result | None:
    """Return the status of a path, or None if it does not exist. Raise OSError on a loop of links."""
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _mode_of_new() -> int:
    """Return the permissions that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unfinished(folder: Path) -> IO[str]:
    """Return a new temporary file, locked so that other runs do not delete it as a leftover."""
    from tempfile import NamedTemporaryFile

    while True:
        file = NamedTemporaryFile(  # noqa: SIM115
            "w", encoding="utf-8", newline="", dir=folder, prefix=_PREFIX, delete=False
        )
        _lock(file.fileno())
        if _identity(file.name) == _identity(file.fileno()):  # else another run deleted it before the lock
            return file
        file.close()


def _clear(folder: Path) -> None:
    """Delete unfinished files that no living process has locked."""
    with os.scandir(folder) as entries:
        left = [
            entry.path for entry in entries if entry.name.startswith(_PREFIX) and entry.is_file(follow_symlinks=False)
        ]
    for path in left:
        with suppress(OSError):  # not ours to delete, or in use
            if sys.platform == "win32":
                Path(path).unlink()  # fails while the file is open anywhere
                continue
            held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if _lock(held):
                    Path(path).unlink()
            finally:
                os.close(held)


def _lock(number: int) -> bool:
    """Lock an open file until it is closed; return whether the lock was free."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def removed(name: str) -> None:
    """Delete a file of an earlier run, if there is one. Raise NotWritten on failure."""
    try:
        Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(f"{name}: cannot be removed ({error.strerror})", "remove it yourself") from error


def folder_written_whole(name: str, files: Mapping[str, str]) -> None:
    """Write a folder with exactly these files, given as text by relative path. Raise NotWritten on failure.

    Only a folder that contains nothing but case files written by an import is replaced.
    """
    from conductcli.export.folder import taking_place

    with taking_place(Path(name), _refuse_foreign) as folder:
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(content, encoding="utf-8", newline="")


def _refuse_foreign(folder: Path) -> None:
    """Raise NotWritten if the path is a file, or a folder with a file that no import wrote."""
    from conductcli.importers.importing import MADE

    if folder.exists() and not folder.is_dir():
        raise NotWritten(f"{folder}: is a file; this import gives a folder", "name a folder")
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_dir():
            continue
        with path.open("rb") as file:
            if not file.read(100).startswith(f"# {MADE}".encode()):
                message = f"{folder}: holds {path.relative_to(folder)}, which no import made"
                raise NotWritten(message, "name a new folder, or move that file away")
