"""Put a question in words: the wording of its rule, filled with names, dates, amounts and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.output.sanitize import label
from conductcli.output.wording import amount, capital, day, days, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conductcli.views import Question

_LONGEST = 190  # characters of a fact in a question; its entry has more


def in_words(question: Question, who: str, outcome: Callable[[str, Iterable[str | None]], str]) -> str:
    """Return a question to `who` as a sentence; `outcome` replaces the ids of organisations by names."""
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
    """Return a fact as a sentence, shortened if it is long."""
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
