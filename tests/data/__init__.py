"""Case files made for tests, small and fixed, and databases of them: what the shipped register says may change."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from conductcli import api

HERE = Path(__file__).parent
SMALL = HERE / "small.yaml"
DEADLINES = HERE / "deadlines.yaml"
FIGURES = HERE / "figures.yaml"


@cache
def folder() -> Path:
    """A folder that goes with the process."""
    made = tempfile.mkdtemp(prefix="conductcli-tests-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


@cache
def later() -> Path:
    """A later edition of the small register: what went, changed and came, and what was only moved."""
    text = SMALL.read_text(encoding="utf-8")
    for before, after in _EDITS:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    start, end = text.index("  - id: national-review-2019\n"), text.index("figures:\n")  # a whole case went
    target = folder() / "later.yaml"
    target.write_text(text[:start] + text[end:], encoding="utf-8")
    return target


_GONE = """      - id: talk-to-them
        basis: handling
        made_by: iopc
        made_to: greater-manchester
        text: The officers should talk the stop over.
        responses: [{position: accepted}]
"""
_EDITS = (
    (_GONE, ""),
    ("due_on: 2020-10-27", "due_on: 2020-11-10"),
    ("position: rejected", "position: partly_accepted"),
    ("          - {made_by: greater-manchester, made_on: 2021-02-01, progress: done, source: letters}\n", ""),
    ("value: 816", "value: 820"),
    ("themes: [officer_conduct, proportionality]", "themes: [proportionality, officer_conduct]"),
    ("topics: [public_order]", "topics: [public_order, training]"),
    ("    summary: Officers of two", "    caveat: Seen from outside.\n    summary: Officers of two"),
    ("      - {id: march,", "      - {id: talks, kind: meeting, text: They meet.}\n      - {id: march,"),
)  # fmt: skip


@cache
def database(file: Path) -> Path:
    """A database of a case file, built once in each process, never to be changed."""
    target = folder() / f"{file.stem}.db"
    api.load((str(file),), target)
    return target
