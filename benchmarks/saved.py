"""What benchmarks found, kept in a file: `benchmarks/results.json` is what the table in the README is made from.

Each benchmark replaces what it found before, so that they can be run one by one and at several sizes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.report import Report

RESULTS = Path(__file__).with_name("results.json")


def keep(file: Path, machine: Mapping[str, str | int], reports: Sequence[Report]) -> None:
    """Write what was found into the file, in the place of what the same benchmarks found before."""
    found = {report["name"]: report for report in read(file)} if file.exists() else {}
    found |= {report.name: {"machine": dict(machine), **report.as_json()} for report in reports}
    file.write_text(json.dumps([found[name] for name in sorted(found)], indent=1) + "\n", encoding="utf-8")


def read(file: Path = RESULTS) -> list[dict[str, Any]]:
    """What is kept."""
    kept: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """A Markdown table of everything that has a target."""
    return "\n".join(["| measured | median | of the rounds | target |", "| --- | --- | --- | --- |", *_rows(found)])


def _rows(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for report in found:
        for one in report["measured"]:
            form, unit = (".0f", " ms") if one["milliseconds"] else (".3g", "")
            what = f"`{one['program']}`, longer" if unit else f"`{one['program']}` against `{one['peer']}`"
            middle, least, most = (f"{one[key]:{form}}{unit}" for key in ("median", "min", "max"))
            target = f"at most {one['at_most']:.3g}{unit}, {'met' if one['met'] else 'missed'}"
            yield f"| {report['name']}: {what} | {middle} | {least} to {most} | {target} |"
