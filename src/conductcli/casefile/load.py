"""Case files → records that have the model's shape, one at a time, and every problem on the way.

pydantic checks the shape and reports all that is wrong with a record at once. What is wrong is taken out of the record
before the rules look at the rest, so that one misspelt key does not hide a wrong date.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from conductcli.casefile import rules
from conductcli.casefile.events import Item, Unreadable, items
from conductcli.casefile.problems import Path, Problem, nearest, written
from conductcli.model import FORMAT, SECTIONS, CaseFile, groups, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conductcli.casefile.files import DataFile


class Entry(NamedTuple):
    """One record of a top-level list."""

    section: str
    value: dict[str, Any]
    """In the shape of the model; what had not that shape is left out, or something stands in for it."""
    references: list[tuple[str, str]]
    """What it refers to: source, organisation or case, and the id."""
    sound: bool
    """Whether all that is required is the file's own: nothing stands in for it."""


def read(file: DataFile, report: Callable[[Problem], None]) -> Iterator[Entry]:
    """The records of a file, in its order; what is wrong with them goes to `report`.

    A record that has problems is given too, without what is wrong in it: others may refer to it.
    """
    format_seen = False
    try:
        with file.open() as stream:
            for item in items(stream):
                section = item.path[0] if item.path else None
                if section == "format":
                    format_seen = True
                    _check_format(file, item, report)
                elif section in SECTIONS and len(item.path) == 2:
                    yield from _entry(file, str(section), item, report)
                else:
                    _refuse_item(file, item, report)
    except Unreadable as error:
        report(Problem(file.name, error.line, error.column, "", error.code, "error", error.message, error.hint))
        return
    except OSError as error:
        hint = "check its permissions, and that it is a file"
        report(Problem(file.name, 1, 1, "", "unreadable", "error", f"cannot be read ({error.strerror})", hint))
        return
    if not format_seen:
        hint = f"write `format: {FORMAT}` on the first line"
        report(Problem(file.name, 1, 1, "format", "missing-key", "error", "the key format is missing", hint))


def _entry(file: DataFile, section: str, item: Item, report: Callable[[Problem], None]) -> Iterator[Entry]:
    names = rules.declared(item.value)
    referred = [(kind, name) for kind, name, _ in rules.references(item.value)] if isinstance(item.value, dict) else []
    value, mended = _shaped(file, section, item, report)
    if value is None:
        return
    for breach in rules.breaches(section, value, names):
        full = item.place(breach.path)[2]
        if all(path[: len(full)] != full for path in mended):  # what was mended there has been told already
            report(_problem(file, item, breach.path, breach.code, breach.message, breach.hint, breach.severity))
    yield Entry(section, value, referred, "stand-in" not in mended.values())


def _shaped(
    file: DataFile, section: str, item: Item, report: Callable[[Problem], None]
) -> tuple[dict[str, Any] | None, dict[Path, str]]:
    """The value in the model's shape, and how it was brought to it; None where it is not even a mapping."""
    mended: dict[Path, str] = {}
    for _ in range(_PATIENCE):
        try:
            return _adapter(section).validate_python(item.value), mended
        except ValidationError as error:
            details = error.errors(include_url=False)
        if not mended:  # what follows from what was mended is not worth a report of its own
            for detail in details:
                report(_misshapen(file, section, item, detail))
        if not isinstance(item.value, dict):
            break
        mended |= _mend(section, item, details)
    return None, mended


_PATIENCE = 8  # each round takes out what the one before uncovered


def _mend(section: str, item: Item, details: list[Any]) -> dict[Path, str]:
    """Take out what has not the shape of the model; where something must be, put in what stands in for it."""
    mended = {}
    blamed = {item.reach(detail["loc"]) for detail in details if detail["type"] != "missing"}
    for path in sorted(blamed, key=lambda path: (-len(path), [-step for step in path if isinstance(step, int)])):
        if path != item.reach(path):
            continue
        full = item.place(path)[2]
        if isinstance(path[-1], str) and path[-1] in _holder(section, path).__required_keys__:
            item.put(path, _stand_in(section, path))
            mended[full] = "stand-in"
        else:
            item.drop(path)
            mended[full] = "left out"
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


