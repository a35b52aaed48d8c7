"""Filtering the ledger in the browser: the same with an address as by hand, and nothing needed without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_site_ledger import site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def address(query: str = "") -> str:
    return (site() / "figures" / "index.html").as_uri() + query


def shown(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("tr[data-by] .figure:visible").all_inner_texts()]


def told(page: Page) -> str:
    return page.locator("p.dateline[role=status]").inner_text()


def test_a_choice_hides_the_other_claims_and_stands_in_the_address(page: Page) -> None:
    page.goto(address())
    assert told(page) == "6 of 6 claims"
    page.select_option("select[name=by]", "brigade")
    assert (shown(page), told(page)) == (["exactly 30"], "1 of 6 claims")
    assert page.url.endswith("index.html?by=brigade")
    assert page.locator("section.figures:visible").count() == 1
    page.go_back()
    assert told(page) == "6 of 6 claims"


def test_an_address_alone_makes_the_same_view(page: Page) -> None:
    page.goto(address("?of=controls-aldmoor&until=2021-03"))
    assert told(page) == "1 of 6 claims"
    assert page.locator("li[data-by]:visible").count() == 1
    assert page.locator("select[name=of]").input_value() == "controls-aldmoor"


def test_an_address_with_a_choice_that_is_not_offered_shows_everything(page: Page) -> None:
    page.goto(address("?by=nobody&colour=red"))
    assert told(page) == "6 of 6 claims"
    assert page.locator("select[name=by]").input_value() == ""


def test_without_javascript_every_part_is_a_link(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address())
    assert page.locator("nav.filters li a").count() == 2 + 2 + 1
    assert page.locator("tr[data-by]:visible").count() == 5
    context.close()
