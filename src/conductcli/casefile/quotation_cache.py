"""Read and write the verdicts on quotations, saved for users who lack the archived documents.

A verdict is valid only while the digests of the document and of the quotation both match.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.errors import ConductError
from conductcli.vocabulary import Verdict, values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FORMAT = 1
VERDICTS = values(Verdict)
"""The verdicts, the best first."""


class Recorded(NamedTuple):
    """A verdict, with the digests that validate it; offsets count characters of the document's text.

    A quotation that is absent or outside the main text of a web page has no offsets.
    """

    source_sha256: str
    quote_sha256: str
    verdict: str
    start: int | None
    end: int | None
    line: int | None
    checked_on: str
    omitted: tuple[str, ...] | None = None
    """The words that an elided quotation leaves out; None for any other."""


Verdicts = dict[tuple[str, str], Recorded]
"""Verdicts by the digests of the document and of the quotation."""


def digest(quotation: str) -> str:
    """Return the SHA-256 of a quotation's UTF-8 bytes."""
    return sha256(quotation.encode()).hexdigest()


def read(files: Iterable[Path]) -> Verdicts:
    """Return the verdicts of these files. Raises ConductError if one is not of this format."""
    found: Verdicts = {}
    for path in files:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            entries = [_entry(entry) for entry in content["quotations"]] if content["format"] == _FORMAT else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            hint = "write it anew with `conductcli check --snapshots DIR --record`, or delete it"
            raise ConductError(f"{path}: is not a record of verdicts that can be read", hint) from error
        if entries is None:
            raise ConductError(f"{path}: is of another format", "use a newer conductcli, or delete it")
        found |= {(entry.source_sha256, entry.quote_sha256): entry for entry in entries}
    return found


def _entry(values: dict[str, Any]) -> Recorded:
    """Return a verdict from its JSON values. Raises TypeError or ValueError if they are invalid."""
    if not isinstance(values, dict):
        raise TypeError(values)
    omitted = values.get("omitted")
    if omitted is not None and not isinstance(omitted, list):
        raise ValueError(values)
    entry = Recorded(**values | {"omitted": None if omitted is None else tuple(omitted)})
    texts = (entry.source_sha256, entry.quote_sha256, entry.checked_on, *(entry.omitted or ()))
    if not all(isinstance(text, str) for text in texts) or entry.verdict not in VERDICTS:
        raise ValueError(values)
    if {type(place) for place in entry[3:6]} not in ([{type(None)}] if entry.verdict == "absent" else _PLACES):
        raise ValueError(values)
    if omitted is not None and entry.verdict != "elided":
        raise ValueError(values)
    return entry


_PLACES = ({int}, {type(None)})
"""The types of the offsets and the line: all are known, or none is."""


def write(path: Path, verdicts: Verdicts) -> None:
    """Write verdicts, a line each and always in the same order. Raises OSError."""
    lines = ",".join(f"\n  {json.dumps(_values(verdicts[key]))}" for key in sorted(verdicts))
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(f'{{"format": {_FORMAT}, "quotations": [{lines}\n]}}\n', encoding="utf-8", newline="\n")
    aside.replace(path)


def _values(entry: Recorded) -> dict[str, Any]:
    values = entry._asdict()
    if entry.omitted is None:
        del values["omitted"]
    return values