def _misshapen(file: DataFile, section: str, item: Item, detail: Any) -> Problem:
    """A problem in our words for an error of pydantic's."""
    path: Path = detail["loc"]
    kind = detail["type"]
    name = str(path[-1]) if path else section
    if kind == "missing":
        return _problem(file, item, path, "missing-key", f"the key {name} is missing", f"add `{name}: ...`")
    if kind == "extra_forbidden":
        known = keys(_holder(section, path))
        hint = nearest(name, known) or f"known here: {', '.join(known)}"
        return _problem(file, item, path, "unknown-key", f"unknown key {name}", hint, at_key=True)
    if kind == "literal_error":
        words = [word.strip("'") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        given = str(detail["input"])
        hint = nearest(given, words) or f"one of {', '.join(words)}"
        return _problem(file, item, path, "vocabulary", f"{given!r} is not a value of {_key(path)}", hint)
    if kind == "value_error":
        reason = str(detail["ctx"]["error"])
        return _problem(file, item, path, "form", f"{_key(path)}: {reason}", _form_hint(reason))
    expected, advice = _EXPECTED.get(kind, (detail["msg"], "mend the value"))
    found = _found(detail["input"])
    if detail["input"] is None:
        advice = "leave the key out if the value is not known"
    return _problem(file, item, path, "type", f"{_key(path)} must be {expected}, not {found}", advice)


_EXPECTED = {
    "string_type": ("a text", "write a text; one that looks like a number goes in quotes"),
    "int_type": ("a whole number", "write digits alone, without quotes"),
    "float_type": ("a number", "write digits alone, without quotes and separators"),
    "list_type": ("a list", "write [one, two], or each on a line of its own after a hyphen"),
    "dict_type": ("a mapping of keys and values", "write `key: value`, each on a line of its own"),
}
"""What pydantic misses, in our words, and how it is written."""


def _found(value: Any) -> str:
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


def _holder(section: str, path: Path) -> Any:
    """The record type that holds the key at the end of `path`."""
    holder = SECTIONS[section]
    for step in path[:-1]:
        if isinstance(step, str):
            holder = groups(holder)[step]
    return holder


def _check_format(file: DataFile, item: Item, report: Callable[[Problem], None]) -> None:
    if item.value != FORMAT or isinstance(item.value, bool):
        hint = f"this program reads format {FORMAT}; a newer program may read others"
        report(_problem(file, item, (), "format", f"format {item.value} is not known", hint))


def _refuse_item(file: DataFile, item: Item, report: Callable[[Problem], None]) -> None:
    """A root that is no mapping, a list that is none, or an unknown key at the top."""
    name = str(item.path[0]) if item.path else ""
    if not name:
        hint = "a case file starts with `format: 1`, then cases, sources and the like"
        report(_problem(file, item, (), "type", f"a case file is a mapping, not {_found(item.value)}", hint))
    elif name in SECTIONS:
        if not isinstance(item.value, list):
            hint = f"write `{name}:` and under it a list, each record after a hyphen"
            report(_problem(file, item, (), "type", f"{name} must be a list, not {_found(item.value)}", hint))
    elif len(item.path) == 1:
        known = keys(CaseFile)
        hint = nearest(name, known) or f"known here: {', '.join(known)}"
        line, column, _ = item.place((), key=True)
        report(Problem(file.name, line, column, name, "unknown-key", "error", f"unknown key {name}", hint))


def _problem(
    file: DataFile,
    item: Item,
    path: Path,
    code: str,
    message: str,
    hint: str | None,
    severity: Any = "error",
    *,
    at_key: bool = False,
) -> Problem:
    line, column, full = item.place(path, key=at_key)
    return Problem(file.name, line, column, written(full), code, severity, message, hint)


FATAL = frozenset(
    ("syntax", "empty", "encoding", "character", "depth", "number", "duplicate-key", "unreadable", "not-found")
)
"""Codes of problems after which a file cannot be read on."""


def note_places(file: DataFile, suspects: rules.Suspects) -> None:
    """Write down where the ids that were given more than once stand in a file."""
    for item in _records_of(file):
        name = (str(item.path[0]), item.value.get("id"))
        if name in suspects.duplicated:
            line, column, _ = item.place(("id",))
            suspects.duplicated[name].append(f"{file.name}:{line}:{column}")


def locate(file: DataFile, suspects: rules.Suspects) -> Iterator[Problem]:
    """The places in a file of what was found wrong between records only after all of them were read."""
    for item in _records_of(file):
        for breach in suspects.breaches(str(item.path[0]), item.value):
            yield _problem(file, item, breach.path, breach.code, breach.message, breach.hint, breach.severity)


def _records_of(file: DataFile) -> Iterator[Item]:
    with file.open() as stream:
        for item in items(stream):
            if len(item.path) == 2 and item.path[0] in SECTIONS and isinstance(item.value, dict):
                yield item
