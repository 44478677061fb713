"""Show the progress of long work on a terminal, and nothing elsewhere."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE = 1.0  # seconds before anything is shown
_EVERY = 0.1


@contextmanager
def working(does: str, what: str) -> Iterator[Callable[[str, int], None] | None]:
    """Yield a callback for progress (name, number so far), or None if stderr is not a terminal.

    `does` and `what` are the words shown, such as "reading" and "records".
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.text import Text

    from conductcli.output.sanitize import clean

    started = shown = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with Console(stderr=True, highlight=False, _environ=environment).status("") as status:
        status.stop()

        def tell(name: str, number: int) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - started < _PATIENCE or now - shown < _EVERY:
                return
            shown = now
            status.start()
            status.update(Text(f"{does} {clean(name)}: {number:,} {what}"))

        yield tell
