"""Register the importers, and define their input and output: published tables in, records of the model out.

An importer is a module in this package with a function `imported(given: ImportInput) -> ImportResult` and with
`HEADINGS`, the accepted headings for each column name. It reads and writes no files, so that tests can use tables
written inline. `conductcli.importers.importing` does the rest.
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


class ImportInput(NamedTuple):
    """The input of an importer."""

    documents: tuple[Document, ...]
    """The input files, at least one, in the order given."""
    organisations: Organisations
    """The organisations known to the program, by any of their names."""
    options: Mapping[str, Any] = {}
    """Values of the options that the importer `takes`, by name, without those not given."""
    existing: Mapping[str, Sequence[dict[str, Any]]] = {}
    """Records by section of the case files to be used with the output; figures in them are not repeated."""


class Counts(NamedTuple):
    """Counts of what was read and set aside; the framework itself counts what is written.

    Read = records of `section` written + set aside + rejects that are not `part` of something kept. If that does
    not add up, nothing is written.
    """

    section: Literal["cases", "figures"]
    """The section whose records count against what was read."""
    what: str
    """The counted unit in the plural: "rows" or "numbers"."""
    read: int
    """The number read."""
    skipped: Mapping[str, int] = {}
    """The number left out for each harmless reason, such as "subtotals": 30."""


Sections = dict[str, "Iterable[dict[str, Any]]"]
"""The sections of one case file (sources, cases, figures), each a list or an iterator of records."""


class ImportResult(NamedTuple):
    """The output of an importer."""

    files: dict[str, Sections]
    """Sections by file name relative to the output folder; for a single file, under the name ""."""
    rejects: list[Reject]
    counts: Counts
    notes: tuple[str, ...] = ()
    """Notes for the user, one sentence each."""


class Importer(NamedTuple):
    """An entry of the registry."""

    module: str
    """The module of its function `imported`, relative to this package."""
    about: str
    """A one-sentence description of its input."""
    gives: Literal["file", "folder"]
    takes: frozenset[str] = frozenset()
    """Its own options: period, measure, beside."""


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
"""Importers by name."""


def entry(name: str) -> Importer:
    """Return the entry with this name. Raise NotKnown with a suggestion."""
    if name not in IMPORTERS:
        from difflib import get_close_matches

        close = get_close_matches(name, IMPORTERS, n=2, cutoff=0.3)
        hint = f"did you mean {' or '.join(close)}?" if close else "`conductcli import --list` shows them"
        raise NotKnown(f"there is no importer {name!r}", hint)
    return IMPORTERS[name]


def importer(name: str) -> tuple[Importer, Callable[[ImportInput], ImportResult], Mapping[str, Collection[str]]]:
    """Return the entry with this name, its function and its headings. Raise NotKnown with a suggestion."""
    found = entry(name)
    module = import_module(f"conductcli.importers.{found.module}")
    function: Callable[[ImportInput], ImportResult] = module.imported
    return found, function, module.HEADINGS
