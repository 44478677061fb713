"""Define the command `conductcli serve`."""

from __future__ import annotations

import errno
import signal
import socket
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.errors import ConductError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOST = "127.0.0.1"
_ONCE = 2**30  # seconds between notifications: in effect, once


@answers("conductcli serve --port 8001", without=options.ANSWERED)
def command(
    ask: Ask,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            "-p",
            parser=options.whole_number("--port", 8001, most=65_535),
            help="The port; 0 for one that is free.",
            metavar="N",
        ),
    ] = 8001,
    sql: Annotated[bool, typer.Option("--sql", help="Let any SQL query be asked.")] = False,
    download: Annotated[
        bool, typer.Option("--download", help="Let the database and whole tables be downloaded.")
    ] = False,
) -> NoReturn:
    """Serve the register as a web site on this machine only: tables, links, search and ready-made queries.

    The site shows a copy, made at the start and deleted at the end. Press Ctrl-C to stop it.
    """
    uvicorn = _server()
    from conductcli.serve.app import Open, app
    from conductcli.serve.limits import Patient, end_queries

    with _ended_by_hanging_up(), _listening(port) as listening, _copy(ask) as copy:
        bound = listening.getsockname()[1]

        async def begun() -> None:
            ask.note(f"the register is at http://{_HOST}:{bound}/ (Ctrl-C ends it)")

        config = uvicorn.Config(
            app(copy, bound, Open(sql, download)),
            log_config=None,
            log_level="critical",  # a query interrupted at shutdown is not an error
            access_log=False,
            server_header=False,
            ws="none",
            http=Patient,
            timeout_graceful_shutdown=1,
            callback_notify=begun,  # earlier, before the server handles signals, Ctrl-C could be lost
            timeout_notify=_ONCE,
        )
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            end_queries()
    raise KeyboardInterrupt


def _server() -> Any:
    """Return the uvicorn module. Raise ConductError if the extra is not installed."""
    try:
        import datasette
        import uvicorn
    except ImportError as error:
        raise ConductError("a site needs an extra: pip install 'conductcli[serve]'") from error
    del datasette
    return uvicorn


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Yield a socket that listens on this machine only. Raise ConductError if the port is not available."""
    try:
        found = socket.create_server((_HOST, port))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        hint = "name another one with --port, or take a free one with --port 0"
        raise ConductError(f"port {port} {why}", hint) from error
    with found:
        yield found


@contextmanager
def _copy(ask: Ask) -> Iterator[Path]:
    """Yield a temporary copy of the register, and close the connection to the register itself."""
    from tempfile import TemporaryDirectory

    from conductcli.serve.database_copy import ready

    with TemporaryDirectory(prefix="conductcli-") as folder:
        with closing(ask.connection) as register:
            copy = ready(register, folder)
        yield copy


@contextmanager
def _ended_by_hanging_up() -> Iterator[None]:
    """Treat SIGHUP as SIGTERM while the server runs, unless it is ignored (`nohup`)."""
    number = getattr(signal, "SIGHUP", None)  # absent on Windows
    if number is None or signal.getsignal(number) is signal.SIG_IGN:
        yield
        return
    before = signal.signal(number, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(number, before)
