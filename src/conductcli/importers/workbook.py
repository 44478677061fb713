"""Read one workbook in a child process with limits, which ends when its parent does.

Run as `python -m conductcli.importers.workbook FILE MEMORY SECONDS BYTES CELLS`. It writes JSON lines to stdout: for
each sheet an object `{"name", "above"}`, where `above` is the number of empty rows at the top, then a list for each
row. A date is a list of one ISO text. It exits with TOO_MANY if the workbook has more cells than the limit, because
well-compressed content would otherwise fill the memory of the parent.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import date, datetime
from typing import Any

TOO_MANY = 3
"""The exit code for more cells than the limit."""


def main(path: str, memory: int, seconds: int, longest: int, most: int) -> None:
    """Write the cells of a workbook to stdout."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _limit(memory, seconds, longest)
    from python_calamine import CalamineError, load_workbook

    held = 0
    try:
        workbook = load_workbook(path)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            above, left = sheet.start or (0, 0)
            if (held := held + above) > most or held + sheet.height * (1 + sheet.width) > _SPARSE * most:
                sys.exit(TOO_MANY)
            print(json.dumps({"name": name, "above": above}))  # noqa: T201
            for row in sheet.to_python(skip_empty_area=True):
                cells = _cells([None] * left + row)
                if (held := held + 1 + len(cells)) > most:
                    sys.exit(TOO_MANY)
                print(json.dumps(cells))  # noqa: T201
    except (CalamineError, MemoryError, OSError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}" if isinstance(error, MemoryError) else str(error))


_SPARSE = 20
"""The largest span of a sheet, including empty cells, as a multiple of the limit, before it is unpacked."""


def _cells(row: list[Any]) -> list[Any]:
    cells = [_cell(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return [value.isoformat()]
    if value == "":
        return None
    return value if value is None or isinstance(value, str | float | int) else str(value)


def _end_with_the_parent() -> None:
    """Exit when stdin ends, which happens when the parent closes it or dies."""
    os.read(0, 1)
    os._exit(1)


def _limit(memory: int, seconds: int, longest: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the parent's timeout still applies
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, longest),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores the signal by default


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
