"""Registers of any size, made up from a seed, so that every benchmark of size is about the same cases.

`python -m benchmarks.registers FOLDER --cases N --files N` writes them as case files; `entries` gives them as the
records that reading those files would give. A larger register begins with the cases of a smaller one, and
none is ever held in memory.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chances import FORCES, PUBLISHERS
from benchmarks.made_up import Outline, Record, case, outlined, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SEED = 7


def cases(number: int, seed: int = SEED, first: int = 0) -> Iterator[Record]:
    """That many cases from the number `first` on, in the model's shape: about 2.4 KB of YAML each with its sources."""
    return (case(outlined(at, seed)) for at in range(first, first + number))


def sources(number: int, seed: int = SEED, first: int = 0) -> Iterator[Record]:
    """The sources of the same cases: each has its own page, and every fifth an article besides."""
    return (source for at in range(first, first + number) for source in _sources(outlined(at, seed)))


def figures(number: int, seed: int = SEED, first: int = 0) -> Iterator[Record]:
    """The figures of the same cases: of one case in twenty."""
    outlines = (outlined(at, seed) for at in range(first, first + number))
    return (_figure(outline) for outline in outlines if outline.number % 20 == 0)


def entries(number: int, seed: int = SEED, first: int = 0) -> Iterator[tuple[str, Record]]:
    """All of it in the order of a case file: the name of the list, and the record."""
    for section, made in _SECTIONS.items():
        for record in made(number, seed, first):
            yield section, record


def write(folder: Path, cases: int, files: int, seed: int = SEED) -> None:
    """Write the cases with all that they refer to as that many case files of about the same size."""
    folder.mkdir(parents=True, exist_ok=True)
    bounds = [cases * at // files for at in range(files + 1)]
    for number, (first, end) in enumerate(pairwise(bounds)):
        with (folder / f"cases-{number:05}.yaml").open("w", encoding="utf-8", newline="\n") as file:
            file.write("format: 1\n")
            section = ""
            for name, record in entries(end - first, seed, first):
                if name != section:
                    file.write(f"{name}:\n")
                    section = name
                file.write(_item(record, "  "))


def write_list(file: Path, number: int, seed: int = SEED) -> None:
    """Write that many cases as a bare list, for programs that know nothing of case files."""
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_item(case, "") for case in cases(number, seed))


_SECTIONS = {"sources": sources, "cases": cases, "figures": figures}


def _sources(outline: Outline) -> Iterator[Record]:
    title = f"{outline.topic.replace('_', ' ').capitalize()} in {outline.place.capitalize()}"
    published = outline.published.isoformat()
    yield {
        "id": f"page-{outline.number:07}",
        "title": f"{title}, {outline.incident:%Y}",
        "publisher": PUBLISHERS[outline.oversight],
        "kind": "webpage",
        "published": published,
        "url": f"https://example.org/{outline.id}",
    }
    if outline.press:
        yield {
            "id": f"press-{outline.number:07}",
            "title": f"{title} looked into",
            "publisher": f"{outline.place.capitalize()} Gazette",
            "kind": "news",
            "published": published,
        }


def _figure(outline: Outline) -> Record:
    """Half count what was recommended in the case, half what the force did in a year, where some sources disagree."""
    common = {"id": f"figure-{outline.number:07}", "organisation": outline.force, "source": [page(outline)]}
    if outline.number % 40:
        counted = {"measure": "recommendations_made", "value": 1 + outline.number % 9, "unit": "recommendation"}
        return common | counted | {"made_by": outline.oversight, "case_id": outline.id}
    year, size = outline.incident.year, FORCES.index(outline.force)
    differs = 5 if outline.number % 1000 == 0 else 0
    value = 20 * (year - 2000) + 10 * size + differs
    counted = {"measure": "taser_uses", "value": value, "unit": "officer_use", "counts": "highest_use"}
    return common | counted | {"period": str(year), "made_by": outline.force}


def _item(record: Record, indent: str) -> str:
    """A record as an item of a list, in YAML."""
    lines = []
    mark = f"{indent}- "
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{mark}{key}:\n" + "".join(_item(inner, indent + "    ") for inner in value))
        else:
            lines.append(f"{mark}{key}: {_flow(value)}\n")
        mark = f"{indent}  "
    return "".join(lines)


def _flow(value: Any) -> str:
    if isinstance(value, str):
        # Numbers and what has a meaning inside brackets would be read as something else.
        return json.dumps(value) if value.isdigit() or ", " in value else value
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    return str(value)


def main(arguments: Iterable[str] | None = None) -> None:
    """Write a register where the command line says."""
    parser = argparse.ArgumentParser("python -m benchmarks.registers", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the case files go")
    parser.add_argument("--cases", type=int, default=10_000, metavar="N", help="how many cases (10,000)")
    parser.add_argument("--files", type=int, default=100, metavar="N", help="in how many files (100)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"what they are made from ({SEED})")
    options = parser.parse_args(None if arguments is None else list(arguments))
    write(options.folder, options.cases, options.files, options.seed)


if __name__ == "__main__":
    main()
