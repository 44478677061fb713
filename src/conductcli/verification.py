"""Quotations against archived documents: looked up where the documents are at hand, else believed from the record.

Case files say which words stand in which source, and which document is behind it; `analysis.quotations` looks words up
in a text. Here the two meet.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from conductcli.analysis.quotations import Document
from conductcli.casefile import verdicts
from conductcli.casefile.snapshots import DigestDiffers, Snapshots
from conductcli.store import quotations as stored
from conductcli.store.integrity import Doubt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from conductcli.store.quotations import Checked, Quotation


class Verification:
    """The quotations of one register, looked up; `doubts` tells of what does not hold.

    `touched`: only those of the cases and figures that were replaced.
    """

    def __init__(
        self, connection: sqlite3.Connection, known: verdicts.Verdicts, folder: str | None, *, touched: bool = False
    ) -> None:
        self._connection = connection
        self._touched = touched
        self._known = known
        self._snapshots = Snapshots(folder) if folder else None
        self.recorded: verdicts.Verdicts = {}
        """The verdicts of this time, and the earlier ones on documents that were not at hand: to be kept."""
        self._differences: dict[tuple[Quotation, str], str | None] = {}

    def doubts(self) -> Iterator[Doubt]:
        """Look all quotations up, write down what became of them, and tell what does not hold."""
        best: dict[Quotation, Checked] = {}
        for source, quoted in self._by_source():
            document = None
            if self._snapshots:
                try:
                    snapshot = self._snapshots.find(source.file, source.sha256)
                except DigestDiffers as error:
                    hint = "name the document that was read, or archive it anew and read it again"
                    path = ("snapshot", "sha256")
                    yield Doubt("sources", source.id, None, path, "snapshot-differs", str(error), hint)
                    continue
                document = (snapshot.sha256, Document(snapshot.text)) if snapshot else None
            for quotation in quoted:
                found = self._look_up(source, quotation, document)
                if found and (quotation not in best or _rank(found) < _rank(best[quotation])):
                    best[quotation] = found
                if found and document and quotation.speaker:
                    yield from _named(quotation, found, document[1])
        read = {sha256 for sha256, _ in self.recorded}
        self.recorded |= {key: entry for key, entry in self._known.items() if key[0] not in read}
        stored.keep(self._connection, best.values())
        yield from (_absent(checked, self._differences) for checked in best.values() if checked.verdict == "absent")

    def _by_source(self) -> Iterator[tuple[stored.Document, list[Quotation]]]:
        """Each archived document with the quotations that are said to stand in it: one document at a time is read."""
        by_source: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in stored.quotations(self._connection, touched=self._touched):
            for name in quotation.sources:
                by_source[name].append(quotation)
        for source in list(stored.documents(self._connection)):
            if source.id in by_source:
                yield source, by_source[source.id]

    def _look_up(
        self, source: stored.Document, quotation: Quotation, document: tuple[str, Document] | None
    ) -> Checked | None:
        digest = verdicts.digest(quotation.quote)
        if document is None:
            known = self._known.get((source.sha256 or "", digest))
            return stored.Checked(quotation, source.id, *known[2:]) if known else None
        sha256, text = document
        found = text.find(quotation.quote)
        self._differences[quotation, source.id] = found.difference
        entry = verdicts.Recorded(sha256, digest, *found[:4], date.today().isoformat())
        before = self._known.get((sha256, digest))
        if before and before[:6] == entry[:6]:  # nothing changed since it was first verified
            entry = before
        self.recorded[sha256, digest] = entry
        return stored.Checked(quotation, source.id, *entry[2:])


def _rank(checked: Checked) -> int:
    """A quotation with several sources has the verdict of the source in which it stands best."""
    return verdicts.VERDICTS.index(checked.verdict)


def _absent(checked: Checked, differences: dict[tuple[Quotation, str], str | None]) -> Doubt:
    quotation = checked.quotation
    message = f"the quotation is not in {checked.source} word for word"
    if difference := differences.get((quotation, checked.source)):
        message += f"; nearest: {difference}"
    hint = "copy the words from the document, or give the fact in your own words without a quotation"
    return _doubt(quotation, "quote", "quotation-absent", message, hint)


def _named(quotation: Quotation, checked: Checked, document: Document) -> Iterator[Doubt]:
    """A speaker whose words the document has in quotation marks should be named in it."""
    assert quotation.speaker
    if checked.verdict != "absent" and not document.names(quotation.speaker) and document.spoken(checked.start):
        message = f"{checked.source} has these words in quotation marks but does not name {quotation.speaker}"
        yield _doubt(quotation, "speaker", "speaker-not-named", message, "check who said it, and how the name is spelt")


def _doubt(quotation: Quotation, key: str, code: str, message: str, hint: str) -> Doubt:
    path: tuple[str | int, ...] = (key,) if quotation.ordinal is None else ("conflicts", quotation.ordinal, key)
    if quotation.record == "figure":
        return Doubt("figures", quotation.id, None, path, code, message, hint, "warning")
    record = None if quotation.record == "case" else quotation.id
    return Doubt("cases", quotation.case_id or "", record, path, code, message, hint, "warning")
