"""Describe each key of a record as data, from the model's types, vocabularies and docstrings."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Required, get_args, get_origin

from typing_extensions import get_type_hints

from conductcli import model
from conductcli.database.schema import columns
from conductcli.model import Date, groups

TYPES = {
    "text": "a text",
    "date": "a date as it is known (EDTF), as a text: 2020, 2020-05, 2020-05-06~, 2015/2020",
    "day": "a day of the calendar",
    "integer": "a whole number",
    "number": "a number",
    "list": "a list of texts",
}
"""The types of a column, with their descriptions."""


class Column(NamedTuple):
    """A column: its name, its type and the meaning of its values."""

    name: str
    type: str
    meaning: str
    words: tuple[str, ...] = ()
    """The only valid values, if any are given; for a list, of its items."""
    required: bool = False
    limits: tuple[tuple[str, Any], ...] = ()
    """Further limits in terms of JSON Schema (pattern, minLength, minimum); for a list, of its items."""


def of(record: Any) -> tuple[Column, ...]:
    """Return the columns of a record type, in the order of its table."""
    found = []
    for name, path in columns(record).items():
        holder, group = record, ""
        for step in path[:-1]:
            holder, group = groups(holder)[step], step
        hint = _hints(holder)[path[-1]]
        meaning = meanings(holder.__name__)[path[-1]]
        if group:  # the docstring was written to be read under the group's name
            meaning = f"{group.replace('_', ' ').capitalize()}: {meaning[0].lower()}{meaning[1:]}"
        type, words, limits = _held(hint)
        found.append(Column(name, type, meaning, words, get_origin(hint) is Required and not group, limits))
    return tuple(found)


@cache
def meanings(record: str) -> dict[str, str]:
    """Return the docstring of each key of a record type and its bases; its own take precedence."""
    declaration = next(part for part in _model() if part.name == record)
    found: dict[str, str] = {}
    for base in declaration.bases:
        if isinstance(base, ast.Name) and any(part.name == base.id for part in _model()):
            found |= meanings(base.id)
    for declared, said in zip(declaration.body, declaration.body[1:], strict=False):
        match declared, said:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(meaning))):
                found[key] = meaning
    return found


@cache
def _model() -> list[ast.ClassDef]:
    return [part for part in ast.parse(inspect.getsource(model)).body if isinstance(part, ast.ClassDef)]


@cache
def _hints(record: Any) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _held(hint: Any) -> tuple[str, tuple[str, ...], tuple[tuple[str, Any], ...]]:
    """Return the type, vocabulary and limits of a value."""
    if get_origin(hint) is Required:
        hint = get_args(hint)[0]
    if hint == Date:
        return "date", (), ()
    limits: dict[str, Any] = {}
    while get_origin(hint) is Annotated:
        for form in hint.__metadata__:
            limits |= {key: value for key, value in form.json_schema.items() if key in _LIMITS}
        hint = hint.__origin__
    if get_origin(hint) is list:
        _, words, limits_of_items = _held(get_args(hint)[0])
        return "list", words, limits_of_items
    words = get_args(hint) if get_origin(hint) is Literal else ()
    return {int: "integer", float: "number"}.get(hint, "text"), words, tuple(limits.items())


_LIMITS = ("pattern", "minLength", "minimum")
