"""Import the IOPC's investigation and learning pages from the BBC Data Unit's table, a case for each page.

Written for the edition of 30 June 2021 and others like it: sheets and columns are found by their headings, in any order
and under several names. Every row becomes a case, is merged into one, or is reported with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.errors import ConductError
from conductcli.importers import Counts, ImportResult
from conductcli.importers.iopc import columns
from conductcli.importers.iopc import tags as tagging
from conductcli.importers.iopc.bodies import Bodies
from conductcli.importers.iopc.case import case, source
from conductcli.importers.iopc.page import Page, address, ids, is_page, key, page
from conductcli.importers.iopc.recommendation import recommendation
from conductcli.importers.iopc.row import Row
from conductcli.importers.tables import Table, nearest, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conductcli.importers import ImportInput, Sections
    from conductcli.importers.rejects import Reject
    from conductcli.importers.sheets import Sheet

HEADINGS = columns.HEADINGS
_JOINED = "rows that add a recommendation to a page above"


class Held(NamedTuple):
    """A page in the output, and the row where it first occurred."""

    page: Page
    place: str
    recommendations: list[dict[str, Any]]


def imported(given: ImportInput) -> ImportResult:
    """Return the cases of all tables of IOPC pages in the files. Raise ConductError if there are none."""
    sheets = list(_sheets(given))
    found = list(_found(sheets))
    if not found:
        raise _no_table(sheets)
    bodies, references = Bodies(given.organisations), _references(sheets)
    rejects: list[Reject] = []
    held: dict[str, Held] = {}
    read = joined = 0
    for sheet, table in found:
        flags = tagging.flags(sheet, table, bodies)
        for cells in table.rows:
            read += 1
            row = Row(sheet.name, next(iter(cells.values())).row, cells, rejects)
            if columns.repeated(cells):
                row.reject("repeats the headings")
            elif is_page(row):
                tags = tagging.tags(row, sheet.rows[row.number - 1], flags, bodies)
                this = page(row, tags, references)
                joined += _hold(held, this, recommendation(row, this, bodies), row)
    skipped = {_JOINED: joined} if joined else {}
    return ImportResult(
        _files(held, bodies),
        rejects,
        Counts("cases", "rows", read, skipped),
        tuple(_notes(held, sheets, found, bodies)),
    )


def _sheets(given: ImportInput) -> Iterator[Sheet]:
    """Yield all sheets, with the file in the name if there are several files."""
    for document in given.documents:
        for sheet in document.sheets:
            yield sheet if len(given.documents) == 1 else sheet._replace(name=f"{document.name}: {sheet.name}")


def _found(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Table]]:
    """Yield the tables of pages with their sheets."""
    for sheet in sheets:
        for table in columns.unbroken(tables(sheet, columns.HEADINGS, columns.REQUIRED), sheet):
            if table.columns.keys() & {"content", "recommendation"}:
                yield sheet, table


def _no_table(sheets: list[Sheet]) -> ConductError:
    hint = "the table has a column for the address (url), the heading and the content or recommendation of each page"
    if near := nearest(sheets, columns.HEADINGS, columns.REQUIRED):
        hint += (
            f"; nearest comes row {near.row} of the sheet {near.sheet}, without {', '.join(near.missing) or 'texts'}"
        )
    return ConductError("no table of IOPC pages was found", hint)


def _references(sheets: list[Sheet]) -> Mapping[str, str]:
    """Return the reference of each page from separate sheets; corrected references take precedence."""
    known: dict[str, str] = {}
    for sheet in sheets:
        for table in _tables_of_references(sheet):
            for cells in table.rows:
                row = Row(sheet.name, cells["url"].row, cells, [])
                text = row.text("put_right") or row.text("reference")
                if text and (url := address(row.text("url"))):
                    known.setdefault(key(url), text)
    return known


def _tables_of_references(sheet: Sheet) -> list[Table]:
    found = tables(sheet, columns.REFERENCES, ("url",))
    return [
        table for table in found if "heading" not in table.columns and {"put_right", "reference"} & set(table.columns)
    ]


def _hold(held: dict[str, Held], this: Page, recommended: dict[str, Any] | None, row: Row) -> bool:
    """Add a page, or the new facts of a further row; return whether anything was added."""
    before = held.get(key(this.url))
    if before is None:
        held[key(this.url)] = Held(this, f"row {row.number} of {row.sheet}", [recommended] if recommended else [])
        return False
    same = [one for one in before.recommendations if recommended and _is_same(one, recommended)]
    if recommended and not same:
        before.recommendations.append(recommended)
        held[key(this.url)] = before._replace(page=_joined(before, this, row))
        return True
    given = "this recommendation with other dates or another answer" if same and recommended not in same else ""
    row.reject(f"the page stands in {before.place} already, {f'with {given}' if given else _NOTHING_ADDED}", this.url)
    return False


_NOTHING_ADDED = "and nothing is added to it"


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("text", "made_to", "made_on"))


def _joined(before: Held, this: Page, row: Row) -> Page:
    """Return the page of two rows with the tags of both; other differences are reported."""
    page = before.page
    published = "published" if row.text("published") else "date"
    said = {"title": "heading", "published": published, "content": "content", "reference": "reference"}
    for field, name in said.items():
        if (value := getattr(this, field)) and value != getattr(page, field):
            row.refuse(name, f"is not what stands in {before.place} of the same page")
    return page._replace(tags=page.tags.joined(this.tags))


def _notes(
    held: Mapping[str, Held], sheets: list[Sheet], found: list[tuple[Sheet, Table]], bodies: Bodies
) -> Iterator[str]:
    """Yield notes for the user: columns not read, and recommendations without a recipient."""
    read = {sheet.name for sheet, _ in found} | {sheet.name for sheet in sheets if _tables_of_references(sheet)}
    if left := [sheet.name for sheet in sheets if sheet.name not in read and any(map(any, sheet.rows))]:
        yield f"sheets that were not read, because they hold no table of pages: {', '.join(left)}"
    for sheet, table in found:
        others = {flag.column for flag in tagging.flags(sheet, table, bodies)}
        if unread := columns.unread(sheet, table, others):
            yield f"columns of {sheet.name} that were not read: {', '.join(unread)}"
    recommended = [one for page in held.values() for one in page.recommendations]
    if unaddressed := sum("made_to" not in one for one in recommended):
        said = f"{unaddressed:,} of {len(recommended):,} recommendations have no recipient that the register knows"
        yield f"{said}: they are kept without `made_to`, and their caveats say what is known"


def _files(held: Mapping[str, Held], bodies: Bodies) -> dict[str, Sections]:
    """Return a file for each year of publication, with pages by date, then by id."""
    given = ids({where: one.page for where, one in held.items()})
    years: dict[str, list[tuple[str, Held]]] = defaultdict(list)
    for where, one in held.items():
        years[one.page.published[:4] if one.page.published else "undated"].append((given[where], one))
    files: dict[str, Sections] = {}
    for year in sorted(years):
        pages = sorted(years[year], key=lambda entry: (entry[1].page.published or "", entry[0]))
        files[f"iopc-{year}.yaml"] = {
            "sources": [source(id, one.page) for id, one in pages],
            "cases": [case(id, one.page, one.recommendations, bodies) for id, one in pages],
        }
    return files
