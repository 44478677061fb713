"""Write a brief as a Markdown document, which a panel can edit before the meeting."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.brief.document import document
from conductcli.output.as_markdown.escape import escape_inline
from conductcli.output.links import address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conductcli.brief.shapes import Entry, Part, Table
    from conductcli.views import Brief


def write(view: Brief, out: IO[str]) -> None:
    """Write the brief as Markdown, with the same text as its page."""
    brief = document(view)
    blocks = [
        f"# {escape_inline(brief.title)}",
        *map(escape_inline, brief.about),
        "\n".join(f"- {escape_inline(at)}" for at in brief.glance),
    ]
    for part in brief.parts:
        blocks += _part(part)
    blocks.append("## Sources")
    blocks.append(
        "\n".join(f"{number}. {_source(said, url)}" for number, said, url in brief.sources) or "No source is cited."
    )
    blocks.append("## How to read this")
    blocks.append("\n".join(f"- {escape_inline(said)}" for said in brief.reading))
    out.write("\n\n".join(blocks) + "\n")


def _source(said: str, url: str | None) -> str:
    followed = address(url)
    if not followed:
        return escape_inline(said)
    for mark in "\\<>":
        followed = followed.replace(mark, f"%{ord(mark):02X}")
    return f"[{escape_inline(said)}](<{followed}>)"


def _part(part: Part) -> Iterator[str]:
    yield f"## {part.heading}"
    if part.note:
        yield escape_inline(part.note)
    for table in part.tables:
        yield from _table(table)
    if part.entries:
        yield "\n".join(_entry(entry) for entry in part.entries)
    if not part.tables and not part.entries:
        yield escape_inline(part.nothing)
    if part.more:
        yield f"{part.more:,} more: `{part.command}`"


def _entry(entry: Entry) -> str:
    numbered = entry.label.isdigit()
    indent = " " * (len(entry.label) + 2 if numbered else 2)
    title = f"**{entry.label} {escape_inline(entry.title)}**" if entry.title else ""
    matter = f"*{escape_inline(entry.matter)}*" if entry.matter else ""
    first, *others = [
        escape_inline(line.text) if line.kind != "caveat" else f"Caveat: {escape_inline(line.text)}"
        for line in entry.lines
    ]
    heading = " · ".join(filter(None, (title, matter)))
    lines = [first, *others] if not heading else [heading, first, *others]
    lines[-1] += _cited(entry.cited, entry.uncited)
    bullet = f"{entry.label}. " if numbered else "- "
    return bullet + f"\\\n{indent}".join(lines)


def _cited(numbers: Sequence[int], more: int = 0) -> str:
    besides = f" and {more} more" if more else ""
    return f" \\[{', '.join(map(str, numbers))}{besides}\\]" if numbers else ""


def _table(table: Table) -> Iterator[str]:
    yield escape_inline(table.caption) + _cited(table.cited)
    rows = [table.heading, ("---", *("---:" for _ in table.heading[1:])), *table.rows]
    yield "\n".join(
        f"| {' | '.join(cells if at == 1 else map(escape_inline, cells))} |" for at, cells in enumerate(rows)
    )
    if table.notes:
        yield "\n".join(f"- {escape_inline(note)}" for note in table.notes)
