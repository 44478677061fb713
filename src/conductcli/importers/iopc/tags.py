"""Read the tags of a page on the IOPC's site: forces and other organisations, and topics.

The table has them up to three times with slight differences: a column each for the first force and topic, a true/false
column for most forces and topics, and the list of all tags as text. All are combined.
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
"""Tags other than organisations, normalised as headings are, with our topics for them."""
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_COLUMNS = ("force", "category", "tags")
_YES = frozenset(("1", "1.0", "true", "yes", "y", "x", "✓", "✔", "404 error", "404"))
_NO = frozenset(("", "0", "0.0", "false", "no", "n", "-", "none", "#n/a", "n/a"))


class Tags(NamedTuple):
    """The tags of a page, as ids and topics of the register."""

    bodies: list[str]
    """Ids, sorted."""
    topics: list[str]
    """Topics, sorted."""
    national: bool
    """Whether it is filed under national recommendations."""

    def joined(self, other: Tags) -> Tags:
        """Return the combined tags of two rows of one page."""
        bodies, topics = ({*one, *another} for one, another in zip(self[:2], other[:2], strict=True))
        return Tags(sorted(bodies), sorted(topics), self.national or other.national)


class Flag(NamedTuple):
    """A column that says whether each page has a tag."""

    column: int
    """The column number, from 0."""
    tag: str


def flags(sheet: Sheet, table: Table, bodies: Bodies) -> list[Flag]:
    """Return the flag columns of a table: columns without another meaning, headed by a tag."""
    taken = set(table.columns.values())
    return [
        Flag(column, heading)
        for column, heading in enumerate(sheet.rows[table.row - 1])
        if isinstance(heading, str) and column + 1 not in taken and _is_known(heading, bodies)
    ]


def tags(row: Row, cells: list[Value], flags: Iterable[Flag], bodies: Bodies) -> Tags:
    """Return the tags of a row with these cells; unknown tags are reported."""
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
    """Return whether a flag is set: true, 1, yes or x. Other values than yes and no are reported."""
    said = str("" if cell.value is None else cell.value).strip().casefold()
    if said not in _YES | _NO:
        row.refuse_cell(cell, "says neither yes nor no")
    return said in _YES


def _cell(row: Row, cells: list[Value], flag: Flag) -> Cell:
    return Cell(cells[flag.column], row.number, flag.column + 1)


def _is_known(tag: str, bodies: Bodies) -> bool:
    return plain(tag) in TOPICS or bodies.tagged(tag) is not None


def _known(entry: str, bodies: Bodies) -> Iterator[str]:
    """Yield the tags of an entry, or of its parts between commas; nothing if one is unknown."""
    for tags in ([entry], entry.split(",")):
        if all(_is_known(tag, bodies) for tag in tags):
            yield from tags
            return


def _listed(text: str) -> Iterator[str]:
    """Yield the entries of a list in one cell: a Python list, or entries separated by |, ; or line ends."""
    if text.startswith("[") and text.endswith("]") and (quoted := _QUOTED.findall(text)):
        entries = [either or other for either, other in quoted]
    else:
        entries = re.split(r"[|;\n]", text.strip("[]"))
    yield from (stripped for entry in entries if (stripped := entry.replace("\\'", "'").strip()))
