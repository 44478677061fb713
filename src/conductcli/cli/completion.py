"""What a shell may complete from the register: quick, and silent when there is nothing to say."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers(ctx: Any, query: str, incomplete: str) -> Iterator[tuple[str, str] | str]:
    """The rows of a query for what starts with `incomplete`, each with its description.

    A shell is no place for error messages: whatever keeps the register from being opened completes nothing.
    """
    from conductcli.database.opening import asked_of, open_register
    from conductcli.errors import ConductError
    from conductcli.output.sanitize import clean

    parameters = ctx.params if ctx is not None else {}
    asked = asked_of(parameters.get("data"), parameters.get("db"))
    try:
        connection = open_register(asked, lambda _: None)
    except ConductError:
        return
    with closing(connection):
        for typed in dict.fromkeys((incomplete, incomplete.casefold())):
            found = connection.execute(query, {"first": typed, "end": typed + "\U0010ffff"}).fetchall()
            if found:
                break
    for value, description in found:
        # A shell takes only what starts as it was typed: ids are found in any case of letters.
        rest = value[len(incomplete) :]
        completed = clean(incomplete + (rest.upper() if incomplete.isupper() else rest))
        yield (completed, clean(description)) if description else completed
