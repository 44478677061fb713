"""Check the rules between records: inside one case at once, and across the register once all of it was read.

A rule is one function that yields violations. It knows values and paths, never files or the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from conductcli.analysis.deadlines import statutory_day
from conductcli.casefile.problems import Hint, Path, Suggestion
from conductcli.casefile.references import references
from conductcli.dates import days
from conductcli.model import RECORDS, SAYS_SOMETHING
from conductcli.vocabulary import first_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Violation:
    """A rule broken at `path` of a record."""

    path: Path
    code: str
    message: str
    hint: Hint = None
    severity: Literal["error", "warning"] = "error"


def declared(case: Any) -> list[str]:
    """Return the ids of the records inside a case, valid or not: those that `about` may refer to."""
    if not isinstance(case, dict):
        return []
    lists = (case.get(section) for section in RECORDS)
    records = (record for records in lists if isinstance(records, list) for record in records)
    return [record["id"] for record in records if isinstance(record, dict) and isinstance(record.get("id"), str)]


def violations(section: str, value: dict[str, Any], names: list[str]) -> Iterator[Violation]:
    """Yield the broken rules inside a record of a top-level list; `names` are the ids defined in it."""
    if section == "cases":
        yield from _about_leads_somewhere(value, names)
        for rule in CASE_RULES:
            yield from rule(value)
    elif section == "figures":
        yield from _percent(value)
        yield from _first_status(value)
    elif section == "sources":
        yield from _in_order([("published", value), ("accessed", value)])


def _records(case: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for section in RECORDS:
        for number, record in enumerate(case.get(section, ())):
            yield (section, number), record


def _ids_once(case: dict[str, Any]) -> Iterator[Violation]:
    first: dict[str, Path] = {}
    for path, record in _records(case):
        name = record["id"]
        if name in first:
            where = f"{first[name][0]}[{first[name][1]}]"
            yield Violation(
                (*path, "id"), "duplicate-id", f"the id {name} stands twice in the case (first in {where})", _OWN
            )
        first.setdefault(name, path)


_WRONG_DATE = "one of the two dates is wrong"
_OWN = "ids are unique within a case, over all its lists: give one of them another"


def _about_leads_somewhere(case: dict[str, Any], names: list[str]) -> Iterator[Violation]:
    known = set(names)
    for path, record in _records(case):
        for at, name in enumerate(record.get("about", ())):
            if name == record["id"]:
                message = f"{name} is about itself"
                yield Violation((*path, "about", at), "unknown-record", message, "name the record that it speaks to")
            elif name not in known:
                hint = Suggestion(name, names, "name a record of the same case")
                yield Violation((*path, "about", at), "unknown-record", f"the case has no record {name}", hint)


def _dates_in_order(case: dict[str, Any]) -> Iterator[Violation]:
    incident, referral, investigation = (case.get(key, {}) for key in ("incident", "referral", "investigation"))
    looked_into = [(key, investigation) for key in ("started", "completed", "published")]
    yield from _in_order([("date", incident), ("made_on", referral)], ("incident", "referral"))
    yield from _in_order([("date", incident), *looked_into], ("incident", *["investigation"] * 3))


def _in_order(dated: list[tuple[str, dict[str, Any]]], groups: tuple[str, ...] = ()) -> Iterator[Violation]:
    """Check that each date can be on or after all dates before it in the list."""
    before: tuple[str, str] | None = None
    for number, (key, holder) in enumerate(dated):
        if key not in holder:
            continue
        path: Path = (groups[number], key) if groups else (key,)
        name = " ".join(map(str, path))
        first, last = days(holder[key])
        if before and last and before[1] > last:
            message = f"{name} ({holder[key]}) is before {before[0]}"
            yield Violation(path, "reversed-dates", message, _WRONG_DATE)
        elif first:
            before = (f"{name} ({holder[key]})", max(first, before[1]) if before else first)


def _answers_follow(case: dict[str, Any]) -> Iterator[Violation]:
    for number, recommendation in enumerate(case.get("recommendations", ())):
        path: Path = ("recommendations", number)
        made = days(recommendation["made_on"]).first if "made_on" in recommendation else None
        for at, response in enumerate(recommendation.get("responses", ())):
            here = (*path, "responses", at)
            if not response.keys() & SAYS_SOMETHING:
                message = "the response says nothing"
                yield Violation(here, "missing-key", message, "add a position, a progress or a text")
            if made and "made_on" in response and (last := days(response["made_on"]).last) and last < made:
                message = (
                    f"the answer ({response['made_on']}) is before its recommendation ({recommendation['made_on']})"
                )
                yield Violation(
                    (*here, "made_on"), "answer-before-recommendation", message, "one of the two dates is wrong"
                )
        for key in ("due_on", "extended_to"):
            if made and key in recommendation and (last := days(recommendation[key]).last) and last < made:
                message = f"{key} ({recommendation[key]}) is before made_on ({recommendation['made_on']})"
                yield Violation((*path, key), "reversed-dates", message, _WRONG_DATE)
        for violation in _in_order([("due_on", recommendation), ("extended_to", recommendation)]):
            yield Violation((*path, *violation.path), violation.code, violation.message, violation.hint)


def _deadlines_exist(case: dict[str, Any]) -> Iterator[Violation]:
    for number, recommendation in enumerate(case.get("recommendations", ())):
        if recommendation.get("basis") == "para_28A" and "made_on" in recommendation:
            made = recommendation["made_on"]
            if (last := days(made).last) and statutory_day(last) is None:
                message = f"an answer to what was made on {made} would be due after the last day of the calendar"
                yield Violation(("recommendations", number, "made_on"), "form", message, "check the year")


def _recipients_answer(case: dict[str, Any]) -> Iterator[Violation]:
    for number, recommendation in enumerate(case.get("recommendations", ())):
        recipients = set(recommendation.get("made_to", ()))
        for at, response in enumerate(recommendation.get("responses", ())):
            made_by = response.get("made_by")
            if recipients and made_by and "position" in response and made_by not in recipients:
                message = f"the answer is by {made_by}, which is not among the recipients: it counts for none of them"
                path: Path = ("recommendations", number, "responses", at, "made_by")
                hint = "name a recipient, or add it to `made_to`"
                yield Violation(path, "answer-of-no-recipient", message, hint, "warning")


def _forces_are_the_cases(case: dict[str, Any]) -> Iterator[Violation]:
    forces = set(case.get("forces", ()))
    for path, record in _records(case):
        if forces and "force" in record and record["force"] not in forces:
            message = f"{record['force']} is not among the forces of the case"
            yield Violation((*path, "force"), "force-not-in-case", message, "add it to `forces`, or mend it", "warning")


def _percent(figure: dict[str, Any]) -> Iterator[Violation]:
    if figure["unit"] == "percent" and figure["value"] > 100:
        yield Violation(
            ("value",), "form", f"{figure['value']} per cent is more than all", "check the value and the unit"
        )


def _first_status(figure: dict[str, Any]) -> Iterator[Violation]:
    statuses = figure.get("statuses", [])
    if statuses and "status" in figure and figure["status"] != (first := first_status(statuses)):
        message = f"the status is {figure['status']}, but among the statuses {first} goes first"
        yield Violation(("status",), "form", message, f"give {first} as the status, or leave it out")


CASE_RULES: list[Callable[[dict[str, Any]], Iterator[Violation]]] = [
    _ids_once,
    _dates_in_order,
    _answers_follow,
    _deadlines_exist,
    _recipients_answer,
    _forces_are_the_cases,
]


@dataclass
class CrossFileProblems:
    """Problems between records of the whole register, whose locations are still to be found in the files."""

    duplicated: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(list, id) → the locations of its definitions, added by the search."""
    missing: set[tuple[str, str]] = field(default_factory=set)
    """(kind, id) of references to undefined ids."""
    advice: Callable[[str, str], Hint] | None = None
    """A function that returns the hint for such a reference."""
    wrong: dict[tuple[str, str], list[tuple[str | None, Violation]]] = field(default_factory=dict)
    """(list, id) → broken rules inside it; in a case, with the id of the record that the path belongs to."""

    def __bool__(self) -> bool:
        return bool(self.duplicated or self.missing or self.wrong)

    def violations(self, section: str, value: dict[str, Any]) -> Iterator[Violation]:
        """Yield the broken rules inside a record of a top-level list."""
        name = value.get("id")
        if not isinstance(name, str):
            return
        if (section, name) in self.duplicated:
            message = f"the id {name} stands more than once in {section}: {_listed(self.duplicated[section, name])}"
            yield Violation(
                ("id",), "duplicate-id", message, "ids are unique in the register: give one of them another"
            )
        if self.missing:
            for kind, wanted, path in references(value):
                if (kind, wanted) in self.missing:
                    hint = self.advice(kind, wanted) if self.advice else None
                    yield Violation(path, f"unknown-{kind}", f"there is no {kind} {wanted}", hint)
        if wrong := self.wrong.get((section, name)):
            places = _places(value)
            for record, violation in wrong:
                path = (*places.get(record, ()), *violation.path)
                yield Violation(path, violation.code, violation.message, violation.hint, violation.severity)


_NAMED = 5
"""Locations of one id that a message lists."""


def _listed(places: list[str]) -> str:
    more = f" and {len(places) - _NAMED:,} more" if len(places) > _NAMED else ""
    return ", ".join(places[:_NAMED]) + more


def _places(case: dict[str, Any]) -> dict[str | None, Path]:
    """Return the path of each record of a case by its id; of equal ids, the first."""
    found: dict[str | None, Path] = {}
    for section in RECORDS:
        records = case.get(section)
        for number, record in enumerate(records if isinstance(records, list) else ()):
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                found.setdefault(record["id"], (section, number))
    return found
