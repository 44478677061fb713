"""Write records as a case file: always the same bytes, easy to read, and read back as the same values.

Only values of the model are written, so no general YAML writer is needed: one list per kind of record, keys in the
model's order, long and multi-line texts as blocks, and quotes only where the parser would otherwise read something
else.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from conductcli.casefile.checked_stream import UNSAFE
from conductcli.model import FORMAT, SECTIONS, groups, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WIDTH = 120
_DATE = "[0-9]{4}(?:-[0-9]{2}){1,2}"
_PLAIN = re.compile(rf"[^\W\d_](?:[\w ()/.;&'’‘“”–%+?!£-]|,(?= )|:(?=[\w/]))*|{_DATE}(?:/{_DATE})?")
_BARE = re.compile(r"[\w./-]+")
"""Text that needs no quotes in a list on one line; a comma would end it."""
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
"""Words that this or another YAML reader does not read as text."""


def written(sections: Mapping[str, Iterable[dict[str, Any]]], heading: str = "") -> Iterator[str]:
    """Yield the text of a case file in pieces; `heading` becomes a comment at the top.

    Raises ValueError for a text with characters that no case file may contain.
    """
    for line in heading.splitlines():
        yield f"# {line}".rstrip() + "\n"
    yield f"format: {FORMAT}\n"
    for section, kind in SECTIONS.items():
        begun = False
        for record in sections.get(section, ()):
            if not begun:
                yield f"{section}:\n"
                begun = True
            yield _item(record, kind, 2)


def _item(record: dict[str, Any], kind: Any, indent: int) -> str:
    """Return a record as an item of a list."""
    lines = _mapping(record, kind, indent + 2)
    return f"{' ' * indent}- {lines.lstrip(' ')}"


def _mapping(record: dict[str, Any], kind: Any, indent: int) -> str:
    inner = groups(kind)
    return "".join(
        f"{' ' * indent}{key}:{_value(record[key], inner.get(key), indent)}" for key in keys(kind) if key in record
    )


def _value(value: Any, kind: Any, indent: int) -> str:
    """Return the text that follows a key and its colon, with the line end."""
    if isinstance(value, dict):
        return f"\n{_mapping(value, kind, indent + 2)}" if value else " {}\n"
    if isinstance(value, list) and kind is not None:
        return "\n" + "".join(_item(item, kind, indent + 2) for item in value) if value else " []\n"
    if isinstance(value, list):
        return _list(value, indent)
    if isinstance(value, str):
        return _text(value, indent + 2)
    return f" {_number(value)}\n"


def _list(values: list[str], indent: int) -> str:
    line = f" [{', '.join(_bare(value) for value in values)}]\n"
    if len(line) + indent <= _WIDTH:
        return line
    return "\n" + "".join(f"{' ' * (indent + 2)}-{_text(value, indent + 4)}" for value in values)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _bare(text: str) -> str:
    return text if _BARE.fullmatch(text) and _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text)) and text.casefold() not in _WORDS and not text.endswith(" ") and ": " not in text
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _text(text: str, indent: int) -> str:
    """Return a text as it follows its key or hyphen: plain, a block, or quoted."""
    if found := UNSAFE.search(text):
        raise ValueError(f"a text holds the character U+{ord(found[0]):04X}")
    if "\n" in text and _can_be_block(text):
        lines = "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))
        keeps = "" if text.endswith("\n") else "-"
        return f" |{keeps}\n{lines}"
    if len(text) + indent > _WIDTH - 20 and _can_be_folded(text):
        lines = "".join(f"{' ' * indent}{line}\n" for line in _wrapped(text, _WIDTH - indent))
        return f" >-\n{lines}"
    return f" {text if _is_plain(text) else _quoted(text)}\n"


def _can_be_block(text: str) -> bool:
    """Tell whether no line starts or ends with a space, and neither the first nor the last line is empty."""
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0] and lines[-1]) and all(line == line.strip() and "\t" not in line for line in lines)


def _can_be_folded(text: str) -> bool:
    return "\n" not in text and "\t" not in text and text == text.strip()


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Yield lines that a folded block joins again with single spaces; none starts or ends with one."""
    line = ""
    for word in re.split(r"(?<! ) (?! )", text):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
