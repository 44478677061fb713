"""What the tests of the site share: sites of the shipped, the small and a hostile register, and windows onto them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browsing import Visit
from tests.data import SMALL, database
from tests.serve.hostile import hostile
from tests.serve.serving import Site, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


class Window(Visit):
    """A browser's window that may ask a site, and nothing else."""

    def __init__(self, browser: Browser, site: Site, **settings: Any) -> None:
        super().__init__(browser, **settings)
        self.site = site
        self.context.route(lambda url: url.startswith(f"{site.url}/"), lambda route: route.continue_())

    def go(self, path: str) -> Page:
        """The page at a path, which must be there."""
        reply = self.page.goto(self.site.url + path)
        assert reply is not None
        assert reply.status == 200, path
        return self.page


@pytest.fixture(scope="session")
def shipped(register_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("shipped"), "--db", register_db) as site:
        yield site


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("small"), "--db", database(SMALL)) as site:
        yield site


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small register, with any SQL and downloads."""
    with serving(tmp_path_factory.mktemp("opened"), "--db", database(SMALL), "--sql", "--download") as site:
        yield site


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("harmful"), "--db", hostile()) as site:
        yield site


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """`window(site, width=360)`: whatever is opened in it asks nobody but the site, and is content."""
    windows: list[Window] = []

    def made(site: Site, width: int = 1200) -> Window:
        windows.append(Window(browser, site, viewport={"width": width, "height": 900}))
        return windows[-1]

    yield made
    for one in windows:
        one.context.close()
    assert not [url for one in windows for url in one.asked if not url.startswith(f"{one.site.url}/")]
    assert not [said for one in windows for said in one.complaints]
