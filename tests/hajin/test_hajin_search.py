"""What readers ask of the campaign that ships, in a real Chromium, over http and from a folder on disk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import campaign
import pytest
import serving
from test_search_page import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SDF, CIVILIANS, HAJIN = "figures/killed-sdf/#scope-", "figures/killed-civilians/#scope-", "entities/hajin/"
CONTROL, FALL = "figures/controls-hajin/", "briefings/2018/12/14/"
UN = "notes/2018-10-19-rudaw-hajin-hostages/#claim-"
# What is asked, where the first result leads, and what it shows.
TABLE = [
    ("how many SDF fighters died", SDF, "539 killed: Syrian Democratic Forces"),
    ("SDF losses", SDF, "539 killed: Syrian Democratic Forces"),
    ("number of dead SDF soldiers", SDF, "539 killed: Syrian Democratic Forces"),
    ("civilians killed", CIVILIANS, "324 killed: Civilians"),
    ("civilian deaths", CIVILIANS, "324 killed: Civilians"),
    ("children killed", CIVILIANS, "113 killed: Civilians, children"),
    ("how many women died", CIVILIANS, "72 killed: Civilians, women"),
    ("how many IS fighters were killed", "figures/killed-isis/#scope-", "922 killed: Islamic State"),
    ("civilians killed in Hajin", CIVILIANS, "324 killed: Civilians; Hajin pocket"),
    ("how many Kurdish fighters died", SDF, "6 killed: Syrian Democratic Forces, Kurdish fighters"),
    ("number of hostages", "figures/held-civilians/#scope-", "about 700 held: Civilians"),
    ("death toll", CIVILIANS, "324 killed: Civilians"),
    ("how far is Hajin from Iraq", "figures/distance-hajin/#scope-", "about 30 km"),
    ("how many are trapped", "figures/trapped-civilians/#scope-", "about 7,000 trapped: Civilians"),
    ("who holds hajin", CONTROL, "Hajin: held by Syrian Democratic Forces"),
    ("who controls Hajeen", CONTROL, "Hajin: held by Syrian Democratic Forces"),
    ("who is in control of Sousa", "figures/controls-sousa/", "Sousa: held by Islamic State"),
    *((asked, FALL, "14 December 2018") for asked in ("when was Hajin taken", "when did Hajin fall")),
    *((asked, FALL, "14 December 2018") for asked in ("14 December", "December 14", "14/12/2018")),
    *((asked, FALL, "14 December 2018") for asked in ("14.12.2018", "Dec 14th, 2018", "12/14/2018")),
    *((asked, FALL, "14 December 2018") for asked in ("14/12", "2018-12-14")),
    ("December", FALL, "14 December 2018"),
    ("when did the offensive begin", "notes/", "The SDF began its offensive"),
    ("who is the head of the Observatory", "entities/rami-abdelrahman/", "Rami Abdelrahman"),
    ("what happened on 18 October", "briefings/2018/10/18/", "18 October 2018"),
    *((asked, UN, "10,000 trapped: Civilians") for asked in ("10,000", "10000", "10 000", "10k")),
    ("five hundred and thirty-nine", "notes/2018-12-14-ap-relay-hajin-reported-taken/#claim-", "539"),
    ("تركيا", "entities/turkey/", "Turkey"),
    ("ten thousand", UN, "10,000 trapped: Civilians"),
    *((asked, HAJIN, "Hajin") for asked in ("Hajeen", "Hajin", "Hagin", "Hageen", "هجين")),
    *((asked, "entities/sousa/", "Sousa") for asked in ("Susah", "Soussah", "Soosa", "السوسة", "سوسة")),
    *((asked, "entities/isis/", "Islamic State") for asked in ("داعش", "Daesh", "the IS")),
    ("قسد", "entities/sdf/", "Syrian Democratic Forces"),
    ("who is Mustafa Bali", "entities/mustafa-bali/", "Mustafa Bali"),
    ("Mustapha Baly", "entities/mustafa-bali/", "Mustafa Bali"),
    ("what did Turkey do", "entities/turkey/", "Turkey"),
    ("where is al-Shaafa", "entities/al-shaafa/", "Al-Shaafa"),
    ("which reports rest on one origin", "sources/", "Sources"),
    ("cite a note", "notes/", "Notes"),
    ("all figures as CSV", "figures/", "Figures"),
    ("download data", "data/", "Data"),
]
# The same, whichever of these is asked.
ALIKE = [
    ("airstrike", "air strike", "air strikes", "airstrikes", "air-strike"),
    ("defence", "defense"),
    ("14 December", "the 14th of December 2018", "Friday 14 Dec 2018", "20181214"),
    ("10,000", "ten thousand"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("real")
    for name in ("content", "theme"):
        (root / name).symlink_to(campaign.PROJECT / name)
    campaign.made(campaign.chosen(root), today=date(2026, 1, 1))
    return root / "output"


@pytest.fixture(scope="module", params=["http", "disk"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "disk":
        yield (folder / "search" / "index.html").as_uri()
        return
    with serving.files(folder) as found:
        yield f"{found}/search/index.html"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def results(tab: Page, address: str, asked: str) -> list[tuple[str, str]]:
    """Ask without loading the page again, and return each result's address and words."""
    if tab.url.partition("?")[0] != address:
        tab.goto(f"{address}?{urlencode({'q': 'zzzz'})}")
    tab.evaluate(
        "text => { search_status.textContent = ''; search_q.value = text;"
        " search_q.dispatchEvent(new Event('input')); }",
        asked,
    )
    until(tab, "document.getElementById('search_status').textContent !== ''")
    links = "all => all.map(one => [one.getAttribute('href'), one.textContent])"
    found = tab.locator("#search_results h3 a").evaluate_all(links)
    return [(str(href).removeprefix("../").replace("index.html", ""), str(text)) for href, text in found]


