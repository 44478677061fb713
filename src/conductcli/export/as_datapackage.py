"""Write a Data Package (Frictionless, version 1): CSV tables and a descriptor with types, keys and meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.export.parallel import each_table
from conductcli.output.as_json import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conductcli.database.dictionary import Column
    from conductcli.database.tables import Reference, Table
    from conductcli.export.content import Content, Written

_MOST_SOURCES = 1_000  # more would make the descriptor unwieldy


def write(folder: Path, content: Content) -> Iterator[Written]:
    """Write each table as CSV, then the descriptor."""
    yield from each_table("csv", folder, content)
    (folder / "datapackage.json").write_text(
        encoded(_descriptor(content), indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def _descriptor(content: Content) -> dict[str, Any]:
    said = "What was said, found and done about complaints against the police, every record with its source."
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "conductcli-register",
        "title": "A register of police complaint outcomes",
        "description": f"{said} The state of answers is told as of {content.as_of}.",
    }
    if sources := _sources(content):
        package["sources"] = sources
    return package | {"resources": [_resource(table) for table in content.tables]}


def _sources(content: Content) -> list[dict[str, str]]:
    """Return the sources of the register, or none if there are too many; the table `sources` has all."""
    query = "SELECT title || ', ' || publisher, url FROM sources ORDER BY rowid LIMIT ?"
    rows = content.connection.execute(query, (_MOST_SOURCES + 1,)).fetchall()
    if len(rows) > _MOST_SOURCES:
        return []
    return [{"title": title, "path": url} if url else {"title": title} for title, url in rows]


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [_foreign_key(table, reference) for reference in table.references]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


_TYPES = {"text": "string", "date": "string", "day": "date", "list": "array"}


def _field(column: Column) -> dict[str, Any]:
    meaning = f"{column.meaning} A date as EDTF writes it." if column.type == "date" else column.meaning
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": meaning,
    }
    limits: dict[str, Any] = dict(column.limits) | ({"enum": list(column.words)} if column.words else {})
    if column.type == "list":
        field["arrayItem"] = {"type": "string"} | ({"constraints": limits} if limits else {})
        limits = {}
    if column.required:
        limits["required"] = True
    return field | ({"constraints": limits} if limits else {})


def _foreign_key(table: Table, reference: Reference) -> dict[str, Any]:
    other = "" if reference.table == table.name else reference.table  # an empty name refers to the same table
    return {
        "fields": list(reference.columns),
        "reference": {"resource": other, "fields": list(reference.others)},
    }
