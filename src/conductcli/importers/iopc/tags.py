"""What a page is filed under on the IOPC's site: forces and other bodies, and topics.

The table says it up to three times, never quite the same: a column for the first force and the first topic, a column of
true and false for most forces and topics, and the list of all tags as text. What any of them says is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conductcli.importers.tables import Cell, plain
from conductcli.vocabulary import Topic, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conductcli.importers.iopc.bodies import Bodies
    from conductcli.importers.iopc.row import Row
    from conductcli.importers.sheets import Sheet, Value
    from conductcli.importers.tables import Table

NATIONAL = "national recommendations"
TOPICS = {word.replace("_", " "): (word,) for word in values(Topic)} | {
    "child sexual abuse": ("children",),
    "corruption and abuse of power": ("corruption",),
    "custody and detention": ("custody",),
    "death and serious injury": ("death_or_serious_injury",),
    NATIONAL: (),
    "road traffic incidents": ("driving",),
    "use of force and armed policing": ("use_of_force",),
    "welfare and vulnerable people": ("welfare", "vulnerability"),
}
"""Tags that are no bodies, as headings are compared, and our topics for them: our own words, and the IOPC's."""
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_COLUMNS = ("force", "category", "tags")
_YES = frozenset(("1", "1.0", "true", "yes", "y", "x", "✓", "✔", "404 error", "404"))
_NO = frozenset(("", "0", "0.0", "false", "no", "n", "-", "none", "#n/a", "n/a"))


class Tags(NamedTuple):
    """The tags of a page, in the register's words."""

    bodies: list[str]
    """Ids, in alphabetical order."""
    topics: list[str]
    """In alphabetical order."""
    national: bool
    """Whether it is filed under the national recommendations."""

    def joined(self, other: Tags) -> Tags:
        """Return the tags of two rows of one page."""
        bodies, topics = ({*one, *another} for one, another in zip(self[:2], other[:2], strict=True))
        return Tags(sorted(bodies), sorted(topics), self.national or other.national)


class Flag(NamedTuple):
    """A column that says of each page whether it has a tag."""

    column: int
    """From 0."""
    tag: str


def flags(sheet: Sheet, table: Table, bodies: Bodies) -> list[Flag]:
    """The flag columns of a table: those that mean nothing else and have a tag for their heading."""
    taken = set(table.columns.values())
    return [
        Flag(column, heading)
        for column, heading in enumerate(sheet.rows[table.row - 1])
        if isinstance(heading, str) and column + 1 not in taken and _is_known(heading, bodies)
    ]


def tags(row: Row, cells: list[Value], flags: Iterable[Flag], bodies: Bodies) -> Tags:
    """The tags of a row that has these cells; one that is not known is reported."""
    raised = (flag for flag in flags if flag.column < len(cells) and is_raised(row, _cell(row, cells, flag)))
    found = dict.fromkeys(flag.tag for flag in raised)
    named = set()
    for name in _COLUMNS:
        for entry in _listed(row.text(name)):
            if known := list(_known(entry, bodies)):
                found |= dict.fromkeys(known)
            elif mentioned := bodies.mentioned(entry):
                named |= {body.id for body in mentioned}
            else:
                row.refuse(name, "is neither a body nor a topic that is known here", entry)
    named |= {id for tag in found if (id := bodies.tagged(tag))}
    topics = {topic for tag in found for topic in TOPICS.get(plain(tag), ())}
    return Tags(sorted(named), sorted(topics), NATIONAL in map(plain, found))


def is_raised(row: Row, cell: Cell) -> bool:
    """Return whether a flag is raised: true, 1, yes, x. A cell that says neither yes nor no is reported."""
    said = str("" if cell.value is None else cell.value).strip().casefold()
    if said not in _YES | _NO:
        row.refuse_cell(cell, "says neither yes nor no")
    return said in _YES


def _cell(row: Row, cells: list[Value], flag: Flag) -> Cell:
    return Cell(cells[flag.column], row.number, flag.column + 1)


def _is_known(tag: str, bodies: Bodies) -> bool:
    return plain(tag) in TOPICS or bodies.tagged(tag) is not None


def _known(entry: str, bodies: Bodies) -> Iterator[str]:
    """The tags of an entry: itself, or those between its commas; none where one of them is not known."""
    for tags in ([entry], entry.split(",")):
        if all(_is_known(tag, bodies) for tag in tags):
            yield from tags
            return


def _listed(text: str) -> Iterator[str]:
    """The entries of a list that stands in one cell: as Python writes one, or with | ; or line ends between them."""
    if text.startswith("[") and text.endswith("]") and (quoted := _QUOTED.findall(text)):
        entries = [either or other for either, other in quoted]
    else:
        entries = re.split(r"[|;\n]", text.strip("[]"))
    yield from (stripped for entry in entries if (stripped := entry.replace("\\'", "'").strip()))
