"""Files and folders that a command writes: whole or not at all, and never over what the command reads."""

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
    """A path, or the number of an open file."""

_PREFIX = ".conductcli-"
"""How the name of a file starts that is not whole yet."""


def refuse_inputs(outputs: Iterable[str], inputs: Callable[[], Iterable[Path]], *, stdin: bool) -> None:
    """Raise WrongUsage where an output is an input, by whatever name, or a folder around an input.

    Without outputs, standard output is looked at: `>> FILE`. `inputs` is called only where something could be lost;
    `stdin` tells whether standard input is one of them.
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
    """What tells a file or folder from all others; None for what cannot be lost: nothing, a pipe, a device."""
    try:
        found = os.fstat(file) if isinstance(file, int) else Path(os.path.realpath(file)).stat()  # as it is written
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) else None


def _identity_of(stream: IO[str] | None) -> tuple[int, int] | None:
    """The same of an open stream; None where it is closed or no file at all."""
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
    """Open a text file that takes the name when the block ends without an error. Raises NotWritten.

    A link stays, and what it leads to is written. What a run that was killed left in the folder is cleared away.
    """
    target = Path(os.path.realpath(name))  # unlike Path.resolve, never an error: what is wrong is told when it is used
    try:
        found = _state(target)
        if found and not stat.S_ISREG(found.st_mode):  # a pipe or a device takes what comes
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
    except BrokenPipeError:  # whoever read the pipe has gone, which is not an error
        raise
    except OSError as error:
        message = f"{name}: cannot be written ({error.strerror or error})"
        hint = remedy(error, "check the folder and its permissions, or name another file")
        raise NotWritten(message, hint) from error


def _state(target: Path) -> os.stat_result | None:
    """What stands there; None where nothing does. Raises OSError where links lead in a circle."""
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _mode_of_new() -> int:
    """The permissions that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unfinished(folder: Path) -> IO[str]:
    """A new file, locked so that no other run takes it for one that was left."""
    from tempfile import NamedTemporaryFile

    while True:
        file = NamedTemporaryFile(  # noqa: SIM115
            "w", encoding="utf-8", newline="", dir=folder, prefix=_PREFIX, delete=False
        )
        _lock(file.fileno())
        if _identity(file.name) == _identity(file.fileno()):  # else another run cleared it before it was locked
            return file
        file.close()


def _clear(folder: Path) -> None:
    """Remove unfinished files that no living process holds."""
    with os.scandir(folder) as entries:
        left = [
            entry.path for entry in entries if entry.name.startswith(_PREFIX) and entry.is_file(follow_symlinks=False)
        ]
    for path in left:
        with suppress(OSError):  # it is somebody else's, or is being written
            if sys.platform == "win32":
                Path(path).unlink()  # which fails as long as anybody has it open
                continue
            held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if _lock(held):
                    Path(path).unlink()
            finally:
                os.close(held)


def _lock(number: int) -> bool:
    """Lock an open file until it is closed or its process ends; return whether that was possible."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def removed(name: str) -> None:
    """Remove a file that an earlier run left. Raises NotWritten."""
    try:
        Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(f"{name}: cannot be removed ({error.strerror})", "remove it yourself") from error


def folder_written_whole(name: str, files: Mapping[str, str]) -> None:
    """Write a folder that holds just these files, by their names in it. Raises NotWritten.

    It takes the place of a folder that holds nothing else than case files that an import made.
    """
    from conductcli.export.folder import taking_place

    with taking_place(Path(name), _refuse_foreign) as folder:
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(content, encoding="utf-8", newline="")


def _refuse_foreign(folder: Path) -> None:
    """Raise NotWritten if the folder is a file, or holds what no import made."""
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
