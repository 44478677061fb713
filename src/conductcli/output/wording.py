"""Put dates, amounts, verdicts and deadlines in words for pages and briefs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conductcli.dates import check
from conductcli.model import SLUG
from conductcli.output import phrases
from conductcli.output.sanitize import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ID = re.compile(SLUG)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_VERDICTS = {
    "exact": ("verified", "Verified word for word"),
    "typography": ("verified", "Verified word for word, but for typography"),
    "elided": ("verified", "Verified, but for the words that it marks as left out or put in"),
    "absent": ("unverified", "Not found in the archived document"),
    "unchecked": ("unverified", "Not verified: no archived document was looked up"),
}


@lru_cache(maxsize=4096)
def day(date: str | None) -> str:
    """Return an EDTF date in words, such as "by June 2021" for `../2021-06`; any other text is returned unchanged."""
    if not date:
        return ""
    try:
        check(date)
    except ValueError:
        return date
    start, slash, end = date.partition("/")
    if not slash:
        return _point(start)
    if start == "..":
        return f"by {_point(end)}"
    if end == "..":
        return f"from {_point(start)} on"
    return f"{_point(start)} to {_point(end)}"


def _point(text: str) -> str:
    year, *rest = text.rstrip("?~").split("-")
    number = [str(int(rest[1]))] if len(rest) > 1 else []
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    said = " ".join((*number, *month, year))
    if text.endswith("~"):
        return f"about {said}"
    return f"{said} (uncertain)" if text.endswith("?") else said


def amount(figure: Mapping[str, Any]) -> str:
    """Return a figure with its qualifier, unit and denominator, and thousands separators."""
    value = figure["value"]
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.12g}"
    qualifier = "" if figure["qualifier"] == "exactly" else label(figure["qualifier"])
    if figure["unit"] == "percent":
        return " ".join(filter(None, (qualifier, f"{plain} per cent")))
    unit = label(figure["unit"]) if value == 1 else _plural(label(figure["unit"]))
    per = f"per {label(figure['per'])}" if figure["per"] else ""
    return " ".join(filter(None, (qualifier, plain, unit, per)))


def _plural(word: str) -> str:
    return word if word.endswith("s") else f"{word}s"


def listed(entries: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    *others, last = entries or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def shortened(text: str | None, longest: int = 420) -> str:
    """Return a text on one line, cut at a word if too long; never use it for quotations."""
    said = " ".join((text or "").split())
    return said if len(said) <= longest else f"{said[:longest].rpartition(' ')[0] or said[:longest]} …"


def verdict(record: Mapping[str, Any]) -> tuple[str, str]:
    """Return whether a quotation was found in its source: a kind (verified or unverified) and a description."""
    kind, said = _VERDICTS[record["quote_check"] or "unchecked"]
    return kind, ", ".join(filter(None, (said, phrases.left_out(record))))


def status_text(state: Mapping[str, Any]) -> str:
    """Return the status of a response, with dates in words; one not found is never called overdue."""
    if state["status"] == "no_response_found":
        return f"no published response found as of {day(state['as_of'])}"
    if state["status"] == "not_required":
        return "no duty to answer by a set day is known"
    return label(state["position"] or state["status"]) if state["status"] == "answered" else "answer awaited"


def deadline_text(state: Mapping[str, Any]) -> str:
    """Return when a response is due and on what basis, and how late it is or was."""
    if not state["due_on"]:
        return ""
    others = {"printed": state["printed_due_on"], "statutory": state["statutory_due_on"]}
    beside = [f"{ground} {day(on)}" for ground, on in others.items() if on not in (None, state["due_on"])]
    said = f"last day for an answer {day(state['due_on'])} ({', '.join((state['due_basis'], *beside))})"
    if state["days_past_due"]:
        return f"{said}, {days(state['days_past_due'])} before {day(state['as_of'])}"
    return f"{said}; answered {days(state['answered_late_by'])} after it" if state["answered_late_by"] else said


def starts(text: str | None, kind: str) -> bool:
    """Return whether a text starts with the name of its kind."""
    return bool(text) and str(text).casefold().startswith(label(kind))


def days(number: int) -> str:
    """Return a number of days in words."""
    return f"{number:,} day{'s' if number != 1 else ''}"


def reasons(names: Mapping[str, str]) -> Callable[[Mapping[str, Any]], list[str]]:
    """Return a function that gives why a figure cannot be compared, with organisations' names for ids of figures."""

    def said(figure: Mapping[str, Any]) -> list[str]:
        others = figure["others"]

        def named(match: re.Match[str]) -> str:
            if match[0] == figure["id"]:
                return "this figure"
            other = others.get(match[0])
            return f"{names.get(other['organisation'], match[0])}’s {amount(other)}" if other else match[0]

        return [_ID.sub(named, reason) for reason in figure["reasons"]]

    return said


def progress_text(names: Mapping[str, str]) -> Callable[[Mapping[str, Any], Sequence[str]], str]:
    """Return a function that says how far something was carried out, marking a recipient's own claim as such."""

    def said(answer: Mapping[str, Any], recipients: Sequence[str]) -> str:
        by = answer["made_by"] or next(iter(recipients), None)  # if missing, it is the recipient
        own = by if by in recipients else None
        return phrases.progress_text(
            answer["progress"], names.get(by, by) if by else None, names.get(own, own) if own else None
        )

    return said
