"""Complete arguments in the shell from the register, silently if it cannot be opened."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers(ctx: Any, query: str, incomplete: str) -> Iterator[tuple[str, str] | str]:
    """Yield the rows of a query that start with `incomplete`, each with its description.

    If the register cannot be opened, yield nothing: a shell has no place for error messages.
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
        # Shells only take what starts as typed, but ids ignore case.
        rest = value[len(incomplete) :]
        completed = clean(incomplete + (rest.upper() if incomplete.isupper() else rest))
        yield (completed, clean(description)) if description else completed
