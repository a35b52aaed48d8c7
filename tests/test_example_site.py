"""The example campaign, no war, built and opened in a real Chromium the way its readers do."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import campaign
import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from briefing import verify
from briefing.build import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

KINDS = (
    "/",
    "/briefings/",
    "/briefings/2019/03/18/",
    "/briefings/2019/03/12/",
    "/chronology/",
    "/figures/",
    "/figures/flow-morning-tern/",
    "/corrections/",
    "/notes/",
    "/notes/2019-03-06-harbour-herald-five-times/",
    "/notes/2019-03-20-bay-radio-plugged/",
    "/entities/",
    "/entities/morning-tern/",
    "/entities/long-strand/",
    "/entities/bay-radio/",
    "/sources/",
    "/sources/harbour-herald/",
    "/tags/",
    "/tags/boom/",
    "/data/",
    "/method/",
    "/404.html",
)
TODAY = date(2026, 1, 1)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built."""
    root = campaign.write_example(tmp_path_factory.mktemp("example"))
    campaign.made(campaign.chosen(root), today=TODAY)
    return root / "output"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the built site is served, without a slash at the end."""
    with serving.files(folder) as found:
        yield found


def test_the_content_has_neither_problem_nor_warning(folder: Path) -> None:
    assert check.read(folder.parent / "content", today=TODAY)[1] == ()


def test_the_site_has_no_broken_link_or_anchor_or_other_fault(folder: Path) -> None:
    assert verify.verify(folder) == ()


def test_every_page_is_html_without_a_parse_error(folder: Path) -> None:
    assert serving.unparsed(folder) == []


@pytest.mark.browser
def test_no_kind_of_page_says_anything_or_asks_another_host(browser: Browser, address: str) -> None:
    said: list[str] = []
    asked: Counter[str] = Counter()
    page = browser.new_page()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: said.append(f"{page.url}: {request.failure} {request.url}"))
    page.on("request", lambda request: asked.update([request.url.split("/")[2]]))
    for path in KINDS:
        page.goto(address + path)
    page.close()
    # An icon still on its way when the next page is asked for is no failure.
    assert [told for told in said if "ERR_ABORTED" not in told] == []
    assert list(asked) == [address.removeprefix("http://")]


@pytest.mark.browser
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="light")
    found = []
    for path in KINDS:
        page.goto(address + path)
        found += violations(page, *RULES)
        # Only colours differ in the dark.
        page.emulate_media(color_scheme="dark")
        found += violations(page, "color-contrast", "link-in-text-block")
        page.emulate_media(color_scheme="light")
    page.close()
    assert found == []


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page by some of its rules; of what is well it is not to tell, which takes long."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(options).then(told => told.violations)", options)
    return [f"{page.url}: {one['id']}: {one['help']}" for one in found]


@pytest.mark.browser
def test_no_page_is_wider_than_the_screen(browser: Browser, address: str) -> None:
    page = browser.new_page()
    wide = []
    for path in KINDS:
        page.goto(address + path)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    page.close()
    assert wide == []


@pytest.mark.browser
def test_the_keyboard_reaches_everything_in_order(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for path in ("/", "/briefings/2019/03/18/", "/notes/2019-03-06-harbour-herald-five-times/"):
        page.goto(address + path)
        expected = page.evaluate(FOCUSABLE)
        reached = tabbed(page, len(expected))
        assert reached == expected
        assert reached[0].startswith("Skip to")
    page.close()


# What a reader can act on, in the order of the document. Content of closed details is out of reach.
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .map(one => (one.textContent || one.name).trim().slice(0, 40))"""


def tabbed(page: Page, count: int) -> list[str]:
    """What the Tab key reaches, from the top of the page on; each must show that it has the focus."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        text, outlined = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            return [(one.textContent || one.name || '').trim().slice(0, 40),
                    style.outlineStyle !== 'none' && style.outlineWidth !== '0px'] }"""
        )
        assert outlined, f"no focus ring on {text!r}"
        found.append(text)
    return found


@pytest.mark.browser
def test_without_javascript_all_content_is_there(browser: Browser, address: str) -> None:
    told = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        shown = {}
        for path in KINDS:
            page.goto(address + path)
            # The ledger's links to its parts become lists of choices, which hold the same.
            page.locator(".filters, [role=status]").evaluate_all("all => all.forEach((one) => one.remove())")
            shown[path] = page.locator("main").inner_text()
        told.append(shown)
        context.close()
    assert told[0] == told[1]


@pytest.mark.browser
def test_a_mark_of_news_and_a_name_in_a_list_are_each_one_box_on_a_phone(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{address}/briefings/2019/03/12/figures/")
    boxes = "all => all.filter(one => one.getClientRects().length !== 1).map(one => one.textContent)"
    assert page.locator(".news").count() > 0
    assert page.locator(".news, .run-in a").evaluate_all(boxes) == []
    page.close()


ASKED = (
    ("how much oil is leaking", "figures/flow-morning-tern/#scope-", "about 5,000 barrels a day"),
    ("how many vessels", "figures/deployed-vessels/#scope-", "69 at work on the response"),
    ("how many ships are deployed", "figures/deployed-vessels/#scope-", "69 at work on the response"),
    ("dead birds", "figures/killed-birds/#scope-", "340 killed: Seabirds"),
    ("how many are missing", "figures/missing-crew/#scope-", "2 missing: Crew of the Morning Tern"),
    ("$14.5m", "notes/2019-03-11-harbour-herald-owner-agrees/#claim-", "over $14.5 million"),
    ("six million", "notes/2019-03-06-harbour-herald-five-times/#claim-", "$6 million"),
    ("five thousand", "notes/2019-03-11-harbour-herald-owner-agrees/#claim-", "about 5,000 barrels a day"),
    ("when did the tanker run aground", "notes/2019-03-05-sallow-gazette-aground/#event-", "ran aground"),
    ("who is harbour master", "entities/dora-finch/", "Dora Finch"),
    ("March 5", "briefings/2019/03/05/", "Briefing, 5 March 2019"),
    ("3/18/2019", "briefings/2019/03/18/", "Briefing, 18 March 2019"),
    ("Morning Turn", "entities/morning-tern/", "Morning Tern"),
)


def test_what_readers_ask_is_answered_first(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search/?q=zzzz")
    found = []
    for asked, *_ in ASKED:
        page.evaluate("search_status.textContent = ''")
        page.fill("#search_q", asked)
        expect(page.locator("#search_status")).not_to_be_empty()
        link = page.locator("#search_results h3 a").first
        found.append((asked, str(link.get_attribute("href")), link.inner_text()))
    page.close()
    assert [
        (asked, href, text)
        for (asked, href, text), (_, where, words) in zip(found, ASKED, strict=True)
        if not (href.removeprefix("../").startswith(where) and words in text)
    ] == []
