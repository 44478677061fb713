"""Detect statements about the tables: experimental statistics, or only the highest use counted.

A label is a cell or a sentence about the tables themselves ("These are experimental statistics."), not one about a
label ("The label was removed in 2021"). Text on a sheet applies to its own table, text on a cover or a sheet of notes
to all, and a row of a list of contents to the table in that row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from conductcli.importers.sheets import Document, Sheet, Value

_TASER = re.compile(r"\bCEDs?\b|\bTasers?\b|conducted energy", re.IGNORECASE)
_TABLE = re.compile(r"\btables?[ _]*([0-9]+[a-z]?)\b", re.IGNORECASE)
_LONGEST = 5000
"""Maximum characters of a note."""

_EXPERIMENTAL = r"(?:experimental(?: (?:official )?statistics)?|official statistics in development)"
_LABEL = re.compile(rf"(?:status: ?|type of statistics: ?)?{_EXPERIMENTAL}")
_IS_LABELLED = re.compile(
    r"(?:these|this|the|all)(?: (?!were|was|formerly|previously)[a-z]+){0,8}? (?:are|is|remain|remains|contains?)"
    r"(?: still| currently| all)?"
    r"(?: (?:labelled|designated|classed|classified|published|badged|released|presented)(?: as)?)?"
    rf" (?:an? )?{_EXPERIMENTAL}(?: (?:and|because|as|since|while) .*)?"
)
_OFFICIAL = re.compile(r"(?:accredited )?official(?: statistics)?|national statistics")
_ENDED = re.compile(
    r"\b(?:no longer|not|never|cease[sd]?|removed?|withdrawn|dropped|until|previously|before|were|was)\b|n['’]t\b"
)
"""Words of a sentence about a former label or rule."""

_HIGHEST = (
    r"['‘’\"“”]?(?:highest|most severe|most serious|greatest)['‘’\"“”]?(?: level of| form of)? (?:use|force used)"
    r"|use of (?:the )?(?:greatest|highest) (?:severity|level)|most (?:severe|serious) use"
)
_OF_TASER = r"(?: of (?:an? )?(?:ceds?|tasers?|conducted energy devices?))?"
_SCOPE = (
    r"(?: (?:from|in|at|during|for|by|of|per)(?: each| an?| any| every| one| the same)"
    r"(?: single| individual| use of force)? (?:incident|officer|occasion|person|subject|event|record|form|report))"
)
_SHOWS = r"(?:presents?|shows?|counts?|records?|includes?|reports?|gives?|covers?)"
_SHOWN = r"(?:counted|recorded|shown|presented|included|reported|given)"
_COUNTED = re.compile(
    rf"(?:\b(?:statistics|figures|tables?|data|numbers|counts)(?: only)? {_SHOWS}"
    rf" (?:the (?:{_HIGHEST}){_OF_TASER}{_SCOPE}+|only the (?:{_HIGHEST}){_OF_TASER}{_SCOPE}*)"
    rf"|(?:\bonly )?\bthe (?:{_HIGHEST}){_OF_TASER}{_SCOPE}* (?:is|are)(?: only)? {_SHOWN}{_SCOPE}*)\s*(?:$|[,.;:(])"
)
_AGAINST = re.compile(
    r"\b(?:not|no longer|never|rather than|instead of|until|previously|formerly|before|used to|except|without)\b"
    r"|n['’]t\b"
)
_FIELD = re.compile(r"(?:status|type|designation|label|badge)(?: of (?:the )?statistics)?:?")
"""The name of a field with a label beside it on a cover sheet."""


class _Line(NamedTuple):
    """A text of a sheet."""

    text: str
    alone: bool
    """True if it is the only cell of its row, or follows the name of a field."""
    own: bool
    """True if it is on the sheet of a table of Taser uses."""


def experimental(document: Document, sheets: Collection[str]) -> frozenset[str]:
    """Return the sheets whose tables are labelled experimental statistics."""
    listed = {table: _contents(document, table) for table in sheets}
    said = _said(document, sheets, _is_experimental)
    return frozenset(table for table in sheets if (said(table) if listed[table] is None else listed[table]))


def highest(document: Document, sheets: Collection[str]) -> frozenset[str]:
    """Return the sheets whose tables count only the highest use of each officer at an incident."""
    said = _said(document, sheets, _counts_highest)
    return frozenset(table for table in sheets if said(table))


def _said(document: Document, sheets: Collection[str], says: Callable[[_Line], bool]) -> Callable[[str], bool]:
    """Return a function that tells if a statement is made on a given sheet, or on a sheet about all tables."""
    saying = {sheet.name for sheet in document.sheets if any(map(says, _lines(sheet, own=sheet.name in sheets)))}
    general = any(sheet.name in saying and not _number(sheet) for sheet in document.sheets if sheet.name not in sheets)
    return lambda table: general or table in saying


def _contents(document: Document, table: str) -> bool | None:
    """Return whether a list of contents labels a table experimental, or None without any label."""
    number = next((_number(sheet) for sheet in document.sheets if sheet.name == table), "")
    found: bool | None = None
    for sheet in document.sheets:
        for row in sheet.rows:
            cells = [value.strip() for value in row if isinstance(value, str)]
            plain = [cell.casefold() for cell in cells]
            is_labelled = any(_LABEL.fullmatch(cell) for cell in plain)
            if len(cells) < 2 or not (is_labelled or any(_OFFICIAL.fullmatch(cell) for cell in plain)):
                continue
            of = _number_of_row(row, cells)
            if of == number if of and number else any(_TASER.search(cell) for cell in cells):
                found = bool(found) or is_labelled
    return found


def _number(sheet: Sheet) -> str:
    """Return the number of a sheet's table from its name or title, or ""."""
    texts = (sheet.name, *(value for row in sheet.rows[:1] for value in row if isinstance(value, str)))
    return next((found[1].casefold() for text in texts if (found := _TABLE.match(text.strip()))), "")


