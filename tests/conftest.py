"""What all tests share: the program, in this process or in one of its own, and a database of the register that ships.

Every folder of tests is a package (an empty `__init__.py`), so that two of them may hold a file of the same name:
`from tests.conftest import Answer, Child, Program`.
"""

from __future__ import annotations

import difflib
import io
import itertools
import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import hypothesis
import pytest

from conductcli import api
from conductcli.cli import CONTENTS, app
from tests.browsing import Visit, chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser

CHECKOUT = Path(__file__).parents[1]
SHIPPED = tuple(
    name
    for file in sorted((CHECKOUT / "data").glob("*.yaml"))
    for name in re.findall(
        r"(?m)^  - id: (\S+)", file.read_text(encoding="utf-8").partition("\ncases:\n")[2].partition("\nfigures:\n")[0]
    )
)
"""The ids of the cases that ship, read from their files without the program."""
HANG = 120
"""Seconds after which a child counts as hung; no test measures time."""

hypothesis.settings.register_profile("conductcli", deadline=None)
hypothesis.settings.load_profile("conductcli")

_USERS = ("CONDUCTCLI_DATA", "CONDUCTCLI_DB", "COLUMNS", "NO_COLOR", "FORCE_COLOR")
"""What the environment of whoever runs the tests must not decide."""


class Answer(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The output's lines."""
        return self.out.splitlines()


class Program(Protocol):
    """`conductcli("list", "--json", columns=80, stdin=b"...")` in this process: quick, no terminal."""

    def __call__(self, *arguments: str | Path, columns: int | None = None, stdin: bytes = b"") -> Answer: ...


class Child(Protocol):
    """`child("list", ...)` in a process of its own, with its real exit code.

    `before` is Python that runs in the child before the program takes its place (limits, capabilities, signals).
    """

    def __call__(
        self,
        *arguments: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdin: bytes = b"",
        before: str = "",
    ) -> Answer: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="run only the tests that write files anew, and write them")


def pytest_configure(config: pytest.Config) -> None:
    """Let `--renew` leave out no slow test, because these write files too."""
    if config.getoption("--renew"):
        config.option.markexpr = ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as slow whatever opens a browser; with `--renew`, keep only what writes files."""
    for item in items:
        if "browser" in _fixtures(item):
            item.add_marker(pytest.mark.slow)
    if config.getoption("--renew"):
        config.hook.pytest_deselected(items=[item for item in items if "renew" not in _fixtures(item)])
        items[:] = [item for item in items if "renew" in _fixtures(item)]


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for caches, not made yet: to number them with pytest means to list thousands for each test."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, _caches: Iterator[Path]) -> None:
    """A cache folder of its own for every test, and nothing of the user's environment."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(next(_caches)))
    for name in _USERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(app.Debugging, "on", False)


@pytest.fixture
def conductcli() -> Program:
    return run_here


@pytest.fixture
def child() -> Child:
    return run_child


@pytest.fixture(scope="session")
def register_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the register that ships, for `--db`: built once per worker, never to be changed."""
    target = tmp_path_factory.mktemp("register") / "register.db"
    api.load(None, target)
    return target


@pytest.fixture
def renew(pytestconfig: pytest.Config) -> bool:
    """Whether files are to be written anew: a test that asks this is one of those that `--renew` runs."""
    return bool(pytestconfig.getoption("--renew"))


@pytest.fixture
def golden(renew: bool) -> Callable[[str, str], None]:
    """`golden(name, text)`: the text is that of tests/golden/<name>; `pytest --renew` writes it."""

    def compare(name: str, text: str) -> None:
        file = CHECKOUT / "tests" / "golden" / name
        if renew:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        known = file.read_bytes().decode() if file.exists() else ""
        if known != text:
            lines = (known.splitlines(), text.splitlines(), f"golden/{name}", "what the program says")
            pytest.fail("\n".join(difflib.unified_diff(*lines, lineterm="")) or "the line ends differ", pytrace=False)

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, started once in each worker."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """`visit(width=360, color_scheme="dark")`: a window; whatever page is opened in it loads nothing and is content."""
    visits: list[Visit] = []

    def made(width: int = 1200, **settings: Any) -> Visit:
        visits.append(Visit(browser, viewport={"width": width, "height": 900}, **settings))
        return visits[-1]

    yield made
    for one in visits:
        one.context.close()
    assert not [url for one in visits for url in one.asked if not url.startswith("file:")]
    assert not [said for one in visits for said in one.complaints]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents beside the checkout, or where CONDUCTCLI_SHARED says."""
    folder = Path(os.environ.get("CONDUCTCLI_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no {folder}: set CONDUCTCLI_SHARED to the folder with the seed documents")
    return folder


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of published tables beside the checkout, or where CONDUCTCLI_REALDATA says."""
    folder = Path(os.environ.get("CONDUCTCLI_REALDATA") or CHECKOUT.parent / "shared" / "realdata")
    if not folder.is_dir():
        pytest.skip(f"no {folder}: set CONDUCTCLI_REALDATA to the folder with the published tables")
    return folder


def run_here(*arguments: str | Path, columns: int | None = None, stdin: bytes = b"") -> Answer:
    """Run the program in this process."""
    out, err = _stream(), _stream()
    with _streams(_stream(stdin), out, err), _width(columns):
        code = app.run(CONTENTS, [str(argument) for argument in arguments])
    return Answer(int(code), _written(out), _written(err))


def run_child(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: bytes = b"",
    before: str = "",
) -> Answer:
    """Run the program in a process of its own."""
    done = subprocess.run(
        command(*arguments, before=before),
        env=os.environ | (env or {}),
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=HANG,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(*arguments: str | Path, before: str = "") -> list[str]:
    """The words with which a child is started; what runs `before` hands its process over to the program."""
    given = [str(argument) for argument in arguments]
    if not before:
        return [sys.executable, "-m", "conductcli", *given]
    handed_over = "import os, sys; os.execv(sys.executable, [sys.executable, '-m', 'conductcli', *sys.argv[1:]])"
    return [sys.executable, "-c", f"{before}\n{handed_over}", *given]


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


@contextmanager
def _streams(*streams: io.TextIOWrapper) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        yield
    finally:
        if sys.stdout is not streams[1]:  # the program closed it for a reader that had left
            sys.stdout.close()
        sys.stdin, sys.stdout, sys.stderr = before


@contextmanager
def _width(columns: int | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if columns is not None:
            patch.setenv("COLUMNS", str(columns))
        yield
