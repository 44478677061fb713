"""A question in words: its rule's wording with names, dates, amounts and texts in place of what is in braces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.output.sanitize import label
from conductcli.output.wording import amount, capital, day, days, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conductcli.views import Question

_LONGEST = 190  # characters of a fact inside a question; it stands whole behind it


def in_words(question: Question, who: str, outcome: Callable[[str, Iterable[str | None]], str]) -> str:
    """The question; `who` is who is asked, `outcome` puts the names of bodies in place of their ids."""
    values = {key: _put(key, value) for key, value in question.values.items() if key != "bodies"}
    if "gap_says" in values:
        values["gap_says"] = outcome(values["gap_says"], question.values["bodies"])
    said = question.wording.format_map(values | {"who": who}).strip()
    return capital(said)


def _put(key: str, value: Any) -> str:
    if key.endswith("_on") or key == "as_of":
        return day(value) or "a day that is not known"
    return _PUT.get(key, _sentence)(value)


def _sentence(text: str | None) -> str:
    """A fact in a sentence of its own, cut where it is long."""
    if not text:
        return ""
    said = shortened(text, _LONGEST)
    return said if said.endswith((".", "!", "?", "…", "”")) else f"{said}."


def _officers(number: int | None) -> str:
    return "officers, number not known" if number is None else f"{number:,} officer{'' if number == 1 else 's'}"


def _unstated(names: list[str]) -> str:
    return f"{listed(names)} {'are' if len(names) > 1 else 'is'}"


_PUT: dict[str, Callable[[Any], str]] = {
    "position": label,
    "progress": label,
    "measure": lambda measure: label(measure).capitalize(),
    "officers": _officers,
    "gap_says": str,
    "days": days,
    "earlier": amount,
    "newest": amount,
    "unstated": _unstated,
    "caveat": lambda caveat: f"Caveat: {_sentence(caveat)}" if caveat else "",
}
