"""Write a folder atomically: fill it under another name, then swap it into place.

Folders that the program did not write are never replaced, because they may hold other work.
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
"""The file that identifies an export and lists its other files."""
OURS = "made_by_conductcli"
"""The key in that file for the version that wrote it."""


def refuse_foreign(target: Path) -> None:
    """Raise NotWritten if `target` exists and is neither an empty folder nor an earlier export."""
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
    """Yield a new folder that replaces `target` when the block ends without an error.

    Raise NotWritten if it cannot be written, and whatever `refuse` raises about the existing folder.
    """
    from filelock import FileLock, Timeout

    target = Path(os.path.realpath(target))  # a link is kept, its target replaced
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
                refuse(target)  # something may have appeared meanwhile
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
    """Raise OSError on a loop of links, which does not exist as a target but would be replaced."""
    with suppress(FileNotFoundError):
        target.stat()


@contextmanager
def _gone_after(lock: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):  # some systems do not delete open files
            lock.unlink()


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _clear(target: Path) -> None:
    """Delete leftovers of killed runs, and restore an earlier export that was being replaced."""
    earlier = _beside(target, "earlier")
    if earlier.exists() and not target.exists():
        earlier.rename(target)
    shutil.rmtree(earlier, ignore_errors=True)
    for left in target.parent.iterdir():
        if left.name.startswith(f".{target.name}.exporting-"):
            shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Flush all files of a folder to disk."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir() and os.name == "nt":
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put(folder: Path, target: Path) -> None:
    """Move a folder to `target`, leaving the replaced folder under the first name or deleted."""
    if not target.exists() or _exchanged(folder, target):
        if not target.exists():
            folder.rename(target)
        return
    earlier = _beside(target, "earlier")
    target.rename(earlier)
    folder.rename(target)
    shutil.rmtree(earlier, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders atomically; return False if the system or the file system cannot."""
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
_HERE = -100  # AT_FDCWD: absolute paths, or relative to the current folder
