"""Put records in words: what they say, their particulars, who made them, and their status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conductcli.output.sanitize import label, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conductcli.views import Comparison

Row = dict[str, Any]


def said(section: str, record: Row) -> str:
    """Return the text of a record: the speaker's own words for a statement if known, else the register's summary."""
    if section == "statements" and record.get("quote"):
        return f"“{record['quote']}”"
    if section == "figures":
        return amount(record)
    if section == "outcomes":
        number = record["officers"]
        return f"{number} officer{'s' if number != 1 else ''}" if number is not None else "officers, number not known"
    return text(record.get("text"))


def amount(figure: Row) -> str:
    """Return a figure with its qualifier, unit and denominator."""
    qualifier = "" if figure["qualifier"] == "exactly" else label(figure["qualifier"])
    per = f"per {label(figure['per'])}" if figure["per"] else ""
    return " ".join(filter(None, (qualifier, text(figure["value"]), label(figure["unit"]), per)))


def particulars(section: str, record: Row) -> Iterator[str]:
    """Yield the lines below a record: result or status, then who and when, then the sources."""
    yield from _STATED.get(section, _nothing)(record)
    if record.get("caveat"):
        yield f"caveat: {record['caveat']}"
    if who := attribution(record):
        yield who
    if found := sources(record):
        yield found


def phrase(section: str, record: Row) -> str:
    """Return a record on one line."""
    return " · ".join(filter(None, (said(section, record), *particulars(section, record))))


def attribution(record: Row) -> str:
    """Return who made a record and when: `— name, role, body, date`; "" if nothing is known."""
    role = record.get("role") if record.get("speaker") else None
    known = [text(value) for value in (record.get("speaker"), role, record.get("made_by"), record.get("made_on"))]
    return "— " + ", ".join(filter(None, known)) if any(known) else ""


def sources(record: Row) -> str:
    """Return the ids of a record's sources in brackets."""
    return f"[{text(record['source'])}]" if record.get("source") else ""


def verdict(record: Row) -> str:
    """Return the verdict on a quotation, its line and characters in the archived document, and the words left out."""
    place = None
    if record.get("quote_line"):
        place = f"line {record['quote_line']}, characters {record['quote_start']}-{record['quote_end']}"
    return ", ".join(filter(None, (str(record["quote_check"]), place, left_out(record))))


def left_out(record: Mapping[str, Any]) -> str:
    """Return the words that a quotation leaves out, in quotation marks; empty if none are known."""
    return f"leaves out {' and '.join(f'“{words}”' for words in record['omitted'])}" if record.get("omitted") else ""


def views(record: Row) -> list[str]:
    """Return the views on whether there was a case to answer, each with the body that held it."""
    return [f"{view['case_to_answer']} ({view['made_by'] or 'whose view is not known'})" for view in record["views"]]


def thread(finding: Row) -> Iterator[tuple[str, str]]:
    """Yield what a finding is based on, and what was recommended, said and done about it: strand and words.

    A strand without records says so: what is not recorded may still have happened.
    """
    for strand, ties in (finding.get("thread") or {}).items():
        yield from ((label(strand), _tied(tie)) for tie in ties)
        if not ties and strand != "rests_on":
            yield label(strand), "nothing recorded"


def _tied(tie: Row) -> str:
    words = f"“{tie['quote']}”" if tie["quote"] else tie["text"] or f"{tie['record']} {tie['id']}"
    words += f" ({left_out(tie)})" if left_out(tie) else ""
    to = f"to {', '.join(tie['made_to'])}" if tie["made_to"] not in ([], [tie["made_by"]]) else None
    known = " · ".join(filter(None, (tie["speaker"], tie["made_by"], to, label(tie["state"] or ""))))
    return f"{words} ({known})" if known else words


def status_text(row: Row) -> str:
    """Return the status of a response; one not found is never called overdue, because it may exist."""
    if row["status"] == "no_response_found":
        return f"no published response found as of {row['as_of']}"
    return label(row["status"])


def deadline_text(row: Row) -> str:
    """Return when a response is due, the printed and statutory dates if they differ, and how late it is."""
    if not row["due_on"]:
        return ""
    others = {"printed": row["printed_due_on"], "statutory": row["statutory_due_on"]}
    beside = [f"{ground} {on}" for ground, on in others.items() if on not in (None, row["due_on"])]
    late = f", {row['days_past_due']} days past" if row["days_past_due"] else ""
    after = f", answered {row['answered_late_by']} days after it" if row["answered_late_by"] else ""
    return f", due {row['due_on']} ({', '.join((row['due_basis'], *beside))}){late}{after}"


def progress_text(word: str, by: str | None, recipient: str | None) -> str:
    """Return how far something was carried out and according to whom; a recipient's own claim is marked as such."""
    if by is not None and by == recipient:
        return f"{label(word)}, by its own account"
    return f"{label(word)}, according to {by or 'somebody not named'}"


def wording(phrases: Iterable[Row]) -> re.Pattern[str] | None:
    """Return a pattern for shared phrases in a statement, regardless of punctuation, or None without phrases."""
    words = [re.findall(r"\w+", phrase["phrase"]) for phrase in phrases]
    found = "|".join(r"\W+".join(map(re.escape, phrase)) for phrase in words)
    return re.compile(rf"\b(?:{found})\b", re.IGNORECASE) if found else None


def _nothing(_: Row) -> Iterator[str]:
    return iter(())


def _finding(record: Row) -> Iterator[str]:
    yield record["result"]
    if evidence := [tie["id"] for tie in record.get("thread", {}).get("rests_on", ())]:
        yield f"rests on: {text(evidence)}"
    yield from (f"{strand}: {words}" for strand, words in thread(record) if strand != "rests on")


def _recommendation(record: Row) -> Iterator[str]:
    yield f"{record['basis']}, to {record['made_to'] or 'a recipient not known'}"
    answered = f", {record['position']}" if record["position"] else ""
    by = f" [{text(record['response_source'])}]" if record["response_source"] != record["source"] else ""
    yield status_text(record) + answered + deadline_text(record) + (by if record["response_source"] else "")
    if record["progress"]:
        yield progress_text(record["progress"], record["progress_by"], record["made_to"])


def _outcome(record: Row) -> Iterator[str]:
    known = {"case to answer": views(record)} | {label(key): record[key] for key in _OF_OFFICERS}
    yield from (f"{name}: {text(value)}" for name, value in known.items() if value not in (None, []))
    if record["gap"]:
        yield f"{label(record['gap'])}: {record['gap_says']}"


_OF_OFFICERS = (
    "role", "unit", "duties", "notice", "handling", "proceeding", "panel_finding", "sanction", "criminal",
)  # fmt: skip


def _statement(record: Row) -> Iterator[str]:
    if record["quote"]:
        yield f"quotation {verdict(record)}"


def _figure(record: Row) -> Iterator[str]:
    rank = f"rank {record['rank']}" if record["rank"] is not None else None
    statuses = [status for status in record["statuses"] if status != "final"]
    yield text([part for part in (record["period"] or "period not given", record["counts"], rank, *statuses) if part])


_STATED: dict[str, Callable[[Row], Iterator[str]]] = {
    "findings": _finding,
    "recommendations": _recommendation,
    "outcomes": _outcome,
    "statements": _statement,
    "figures": _figure,
}


def comparison_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Yield a comparison as rows of section, label and a cell per column."""
    for section, about, cells in comparison.rows:
        yield (section, about, *("; ".join(phrase(section, record) for record in cell) for cell in cells))
