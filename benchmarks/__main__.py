"""`python -m benchmarks [NAME] [--runs N] [--json FILE]`: one benchmark, or all of them when none is named.

To add one, write a module with `measure(options) -> Report`, and name it here. A benchmark is
no test: a missed target is printed and exits 0; only a wrong answer exits 1.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import machine, saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.report import Report

BENCHMARKS = {
    "start": "from start to answer: `conductcli list` against a bare Typer program and against sqlite-utils",
    "report_page": "a web page of all cases, from the command to the file, with its peak memory",
    "load": "a folder of case files into a database, and one of them changed, against yaml-to-sqlite and PyYAML",
    "queries": "the same questions to five cases and to many; search against sqlite-utils; memory of a long answer",
    "listings": "every listing with every filter and every sort; those that take longer than 200 ms are named",
    "quotations": "a thousand quotations looked up in a megabyte of text, with every verdict checked",
    "hostile": "case files that are built to be expensive: processor time and memory of each",
    "export": "100,000 cases to Parquet, against DuckDB's own copy of the same SQLite tables",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is named, print it, and save it where `--json` says; returns the exit code."""
    options = _parser().parse_args(arguments)
    names = [options.benchmark] if options.benchmark else list(BENCHMARKS)
    about = machine.about()
    sys.stdout.write(machine.described(about) + "\n")
    reports = [_measured(name, options) for name in names]
    if options.json:
        saved.keep(options.json, about, reports)
    return 1 if any(report.wrong for report in reports) else 0


def _measured(name: str, options: argparse.Namespace) -> Report:
    report: Report = import_module(f"benchmarks.{name}").measure(options)
    sys.stdout.write(f"\n{report.as_text()}\n")
    sys.stdout.flush()
    return report


def _parser() -> argparse.ArgumentParser:
    """Every benchmark takes the same options, so that all of them can be run at one size."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--runs", type=_positive, default=10, metavar="N", help="counted rounds (10)")
    shared.add_argument("--cases", type=_positive, default=10_000, metavar="N", help="cases of a register (10,000)")
    shared.add_argument("--database", type=Path, metavar="FILE", help="use this one, where one is not loaded")
    shared.add_argument("--json", type=Path, metavar="FILE", help="save it, beside what was saved there before")
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__.splitlines()[0], parents=[shared])
    parser.set_defaults(benchmark=None)
    subparsers = parser.add_subparsers(metavar="NAME", title="benchmarks")
    for name, about in BENCHMARKS.items():
        subparser = subparsers.add_parser(name, help=about, description=about, parents=[shared])
        subparser.set_defaults(benchmark=name)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    raise SystemExit(main())
