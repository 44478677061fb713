"""Verify quotations in archived documents, or accept the verdicts saved earlier.

Case files name the sources of a quotation and their documents; `documents.quotations` finds the words in a text.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from conductcli.casefile import quotation_cache
from conductcli.database import quotations as stored
from conductcli.database.integrity import RecordViolation
from conductcli.documents.elisions import turned
from conductcli.documents.quotations import Document, Verdict
from conductcli.documents.snapshots import SnapshotDiffers, Snapshots, SnapshotUnreadable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from conductcli.database.quotations import Checked, Quotation
    from conductcli.documents.snapshots import Snapshot


class _Archived:
    """An archived document in which quotations are looked up."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.sha256 = snapshot.sha256
        self.main = Document(snapshot.text)
        self._snapshot = snapshot

    @cached_property
    def whole(self) -> Document:
        """Return the full text of a web page; empty for plain text."""
        return Document(self._snapshot.all_text)

    def find(self, quotation: str) -> Verdict:
        """Find a quotation; words outside the main text of a page have no offsets and no line."""
        found = self.main.find(quotation)
        if found.verdict == "absent" and self._snapshot.page:
            elsewhere = self.whole.find(quotation)
            if elsewhere.verdict != "absent":
                return Verdict(elsewhere.verdict, omitted=elsewhere.omitted)
        return found


