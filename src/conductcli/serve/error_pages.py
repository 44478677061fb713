"""Show a sentence in place of a failed page, without internal details.

This Datasette plugin replaces the default one, which prints all variables to the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_NOT_ASKED = "The address asks for what this page cannot show: take what follows the ? away, or change it."
_UNSAID = "This page cannot be made: an unexpected fault, not one of the data."


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Return the response to a request that failed."""

    async def answer() -> Any:
        status = getattr(exception, "status", 500)
        said = getattr(exception, "message", None) or next(iter(exception.args), "")
        if status >= 500:  # the page works without a query, so the query is at fault
            status, said = (400, _NOT_ASKED) if request.query_string else (500, _UNSAID)
        told = {"ok": False, "error": str(said), "status": status, "title": getattr(exception, "title", None)}
        if request.path.endswith(".json"):
            return Response.json(told, status=status)
        return Response.html(await datasette.render_template("error.html", told, request=request), status=status)

    return answer
