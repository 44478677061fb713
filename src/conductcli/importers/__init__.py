"""The registry of importers, and what each takes and gives: published tables in, records of the model out.

An importer is a module of this package with a function `imported(given: Given) -> Imported`, and with `HEADINGS`: for
each name the headings by which its tables are told. It reads no files and writes none: sheets come in, records and
rejects go out, so that it can be tested with a table that is typed into a test. What becomes of its answer is seen to
in `conductcli.importers.importing`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from conductcli.errors import NotKnown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from conductcli.importers.rejects import Reject
    from conductcli.importers.sheets import Document
    from conductcli.organisations import Organisations


class Given(NamedTuple):
    """What an importer is given."""

    documents: tuple[Document, ...]
    """The files, in the order in which they were named; one at least."""
    organisations: Organisations
    """The bodies that the program knows, by any of their names."""
    options: Mapping[str, Any] = {}
    """The values of the options that the importer `takes`, by name; those that were not given are absent."""
    beside: Mapping[str, Sequence[dict[str, Any]]] = {}
    """The records of the case files beside which the output will stand, by list: what they hold is left out."""


class Counts(NamedTuple):
    """What came in and what was left aside; what came out, the frame counts as it is written.

    In = records of `section` written + set aside + rejects that are not `part` of something kept. The frame refuses to
    write what does not add up.
    """

    section: Literal["cases", "figures"]
    """The list whose records are counted against what came in."""
    what: str
    """What is counted, in the plural: "rows", "numbers"."""
    read: int
    """How many came in."""
    aside: Mapping[str, int] = {}
    """How many were left out for a reason that is no fault: "subtotals": 30."""


Sections = dict[str, "Iterable[dict[str, Any]]"]
"""The content of one case file without its format: sources, cases, figures, each a list or an iterator of records."""


class Imported(NamedTuple):
    """What an importer gives."""

    files: dict[str, Sections]
    """By the name relative to the output folder; of an importer that gives one file, under the name ""."""
    rejects: list[Reject]
    counts: Counts
    notes: tuple[str, ...] = ()
    """Sentences for whoever runs it."""


class Importer(NamedTuple):
    """An entry of the registry."""

    module: str
    """Where its function `imported` is, below this package."""
    about: str
    """What it takes, in one sentence."""
    gives: Literal["file", "folder"]
    takes: frozenset[str] = frozenset()
    """The options of its own: period, measure, beside."""


IMPORTERS = {
    "home-office-taser": Importer(
        "home_office.taser_importer",
        "Taser (CED) uses by force and year: the Home Office's use of force tables (ODS, XLSX or CSV).",
        "file",
        frozenset(("period", "measure", "beside")),
    ),
    "iopc-recommendations": Importer(
        "iopc.importer",
        "Investigations and learning recommendations of the IOPC's site: the BBC Data Unit's table (XLSX or CSV).",
        "folder",
    ),
}
"""By name."""


def entry(name: str) -> Importer:
    """The entry of this name. Raises NotKnown with a suggestion."""
    if name not in IMPORTERS:
        from difflib import get_close_matches

        close = get_close_matches(name, IMPORTERS, n=2, cutoff=0.3)
        hint = f"did you mean {' or '.join(close)}?" if close else "`conductcli import --list` shows them"
        raise NotKnown(f"there is no importer {name!r}", hint)
    return IMPORTERS[name]


def importer(name: str) -> tuple[Importer, Callable[[Given], Imported], Mapping[str, Collection[str]]]:
    """Return the entry of this name, its function and the headings of its tables. Raises NotKnown with a suggestion."""
    found = entry(name)
    module = import_module(f"conductcli.importers.{found.module}")
    function: Callable[[Given], Imported] = module.imported
    return found, function, module.HEADINGS
