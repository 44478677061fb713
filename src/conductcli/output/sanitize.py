"""Convert values to text, and make text from data safe to print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.views import Record

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text with control and bidirectional characters and line ends as visible escapes."""
    return text if text.isprintable() else _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or (
        f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"
    )


def clean_block(text: str) -> str:
    """Return a text cleaned as by `clean`, keeping tabs and line ends; a lone CR is not a line end."""
    if text.replace("\r\n", "").replace("\n", "").replace("\t", "").isprintable():
        return text
    return _UNSAFE_IN_BLOCK.sub(_escaped, text)


_UNSAFE_IN_BLOCK = re.compile(rf"(?![\n\t]|\r\n){_UNSAFE.pattern}")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def reads_as_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula when it opens or imports it."""
    return _FORMULA.match(text) is not None


def as_text(value: Any) -> Any:
    """Return a value for a spreadsheet, with an apostrophe before texts that would read as formulas."""
    return f"'{value}" if isinstance(value, str) and reads_as_formula(value) else value


SPREADSHEET_MARK = "\ufeff"
"""The UTF-8 byte order mark, without which spreadsheets assume an older encoding."""


def text(value: Any) -> str:
    """Return a value as the text of a cell: "" for None, arrays joined by "; "."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case list() | tuple():
            return "; ".join(text(entry) for entry in value)
        case dict():
            return ": ".join(text(entry) for entry in value.values() if entry not in (None, []))
    return str(value)


def label(key: str) -> str:
    """Return a key as people read it."""
    return key.replace("_", " ")


def record_rows(record: Record) -> Iterator[tuple[str, str, str, Any]]:
    """Yield a record as rows of section, id, key and value, without unknown values."""
    own = str(record.value.get("id", ""))
    for key, value in record.value.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, entry in enumerate(value, 1):
                name = str(entry.get("id", number))
                yield from ((key, name, inner, found) for inner, found in _leaves(entry) if inner != "id")
        else:
            yield from ((record.name, own, inner, found) for inner, found in _leaves({key: value}))


def _leaves(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, entry in value.items():
        name = prefix + key
        if isinstance(entry, dict):
            yield from _leaves(entry, f"{name}_")
        elif isinstance(entry, list) and entry and isinstance(entry[0], dict):
            for number, inner in enumerate(entry, 1):
                yield from _leaves(inner, f"{name}_{number}_")
        elif entry is not None and entry != []:
            yield name, entry
