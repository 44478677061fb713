"""A file for libraries that cannot bear an error of writing: it is kept until they are done, and told then.

On a full disk one of them ends in a panic and a report of its own on stderr, another in errors while it is tidied away.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import FileIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LateFile(FileIO):
    """A file whose `write` never fails; what went wrong is in `error`."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        """Write, or pretend to after an error."""
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
    """A new file to hand to a library. Raises OSError at the end of the block if anything of it was not written."""
    with LateFile(path, "w+") as file:
        yield file
        file.check()
