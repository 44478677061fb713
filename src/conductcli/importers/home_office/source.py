"""Describe the source of a table of Taser uses: from the workbook itself or, for known files, by digest.

CSV files say nothing about themselves. For two of them, it is known who compiled them and from what.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.importers.home_office import labels
from conductcli.importers.periods import slug, stated
from conductcli.importers.tables import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.importers.home_office.tables import Row
    from conductcli.importers.sheets import Document

_SERIES = "https://www.gov.uk/government/collections/police-use-of-force-statistics"
_PUBLISHED = re.compile(r"(?:published|publication date)\W+([0-9]{1,2} \w+ [0-9]{4})", re.IGNORECASE)
_KNOWN: dict[str, dict[str, str]] = {
    "342f254502aa0b9add2944410a5bf7b5821f4318e56228d532d1c6657c2635cf": {
        "id": "home-office-taser-table-2004-2010",
        "period": "2004-04/2010-03",
        "title": "Taser use by police force, April 2004 to March 2010",
        "published": "2011-03-21",
        "caveat": "Typed by others from a PDF of the Home Office, which was not seen itself. The six years are counted"
        " together, and the counting rule is not given.",
    },
    "8419030ef9dadfb671497baba4cb5246e1612bb04b060bf0d5fec4674acda836": {
        "id": "home-office-taser-tables-2015-2020",
        "title": "Taser use by police force, 2015 to 2019/20: the Home Office's yearly tables, put end to end",
        "caveat": "Put together by others from the Home Office's tables, of which those before 2017/18 were not seen"
        " themselves. Calendar years to 2016, then financial years. The counting rule is not given.",
    },
}
"""Facts by digest about files that say nothing about themselves."""
_UNKNOWN = "The file does not say of what publication its numbers are."


class Edition(NamedTuple):
    """One publication of the tables."""

    source: dict[str, Any]
    """Its record among the sources."""
    highest: frozenset[str]
    """The sheets whose tables count only the highest use, as far as the document says so."""
    experimental: frozenset[str]
    """The sheets whose tables are labelled experimental."""

    def counts(self, row: Row) -> str:
        """Return the counting rule of a row's table."""
        return "highest_use" if row.sheet in self.highest else "not_stated"

    def caveats(self, row: Row, measure: str) -> Iterator[str]:
        """Yield caveats on a number that follow from its table."""
        if measure == "taser_fired" and row.fired_as:
            yield f"Printed as {row.fired_as}, beside drive stuns, which later tables count as discharges too."


def known_period(sha256: str) -> str | None:
    """Return the period of a file known by its digest that does not state it itself, or None."""
    return _KNOWN.get(sha256, {}).get("period")


def edition(document: Document, found: Sequence[Row]) -> Edition:
    """Return the source and the labels of a document."""
    lines = [value for sheet in document.sheets for row in sheet.rows for value in row if isinstance(value, str)]
    source: dict[str, str] = _KNOWN.get(document.sha256) or _said(document, lines)
    entry: dict[str, Any] = {"publisher": "Home Office", "kind": "statistics"}
    entry |= {key: value for key, value in source.items() if key != "period"}
    entry |= {"snapshot": {"file": document.name, "sha256": document.sha256}}
    sheets = list(dict.fromkeys(row.sheet for row in found))
    highest, experimental = labels.highest(document, sheets), labels.experimental(document, sheets)
    said = [
        f"{sentence}{'' if len(of) == len(sheets) else ' (' + ', '.join(sorted(of)) + ')'}."
        for sentence, of in (
            ("Only the highest use by each officer at an incident is counted", highest),
            ("Labelled experimental statistics", experimental),
        )
        if of
    ]
    if caveat := " ".join((*said, *([source["caveat"]] if "caveat" in source else []))):
        entry["caveat"] = caveat
    return Edition(entry, highest, experimental)


def _said(document: Document, lines: Sequence[str]) -> dict[str, str]:
    """Return the source as the cover sheet gives it or, without one, as derived from the file name."""
    stem = document.name.rpartition(".")[0] or document.name
    title = next((line for line in lines if "statistics" in line.casefold() and stated(line).period), None)
    if title is None:
        name = plain(stem).replace(" ", "-") or "table"
        title = f"Taser uses by force: the table {document.name}"
        return {"id": f"home-office-taser-{name}", "title": title, "caveat": _UNKNOWN}
    title = ": ".join(part.strip() for part in title.split("\n") if part.strip())
    name = f"home-office-use-of-force-tables-{slug(str(stated(title).period))}"
    source = {"id": name, "title": f"{title} (data tables)", "url": _SERIES}
    if dated := next((found[1] for line in lines if (found := _PUBLISHED.search(line))), None):
        try:
            source["published"] = datetime.strptime(dated, "%d %B %Y").date().isoformat()  # noqa: DTZ007
        except ValueError:
            source["caveat"] = f"Published on {dated}."
    return source
