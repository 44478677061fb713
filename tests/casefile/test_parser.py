"""YAML text → values with their places: what is accepted comes back as it was, each value where it stands."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conductcli.casefile.checked_stream import Unreadable
from conductcli.casefile.files import DataFile
from conductcli.casefile.parser import items
from conductcli.casefile.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conductcli.casefile.locations import LocatedValue
    from conductcli.casefile.problems import Path as Steps
    from conductcli.casefile.problems import Problem

CONSTANTS = ("null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn"]) | st.sampled_from("\n\t 'é€𝄞"),
    max_size=12,
) | st.sampled_from(
    ["no", "on", "yes", "y", "2021-02-30", "01234", "0x1F", "12:30:45", "1_000", ".5.", "+", "-", "a # b"]
)
WORDS = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,5}( [A-Za-z0-9]{1,5}){0,2}", fullmatch=True).filter(
    lambda word: word not in CONSTANTS
)
NUMBERS = st.integers(-(10**14), 10**14) | st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | TEXTS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


class Writer:
    """Writes values as YAML in one of the many ways that there are, and notes where each begins."""

    def __init__(self, choose: Callable[[list[Any]], Any]) -> None:
        self.choose = choose
        self.text = ""
        self.places: dict[Steps, tuple[int, int]] = {}
        self.keys: dict[Steps, tuple[int, int]] = {}

    def here(self) -> tuple[int, int]:
        before = self.text.split("\n")
        return len(before), len(before[-1]) + 1

    def mapping(self, value: dict[str, Any], indent: int, path: Steps, *, inline: bool = False) -> None:
        """A block mapping; its first key follows at once if it is `inline`."""
        for number, (key, inner) in enumerate(value.items()):
            if number or not inline:
                self.start_line(indent)
            if not number:
                self.places[path] = self.here()
            self.keys[*path, key] = self.here()
            self.text += self.key(key) + ":"
            self.inner(inner, indent, (*path, key))

    def sequence(self, value: list[Any], indent: int, path: Steps, *, inline: bool = False) -> None:
        for number, inner in enumerate(value):
            if number or not inline:
                self.start_line(indent)
            if not number:
                self.places[path] = self.here()
            self.text += "-"
            if isinstance(inner, dict | list) and inner and self.choose([True, False]):
                self.text += " "
                if isinstance(inner, dict):
                    self.mapping(inner, indent + 2, (*path, number), inline=True)
                else:
                    self.sequence(inner, indent + 2, (*path, number), inline=True)
            else:
                self.inner(inner, indent, (*path, number))

    def inner(self, value: Any, indent: int, path: Steps) -> None:
        """What stands after a colon or a hyphen."""
        if isinstance(value, dict) and value and self.choose([True, False]):
            self.mapping(value, indent + 2, path)
        elif isinstance(value, list) and value and self.choose([True, False]):
            self.sequence(value, indent + 2, path)
        elif value is None and self.choose([True, False]):
            self.places[path] = self.here()
        elif isinstance(value, str) and _fits_a_block(value) and self.choose([True, False]):
            self.text += " "
            self.places[path] = self.here()
            self.text += "|-" + "".join(f"\n{' ' * (indent + 2)}{line}" for line in value.split("\n"))
        else:
            self.text += " "
            self.flow(value, path)

    def flow(self, value: Any, path: Steps) -> None:
        self.places[path] = self.here()
        if isinstance(value, dict | list):
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            self.text += "{" if isinstance(value, dict) else "["
            for number, (step, inner) in enumerate(entries):
                self.text += self.choose([", ", ",  "]) if number else ""
                if isinstance(value, dict):
                    self.keys[*path, step] = self.here()
                    self.text += self.key(str(step)) + ": "
                self.flow(inner, (*path, step))
            self.text += "}" if isinstance(value, dict) else "]"
        else:
            self.text += self.scalar(value)

    def scalar(self, value: Any) -> str:
        if isinstance(value, str):
            styles = [json.dumps(value, ensure_ascii=False)]
            if all(character <= "\uffff" for character in value):  # YAML has no pairs of surrogates
                styles.append(json.dumps(value))
            if "\n" not in value:
                styles.append("'" + value.replace("'", "''") + "'")
            if re.fullmatch("[A-Za-z][A-Za-z0-9 ]*[A-Za-z0-9]", value) and value not in CONSTANTS:
                styles.append(value)
            return str(self.choose(styles))
        if value is None:
            return str(self.choose(["null", "~", "Null"]))
        if isinstance(value, bool):
            return str(self.choose([str(value), str(value).lower(), str(value).upper()]))
        return repr(value)

    def key(self, key: str) -> str:
        return self.scalar(key)

    def start_line(self, indent: int) -> None:
        ends = ["\n", "\n\n", "\n# – a comment\n"]
        if "|-" not in self.text:  # in a block text it would be a part of it
            ends.append("  # a comment: [\n")
        self.text += self.choose(ends) if self.text else ""
        self.text += " " * indent


def _fits_a_block(text: str) -> bool:
    lines = text.split("\n")
    return all(line.strip(" \t") for line in lines) and not lines[0].startswith((" ", "\t"))


def _all(content: bytes) -> list[LocatedValue]:
    return list(items(io.BytesIO(content)))


def _whole(found: list[LocatedValue]) -> dict[str, Any]:
    """The mapping that the items of a file make up."""
    whole: dict[str, Any] = {}
    for item in found:
        if len(item.path) == 1:
            whole[str(item.path[0])] = [*item.value] if isinstance(item.value, list) else item.value
        else:
            assert item.path[1] == len(whole[str(item.path[0])])
            whole[str(item.path[0])].append(item.value)
    return whole


def _paths(value: Any, path: Steps = ()) -> list[Steps]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for step, found in steps for inner in _paths(found, (*path, step)))]


@pytest.mark.slow
@given(st.dictionaries(WORDS | TEXTS.filter(bool), VALUES, min_size=1, max_size=4), st.data())
def test_values_come_back_as_they_were_written_each_with_its_place(value: dict[str, Any], data: st.DataObject) -> None:
    writer = Writer(lambda choices: data.draw(st.sampled_from(choices)))
    writer.mapping(value, 0, ())
    found = _all(writer.text.encode())
    whole = _whole(found)
    assert whole == value
    assert json.dumps(whole) == json.dumps(value)  # True is not 1
    lines = writer.text.split("\n")
    for item in found:
        for path in _paths(item.value):
            line, column, full = item.place(path)
            assert full == (*item.path, *path)
            assert (line, column) == writer.places[full]
            assert item.place(path, key=True)[:2] == writer.keys.get(full, writer.places[full])
            _starts(lines[line - 1][column - 1 :], whole, full)


def _starts(text: str, value: Any, path: Steps) -> None:
    """What stands at a place is the beginning of the value."""
    for step in path:
        value = value[step]
    match value:
        case None:
            assert not text or text.startswith(("null", "Null", "~", " ", "\n"))
        case bool():
            assert text.lower().startswith(str(value).lower())
        case int() | float():
            assert text.startswith(repr(value))
        case str():
            assert text.startswith(('"', "'", "|", value))


@given(st.text("0123456789+-.eE_xo:", min_size=1, max_size=12))
@example("0o17")
@example("1e3")
@example(".5")
@example("5.")
@example("-0")
@example("+12")
@example("01234")
@example("12:30:45")
@example("0x1F")
@example("1_000")
@example("-.inf")
def test_only_numbers_of_yaml_1_2_are_numbers_and_the_rest_stays_text(text: str) -> None:
    try:
        (item,) = _all(f"a: {text}\n".encode())
    except Unreadable:
        assume(False)
    if isinstance(item.value, int | float):
        assert item.value == float(text)
        assert "_" not in text
        assert not re.match(r"[-+]?0[0-9]", text)


@pytest.mark.parametrize("word", ["no", "No", "NO", "off", "on", "yes", "y", "n", "2021-02-29", "<<", "=", "nan"])
def test_words_that_other_readers_turn_into_something_else_stay_texts(word: str) -> None:
    (item,) = _all(f"a: {word}\n".encode())
    assert item.value == word


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    (item,) = _all(f"# one{end}a:{end}  b: c{end}".encode())
    assert item.place(("b",))[:2] == (3, 6)


def test_a_byte_order_mark_is_no_character() -> None:
    (item,) = _all("\ufeffa: b".encode())
    assert (item.path, item.value, item.place(())[:2]) == (("a",), "b", (1, 4))


def test_sixty_four_levels_are_read_and_not_one_more() -> None:
    assert _all(b"a: " + b"[" * 63 + b"]" * 63)
    with pytest.raises(Unreadable, match="nested more than 64 deep"):
        _all(b"a: " + b"[" * 66 + b"]" * 66)


def test_places_count_on_over_chunks_of_the_stream() -> None:
    lines = [f"k{number}: é{'x' * (number % 50)}€" for number in range(5_000)]
    for number, item in enumerate(_all("\n".join(lines).encode()), 1):
        assert item.place(())[:2] == (number, lines[number - 1].index(":") + 3)


def test_what_was_dropped_does_not_move_the_places_of_the_rest() -> None:
    (item,) = _all(b"a: {b: [x, y, z], c: d}\n")
    item.drop(("b", 1))
    assert item.value == {"b": ["x", "z"], "c": "d"}
    assert item.place(("b", 1)) == (1, 15, ("a", "b", 2))
    item.drop(("b",))
    assert item.value == {"c": "d"}
    assert item.place(("b",))[:2] == (1, 4)


def _records(number: int) -> str:
    record = "  - {{id: s{0}, title: A title of some length, publisher: The publisher, kind: news, published: 2020}}\n"
    return "format: 1\nsources:\n" + "".join(record.format(at) for at in range(number))


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["events", "records"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, reader: str) -> None:
    peaks = []
    problems: list[Problem] = []
    for size in (500, 500, 4_000):  # once to warm up
        file = tmp_path / f"{size}.yaml"
        file.write_text(_records(size))
        tracemalloc.start()
        with file.open("rb") as stream:
            found = items(stream) if reader == "events" else read(DataFile("a", file), problems.append)
            assert sum(1 for _ in found) >= size
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert problems == []
    assert peaks[2] < 1.5 * peaks[1]
