"""What is shown where a page cannot be made: a sentence for who asked, and nothing of the program's insides.

A plugin of Datasette, in place of its own, which prints every variable to the terminal.
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
    """The answer to a request that failed."""

    async def answer() -> Any:
        status = getattr(exception, "status", 500)
        said = getattr(exception, "message", None) or next(iter(exception.args), "")
        if status >= 500:  # the same page is made without a query, so what the query asks for is at fault
            status, said = (400, _NOT_ASKED) if request.query_string else (500, _UNSAID)
        told = {"ok": False, "error": str(said), "status": status, "title": getattr(exception, "title", None)}
        if request.path.endswith(".json"):
            return Response.json(told, status=status)
        return Response.html(await datasette.render_template("error.html", told, request=request), status=status)

    return answer
