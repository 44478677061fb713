"""Make the JSON Schema of a case file from the model, for editors and other tools."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from conductcli.model import CHECKS, SAYS_SOMETHING, CaseFile, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12), with a description of each key."""
    with _sentences():
        schema = TypeAdapter(CaseFile).json_schema()
        shared = TypeAdapter(Record).json_schema()["properties"]
    for record in schema["$defs"].values():
        for key, value in record["properties"].items():
            value.pop("title", None)
            if key in shared and "description" in shared[key]:  # pydantic reads the docstrings of a class alone
                value.setdefault("description", shared[key]["description"])
        record.pop("title", None)
    for value in schema["properties"].values():
        value.pop("title", None)
    schema["$defs"]["Response"]["anyOf"] = [{"required": [key]} for key in sorted(SAYS_SOMETHING)]
    schema["properties"]["format"] |= {"const": 1}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "A conductcli case file"}


@contextmanager
def _sentences() -> Iterator[None]:
    CHECKS["use_attribute_docstrings"] = True
    try:
        yield
    finally:
        del CHECKS["use_attribute_docstrings"]
