"""Define the command `conductcli schema`."""

from __future__ import annotations

from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.views import Record


@answers("conductcli schema --output case-file.schema.json", shapes=())
def command(ask: Ask) -> Record:
    """JSON Schema of a case file, for editors that complete and check; the built-in case file refers to it."""
    from conductcli.casefile.json_schema import json_schema

    if ask.output.format == "table":
        ask.output = ask.output._replace(format="json")
    return Record("schema", json_schema())
