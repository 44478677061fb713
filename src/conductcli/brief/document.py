"""Put a brief in words: parts, entries and numbered sources, with the same text in Markdown and in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.brief.entries import ENTRIES, entry
from conductcli.brief.figure_tables import apart_entry, figure_table
from conductcli.brief.naming import Words
from conductcli.brief.shapes import Document, Part, Table
from conductcli.output.wording import day, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conductcli.views import Brief

Row = dict[str, Any]


def document(brief: Brief) -> Document:
    """Return the document of a brief, with the questions first, because the meeting puts them."""
    words = Words(brief)
    kinds = {"recommendations": "R", "outcomes": "D", "matters": "S", "conflicts": "C"}
    for name, letter in kinds.items():
        for number, row in enumerate(brief.parts[name].rows, 1):
            words.labels.setdefault((_kind(name, row), row["case_id"], row["id"]), f"{letter}{number}")
    for number, row in enumerate(brief.parts["apart"].rows, 1):
        words.labels |= {("figure", figure["case_id"], figure["id"]): f"F{number}" for figure in row["figures"]}
    parts = tuple(_part(words, name) for name in _PARTS)
    cited = [(number, brief.sources[name]) for name, number in words.numbers.items() if name in brief.sources]
    sources = tuple((number, _source(row), row["url"]) for number, row in cited)
    name = words.name(brief.body)
    return Document(
        f"Brief on {name}",
        name,
        tuple(_about(brief)),
        tuple(_glance(brief, words.who)),
        parts,
        sources,
        tuple(_READING),
    )


def _kind(part: str, row: Row) -> str:
    one = {"recommendations": "recommendation", "outcomes": "outcome", "matters": "finding"}
    return one.get(part) or str(row["record"])


def _source(row: Mapping[str, Any]) -> str:
    return ", ".join(
        filter(None, (shortened(row["title"], 130), shortened(row["publisher"], 60), day(row["published"])))
    )


def _about(brief: Brief) -> Iterable[str]:
    yield f"What the register holds as of {day(brief.as_of)}. It says what is recorded and what was not found, no more."
    if brief.since:
        left = f" {brief.undated:,} without any date left out." if brief.undated else ""
        yield (
            f"Only what has a date since {day(brief.since)}; a fact without one counts by the day on which its "
            f"sources were published.{left}"
        )


def _glance(brief: Brief, who: str) -> Iterable[str]:
    counts = brief.counts
    states = {
        "no_response_found": "no published response found",
        "awaiting": "awaited",
        "answered": "answered",
        "not_required": "no duty to answer known",
    }
    told = ", ".join(f"{counts[state]:,} {said}" for state, said in states.items() if counts[state])
    others = counts["to_others"]
    besides = f"; {others:,} to others with an answer of {who}" if others else ""
    yield f"{_many(counts, 'recommendations')} to {who}" + (f": {told}" if told else "") + besides
    gaps = counts["parting"] + counts["not_known"]
    kinds = {"parting": "where views and decisions part ways", "not_known": "where something is not known"}
    split = ", ".join(f"{counts[kind]:,} {said}" for kind, said in kinds.items() if counts[kind])
    yield f"{_many(counts, 'outcomes')} for officers, {gaps:,} with a decision gap" + (f": {split}" if split else "")
    yield f"{_many(counts, 'findings')}, {_many(counts, 'statements')} of {who}, {_many(counts, 'figures')}"
    yield f"{_many(counts, 'matters')} on which something was found and something said"
    yield _many(counts, "conflicts").replace("conflict", "contradiction") + " between sources"


def _many(counts: Mapping[str, int], what: str) -> str:
    return f"{counts[what]:,} {what if counts[what] != 1 else what[:-1]}"


_READING = (
    "No published response found: none is in the register; one may have been given. Accepted is not done.",
    "Where views and decisions part ways, bodies decided on different evidence; who is right is not recorded.",
    "A quotation carries the verdict of a look into the archived document. All else is in the register’s own words.",
    "Figures stand together only where measure, unit, denominator, kind of period, counting rule and status agree.",
)


# The parts


class _Laid(NamedTuple):
    heading: str
    note: str
    nothing: str
    command: str


_PARTS = {
    "questions": _Laid(
        "Questions to put", "Each follows from the record by a named rule; the rules stand in docs/brief.md.",
        "No question follows from the record.", "conductcli brief {body} --whole",
    ),
    "recommendations": _Laid(
        "Recommendations and answers", "", "No recommendation to {who} is recorded.",
        "conductcli recommendations --force {body} --as-of {as_of}",
    ),
    "outcomes": _Laid(
        "Decision gaps: views and decisions that part ways, or are not known", "", "No gap is recorded.",
        "conductcli outcomes --gap --force {body}",
    ),
    "matters": _Laid(
        "Said and found on the same matter", "", "No statement of {who} on something found is recorded.",
        "conductcli statements --by {body}",
    ),
    "figures": _Laid(
        "Figures, like for like", "", "No figure of {who} is recorded.",
        "conductcli figures --force {body} --compare",
    ),
    "conflicts": _Laid(
        "Where sources contradict each other", "", "No contradiction is recorded.",
        "conductcli conflicts --force {body}",
    ),
}  # fmt: skip


def _part(words: Words, name: str) -> Part:
    brief, laid = words.brief, _PARTS[name]
    command = laid.command.format(body=brief.body, as_of=brief.as_of)
    if name == "figures":
        tables, apart = brief.parts["tables"], brief.parts["apart"]
        more = tables.more + apart.more
        drawn = tuple(Table(*figure_table(words, row)) for row in tables.rows)
        entries = tuple(
            entry(words, f"F{number}", row["figures"][0] | {"case_id": None}, *apart_entry(words, row))
            for number, row in enumerate(apart.rows, 1)
        )
        return Part(name, laid.heading, laid.note, drawn, entries, more, command, laid.nothing.format(who=words.who))
    rows, more = brief.parts[name]
    entries = tuple(ENTRIES[name](words, number, row) for number, row in enumerate(rows, 1))
    return Part(name, laid.heading, laid.note, (), entries, more, command, laid.nothing.format(who=words.who))
