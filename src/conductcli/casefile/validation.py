"""Whether a record has the shape of the model: all that is not, in our words, and the record brought into shape.

pydantic checks the shape and tells all that is wrong with a record at once. What is wrong is taken out, or something
stands in for it, before the rules look at the rest: one misspelt key hides nothing else.
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

    from conductcli.casefile.locations import Item


class Misshapen(NamedTuple):
    """One thing that has not the shape of the model; `at_key` if the key itself is wrong, not its value."""

    path: Path
    code: str
    message: str
    hint: Hint
    at_key: bool = False
    body: str | None = None
    """The name of a body where its id must be."""


Details = list[Any]
"""What pydantic has against a value: type, place (`loc`), input and context of each error."""


def validated(section: str, value: Any) -> tuple[dict[str, Any] | None, Details]:
    """The value in the model's shape, or None and what is wrong with it."""
    try:
        return _adapter(section).validate_python(value), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def shaped(
    section: str, item: Item, details: Details, report: Callable[[Misshapen], None]
) -> tuple[dict[str, Any] | None, dict[Path, str]]:
    """What is wrong with an item told, and the rest of it in the model's shape, with how it was brought to that.

    The value is None where the item is not even a mapping.
    """
    for detail in details:
        report(_misshapen(section, detail))
    mended: dict[Path, str] = {}
    for _ in range(_PATIENCE if isinstance(item.value, dict) else 0):
        mended |= _mend(section, item, details)
        value, details = validated(section, item.value)  # what follows from what was mended is not told
        if value is not None:
            return value, mended
    return None, mended


_PATIENCE = 8  # each round takes out what the one before uncovered


def _mend(section: str, item: Item, details: Details) -> dict[Path, str]:
    """Take out what has not the shape of the model; where something must be, put in what stands in for it."""
    mended = {}
    blamed = {item.reach(detail["loc"]) for detail in details if detail["type"] != "missing"}
    for path in sorted(blamed, key=lambda path: (-len(path), [-step for step in path if isinstance(step, int)])):
        if path != item.reach(path):
            continue
        mended[item.place(path)[2]] = "left out"  # what must be there is missing then, and the next round stands in
        item.drop(path)
    for path in (detail["loc"] for detail in details if detail["type"] == "missing"):
        if item.reach(path[:-1]) == path[:-1]:
            mended[item.place(path)[2]] = "stand-in"
            item.put(path, _stand_in(section, path))
    return mended


def _stand_in(section: str, path: Path) -> Any:
    """Something of the right shape for a required key."""
    hint = keys(_holder(section, path))[str(path[-1])]
    if hint is str:
        return "-".join(["stand-in", *(str(step) for step in path if isinstance(step, int))])
    if get_origin(hint) is list:
        return ["stand-in"]
    return get_args(hint)[0] if get_args(hint) else 0


@cache
def _adapter(section: str) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(SECTIONS[section])


def _misshapen(section: str, detail: Any) -> Misshapen:
    """A problem in our words for an error of pydantic's."""
    path: Path = detail["loc"]
    kind = detail["type"]
    name = str(path[-1]) if path else section
    if kind == "missing":
        return Misshapen(path, "missing-key", f"the key {name} is missing", f"add `{name}: ...`")
    if kind == "extra_forbidden":
        hint = unknown_key(name, _holder(section, path))
        return Misshapen(path, "unknown-key", f"unknown key {name}", hint, at_key=True)
    if kind == "literal_error":
        words = _vocabulary(section, path)
        given = str(detail["input"])
        hint = Suggestion(given, words, f"one of {', '.join(words)}")
        return Misshapen(path, "vocabulary", f"{given!r} is not a value of {_key(path)}", hint)
    if kind == "value_error":
        reason = str(detail["ctx"]["error"])
        named = REFERENCES.get(_key(path)) == "organisation" and isinstance(detail["input"], str)
        body = detail["input"] if named else None
        return Misshapen(path, "form", f"{_key(path)}: {reason}", _form_hint(reason), body=body)
    expected, advice = _EXPECTED.get(kind, (detail["msg"], "mend the value"))
    found = found_in(detail["input"])
    if detail["input"] is None:
        advice = "leave the key out if the value is not known"
    return Misshapen(path, "type", f"{_key(path)} must be {expected}, not {found}", advice)


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
"""What pydantic misses, in our words, and how it is written."""


def found_in(value: Any) -> str:
    """What a value is, in a word or two."""
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
    """Return the words that the key at the end of `path` takes, or each element of its list."""
    at = max(at for at, step in enumerate(path) if isinstance(step, str))
    hint = keys(_holder(section, path[: at + 1]))[str(path[at])]
    return values(get_args(hint)[0] if get_origin(hint) is list else hint)


def _holder(section: str, path: Path) -> Any:
    """The record type that holds the key at the end of `path`."""
    holder = SECTIONS[section]
    for step in path[:-1]:
        if isinstance(step, str):
            holder = groups(holder)[step]
    return holder
