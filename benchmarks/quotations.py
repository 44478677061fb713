"""A thousand quotations in a megabyte of text: looked up by `analysis.quotations`, and every verdict checked.

Each program reads the text as it is started, so its time is that of a user's wait: start-up, folding the text and a
thousand searches. The text is made from a fixed seed. A tenth of the quotations are absent by one word, because those
cost most: the nearest passage is looked for. The peer is the same process with the text and no quotations, so that what
the thousand cost is seen on its own; the target of a second is printed in the notes.
"""

from __future__ import annotations

import json
import os
import random
import sys
from itertools import accumulate
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.programs import Program, in_turn
from benchmarks.report import Report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

SIZE = 1_000_000
QUOTATIONS = 1_000
SECONDS = 1.0
WARM_UP = 1
_SEED = 3
_VERDICTS = ("exact", "typography", "elided", "absent")
_LOOK_UP = """
import json, sys
from conductcli.documents.quotations import Document
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    document = Document(file.read())
with open(sys.argv[2], encoding="utf-8") as file:
    print(json.dumps([document.find(quotation)[:3] for quotation in json.load(file)]))
"""


def measure(options: argparse.Namespace) -> Report:
    """Time the look-up in processes of its own."""
    text, quotations = _made()
    with TemporaryDirectory() as folder:
        source, asked, nothing = (Path(folder, name) for name in ("source.txt", "quotations.json", "nothing.json"))
        source.write_text(text, encoding="utf-8", newline="")
        asked.write_text(json.dumps([quotation for _, quotation, _ in quotations]), encoding="utf-8")
        nothing.write_text("[]", encoding="utf-8")
        script = Path(folder, "look_up.py")
        script.write_text(_LOOK_UP, encoding="utf-8")
        command = (sys.executable, str(script), str(source))
        programs = [
            Program("the text alone", (*command, str(nothing)), lambda said: None if said == "[]\n" else said[:200]),
            Program("a thousand", (*command, str(asked)), _verdicts(quotations)),
        ]
        timed = in_turn(programs, options.runs, WARM_UP, dict(os.environ))
    took = median(timed[1].seconds)
    kinds = ", ".join(f"{sum(kind == wanted for kind, _, _ in quotations)} {wanted}" for wanted in _VERDICTS)
    notes = (
        f"{len(text.encode()):,} bytes of text; {len(quotations):,} quotations: {kinds}",
        f"a thousand: {took:.2f} s, target under {SECONDS:g} s: {'met' if took < SECONDS else 'MISSED'}",
    )
    return Report("quotations", notes, tuple(timed), ())


Made = list[tuple[str, str, int]]
"""The verdict that is due, the quotation, and where it starts."""


def _made() -> tuple[str, Made]:
    """The text, paragraph by paragraph a speech and who said it, with quotations cut from it."""
    chance = random.Random(_SEED)  # noqa: S311
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 9))) for _ in range(5_000)]
    parts: list[str] = []
    speeches: list[list[str]] = []
    size = 0
    while size < SIZE:
        # Common words come often, as they do in language; the number makes each speech one of its kind.
        said = [words[int(len(words) * chance.random() ** 3)] for _ in range(chance.randint(30, 60))]
        said.insert(5, f"n{len(parts)}n")
        speeches.append(said)
        parts.append(f"“{' '.join(said)},” said the officer’s force – again.\n")
        size += len(parts[-1].encode())
    starts = list(accumulate(map(len, parts), initial=0))
    chosen = sorted(chance.sample(range(len(parts)), QUOTATIONS))
    return "".join(parts), [_quotation(number, speeches[at], starts[at] + 1) for number, at in enumerate(chosen)]


def _quotation(number: int, said: list[str], start: int) -> tuple[str, str, int]:
    """One in ten is absent by a word, one in ten elided, three set in another way."""
    words = said[:25]
    match number % 10:
        case 0:
            return "absent", " ".join([*words[:12], "xyzzy", *words[13:]]), -1
        case 1:
            return "elided", f"{' '.join(words[:8])} ... {' '.join(words[15:])}", start
        case 2 | 3 | 4:
            return "typography", "\u00a0\n".join(words), start
    return "exact", " ".join(words), start


def _verdicts(quotations: Made) -> Callable[[str], str | None]:
    """A check that each quotation has the verdict that is due, at its place."""

    def wrong(printed: str) -> str | None:
        found = json.loads(printed)
        if len(found) != len(quotations):
            return f"{len(found)} verdicts for {len(quotations)} quotations"
        for (verdict, start, _), (due, quotation, at) in zip(found, quotations, strict=True):
            if verdict != due or (due != "absent" and start != at):
                return f"{verdict} at {start}, not {due} at {at}: {quotation}"
        return None

    return wrong
