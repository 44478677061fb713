"""Where a table of Taser uses comes from: what a workbook says of itself, or what is known of a file by its digest.

A CSV file says nothing of itself. Of two that are known it is known who put them together, and from what.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.importers.periods import period, slug
from conductcli.importers.tables import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from conductcli.importers.sheets import Document
    from conductcli.importers.taser_tables import Row

_SERIES = "https://www.gov.uk/government/collections/police-use-of-force-statistics"
_TASER = re.compile(r"\bCEDs?\b|\bTasers?\b|conducted energy", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:published|publication date)\W+([0-9]{1,2} \w+ [0-9]{4})", re.IGNORECASE)
_KNOWN: dict[str, dict[str, str]] = {
    "342f254502aa0b9add2944410a5bf7b5821f4318e56228d532d1c6657c2635cf": {
        "id": "home-office-taser-table-2004-2010",
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
"""By digest: what is known of files that say nothing of themselves."""
_UNKNOWN = "The file does not say of what publication its numbers are."


class Edition(NamedTuple):
    """One publication of the tables."""

    source: dict[str, Any]
    """Its entry among the sources."""
    counts: str
    """The counting rule, as far as the document says it."""
    status: str | None
    """`experimental`, where the tables are labelled so."""

    def caveats(self, row: Row, measure: str) -> Iterator[str]:
        """What must be known of a number because of the table in which it stands."""
        if measure == "taser_fired" and row.fired_as:
            yield f"Printed as {row.fired_as}, beside drive stuns, which later tables count as discharges too."


def edition(document: Document, found: Sequence[Row]) -> Edition:
    """What a document says of itself, or what is known of it."""
    lines = [value for sheet in document.sheets for row in sheet.rows for value in row if isinstance(value, str)]
    source: dict[str, str] = _KNOWN.get(document.sha256) or _said(document, lines)
    entry: dict[str, Any] = {"publisher": "Home Office", "kind": "statistics"} | source
    entry |= {"snapshot": {"file": document.name, "sha256": document.sha256}}
    highest = any("highest" in line.casefold() and _TASER.search(line) for line in lines)
    experimental = _labelled(document, {row.sheet for row in found})
    rule = ["Only the highest use by each officer at an incident is counted."] if highest else []
    rule += ["Labelled experimental statistics."] if experimental else []
    if caveat := " ".join((*rule, *([source["caveat"]] if "caveat" in source else []))):
        entry["caveat"] = caveat
    return Edition(entry, "highest_use" if highest else "not_stated", "experimental" if experimental else None)


def _said(document: Document, lines: Sequence[str]) -> dict[str, str]:
    """Title and date as the cover sheet gives them; of a file without one, its name."""
    stem = document.name.rpartition(".")[0] or document.name
    title = next((line for line in lines if "statistics" in line.casefold() and period(line)), None)
    if title is None:
        name = plain(stem).replace(" ", "-") or "table"
        title = f"Taser uses by force: the table {document.name}"
        return {"id": f"home-office-taser-{name}", "title": title, "caveat": _UNKNOWN}
    title = ": ".join(part.strip() for part in title.split("\n") if part.strip())
    name = f"home-office-use-of-force-tables-{slug(str(period(title)))}"
    source = {"id": name, "title": f"{title} (data tables)", "url": _SERIES}
    if dated := next((found[1] for line in lines if (found := _PUBLISHED.search(line))), None):
        try:
            source["published"] = datetime.strptime(dated, "%d %B %Y").date().isoformat()  # noqa: DTZ007
        except ValueError:
            source["caveat"] = f"Published on {dated}."
    return source


def _labelled(document: Document, sheets: Collection[str]) -> bool:
    """Whether the tables are called experimental: on their sheet, or beside their title in a list of contents."""
    for sheet in document.sheets:
        for row in sheet.rows:
            words = [value for value in row if isinstance(value, str)]
            label = any(plain(word) in ("experimental", "experimental statistics") for word in words)
            if label and any(_TASER.search(word) for word in words):
                return True
            if sheet.name in sheets and any("experimental statistics" in word.casefold() for word in words):
                return True
    return False
