"""What became of verifying quotations, kept beside the data, so that users who lack the documents see the verdicts.

A verdict is believed only while both digests fit: that of the archived document and that of the quotation.
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
    """A verdict, and by which digests it is believed; offsets count characters of the document's text."""

    source_sha256: str
    quote_sha256: str
    verdict: str
    start: int | None
    end: int | None
    line: int | None
    checked_on: str


Verdicts = dict[tuple[str, str], Recorded]
"""By the digests of the document and of the quotation."""


def digest(quotation: str) -> str:
    """The SHA-256 of a quotation's UTF-8 bytes."""
    return sha256(quotation.encode()).hexdigest()


def read(files: Iterable[Path]) -> Verdicts:
    """The verdicts of these files. Raises ConductError where one is not of this format."""
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
    """A verdict as it was written. Raises TypeError or ValueError where it is none."""
    entry = Recorded(**values)
    places = entry[3:6]
    texts = (entry.source_sha256, entry.quote_sha256, entry.checked_on)
    if not all(isinstance(text, str) for text in texts) or entry.verdict not in VERDICTS:
        raise ValueError(values)
    if not all(type(place) is (type(None) if entry.verdict == "absent" else int) for place in places):
        raise ValueError(values)
    return entry


def write(path: Path, verdicts: Verdicts) -> None:
    """Write verdicts, a line each and always in the same order. Raises OSError."""
    lines = ",".join(f"\n  {json.dumps(verdicts[key]._asdict())}" for key in sorted(verdicts))
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(f'{{"format": {_FORMAT}, "quotations": [{lines}\n]}}\n', encoding="utf-8", newline="\n")
    aside.replace(path)
