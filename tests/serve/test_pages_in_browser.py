"""The site in a real browser: pages are content with their policy, links lead on, and text that means harm is text.

Whatever a test does, its window must ask nobody but the site, nor complain: `window` sees to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from conductcli.database.tables import tables
from conductcli.serve.canned_queries import QUERIES
from tests.serve.hostile import HARMFUL, NAMED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.conftest import Window
    from tests.serve.serving import Site

    Open = Callable[..., Window]

PAGES = ["", *(f"/{table.name}" for table in tables()), *(f"/{name}" for name in QUERIES), "/case_list"]
WIDTHS = [360, 1200]


def test_every_page_opens_and_is_content(shipped: Site, window: Open) -> None:
    one = window(shipped)
    for path in PAGES:
        page = one.go(f"/register{path}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["", "/findings", "/cases/walworth-road-stop-2020", "/said_found_done"])
def test_a_page_can_be_read_by_everybody(shipped: Site, window: Open, path: str) -> None:
    page = window(shipped).go(f"/register{path}")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    serious = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in ("critical", "serious")}
    assert not serious


def test_the_front_page_leads_to_the_register(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/")
    assert page.url == f"{shipped.url}/register"
    page.click("text=Said, found, done")
    assert page.locator("h1").inner_text() == "Said, found, done"


def test_the_search_box_finds(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/findings")
    all_rows = page.locator("tbody tr").count()
    page.fill("#_search", "strip")
    page.press("#_search", "Enter")
    page.wait_for_url("**_search=strip**")
    texts = page.locator("tbody tr").all_inner_texts()
    assert 0 < len(texts) < all_rows
    assert all("strip" in text.lower() for text in texts)


def test_links_lead_from_a_finding_to_its_case_and_its_source(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/findings?case_id=walworth-road-stop-2020")
    page.locator("td.col-case_id a").first.click()
    assert page.locator("h1").inner_text() == "cases: walworth-road-stop-2020"
    page.locator("td.col-oversight a").click()
    assert page.locator("h1").inner_text() == "organisations: iopc"
    page.go_back()
    page.locator("td.col-source a").first.click()
    assert "sources:" in page.locator("h1").inner_text()
    page.go_back()
    page.locator("a", has_text="rows").first.click()
    assert 'where case_id = "walworth-road-stop-2020"' in page.title()


def test_a_question_is_narrowed_and_leads_on(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/said_found_done")
    page.fill("input[name=case]", "walworth")
    page.click("input[type=submit]")
    page.wait_for_url("**case=walworth**")
    assert set(page.locator("td.col-case_id").all_inner_texts()) == {"walworth-road-stop-2020"}
    page.locator("td.col-source a").first.click()
    assert "sources:" in page.locator("h1").inner_text()


def test_a_record_that_was_found_opens(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/search_everything?words=tinted")
    page.locator("td.col-id a").first.click()
    assert "walworth-road-stop-2020" in page.locator("h1").inner_text()


def test_a_column_is_sorted_and_facetted_by_its_menu(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/findings")
    page.locator("th.col-text svg").click()
    page.click("text=Sort descending")
    page.wait_for_url("**_sort_desc=text**")
    texts = page.locator("td.col-text").all_inner_texts()
    assert texts == sorted(texts, reverse=True)
    page.locator("th.col-case_id svg").click()
    page.click("text=Facet by this")
    page.wait_for_url("**_facet=case_id**")
    page.locator(".facet-results li a").first.click()
    assert "where case_id = " in page.title()


def test_figures_have_their_units(shipped: Site, window: Open) -> None:
    page = window(shipped).go("/register/figures?unit=officer_use&_size=5")
    assert all(text.endswith("officer use") for text in page.locator("td.col-value").all_inner_texts())


def test_sql_that_was_asked_for_is_typed_and_answered(opened: Site, window: Open) -> None:
    page = window(opened).go("/register")
    page.fill("textarea", "select count(*) as n from cases")
    page.click("input[type=submit]")
    page.wait_for_url("**sql=select**")
    assert page.locator("td.col-n").inner_text() == "3"


@pytest.mark.parametrize(
    "path",
    ["", *(f"/{name}" for name in ("cases", "sources", "findings", "figures", "statements", "conflicts", "case_list")),
     *(f"/{name}" for name in QUERIES if name != "search_everything"), "/cases/c0", "/cases/c8", "/sources/s7",
     "/search_everything?words=onerror", "/findings?_search=<script>document.title='hit'</script>",
     "/findings?_facet=caveat&_facet=text", "/cases?_sort=title", "/said_found_done?case=</script><script>alert(1)"],
)  # fmt: skip
def test_text_that_means_harm_is_text(harmful: Site, window: Open, path: str) -> None:
    page = window(harmful).go(f"/register{path}")
    page.wait_for_timeout(50)
    assert page.title() != "hit"
    assert page.locator("section img, td script, td img, [onerror], [onmouseover]").count() == 0
    assert page.locator("a[href^='javascript'], a[href^='data']").count() == 0
    assert not set("\u202e\u2066\x1b\x07") & set(page.content())


def test_harm_can_be_read(harmful: Site, window: Open) -> None:
    read = window(harmful).go("/register/cases").inner_text("body")
    for words in HARMFUL[:2]:
        assert words in read
    assert "\\u202eright to left" in read


def test_an_id_that_means_harm_has_an_address_of_its_own(harmful: Site, window: Open) -> None:
    one = window(harmful)
    page = one.go("/register/case_list?title=plain")
    page.locator("td.col-id a").click()
    assert page.locator("h1").inner_text() == f"cases: {NAMED}"
    page = one.go("/register/finding_list?case_id=" + "%22%3E%3Cb%3Ex%3C/b%3E,/./~%252F?%23".replace("?", "%3F"))
    page.locator("td.col-id a").first.click()
    assert "findings:" in page.locator("h1").inner_text()
