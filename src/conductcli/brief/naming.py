"""Name organisations, cases and sources in a brief, and state each caveat once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.output.wording import day, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conductcli.views import Brief


Row = dict[str, Any]
_NAME = 80  # characters of a name or title
_TITLE = 100


class Words:
    """Hold what all parts of a brief share: names, titles, labels, and the numbers of sources."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.numbers: dict[str, int] = {}
        self.labels: dict[tuple[str, str | None, str], str] = {}
        self.caveats: dict[str, str] = {}
        self.who = "the force" if brief.kind == "force" else "the body"

    def name(self, body: str | None) -> str:
        """Return the name of an organisation."""
        return shortened(self.brief.names.get(body, body), _NAME) if body else ""

    def title(self, case: str | None) -> str:
        """Return the title of a case, or "" without one."""
        return shortened(self.brief.titles.get(case, case), _TITLE) if case else ""

    def disputed(self, row: Row, says: str) -> str:
        """Return one side of a contradiction; for figures, which are given by keys, with names and dates in words."""
        if row["record"] != "figure":
            return shortened(says)
        body, comma, rest = says.partition(", ")
        told, between, period = rest.rpartition(", ")
        if body not in self.brief.names or not told:
            return shortened(says)
        return shortened(f"{self.name(body)}{comma}{told}{between}{day(period)}")

    def caveat(self, label: str, text: str | None) -> tuple[str, str]:
        """Return the line of a caveat, or a reference to the entry that has stated it already."""
        if not text:
            return "caveat", ""
        told = self.caveats.setdefault(text, label)
        return "caveat", shortened(text) if told == label else f"as under {told}."

    def cited(self, sources: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of sources, in the order in which they were first cited."""
        return tuple(sorted({self.numbers.setdefault(name, len(self.numbers) + 1) for name in sources}))

    def outcome(self, says: str, bodies: Iterable[str | None]) -> str:
        """Return the text of an outcome with the names of organisations in place of their ids."""
        for body in filter(None, bodies):
            says = says.replace(f"({body})", f"({self.name(body)})")
        return says
