"""A site as people start it: the program in a process of its own, asked over HTTP, and ended by a signal."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from tests.conftest import HANG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Reply(NamedTuple):
    """What a request gave."""

    status: int
    headers: Mapping[str, str]
    body: str


class Site(NamedTuple):
    """A site that is up."""

    process: subprocess.Popen[str]
    port: int
    temporary: Path
    """The folder for what is temporary."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, *, method: str = "GET", host: str | None = None, **asked: str) -> Reply:
        """The answer to one request; `asked` is the query string."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG)
        query = f"?{urlencode(asked, quote_via=quote)}" if asked else ""
        try:
            connection.request(method, f"{path}{query}", headers={} if host is None else {"Host": host})
            reply = connection.getresponse()
            headers = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, headers, reply.read().decode())
        finally:
            connection.close()

    def end(self, by: int = signal.SIGINT) -> tuple[int, str]:
        """End it by a signal: its exit code, and what else it wrote to stderr."""
        self.process.send_signal(by)
        _, err = self.process.communicate(timeout=HANG)
        return self.process.returncode, err


@contextmanager
def serving(temporary: Path, *arguments: Any, stdin: str = "") -> Iterator[Site]:
    """A site on a free port, whose copy lies in a folder of its own; it is gone when the block ends."""
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "conductcli", "serve", "--port", "0", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert process.stdin
    assert process.stderr
    try:
        process.stdin.write(stdin)
        process.stdin.close()
        process.stdin = None
        said = process.stderr.readline()
        at = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        assert at, said + process.stderr.read()
        yield Site(process, int(at[1]), temporary)
    finally:
        process.kill()
        process.communicate(timeout=HANG)