class Verification:
    """Verify the quotations of a register.

    With `touched`, only the quotations of replaced cases and figures.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        known: quotation_cache.Verdicts,
        folder: str | None,
        *,
        touched: bool = False,
    ) -> None:
        self._connection = connection
        self._touched = touched
        self._known = known
        self._snapshots = Snapshots(folder) if folder else None
        self.recorded: quotation_cache.Verdicts = {}
        """The verdicts to save: new ones, and earlier ones on documents that are not at hand."""
        self.quoted = 0
        """The number of quotations."""
        self.checked = 0
        """The number of quotations that were looked up in a document."""
        self._differences: dict[tuple[Quotation, str], str | None] = {}
        self._reasons: dict[Quotation, list[str]] = defaultdict(list)

    def violations(self) -> Iterator[RecordViolation]:
        """Verify all quotations, write the verdicts to the database, and yield every problem."""
        best: dict[Quotation, Checked] = {}
        looked_up: set[Quotation] = set()
        quotations = list(stored.quotations(self._connection, touched=self._touched))
        for source, quoted in self._by_source(quotations):
            document = self._document(source, quoted)
            if isinstance(document, RecordViolation):
                yield document
                document = None
            looked_up.update(quoted if document else ())
            for quotation in quoted:
                found = self._look_up(source, quotation, document)
                if found and (quotation not in best or _rank(found) < _rank(best[quotation])):
                    best[quotation] = found
                if found and document and quotation.speaker:
                    yield from _named(quotation, found, document)
        read = {sha256 for sha256, _ in self.recorded}
        self.recorded |= {key: entry for key, entry in self._known.items() if key[0] not in read}
        self.quoted, self.checked = len(quotations), len(looked_up)
        stored.keep(self._connection, best.values())
        for quotation in quotations if self._snapshots else ():
            if quotation not in looked_up:
                yield self._not_checked(quotation, best.get(quotation))
        for checked in best.values():
            yield from self._of_verdict(checked)

    def _document(self, source: stored.Document, quoted: Iterable[Quotation]) -> _Archived | RecordViolation | None:
        """Return the document of a source, or a problem with it; note why its quotations are not checked."""
        if not self._snapshots:
            return None
        problem = None
        try:
            if snapshot := self._snapshots.find(source.file, source.sha256):
                return _Archived(snapshot)
            reason = f"{source.file or 'the document'} of {source.id} is not in the folder of documents"
            if not source.file and not source.sha256:
                reason = f"{source.id} names no snapshot"
        except SnapshotDiffers as error:
            hint = "name the document that was read, or archive it anew and read it again"
            problem = _of_source(source, "sha256", "snapshot-differs", str(error), hint)
            reason = f"the document of {source.id} is another one"
        except SnapshotUnreadable as error:
            key = "file" if source.file else "sha256"
            problem = _of_source(source, key, "snapshot-unreadable", str(error), error.hint)
            reason = f"the document of {source.id} cannot be read"
        for quotation in quoted:
            self._reasons[quotation].append(reason)
        return problem

    def _by_source(self, quotations: list[Quotation]) -> Iterator[tuple[stored.Document, list[Quotation]]]:
        """Yield each source with its quotations, so that one document is read at a time."""
        by_source: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            for name in quotation.sources:
                by_source[name].append(quotation)
        for source in list(stored.documents(self._connection)):
            if source.id in by_source:
                yield source, by_source[source.id]

    def _look_up(self, source: stored.Document, quotation: Quotation, document: _Archived | None) -> Checked | None:
        if document is None and not (source.sha256 and self._known):
            return None
        digest = quotation_cache.digest(quotation.quote)
        if document is None:
            known = self._known.get((source.sha256 or "", digest))
            return stored.Checked(quotation, source.id, *known[2:]) if known else None
        found = document.find(quotation.quote)
        self._differences[quotation, source.id] = found.difference
        today = date.today().isoformat()
        entry = quotation_cache.Recorded(document.sha256, digest, *found[:4], today, found.omitted)
        before = self._known.get((document.sha256, digest))
        if before and before._replace(checked_on=today) == entry:  # the verdict has not changed
            entry = before
        self.recorded[document.sha256, digest] = entry
        return stored.Checked(quotation, source.id, *entry[2:])

    def _not_checked(self, quotation: Quotation, known: Checked | None) -> RecordViolation:
        reasons = dict.fromkeys(self._reasons.get(quotation, ()))
        message = f"the quotation was not checked: {'; '.join(reasons) or 'no source of it is defined'}"
        if known:
            message += f"; the verdict of {known.checked_on} is kept ({known.verdict})"
        hint = "archive the document, and name it in the `snapshot` of the source"
        return _of_quotation(quotation, "quote", "quotation-not-checked", message, hint)

    def _of_verdict(self, checked: Checked) -> Iterator[RecordViolation]:
        """Yield the warnings that follow from a verdict."""
        quotation = checked.quotation
        if checked.verdict == "absent":
            message = f"the quotation is not in {checked.source} word for word"
            if difference := self._differences.get((quotation, checked.source)):
                message += f"; nearest: {difference}"
            if reasons := self._reasons.get(quotation):
                message += f"; another source was not checked: {'; '.join(dict.fromkeys(reasons))}"
            hint = "copy the words from the document, or give the fact in your own words without a quotation"
            yield _of_quotation(quotation, "quote", "quotation-absent", message, hint)
            return
        if checked.line is None:
            message = (
                f"the words are on the page of {checked.source}, but outside its main text (a caption, box or menu)"
            )
            hint = "check that they belong to the article, and whose words they are"
            yield _of_quotation(quotation, "quote", "quotation-outside-text", message, hint)
        if negation := turned(quotation.quote, checked.omitted or ()):
            words, put_in = negation
            message = f"the quotation puts in {words}" if put_in else f"the quotation leaves out “{words}”"
            hint = "quote these words too, unless the sense is the same without them"
            yield _of_quotation(quotation, "quote", "elided-negation", f"{message}, which can turn its sense", hint)


def _rank(checked: Checked) -> int:
    """Return the rank of a verdict; the source with the best verdict on a quotation counts."""
    return quotation_cache.VERDICTS.index(checked.verdict)


def _named(quotation: Quotation, checked: Checked, document: _Archived) -> Iterator[RecordViolation]:
    """Yield a problem if the document has the words in quotation marks but does not name the speaker."""
    assert quotation.speaker
    if (
        checked.verdict != "absent"
        and not document.main.names(quotation.speaker)
        and document.main.spoken(checked.start)
    ):
        message = f"{checked.source} has these words in quotation marks but does not name {quotation.speaker}"
        hint = "check who said it, and how the name is spelt"
        yield _of_quotation(quotation, "speaker", "speaker-not-named", message, hint)


def _of_source(source: stored.Document, key: str, code: str, message: str, hint: str) -> RecordViolation:
    return RecordViolation("sources", source.id, None, ("snapshot", key), code, message, hint)


def _of_quotation(quotation: Quotation, key: str, code: str, message: str, hint: str) -> RecordViolation:
    path: tuple[str | int, ...] = (key,) if quotation.ordinal is None else ("conflicts", quotation.ordinal, key)
    if quotation.record == "figure":
        return RecordViolation("figures", quotation.id, None, path, code, message, hint, "warning")
    record = None if quotation.record == "case" else quotation.id
    return RecordViolation("cases", quotation.case_id or "", record, path, code, message, hint, "warning")
