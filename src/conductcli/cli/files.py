"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from conductcli.errors import NotWritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def written_whole(name: str) -> Iterator[IO[str]]:
    """A text file that takes the name when the block ends without an error. Raises NotWritten."""
    from tempfile import NamedTemporaryFile

    target = Path(name).resolve()  # behind a link, the file that it leads to
    try:
        if target.exists() and not target.is_file():  # a pipe or a device takes what comes
            with target.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(_mode(target))
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        message = f"{name}: cannot be written ({error.strerror})"
        raise NotWritten(message, "check the folder and its permissions, or name another file") from error


def _mode(target: Path) -> int:
    """The permissions that the file has, or that a new file would get."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def removed(name: str) -> None:
    """Take a file away that an earlier run left. Raises NotWritten."""
    try:
        Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(f"{name}: cannot be removed ({error.strerror})", "remove it yourself") from error


def folder_written_whole(name: str, files: Mapping[str, str]) -> None:
    """A folder that holds just these files, by their names in it. Raises NotWritten.

    It takes the place of a folder that holds nothing else than case files that an import made.
    """
    from shutil import rmtree
    from tempfile import mkdtemp

    target = Path(name).resolve()
    try:
        _must_be_ours(target, name)
        aside = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            for file, content in files.items():
                (aside / "new" / file).parent.mkdir(parents=True, exist_ok=True)
                (aside / "new" / file).write_text(content, encoding="utf-8", newline="")
            (aside / "new").mkdir(exist_ok=True)
            if target.exists():
                target.rename(aside / "old")
            try:
                (aside / "new").rename(target)
            except OSError:
                if (aside / "old").exists():
                    (aside / "old").rename(target)
                raise
        finally:
            rmtree(aside, ignore_errors=True)
    except OSError as error:
        message = f"{name}: cannot be written ({error.strerror})"
        raise NotWritten(message, "check the folder and its permissions, or name another one") from error


def _must_be_ours(folder: Path, name: str) -> None:
    """Nothing of the user's own is replaced. Raises NotWritten."""
    from conductcli.importing import MADE

    if folder.exists() and not folder.is_dir():
        raise NotWritten(f"{name}: is a file; this import gives a folder", "name a folder")
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_dir():
            continue
        with path.open("rb") as file:
            if not file.read(100).startswith(f"# {MADE}".encode()):
                message = f"{name}: holds {path.relative_to(folder)}, which no import made"
                raise NotWritten(message, "name a new folder, or move that file away")
