"""Parse YAML strictly to values with their locations, with one record of a file in memory at a time.

YAML is read from libyaml's events, not through a loader, because loaders resolve `no` and `on` to booleans, keep the
last of two equal keys, expand aliases without bound, crash on deep nesting, and give no location for a value. Accepted
are the plain scalars of YAML 1.2 (true, false, null, numbers), quoted text, lists and mappings; everything else is a
problem.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from conductcli.casefile.checked_stream import UNSAFE, CheckedStream, Unreadable
from conductcli.casefile.locations import LocatedValue, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conductcli.casefile.problems import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 64
LARGEST = 50_000
"""Keys and values of one record at most: ten times as many as in any real one."""
_DIGITS = 15  # digits that a float represents exactly
_CONSTANTS = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_NUMERIC = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def items(stream: IO[bytes]) -> Iterator[LocatedValue]:
    """Yield the items of a file, one after the other. Raises Unreadable at the location where reading ends."""
    loader: Any = _Loader(CheckedStream(stream))  # type: ignore[arg-type]
    walk = _Walk(loader.get_event)
    try:
        yield from walk.items()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable(line, column, "syntax", *_explained(error, line, walk.open)) from error
    finally:
        loader.dispose()


class _Walk:
    """A single pass over the events of a file, which composes one value at a time."""

    def __init__(self, following: Callable[[], Any]) -> None:
        self._following = following
        self.open: list[Any] = []
        """The start events of the lists and mappings that have not ended yet."""
        self._places: list[Any] = []
        """The location of each part of the current value, in the order of the text."""

    def items(self) -> Iterator[LocatedValue]:
        """Yield top-level lists (empty, then their elements), other top-level values, and a root that is no mapping."""
        following = self._following
        following()  # the start of the stream
        if type(following()) is StreamEndEvent:
            raise Unreadable(1, 1, "empty", "the file is empty", "a case file starts with `format: 1`")
        root = following()
        if type(root) is MappingStartEvent:
            yield from self._top_level(root)
        else:
            yield self._item((), root, 0)
        following()  # the end of the document
        after = following()
        if type(after) is not StreamEndEvent:
            raise _unreadable(after, "syntax", "a second document starts here", "put it into a file of its own")

    def _top_level(self, root: Any) -> Iterator[LocatedValue]:
        _refuse_references(root)
        seen: dict[str, Any] = {}
        while type(event := self._following()) is not MappingEndEvent:
            key = self._key(event)
            if key in seen:
                raise _twice(key, event, seen[key])
            place = seen[key] = event.start_mark
            event = self._following()
            if type(event) is SequenceStartEvent:
                _refuse_references(event)
                yield LocatedValue((key,), [], [event.start_mark], place)
                self.open.append(event.start_mark)
                number = 0
                while type(element := self._following()) is not SequenceEndEvent:
                    yield self._item((key, number), element, 2)
                    number += 1
                self.open.pop()
            else:
                yield self._item((key,), event, 1, place)

    def _item(self, path: Path, event: Any, depth: int, key: Any = None) -> LocatedValue:
        places = self._places = []
        return LocatedValue(path, self._compose(event, depth), places, key)

    def _compose(self, event: Any, depth: int) -> Any:
        """Return the value that starts with `event`."""
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            _refuse_references(event)
        places = self._places
        places.append(event.start_mark)
        if len(places) > LARGEST:
            raise _unreadable(event, "size", f"a record of more than {LARGEST:,} keys and values", "split it up")
        if kind is ScalarEvent:
            return _scalar(event)
        if depth >= _DEPTH:
            raise _unreadable(event, "depth", f"nested more than {_DEPTH} deep", "close the brackets that are open")
        self.open.append(event.start_mark)
        value: Any = self._list(depth + 1) if kind is SequenceStartEvent else self._mapping(depth + 1)
        self.open.pop()
        return value

    def _list(self, depth: int) -> list[Any]:
        following, compose = self._following, self._compose
        elements: list[Any] = []
        while type(event := following()) is not SequenceEndEvent:
            elements.append(compose(event, depth))
        return elements

    def _mapping(self, depth: int) -> dict[str, Any]:
        following, places = self._following, self._places
        values: dict[str, Any] = {}
        start = len(places) - 1
        while type(event := following()) is not MappingEndEvent:
            key = self._key(event)
            if key in values:
                marks: Any = marked(values, iter(places[start:])).inside
                raise _twice(key, event, marks[key].key)
            places.append(event.start_mark)
            event = following()
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None and len(places) < LARGEST:
                places.append(event.start_mark)
                values[key] = _scalar(event)
            else:
                values[key] = self._compose(event, depth)
        return values

    def _key(self, event: Any) -> str:
        if type(event) is ScalarEvent and event.anchor is None and event.tag is None and event.style != '"':
            return str(event.value)
        _refuse_references(event)
        if type(event) is not ScalarEvent:
            raise _unreadable(event, "syntax", "a key must be a word", "write `key: value`")
        return _safe(event)


def _twice(key: str, event: Any, first: Any) -> Unreadable:
    message = f"the key {key} stands twice (first at line {first.line + 1})"
    return _unreadable(event, "duplicate-key", message, "keep one of the two")


def _unreadable(event: Any, code: str, message: str, hint: str) -> Unreadable:
    return Unreadable(event.start_mark.line + 1, event.start_mark.column + 1, code, message, hint)


def _scalar(event: Any) -> Any:
    if not event.implicit[0]:  # it is quoted or a block
        return _safe(event)
    text: str = event.value
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMERIC and _NUMBER.fullmatch(text):
        if sum(map(str.isdigit, text)) > _DIGITS:
            message = f"a number of more than {_DIGITS} digits"
            raise _unreadable(event, "number", message, "check it, or put it in quotes if it is a name")
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    return text


def _safe(event: Any) -> str:
    """Return the text of a scalar event. Raises Unreadable for characters that no fact needs.

    Only escapes in double quotes can produce them: CheckedStream refuses them in the text of the file itself.
    """
    text: str = event.value
    if event.style == '"' and not text.isprintable() and (found := UNSAFE.search(text)):
        message = f"the text holds the character U+{ord(found[0]):04X}, which can garble what is shown"
        hint = "take it out: control and bidirectional characters are not allowed"
        raise _unreadable(event, "character", message, hint)
    return text


def _refuse_references(event: Any) -> None:
    if type(event) is AliasEvent or event.anchor is not None:
        what = "anchors and aliases (& and *)"
    elif event.tag is not None and event.tag != "!":
        what = "tags (!)"
    else:
        return
    hint = "write the value out, or put a text that starts so in quotes"
    raise _unreadable(event, "syntax", f"{what} are not allowed in a case file", hint)


_HINT = (
    "look at the indentation (spaces, not tabs), the quotes and the brackets here and on the lines before;"
    " put a text with special characters in quotes"
)
"""A hint for any error of libyaml, whose wording differs between versions."""


def _explained(error: yaml.MarkedYAMLError, line: int, unended: list[Any]) -> tuple[str, str]:
    problem = error.problem or "the YAML cannot be read"
    if "mapping values are not allowed" in problem:
        return "a colon where no key is expected", "put a text that holds `: ` in quotes, and look at the indentation"
    begun = unended[-1].line + 1 if unended else error.context_mark.line + 1 if error.context_mark else line
    if begun != line:
        problem += f", in what starts on line {begun}"
    if "cannot start any token" in problem or "tab character" in problem:
        return problem, "indent with spaces, not with tabs; a text that starts with @, ` or % goes in quotes"
    if "not find expected" in problem:
        return problem, "look at the indentation, the quotes and the brackets here and on the lines before"
    return problem, _HINT
