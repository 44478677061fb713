"""Validate records against the model, report every difference, and bring the record into its shape.

pydantic checks the shape and reports all errors of a record at once. Invalid values are removed, or replaced by
placeholders, before the rules check the rest: one misspelt key hides nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from conductcli.casefile.problems import Hint, Path, Suggestion
from conductcli.casefile.references import REFERENCES
from conductcli.model import SECTIONS, groups, keys
from conductcli.vocabulary import values

if TYPE_CHECKING:
    from collections.abc import Callable

    from conductcli.casefile.locations import LocatedValue


class ValidationProblem(NamedTuple):
    """A difference from the shape of the model; `at_key` if the key itself is wrong, not its value."""

    path: Path
    code: str
    message: str
    hint: Hint
    at_key: bool = False
    body: str | None = None
    """The name given where an id of an organisation is required."""


Details = list[Any]
"""The errors of pydantic for a value: type, location (`loc`), input and context of each."""


def validated(section: str, value: Any) -> tuple[dict[str, Any] | None, Details]:
    """Return the value in the model's shape, or None, and the errors."""
    try:
        return _adapter(section).validate_python(value), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def shaped(
    section: str, item: LocatedValue, details: Details, report: Callable[[ValidationProblem], None]
) -> tuple[dict[str, Any] | None, dict[Path, str]]:
    """Report the problems of an item; return it in the model's shape, and the path and the kind of each repair.

    The value is None if the item is not even a mapping.
    """
    for detail in details:
        report(_validation_problem(section, detail))
    repaired: dict[Path, str] = {}
    for _ in range(_PATIENCE if isinstance(item.value, dict) else 0):
        repaired |= _repair(section, item, details)
        value, details = validated(section, item.value)  # errors caused by a repair are not reported
        if value is not None:
            return value, repaired
    return None, repaired


_PATIENCE = 8  # each round removes what the previous one uncovered


def _repair(section: str, item: LocatedValue, details: Details) -> dict[Path, str]:
    """Remove values that are invalid; replace those that are required by placeholders."""
    repaired = {}
    blamed = {item.reach(detail["loc"]) for detail in details if detail["type"] != "missing"}
    for path in sorted(blamed, key=lambda path: (-len(path), [-step for step in path if isinstance(step, int)])):
        if path != item.reach(path):
            continue
        repaired[item.place(path)[2]] = "left out"  # if it is required, the next round adds a placeholder
        item.drop(path)
    for path in (detail["loc"] for detail in details if detail["type"] == "missing"):
        if item.reach(path[:-1]) == path[:-1]:
            repaired[item.place(path)[2]] = "stand-in"
            item.put(path, _stand_in(section, path))
    return repaired


def _stand_in(section: str, path: Path) -> Any:
    """Return a placeholder of the right shape for a required key."""
    hint = keys(_holder(section, path))[str(path[-1])]
    if hint is str:
        return "-".join(["stand-in", *(str(step) for step in path if isinstance(step, int))])
    if get_origin(hint) is list:
        return ["stand-in"]
    return get_args(hint)[0] if get_args(hint) else 0


@cache
def _adapter(section: str) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(SECTIONS[section])


def _validation_problem(section: str, detail: Any) -> ValidationProblem:
    """Return the problem, in our words, for an error of pydantic."""
    path: Path = detail["loc"]
    kind = detail["type"]
    name = str(path[-1]) if path else section
    if kind == "missing":
        return ValidationProblem(path, "missing-key", f"the key {name} is missing", f"add `{name}: ...`")
    if kind == "extra_forbidden":
        hint = unknown_key(name, _holder(section, path))
        return ValidationProblem(path, "unknown-key", f"unknown key {name}", hint, at_key=True)
    if kind == "literal_error":
        words = _vocabulary(section, path)
        given = str(detail["input"])
        hint = Suggestion(given, words, f"one of {', '.join(words)}")
        return ValidationProblem(path, "vocabulary", f"{given!r} is not a value of {_key(path)}", hint)
    if kind == "value_error":
        reason = str(detail["ctx"]["error"])
        named = REFERENCES.get(_key(path)) == "organisation" and isinstance(detail["input"], str)
        body = detail["input"] if named else None
        return ValidationProblem(path, "form", f"{_key(path)}: {reason}", _form_hint(reason), body=body)
    expected, advice = _EXPECTED.get(kind, (detail["msg"], "mend the value"))
    found = found_in(detail["input"])
    if detail["input"] is None:
        advice = "leave the key out if the value is not known"
    return ValidationProblem(path, "type", f"{_key(path)} must be {expected}, not {found}", advice)


def unknown_key(name: str, record: Any) -> Suggestion:
    """Return the hint for a key that a record type does not have."""
    known = _names(record)
    return Suggestion(name, known, f"known here: {', '.join(known)}")


@cache
def _names(record: Any) -> tuple[str, ...]:
    return tuple(keys(record))


_EXPECTED = {
    "string_type": ("a text", "write a text; one that looks like a number goes in quotes"),
    "int_type": ("a whole number", "write digits alone, without quotes"),
    "float_type": ("a number", "write digits alone, without quotes and separators"),
    "list_type": ("a list", "write [one, two], or each on a line of its own after a hyphen"),
    "dict_type": ("a mapping of keys and values", "write `key: value`, each on a line of its own"),
}
"""The kind of value that pydantic expected, in our words, and how to write it."""


def found_in(value: Any) -> str:
    """Return the kind of a value, in a word or two."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return "a text"
        case dict():
            return "a mapping"
        case list():
            return "a list"
    return f"the number {value}"


def _form_hint(reason: str) -> str:
    if "is not a date" in reason:
        return "write it as YYYY, YYYY-MM or YYYY-MM-DD, or leave the key out"
    return "mend the value, or leave the key out if it is not known"


def _key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "a record")


def _vocabulary(section: str, path: Path) -> tuple[str, ...]:
    """Return the vocabulary of the key at the end of `path`, or of the elements of its list."""
    at = max(at for at, step in enumerate(path) if isinstance(step, str))
    hint = keys(_holder(section, path[: at + 1]))[str(path[at])]
    return values(get_args(hint)[0] if get_origin(hint) is list else hint)


def _holder(section: str, path: Path) -> Any:
    """Return the record type that has the key at the end of `path`."""
    holder = SECTIONS[section]
    for step in path[:-1]:
        if isinstance(step, str):
            holder = groups(holder)[step]
    return holder
