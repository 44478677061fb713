"""Limit what a request may cost: bytes of an answer and of a value, and seconds until it is complete."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import h11
from datasette.database import Database
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

LONGEST = 4_000_000
"""Maximum bytes of one value and its intermediate results; no text of a register comes near."""
LARGEST = 64_000_000
"""Maximum bytes of all values of an answer."""
PATIENCE = 10
"""Seconds in which a request must be complete."""
_LONGEST_PATTERN = 1_000  # bytes


class Quiet(Database):  # type: ignore[misc]
    """A database that reports errors to the client, and does not print them with the query."""

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        """Run a query."""
        return await super().execute(*arguments, **options | {"log_sql_errors": False})

    async def attached_databases(self) -> list[Any]:
        """Return no attached databases; there are only the temporary views of the search."""
        return []


_OPEN: list[sqlite3.Connection] = []
"""Connections of the site's threads, which live as long as the process."""


def end_queries() -> None:
    """Interrupt all queries, so that shutdown need not wait for them."""
    for connection in _OPEN:
        connection.interrupt()


def limit(connection: sqlite3.Connection) -> None:
    """Limit what a query can take, and hide the path of the copy."""
    _OPEN.append(connection)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    connection.row_factory = _Measured()
    connection.set_authorizer(_authorised)


def _authorised(action: int, name: str | None, *_: str | None) -> int:
    hidden = action == sqlite3.SQLITE_PRAGMA and (name or "").lower() == "database_list"
    return sqlite3.SQLITE_DENY if hidden else sqlite3.SQLITE_OK


class _Measured:
    """Wrap a cursor for Datasette, limited to `LARGEST` bytes in all for each query."""

    def __init__(self) -> None:
        self._cursor: sqlite3.Cursor | None = None
        self._size = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if cursor is not self._cursor:
            self._cursor, self._size = cursor, 0
        self._size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in values)
        if self._size > LARGEST:
            self._cursor = None
            raise sqlite3.OperationalError(f"the answer is larger than {LARGEST:,} bytes: ask for less")
        return sqlite3.Row(cursor, values)


class Patient(H11Protocol):
    """A connection that is closed if a request is not complete in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the timer of the first request."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(PATIENCE, transport.close)

    def data_received(self, data: bytes) -> None:
        """Receive a part of a request."""
        if self._waiting is None:
            self._waiting = self.loop.call_later(PATIENCE, self.transport.close)
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE and self.conn.their_state is not h11.SEND_BODY:
            self._no_longer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._no_longer()
        super().connection_lost(exc)

    def _no_longer(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
