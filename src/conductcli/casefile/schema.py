"""The JSON Schema of a case file, made from the model, for editors and other tools."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from conductcli.model import SAYS_SOMETHING, CaseFile, Record


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) with a description of each key."""
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
