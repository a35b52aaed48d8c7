"""Filtering the ledger in the browser: the same with an address as by hand, and nothing needed without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
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
    return page.locator("p.dateline[role=status]").text_content() or ""


def unfold(page: Page) -> None:
    page.locator("[data-claims] > summary").click()


def test_a_choice_hides_the_other_claims_and_stands_in_the_address(page: Page) -> None:
    page.goto(address())
    assert told(page) == "6 of 6 claims"
    unfold(page)
    page.select_option("select[name=by]", "brigade")
    assert (shown(page), told(page)) == (["30"], "1 of 6 claims")
    assert page.url.endswith("index.html?by=brigade")
    assert page.locator("[data-claims] section.figures:visible").count() == 1
    page.go_back()
    expect(page.locator("p.dateline[role=status]")).to_have_text("6 of 6 claims")


def test_an_address_alone_makes_the_same_view(page: Page) -> None:
    page.goto(address("?of=controls-aldmoor&until=2021-03"))
    assert told(page) == "1 of 6 claims"
    assert page.locator("li[data-by]:visible").count() == 1
    assert page.locator("[data-claims]").get_attribute("open") is not None
    assert page.locator("select[name=of]").input_value() == "controls-aldmoor"


def test_an_address_with_a_choice_that_is_not_offered_shows_everything(page: Page) -> None:
    page.goto(address("?by=nobody&colour=red"))
    assert told(page) == "6 of 6 claims"
    assert page.locator("select[name=by]").input_value() == ""
    assert page.url.endswith("index.html")


def test_only_what_is_not_offered_is_dropped_from_the_address(page: Page) -> None:
    page.goto(address("?by=brigade&of=nothing&colour=red#main_content"))
    assert page.url.endswith("index.html?by=brigade#main_content")


def panels(page: Page) -> list[str]:
    """The scopes that are drawn."""
    found: list[str] = page.locator(".panel:visible").evaluate_all(
        "panels => panels.map(panel => panel.dataset.scope)"
    )
    return found


def test_what_the_choices_hide_is_not_drawn(page: Page) -> None:
    page.goto((site("example") / "figures" / "index.html").as_uri())
    unfold(page)
    every = panels(page)
    assert len(every) > 1
    page.select_option("select[name=of]", "deployed-vessels")
    left = panels(page)
    assert 0 < len(left) < len(every)
    assert all(page.locator(f"tbody#{scope}").is_visible() for scope in left)
    page.select_option("select[name=of]", "")
    assert panels(page) == every


def test_the_chart_goes_with_its_last_drawing(page: Page) -> None:
    page.goto((site("example") / "figures" / "index.html").as_uri() + "?by=bay-radio")
    assert page.locator("tr[data-by]:visible, li[data-by]:visible").count() > 0
    assert page.locator(".chart-sheet").is_hidden()
    page.select_option("select[name=by]", "")
    assert page.locator(".chart-sheet").is_visible()


def test_without_javascript_every_part_is_a_link(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address())
    unfold(page)
    assert page.locator("nav.filters li a").count() == 2 + 2 + 1
    assert page.locator("tr[data-by]:visible").count() == 5
    context.close()
