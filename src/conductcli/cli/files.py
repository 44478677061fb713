"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from conductcli.errors import NotWritten

if TYPE_CHECKING:
    from collections.abc import Iterator


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
