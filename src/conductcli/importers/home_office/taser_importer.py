"""Import the Home Office's tables of Taser (CED) uses as figures by force, period and measure.

Every number in a Taser table is accounted for: it becomes a figure, is set aside (a subtotal, a repetition, not
available), or is rejected with its position. Numbers are kept as printed; rows that do not add up get a caveat.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli import dates
from conductcli.errors import ConductError, WrongUsage
from conductcli.importers import Counts, ImportResult
from conductcli.importers.home_office.figures import Numbers, figure, named, not_broken_down
from conductcli.importers.home_office.headings import HEADINGS, MEASURES
from conductcli.importers.home_office.source import Edition, edition
from conductcli.importers.home_office.sums import impossible, workings
from conductcli.importers.home_office.tables import REGIONS, WEST_MIDLANDS, found, looked_for
from conductcli.importers.numbers import number
from conductcli.importers.rejects import Reject
from conductcli.importers.tables import plain

if TYPE_CHECKING:
    from conductcli.importers import ImportInput
    from conductcli.importers.home_office.tables import Row
    from conductcli.importers.sheets import Document
    from conductcli.importers.tables import Cell
    from conductcli.organisations import Organisations

_AROUND_WEST_MIDLANDS = ("staffordshire", "warwickshire", "west-mercia")
"""The other forces of the region, which distinguish it from the force of the same name."""


_TOTALS = frozenset(("total", "totals", "subtotal", "subtotals"))
__all__ = ["HEADINGS", "imported"]


class Printed(NamedTuple):
    """A number that is already in the output."""

    value: int
    edition: Edition
    cell: Cell


def imported(given: ImportInput) -> ImportResult:
    """Return figures from tables of Taser uses. Raise ConductError without a table, WrongUsage for wrong options."""
    told = given.options.get("period")
    try:
        dates.check(told or "2000")
    except ValueError as error:
        raise WrongUsage(f"--period: {error}", "2016, or START/END such as 2019-04/2020-03") from error
    wanted = set(given.options.get("measure") or MEASURES)
    if unknown := wanted - MEASURES.keys():
        raise WrongUsage(f"--measure {min(unknown)}: the tables have no such measure", f"one of {', '.join(MEASURES)}")
    taking = _Taking(given.organisations, told, wanted)
    for held in filter(_is_ours, given.existing.get("figures", ())):
        taking.held[held["organisation"], held["measure"], held["period"]] = held["value"]
    for document in given.documents:
        taking.take(document)
    figures = sorted(taking.figures, key=_order)
    counts = Counts("figures", "numbers", taking.read, dict(taking.skipped))
    return ImportResult(
        {"": {"sources": taking.sources, "figures": figures}}, taking.rejects, counts, tuple(taking.notes)
    )


def _is_ours(figure: dict[str, Any]) -> bool:
    """Return whether an existing figure was counted by the Home Office in this way."""
    counted = figure.get("made_by") == "home-office" and figure["unit"] == "officer_use"
    return counted and "period" in figure and not figure.keys() & {"quote", "per"}


def _order(figure: dict[str, Any]) -> tuple[Any, ...]:
    return figure["organisation"], figure["period"], list(MEASURES).index(figure["measure"]), figure["id"]


class _Taking:
    """Collect figures, sources, rejects and notes from the documents, in their order."""

    def __init__(self, organisations: Organisations, period: str | None, wanted: set[str]) -> None:
        self.organisations = organisations
        self.period = period
        self.wanted = wanted
        self.held: dict[tuple[str, str, str], float] = {}
        self.sources: list[dict[str, Any]] = []
        self.figures: list[dict[str, Any]] = []
        self.rejects: list[Reject] = []
        self.notes: list[str] = []
        self.skipped: Counter[str] = Counter()
        self.read = 0
        self.printed: dict[tuple[str, str, str], Printed] = {}

    def take(self, document: Document) -> None:
        """Add everything in one document."""
        there = found(document)
        if not there.rows and not there.refused:
            raise _no_table(document)
        self.read += sum(len(row.cells) for row in there.rows) + len(there.refused) + there.others
        if there.others:
            self.skipped["in other columns"] += there.others
        for sheet, cell, why in there.refused:
            self.rejects.append(Reject(sheet, cell.row, cell.column, why, cell.text))
        if there.unread:
            self.notes.append(f"{document.name}: columns that were not read: {', '.join(there.unread)}")
        print_of = edition(document, there.rows)
        before = len(self.figures)
        for numbers in self._resolve_west_midlands([numbers for row in there.rows if (numbers := self._placed(row))]):
            if reason := impossible(numbers.values):
                self._refuse(numbers.row, numbers.values, reason)
            else:
                self._keep(numbers, print_of)
        if len(self.figures) > before:
            self.sources.append(print_of.source)
        else:
            self.notes.append(f"{document.name}: all that it holds was rejected, set aside or stands in another file")

    def _placed(self, row: Row) -> Numbers | None:
        """Return the numbers of a force's row, or None after setting aside or rejecting its cells."""
        label = plain(row.label.text)
        if _is_subtotal(label):
            self.skipped["subtotals"] += len(row.cells)
            return None
        force = self.organisations.force(label)
        period = row.period or (self.period if row.silent else None)
        if force is None:
            self._refuse(row, row.cells, f"no force of this name is known: {row.label.text!r}")
        elif period is None:
            self._refuse(row, row.cells, row.undated)
        else:
            return Numbers(row, force, period, self._values(row))
        return None

    def _values(self, row: Row) -> dict[str, int]:
        values = {}
        for measure, cell in row.cells.items():
            read = number(cell)
            if read.value is not None:
                values[measure] = read.value
            elif read.missing:
                self.skipped["marked as not available"] += 1
            else:
                self._refuse(row, [measure], "is not a whole number")
        return values

    def _resolve_west_midlands(self, found: list[Numbers]) -> list[Numbers]:
        """Return the numbers without the region West Midlands, which is the sum of its forces."""
        of_period: dict[str, list[Numbers]] = defaultdict(list)
        for numbers in found:
            if numbers.force == WEST_MIDLANDS:
                of_period[numbers.period].append(numbers)
        dropped = []
        for period, same in of_period.items():
            if all(_agree(numbers.values, other.values) for numbers in same for other in same):
                continue  # equal numbers are repetitions
            around = {n.force: n.values.get("taser_uses") for n in found if n.period == period}
            others = [around.get(force) for force in _AROUND_WEST_MIDLANDS]
            region = [one for one in same if _is_sum(one, [n for n in same if n is not one], others)]
            for numbers in region or same:
                dropped.append(numbers)
                if region:
                    self.skipped["subtotals"] += len(numbers.values)
                else:
                    reason = "West Midlands stands here more than once, and which is the region cannot be told"
                    self._refuse(numbers.row, numbers.values, reason)
        return [numbers for numbers in found if all(numbers is not one for one in dropped)]

    def _keep(self, numbers: Numbers, print_of: Edition) -> None:
        row = numbers.row
        wrong = workings(numbers.values)
        for measure, value in numbers.values.items():
            if measure not in self.wanted:
                self.skipped["of other measures"] += 1
                continue
            cell = row.cells[measure]
            key = (numbers.force, measure, numbers.period)
            if self.held.get(key) == value:
                self.skipped["held already"] += 1
                continue
            name = named(numbers, measure)
            if before := self.printed.get(key):
                if before.value == value:
                    self.skipped["repeated"] += 1
                    continue
                if before.edition is print_of:
                    self._refuse(row, [measure], f"row {before.cell.row} has {before.value:,} for the same")
                    continue
                name = f"{name}-{print_of.source['id']}"
            self.printed.setdefault(key, Printed(value, print_of, cell))
            caveats = [*print_of.caveats(row, measure), *not_broken_down(measure, numbers.values), *wrong]
            self.figures.append(figure(name, numbers, measure, print_of, number(cell).statuses, caveats))

    def _refuse(self, row: Row, measures: Any, reason: str) -> None:
        for measure in measures:
            cell = row.cells[measure]
            self.rejects.append(Reject(row.sheet, cell.row, cell.column, reason, cell.text))


def _is_subtotal(label: str) -> bool:
    words = label.split()
    return not words or not _TOTALS.isdisjoint(words) or (label in REGIONS and label != "west midlands")


def _agree(values: dict[str, int], others: dict[str, int]) -> bool:
    return all(values[measure] == others[measure] for measure in values.keys() & others.keys())


def _is_sum(one: Numbers, same: list[Numbers], others: list[int | None]) -> bool:
    parts = [*others, *(numbers.values.get("taser_uses") for numbers in same)]
    return None not in parts and one.values.get("taser_uses") == sum(part or 0 for part in parts)


def _no_table(document: Document) -> ConductError:
    wanted = "a row of headings with Police force, and Total, Drawn, Aimed, Fired or the like"
    near = looked_for(document)
    hint = f"looked in {len(document.sheets)} sheet{'s' if len(document.sheets) != 1 else ''} for {wanted}"
    if near:
        hint += f"; nearest: {near.sheet}, row {near.row}"
    return ConductError(f"{document.name}: holds no table of Taser uses by force", hint)
