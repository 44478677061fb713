"""ASGI middleware: Host allow-list, read-only methods, security headers.

A web page elsewhere can make a browser call a local server under a host name of its own, so only the two names of this
machine are accepted. Only reading is allowed, and Datasette's pages about itself are blocked.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from conductcli.serve import search, templates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_READING = ("GET", "HEAD")


class Guard:
    """Wrap an ASGI app: reject forbidden requests and add security headers to every response."""

    def __init__(self, app: App, port: int, home: str) -> None:
        self.app = app
        self.home = home
        self.hosts = {f"{name}:{port}".encode() for name in (HOST, "localhost")}
        if port == 80:
            self.hosts |= {HOST.encode(), b"localhost"}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        templates.nonce.set(token_urlsafe(18))
        guarded = _with_headers(send)
        refused = self._refused(scope)
        if refused:
            await _answer(guarded, *refused)
        elif scope["path"] == "/":
            await _answer(guarded, 302, "The register", (b"location", self.home.encode()))
        else:
            # An empty search means everything; the index's own query syntax is not exposed.
            kept = [
                part
                for part, name, value in _asked(scope)
                if name != "_searchmode" and not (name == "_search" and not value)
            ]
            await self.app(dict(scope, query_string=b"&".join(kept)), receive, guarded)

    def _refused(self, scope: MutableMapping[str, Any]) -> tuple[Any, ...] | None:
        hosts = [value.lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return 421, f"This site answers only at {min(self.hosts).decode()}."
        if scope["method"] not in _READING:
            return 405, "This site can only be read.", (b"allow", ", ".join(_READING).encode())
        for _, name, value in _asked(scope):
            if said := search.refused(name, value):
                return 400, said
        path = scope["path"]
        if path.startswith("/-/") and not path.startswith("/-/static/"):
            return 404, "There is no such page."
        return None


def _asked(scope: MutableMapping[str, Any]) -> Iterator[tuple[bytes, str, str]]:
    """Yield the raw bytes, name and value of each query parameter."""
    for part in scope["query_string"].split(b"&"):
        name, _, value = part.partition(b"=")
        yield part, unquote_plus(name.decode("latin-1")), unquote_plus(value.decode("latin-1"))


def _with_headers(send: Send) -> Send:
    policy = _POLICY.format(nonce=templates.nonce.get())
    ours = [(b"content-security-policy", policy.encode())]
    ours += [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
    names = {name for name, _ in ours}

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in names]
            message = dict(message, headers=[*given, *ours])
        await send(message)

    return guarded


async def _answer(send: Send, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
    body = f"{sentence}\n".encode()
    kind = (b"content-type", b"text/plain; charset=utf-8")
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [kind, length, *headers]})
    await send({"type": "http.response.body", "body": body})