def test_each_question_is_answered_first_and_on_the_first_screen(tab: Page, address: str) -> None:
    wrong = []
    for asked, href, shown in TABLE:
        found = results(tab, address, asked)
        first = found[0] if found else ("", "")
        box = tab.locator("#search_results h3 a").first.bounding_box() if found else None
        if not (first[0].startswith(href) and shown in first[1] and box and box["y"] + box["height"] <= 740):
            wrong.append((asked, first, box))
    assert wrong == []


def test_a_count_tells_its_source_and_on_how_many_origins_it_rests(tab: Page, address: str) -> None:
    found = results(tab, address, "how many died and do accounts agree")
    assert [text.partition(" ")[0] for _, text in found[:3]] == ["324", "539", "922"]
    assert tab.locator("#search_results .dateline").first.inner_text() == (
        "Figure · Syrian Observatory for Human Rights, in AP · 4 reports, 1 origin"
    )


def test_what_means_the_same_finds_the_same(tab: Page, address: str) -> None:
    for first, *others in ALIKE:
        found = results(tab, address, first)
        assert found
        assert {asked: results(tab, address, asked) for asked in others} == dict.fromkeys(others, found)


def test_a_month_without_a_day_on_record_says_so_and_leads_to_its_neighbours(tab: Page, address: str) -> None:
    for asked in ("November", "Nov 2018", "11/2018"):
        assert results(tab, address, asked) == []
        notes = tab.locator("#search_notes")
        assert notes.inner_text() == (
            "No day of November 2018 is on record. Nearest: 19 October 2018 and 3 December 2018."
        )
        hrefs = notes.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert [str(href).removeprefix("../").removesuffix("index.html") for href in hrefs] == [
            "briefings/2018/10/19/",
            "briefings/2018/12/03/",
        ]
    results(tab, address, "20 November")
    assert tab.locator("#search_notes").inner_text().startswith("20 November 2018 is not on record.")


def test_a_slip_is_told_in_plain_words_and_names_are_offered_as_they_are_typed(
    tab: Page, address: str
) -> None:
    results(tab, address, "Susah")
    first = tab.locator("#search_notes li").first.inner_text()
    assert first == "Showing results for Sousa. Search for “Susah” instead"
    results(tab, address, "Haj")
    assert tab.locator("#search_names button").all_inner_texts() == ["Hajin pocket", "Hajin"]
    tab.get_by_role("button", name="Hajin", exact=True).click()
    until(tab, "document.getElementById('search_q').value === 'Hajin'")
