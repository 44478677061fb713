"""The page in a real browser: filters, links, keyboard, paper, telephones, the dark, and text that means harm.

Whatever a test does, its window must not ask for anything but the file, nor complain: `visit` sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import Visit
from tests.conftest import run_here
from tests.data import DEADLINES, FIGURES, SMALL, database
from tests.output.pages import HARMFUL, hostile, report

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

Window = Callable[..., Visit]
STRETFORD = "stretford-taser-2020"
FOCUSABLE = "a[href], button, input, select, summary, [tabindex='0']"


@pytest.fixture(scope="module")
def many() -> Path:
    """A page of so many cases that their insides are packed."""
    return report("--db", hostile(40))


def shown(page: Page) -> str:
    return page.locator("#_count").inner_text()


# Filters and links


def test_the_filter_filters(visit: Window) -> None:
    window = visit()
    page = window.open(report())
    number = page.locator(".case").count()
    assert shown(page) == f"{number} cases"
    page.select_option("#_force", "greater-manchester")
    of_force = window.settled()
    assert STRETFORD in of_force
    assert "walworth-road-stop-2020" not in of_force
    page.select_option("#_kind", "investigation")
    page.select_option("#_topic", "driving")
    page.fill("#_q", "petrol station stretford")
    assert window.settled() == [STRETFORD]
    assert shown(page) == f"1 of {number} cases"
    page.fill("#_q", "no such word anywhere")
    assert window.settled() == []
    assert page.locator("#_none").is_visible()
    page.click("button[type=reset]")
    assert len(window.settled()) == number
    assert shown(page) == f"{number} cases"
    assert page.locator("#_none").is_hidden()


@pytest.mark.parametrize("status", ["answered", "not_required", "no_response_found"])
def test_the_state_of_recommendations_filters(visit: Window, status: str) -> None:
    given = ("--as-of", "2020-10-30", "--db", database(SMALL))
    rows = run_here("recommendations", "--status", status, "--json", *given).json
    window = visit()
    page = window.open(report(*given))
    page.select_option("#_status", status)
    assert set(window.settled()) == {row["case_id"] for row in rows}


def test_search_finds_words_anywhere_in_a_case_and_in_any_case_of_letters(visit: Window) -> None:
    window = visit()
    page = window.open(report())
    page.fill("#_q", "FLAMMABLE taser stretford")
    assert window.settled() == [STRETFORD]
    page.fill("#_q", "no such word anywhere")
    assert window.settled() == []


def test_a_filter_can_be_sent_to_somebody(visit: Window) -> None:
    window = visit()
    page = window.open(report())
    page.select_option("#_force", "greater-manchester")
    page.fill("#_q", "petrol station")
    window.settled()
    fragment = page.url.partition("#")[2]
    other = visit()
    page = other.open(report(), fragment)
    assert other.settled() == [STRETFORD]
    assert page.locator("#_q").input_value() == "petrol station"
    assert page.locator("#_force").input_value() == "greater-manchester"


@pytest.mark.parametrize(
    "fragment", ["?force=nobody", "?<script>", "?q=%00&constructor=x&elements=y", "%E0%A4%A", "?_q"]
)
def test_a_strange_address_is_no_harm(visit: Window, fragment: str) -> None:
    window = visit()
    page = window.open(report(), fragment)
    page.click("button[type=reset]")
    assert len(window.settled()) == page.locator(".case").count()


def test_a_link_to_a_record_opens_its_case_even_where_a_filter_hides_it(visit: Window) -> None:
    window = visit()
    page = window.open(report())
    page.fill("#_q", "walworth")
    assert STRETFORD not in window.settled()
    page.evaluate(f"location.hash = '{STRETFORD}/ethnicity-not-a-factor'")
    record = page.locator(f"[id='{STRETFORD}/ethnicity-not-a-factor']")
    record.wait_for(state="visible")
    assert page.locator(f"[id='{STRETFORD}'] > details").get_attribute("open") is not None
    page.wait_for_timeout(100)
    top = record.evaluate("one => one.getBoundingClientRect().top")
    assert -5 <= top < 900
    assert len(window.settled()) == page.locator(".case").count()


def test_a_page_of_one_case_has_nothing_to_choose(visit: Window) -> None:
    page = visit().open(report("stretford"), f"{STRETFORD}/_sources")
    assert page.locator("form").count() == 0
    page.locator(f"[id='{STRETFORD}/_sources']").wait_for(state="visible")


def test_the_insides_of_many_cases_are_unpacked_when_they_are_opened(visit: Window, many: Path) -> None:
    window = visit()
    page = window.open(many)
    case = page.locator("[id='c7-2']")
    assert case.locator(".parts").count() == 0
    case.locator("summary").first.click()
    case.locator(".parts").wait_for()
    page.fill("#_q", "right to left isolated")
    assert len(window.settled()) == 40
    page.fill("#_q", "document.title='hit'")  # in quotation marks that are packed as entities
    assert 40 <= len(window.settled()) < len(HARMFUL) * 40
    page.fill("#_q", "blockquote")  # stands in the markup alone
    assert window.settled() == []
    page.evaluate("location.hash = 'c9-0/f'")
    page.locator("[id='c9-0/f']").wait_for(state="visible")


# Harm


@pytest.mark.parametrize("copies", [1, 40])
def test_hostile_text_stays_text(visit: Window, copies: int) -> None:
    window = visit()
    page = window.open(report("--db", hostile(copies)))
    title = page.title()
    for at in range(len(HARMFUL)):
        page.locator(f"[id='c0-{at}'] summary").first.click()
    page.locator("[id='c0-0'] .parts").wait_for()
    assert page.title() == title
    assert page.locator("img, image, iframe, b[onclick], [onerror]").count() == 0
    assert page.locator("script").count() == 1 if copies == 1 else page.locator("script:not([type])").count() == 1
    led = page.eval_on_selector_all("a[href]", "found => found.map((one) => one.protocol)")
    assert set(led) == {"file:"}
    for at, harm in enumerate(HARMFUL):
        if harm.isprintable():
            assert page.locator(f"[id='c0-{at}'] h3").text_content() == harm


def test_no_other_script_would_run_and_nothing_could_be_fetched(browser: Browser) -> None:
    """What a hole in the escaping would let through is stopped by the page's policy."""
    window = Visit(browser)
    page = window.open(report("stretford"))
    page.evaluate(
        """() => {
          const through = "<img src='https://example.org/x.png'><b style='color:red' onclick='document.title=1'>x";
          document.body.insertAdjacentHTML("beforeend", through);
          const script = document.createElement("script");
          script.textContent = "document.title = 'hit'";
          document.body.append(script);
          document.querySelector("b[style]").click();
          return fetch("https://example.org/").catch(() => null);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.title() != "hit"
    assert page.title() != "1"
    assert len([said for said in window.complaints if "Content Security Policy" in said]) >= 4
    assert window.failed == {"https://example.org/x.png": "csp"}
    window.context.close()


# Whoever reads it, and on whatever


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize(
    "asked", [(), ("--db", database(FIGURES)), ("--db", hostile())], ids=["shipped", "figures", "hostile"]
)
def test_no_width_makes_the_page_scroll_sideways(visit: Window, width: int, asked: tuple[Any, ...]) -> None:
    page = visit(width).open(report(*asked))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "asked",
    [
        ("stretford", "ipcc-taser-review-2014"),  # axe looks at every pair of elements: all cases take it minutes
        ("--db", database(SMALL)),
        ("--db", database(DEADLINES), "--as-of", "2020-05-01"),
    ],
    ids=["shipped", "small", "deadlines"],
)
def test_axe_finds_nothing(visit: Window, scheme: str, asked: tuple[Any, ...]) -> None:
    page = visit(360 if scheme == "dark" else 1200, color_scheme=scheme).open(report(*asked))
    page.locator(".case details").first.evaluate("one => { one.open = true; }")
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 20


def test_the_dark_is_dark(visit: Window) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visit(color_scheme="light").open(report()).evaluate(ground)
    dark = visit(color_scheme="dark").open(report()).evaluate(ground)
    assert sum(map(int, re.findall(r"\d+", light))) > 700
    assert sum(map(int, re.findall(r"\d+", dark))) < 100


def test_the_keyboard_reaches_everything_and_is_seen(visit: Window) -> None:
    page = visit().open(report("--db", database(SMALL)))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.locator(".case summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".case .parts").first.is_visible()
    number = page.eval_on_selector_all(FOCUSABLE, "found => found.filter((one) => one.checkVisibility()).length")
    page.evaluate("document.activeElement.blur(); document.body.focus(); scrollTo(0, 0)")
    page.locator(".skip").focus()
    reached = []
    for _ in range(number):
        reached.append(
            page.evaluate(
                """() => {
                  const one = document.activeElement;
                  one.seen = getComputedStyle(one).outlineStyle !== "none";
                  return [one.matches("a, button, input, select, summary, [tabindex='0']"), one.seen];
                }"""
            )
        )
        page.keyboard.press("Tab")
    assert len(reached) == number
    assert all(known and seen for known, seen in reached)
    seen = page.eval_on_selector_all(
        FOCUSABLE, "found => found.filter((one) => one.checkVisibility() && !one.seen).map((one) => one.outerHTML)"
    )
    assert seen == []


def test_on_paper_everything_is_open_and_addresses_are_printed(visit: Window) -> None:
    page = visit().open(report("--db", database(SMALL)))
    page.emulate_media(media="print")
    source = page.locator(".sources a[href^='https']").first
    assert source.is_visible()  # though nobody opened the case
    assert source.get_attribute("href") in source.evaluate("one => getComputedStyle(one, '::after').content")
    assert page.locator("form.filter").is_hidden()
    page.emulate_media(media="screen")
    assert not source.is_visible()
    closed = page.locator("details:not([open])").count()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) >= 3
    assert page.locator("details:not([open])").count() == closed


def test_without_its_script_the_page_can_be_read(visit: Window) -> None:
    page = visit(java_script_enabled=False).open(report())
    assert page.locator("form.filter").is_hidden()
    assert page.get_by_text("need its script").is_visible()
    page.locator(f"[id='{STRETFORD}'] summary").first.click()
    assert page.locator(f"[id='{STRETFORD}/ethnicity-not-a-factor']").is_visible()
