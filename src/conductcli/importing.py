"""Published tables into case files: read, handed to an importer, counted, and written whole or not at all.

The one place where importers and case files meet.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.casefile.events import items
from conductcli.casefile.guard import UNSAFE
from conductcli.casefile.writing import written
from conductcli.errors import ConductError
from conductcli.importers import Given, importer, rejects
from conductcli.importers.sheets import document
from conductcli.organisations import Organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conductcli.importers import Imported

ORGANISATIONS = Path(__file__).parent / "organisations.yaml"
MADE = "Made by `conductcli import"
"""How the first line of a file starts that an import made: what starts so may be replaced by another import."""
_COUNTED = ("cases", "figures", "sources")


class Made(NamedTuple):
    """What an import gave, as text, ready to be written."""

    files: dict[str, str]
    """By their names; one file alone has the name ""."""
    rejects: str | None
    """The content of the file of rejects; None where there are none."""
    rejected: int
    read: int
    what: str
    aside: Mapping[str, int]
    records: dict[str, int]
    """How many cases, figures and sources."""
    notes: tuple[str, ...]


def make(name: str, paths: Sequence[str], options: Mapping[str, Any]) -> Made:
    """Run an importer. Raises NotKnown, WrongUsage or ConductError; nothing is written."""
    _, imported = importer(name)
    documents = tuple(map(document, paths))
    done = imported(Given(documents, _organisations(), options))
    records = dict.fromkeys(_COUNTED, 0)
    heading = (
        f"{MADE} {name}` from {', '.join(given.name for given in documents)}: import again rather than mend it here."
    )
    files = {
        file: "".join(
            written({section: _counted(section, values, records) for section, values in of.items()}, _legible(heading))
        )
        for file, of in done.files.items()
    }
    _must_add_up(name, done, records[done.counts.section])
    return Made(
        files,
        _table(done),
        len(done.rejects),
        done.counts.read,
        done.counts.what,
        done.counts.aside,
        records,
        done.notes,
    )


def _organisations() -> Organisations:
    with ORGANISATIONS.open("rb") as stream:
        return Organisations(item.value for item in items(stream) if len(item.path) == 2)


def _counted(section: str, values: Iterable[dict[str, Any]], records: dict[str, int]) -> Iterator[dict[str, Any]]:
    for value in values:
        records[section] += 1
        yield _legible(value)


def _legible(value: Any) -> Any:
    """The same without what no case file may hold: control and bidirectional characters, other line ends."""
    if isinstance(value, str):
        return UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: _legible(inner) for key, inner in value.items()}
    return [_legible(inner) for inner in value] if isinstance(value, list) else value


def _must_add_up(name: str, done: Imported, made: int) -> None:
    """Nothing may be dropped in silence. Raises ConductError where in is not out."""
    counts = done.counts
    rejected = sum(not reject.part for reject in done.rejects)
    out = made + sum(counts.aside.values()) + rejected
    if counts.read != out:
        raise ConductError(
            f"{name}: {counts.read:,} {counts.what} came in, but {out:,} are accounted for; nothing was written",
            "report it, with the file: every one must be in the output, set aside or rejected",
        )


def _table(done: Imported) -> str | None:
    if not done.rejects:
        return None
    out = io.StringIO()
    rejects.write(done.rejects, out)
    return out.getvalue()
