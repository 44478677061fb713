"""A folder that is written whole or not at all: filled beside its place, then put there in one step.

What the program did not write is never replaced: a folder can hold a person's other work.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from conductcli.errors import NotWritten, remedy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK = "export.json"
"""The file by which an export is known; it names the others."""
OURS = "made_by_conductcli"
"""The key of its first line: which version made it."""


def refuse_foreign(target: Path) -> None:
    """Raise NotWritten if what stands at `target` is anything but an empty folder or an earlier export."""
    if not target.exists():
        return
    if not target.is_dir():
        raise NotWritten(f"{target}: is not a folder", "name a new or an empty folder")
    there = {entry.name for entry in target.iterdir()}
    if not there:
        return
    hint = "name a new or an empty folder; only an earlier export is replaced"
    try:
        mark = json.loads((target / MARK).read_text(encoding="utf-8"))
        files = {*mark["files"], MARK} if OURS in mark else set()
    except (OSError, ValueError, KeyError, TypeError):
        files = set()
    if not files:
        raise NotWritten(f"{target}: is not empty, and not an export", hint)
    if strange := sorted(there - files):
        raise NotWritten(f"{target}: holds {strange[0]}, which is not of the export", f"move it away, or {hint}")


@contextmanager
def taking_place(target: Path, refuse: Callable[[Path], None] = refuse_foreign) -> Iterator[Path]:
    """Give a new folder that takes the place of `target` when the block ends without an error.

    Raises NotWritten where it cannot be written, and whatever `refuse` raises of what stands there.
    """
    from filelock import FileLock, Timeout

    target = Path(os.path.realpath(target))  # behind a link, the folder that it leads to
    if not target.name:
        raise NotWritten(f"{target}: is the root of a file system", "name a new or an empty folder in it")
    try:
        _refuse_loop(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = _beside(target, "lock")
        with FileLock(lock, timeout=0), _gone_after(lock):
            _clear(target)
            refuse(target)
            folder = _beside(target, f"exporting-{os.getpid()}")
            folder.mkdir()
            try:
                yield folder
                _sync(folder)
                refuse(target)  # somebody may have put something there meanwhile
                _put(folder, target)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout as error:
        hint = "wait until it is done, or name another folder"
        raise NotWritten(f"{target}: another conductcli is writing it", hint) from error
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror or error})"
        hint = remedy(error, "check the space and the permissions, or name another folder")
        raise NotWritten(message, hint) from error


def _refuse_loop(target: Path) -> None:
    """Raise OSError where links lead in a circle: nothing stands there, but something would be replaced."""
    with suppress(FileNotFoundError):
        target.stat()


@contextmanager
def _gone_after(lock: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):  # a system may not let go of a file that is open
            lock.unlink()


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _clear(target: Path) -> None:
    """Take away what runs that were killed left; an earlier export that was on its way out comes back."""
    earlier = _beside(target, "earlier")
    if earlier.exists() and not target.exists():
        earlier.rename(target)
    shutil.rmtree(earlier, ignore_errors=True)
    for left in target.parent.iterdir():
        if left.name.startswith(f".{target.name}.exporting-"):
            shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Wait until everything is on the disk."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir() and os.name == "nt":
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put(folder: Path, target: Path) -> None:
    """Put a folder in its place; the one that was there is where it was before, or gone."""
    if not target.exists() or _exchanged(folder, target):
        if not target.exists():
            folder.rename(target)
        return
    earlier = _beside(target, "earlier")
    target.rename(earlier)
    folder.rename(target)
    shutil.rmtree(earlier, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; whether the system and the file system can do that."""
    paths = [os.fsencode(one), os.fsencode(other)]
    with suppress(AttributeError, OSError):
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*paths, _SWAP) == 0)
        if sys.platform.startswith("linux"):
            return bool(system.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)
    return False


_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_SWAP = 2  # RENAME_SWAP of renamex_np(2)
_HERE = -100  # AT_FDCWD: paths are absolute or from the current folder
