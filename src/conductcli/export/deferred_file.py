"""Defer write errors until a library that cannot handle them is done.

On a full disk, one library panics with its own report on stderr, and another fails during clean-up.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import FileIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LateFile(FileIO):
    """A file whose `write` never fails; the first failure is kept in `error`."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        """Write, or after an error do nothing and report success."""
        if self.error is None:
            try:
                return super().write(data)
            except OSError as error:
                self.error = error
        return memoryview(data).nbytes

    def check(self) -> None:
        """Raise the OSError that was kept, if there is one."""
        if self.error is not None:
            raise self.error


@contextmanager
def written(path: Path) -> Iterator[LateFile]:
    """Open a new file for a library. Raise OSError at the end of the block if a write failed."""
    with LateFile(path, "w+") as file:
        yield file
        file.check()
