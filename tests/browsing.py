"""A page in a real browser: opened as a file, with everything written down that it asks for or complains of."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium that is installed; a test fails where there is none, for nothing else can tell what it would do."""
    program = os.environ.get("CONDUCTCLI_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.fail("no Chromium: install it (Debian: apt-get install chromium), or name one in CONDUCTCLI_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_QUIET])
        yield browser
        browser.close()


class Visit:
    """A browser's window: what the page in it asked for, and what it complained of."""

    def __init__(self, browser: Browser, **settings: Any) -> None:
        self.context = browser.new_context(**settings)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.failed: dict[str, str | None] = {}
        """What was asked for and not given, and why not."""
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.failed.update({request.url: request.failure}))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())

    def open(self, file: Path, fragment: str = "") -> Page:
        """The page of a file, at a fragment of it."""
        self.page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        return self.page

    def settled(self) -> list[str]:
        """The ids of the cases that are shown, once the filter is through."""
        self.page.wait_for_timeout(200)  # the filter waits until nothing more is typed
        for _ in range(200):
            if self.page.locator("form.filter").get_attribute("data-done"):
                break
            self.page.wait_for_timeout(20)
        shown: list[str] = self.page.eval_on_selector_all(".case:not([hidden])", "found => found.map((one) => one.id)")
        return shown
