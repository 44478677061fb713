"""Find the references of records by id to sources, organisations and cases, which other files may define."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.model import is_slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.casefile.problems import Path

REFERENCES = {
    "source": "source",
    "made_by": "organisation",
    "made_to": "organisation",
    "force": "organisation",
    "forces": "organisation",
    "oversight": "organisation",
    "organisation": "organisation",
    "succeeded_by": "organisation",
    "case_id": "case",
}
"""The keys whose values are ids of another list, and the kind that they refer to."""


def references(value: Any, path: Path = ()) -> Iterator[tuple[str, str, Path]]:
    """Yield every reference to another list in a record: its kind, the id, and its path.

    The record may have problems of its own; a value that has not the form of an id is left to the model.
    """
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        if isinstance(step, str) and step in REFERENCES:
            named = enumerate(inner) if isinstance(inner, list) else [(None, inner)]
            for at, name in named:
                if isinstance(name, str) and is_slug(name):
                    yield REFERENCES[step], name, (*path, step) if at is None else (*path, step, at)
        elif isinstance(inner, dict | list):
            yield from references(inner, (*path, step))


def named(value: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the references of a valid record, as (kind, id), in half the time that `references` takes."""
    found = set()
    waiting = [value]
    while waiting:
        for key, inner in waiting.pop().items():
            kind = type(inner)
            if kind is str:
                if key in REFERENCES:
                    found.add((REFERENCES[key], inner))
            elif kind is dict:
                waiting.append(inner)
            elif kind is list:
                if key in REFERENCES:
                    found.update((REFERENCES[key], name) for name in inner)
                elif inner and type(inner[0]) is dict:
                    waiting.extend(inner)
    return found