def _number_of_row(row: list[Value], cells: list[str]) -> str:
    first = next((value for value in row if value is not None), None)
    if isinstance(first, int | float) and not isinstance(first, bool):
        return str(int(first)) if float(first).is_integer() else ""
    found = re.fullmatch(r"(?:table[ _]*)?([0-9]+[a-z]?)", cells[0].casefold()) or _TABLE.match(cells[0])
    return found[1].casefold() if found else ""


def _lines(sheet: Sheet, *, own: bool) -> Iterator[_Line]:
    for row in sheet.rows:
        filled = [value for value in row if value is not None]
        named = len(filled) == 2 and isinstance(filled[0], str) and _FIELD.fullmatch(filled[0].strip().casefold())
        for value in filled:
            if isinstance(value, str) and len(value) < _LONGEST:
                yield _Line(value, len(filled) == 1 or bool(named), own)


def _sentences(line: str) -> list[str]:
    return [" ".join(part.split()).casefold() for part in re.split(r"(?<=[.!?])\s+|\n", line) if part.strip()]


def _is_experimental(line: _Line) -> bool:
    plain = line.text.casefold()
    if "experimental" not in plain and "in development" not in plain:
        return False
    if not line.alone and _LABEL.fullmatch(plain.strip()):
        return False  # in a row of a list, about something else
    return any(
        _LABEL.fullmatch(part) or _IS_LABELLED.fullmatch(part)
        for sentence in _sentences(line.text)
        if not _ENDED.search(sentence)
        for words in re.split(r"[.;:,()\[\]]|\s[-–—|]\s", sentence)
        if (part := words.strip(" *'‘’\"“”"))
    )


def _counts_highest(line: _Line) -> bool:
    if not line.own and not _TASER.search(line.text):
        return False
    return any(_COUNTED.search(sentence) and not _AGAINST.search(sentence) for sentence in _sentences(line.text))
