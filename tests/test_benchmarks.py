"""What the benchmarks are about: made-up registers that are what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import registers

from conductcli.casefile.files import case_files
from conductcli.casefile.reader import read

if TYPE_CHECKING:
    from pathlib import Path

    from conductcli.casefile.problems import Problem


def test_a_written_register_reads_as_the_records_that_it_was_made_of(tmp_path: Path) -> None:
    registers.write(tmp_path, 120, 3, seed=5)
    files, _ = case_files([str(tmp_path)])
    problems: list[Problem] = []
    found = [(entry.section, entry.value) for file in files for entry in read(file, problems.append)]
    made = [entry for first in (0, 40, 80) for entry in registers.entries(40, 5, first)]
    assert problems == []
    assert found == made


def test_a_larger_register_begins_with_the_cases_of_a_smaller_one() -> None:
    assert list(registers.cases(30))[:10] == list(registers.cases(10))
    assert list(registers.cases(10)) != list(registers.cases(10, seed=8))
