"""A brief in a real browser and on paper: it keeps to its pages, asks for nothing, and anybody can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import Visit
from tests.conftest import run_here
from tests.data import SMALL, database, folder
from tests.output.pages import hostile

if TYPE_CHECKING:
    from pathlib import Path

Window = Callable[..., Visit]
DAY = "2026-11-22"


@cache
def brief(force: str, *arguments: str | Path) -> Path:
    """The page that `conductcli brief` writes, once for each worker."""
    page = folder() / f"brief-{len(list(folder().glob('brief-*')))}.html"
    answer = run_here("brief", force, "--as-of", DAY, *arguments, "-o", page)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    return page


def pages(window: Visit, file: Path) -> int:
    printed = window.open(file).pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize(
    ("force", "least", "most"),
    [
        ("metropolitan", 2, 4),
        ("greater-manchester", 2, 4),
        ("west-midlands", 2, 4),
        ("derbyshire", 1, 4),
        ("mdp", 1, 1),
    ],
)
def test_it_keeps_to_its_pages(visit: Window, force: str, least: int, most: int) -> None:
    assert least <= pages(visit(), brief(force)) <= most


def test_texts_without_end_keep_to_its_pages(visit: Window, tmp_path: Path) -> None:
    """Every text as long as a page, and forty of everything."""
    long = "Long words of a record that goes on without an end. " * 60
    records = {
        "findings": "made_by: iopc, result: upheld", "statements": "made_by: gwent",
        "recommendations": "made_by: iopc, made_to: gwent, basis: para_28A, made_on: 2020-01-01",
        "outcomes": "views: [{made_by: iopc, case_to_answer: misconduct}, {made_by: gwent, case_to_answer: none}]",
    }  # fmt: skip
    lines = [
        "format: 1", "sources:", f"  - {{id: s, title: {long}, publisher: P, kind: news}}",
        f"  - {{id: t, title: {long}, publisher: P, kind: news}}", "cases:", "  - id: c", f"    title: {long}",
        "    kind: investigation", "    forces: [gwent]", "    oversight: iopc", "    summary: S.", "    source: s",
    ]  # fmt: skip
    for section, own in records.items():
        lines.append(f"    {section}:")
        for at in range(40):
            about = f", about: [findings{at}]" if section == "statements" else ""
            said = f"text: {long}, caveat: {long}{at}, conflicts: [{{source: t, says: {long}}}]"
            lines.append(f"      - {{id: {section}{at}, {own}, {said}{about}}}")
    (tmp_path / "long.yaml").write_text("\n".join(lines), encoding="utf-8")
    page = tmp_path / "long.html"
    answer = run_here("brief", "gwent", "--data", tmp_path / "long.yaml", "-o", page)
    assert answer.code == 0, answer.err
    assert 2 <= pages(visit(), page) <= 4


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("asked", [(), ("--db", hostile())], ids=["shipped", "hostile"])
def test_no_width_makes_it_scroll_sideways(visit: Window, width: int, asked: tuple[Any, ...]) -> None:
    page = visit(width).open(brief("metropolitan", *asked))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_harmful_text_stays_text(visit: Window) -> None:
    page = visit().open(brief("metropolitan", "--db", hostile(), "--whole"))
    assert page.title() != "hit"
    assert page.locator("script, img, image, iframe, [onclick], [onerror]").count() == 0
    led = page.eval_on_selector_all("a[href]", "found => found.map((one) => one.protocol)")
    assert set(led) == {"file:"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("asked", [(), ("--db", database(SMALL))], ids=["shipped", "small"])
def test_axe_finds_nothing(visit: Window, scheme: str, asked: tuple[Any, ...]) -> None:
    page = visit(360 if scheme == "dark" else 1200, color_scheme=scheme).open(brief("greater-manchester", *asked))
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_a_number_leads_to_its_source(visit: Window) -> None:
    page = visit().open(brief("greater-manchester"))
    first = page.locator(".questions .cite a").first
    first.click()
    assert page.locator(":target").get_attribute("value") == first.inner_text()
    assert page.locator(":target a[href^='https']").count() == 1
