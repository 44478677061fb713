"""A record in words: what it says, what else is known of it, who said or found it, and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.render.values import label, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conductcli.views import Comparison

Row = dict[str, Any]


def said(section: str, record: Row) -> str:
    """What a record says: a statement in the speaker's own words where they are known, everything else in ours."""
    if section == "statements" and record.get("quote"):
        return f"“{record['quote']}”"
    if section == "figures":
        return amount(record)
    if section == "outcomes":
        number = record["officers"]
        return f"{number} officer{'s' if number != 1 else ''}" if number is not None else "officers, number not known"
    return text(record.get("text"))


def amount(figure: Row) -> str:
    """A figure with how exact it is, its unit and its denominator."""
    qualifier = "" if figure["qualifier"] == "exactly" else label(figure["qualifier"])
    per = f"per {label(figure['per'])}" if figure["per"] else ""
    return " ".join(filter(None, (qualifier, text(figure["value"]), label(figure["unit"]), per)))


def particulars(section: str, record: Row) -> Iterator[str]:
    """What stands under the words, a line each: the result or the state, then who and when, then the source."""
    yield from _STATED.get(section, _nothing)(record)
    if record.get("caveat"):
        yield f"caveat: {record['caveat']}"
    if who := attribution(record):
        yield who
    if found := sources(record):
        yield found


def phrase(section: str, record: Row) -> str:
    """A record in one line."""
    return " · ".join(filter(None, (said(section, record), *particulars(section, record))))


def attribution(record: Row) -> str:
    """Who said, found or counted it, and when: `— name, role, body, date`; empty where nothing is known."""
    role = record.get("role") if record.get("speaker") else None
    known = [text(value) for value in (record.get("speaker"), role, record.get("made_by"), record.get("made_on"))]
    return "— " + ", ".join(filter(None, known)) if any(known) else ""


def sources(record: Row) -> str:
    """The ids of a record's sources, in brackets."""
    return f"[{text(record['source'])}]" if record.get("source") else ""


def verdict(record: Row) -> str:
    """Whether a quotation was found in its source, and on which line of the archived document."""
    where = f", line {record['quote_line']}" if record.get("quote_line") else ""
    return f"{record['quote_check']}{where}"


def views(record: Row) -> list[str]:
    """Whose view it is whether there is a case to answer."""
    return [f"{view['case_to_answer']} ({view['made_by'] or 'whose view is not known'})" for view in record["views"]]


def _nothing(_: Row) -> Iterator[str]:
    return iter(())


def _finding(record: Row) -> Iterator[str]:
    yield record["result"]


def _recommendation(record: Row) -> Iterator[str]:
    yield f"{record['basis']}, to {record['made_to'] or 'a recipient not known'}"
    due = f", due {record['due_on']} ({record['due_basis']})" if record["due_on"] else ""
    late = f", {record['days_past_due']} days past" if record["days_past_due"] else ""
    answered = f", {record['position']}" if record["position"] else ""
    by = f" [{text(record['response_source'])}]" if record["response_source"] != record["source"] else ""
    yield label(record["status"]) + answered + due + late + (by if record["response_source"] else "")
    if record["progress"]:
        yield f"{label(record['progress'])}, according to {record['progress_by'] or 'somebody not named'}"


def _outcome(record: Row) -> Iterator[str]:
    known = {"case to answer": views(record)} | {label(key): record[key] for key in _OF_OFFICERS}
    yield from (f"{name}: {text(value)}" for name, value in known.items() if value not in (None, []))


_OF_OFFICERS = (
    "role", "unit", "duties", "notice", "handling", "proceeding", "panel_finding", "sanction", "criminal",
)  # fmt: skip


def _statement(record: Row) -> Iterator[str]:
    if record["quote"]:
        yield f"quotation {verdict(record)}"


def _figure(record: Row) -> Iterator[str]:
    rank = f"rank {record['rank']}" if record["rank"] is not None else None
    status = record["status"] if record["status"] != "final" else None
    yield text([part for part in (record["period"] or "period not given", record["counts"], rank, status) if part])


_STATED: dict[str, Callable[[Row], Iterator[str]]] = {
    "findings": _finding,
    "recommendations": _recommendation,
    "outcomes": _outcome,
    "statements": _statement,
    "figures": _figure,
}


def comparison_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """A comparison as rows of section, label and a cell per column."""
    for section, about, cells in comparison.rows:
        yield (section, about, *("; ".join(phrase(section, record) for record in cell) for cell in cells))
