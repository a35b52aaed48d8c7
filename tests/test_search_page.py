"""The search page in a real Chromium, over http and from a folder on disk."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import campaign
import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from briefing.search.senses import stem
from briefing.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

# What Chromium itself says of files that are lost or cut short.
EXPECTED = ("404", "ERR_FILE_NOT_FOUND", "Invalid or unexpected token")
pytestmark = pytest.mark.browser

CASES = json.loads(Path(__file__).with_name("folding_cases.json").read_text("utf-8"))
ENTITIES = """\
- {id: aldmoor, kind: place, label: Aldmoor, aliases: [Aldmuir, Old Moor, ألدمور], description: A market town}
- {id: brigade, kind: group, label: Dyke Brigade, aliases: [the Brigade, Observatory]}
- {id: fen, kind: group, label: Order of Fen, aliases: [Fenmen, {text: OF, case: exact}]}
- {id: vane, kind: person, label: Ada Vane, aliases: [Colonel Vane, Adá al-Vaïn]}
"""
NOTES = {
    "2021-03-04-a.md": campaign.note(
        "Dyke holds",
        body="The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said. The sluice gates held.",
    ),
    "2021-03-05-b.md": campaign.note(
        "Gates open", "2021-03-05", "At Aldmuir the red sluice opened, said the Fenmen. Pumping went on."
    ),
    "2021-03-06-c.md": campaign.note(
        "Market flooded",
        "2021-03-06",
        "The OF closed the market. The end of the road lay under water; gates were red.",
    ),
    "2021-04-02-d.md": campaign.note(
        "Bridge reopened",
        "2021-04-02/2021-04-03",
        "The bridge of Old Moor reopened.",
        'agency: wire\ndate_basis: inferred\ndate_evidence: "It says Friday."\n',
    ),
    "2021-05-02-e.md": campaign.note(
        "Fire by the canal",
        "2021-05-02",
        "The windmill burned on Saturday. At least 12 of the Dyke Brigade were killed, Colonel Vane said.",
        "events: [{date: 2021-05-01, what: The windmill burned, actors: [brigade]}]\n"
        "claims: [{by: vane, who: brigade, what: killed, value: 12, bound: at-least, period: 2021-05-01}]\n",
    ),
    "2021-05-30-f.md": campaign.note(
        "Ward full",
        "2021-05-30",
        "COVID-19 filled a ward: 1,250 patients, and 1 340 in tents, with 1,25,000 masks. An F‑16 flew by.",
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = campaign.write(tmp_path_factory.mktemp("search"), NOTES)
    (root / "content" / "registry" / "entities.yml").write_text(ENTITIES, "utf-8")
    campaign.made(campaign.chosen(root))
    return root / "output"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving.files(site) as found:
        yield f"{found}/search/index.html"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    yield opened
    assert [fault for fault in faults if not any(one in fault for one in EXPECTED)] == []
    context.close()


def ask(tab: Page, address: str, query: str = "", **filters: str) -> list[str]:
    """Open the page with a query and return the titles of the results."""
    tab.goto(f"{address}?{urlencode({'q': query, **filters})}")
    return titles(tab)


def until(tab: Page, truth: str) -> None:
    """Wait for something to be true on the page, whose policy forbids Playwright's own way of it."""
    for _ in range(2_400):
        if tab.evaluate(truth):
            return
        tab.wait_for_timeout(25)
    pytest.fail(f"never came true: {truth}")


def titles(tab: Page) -> list[str]:
    until(tab, "document.getElementById('search_status').textContent !== ''")
    return [str(one) for one in tab.locator("#search_results .entry-title").all_inner_texts()]


def notes_on(tab: Page) -> str:
    return str(tab.locator("#search_notes").inner_text())


def on_disk(site: Path) -> str:
    return (site / "search" / "index.html").as_uri()


QUESTIONS = [
    ("Aldmoor", "Aldmoor", 4),
    ("old moor", "Aldmoor", 4),
    ("ألدمور", "Aldmoor", 4),
    ("aldmor", "Aldmoor", 4),
    ("ladmoor", "Aldmoor", 4),
    ("Observatry", "Dyke Brigade", 2),
    ("ada al vain", "Ada Vane", 2),
    ("OF", "Order of Fen", 3),
    ("slui", "Gates open", 2),
    ("pumped", "Gates open", 1),
    ("5 March 2021", "Briefing, 5 March 2021", 2),
    ("2021-03-05", "Briefing, 5 March 2021", 2),
    *((figure, "Ward full", 1) for figure in ("1250", "1,250", "1 250", "1'250", "1340", "1,340", "125000")),
    *((name, "Ward full", 1) for name in ("covid19", "COVID 19", "covid-19", "f16", "F-16", '"f 16 flew"')),
]


@pytest.mark.parametrize(("query", "first", "at_least"), QUESTIONS)
def test_what_is_asked_for_comes_first(
    tab: Page, address: str, query: str, first: str, at_least: int
) -> None:
    found = ask(tab, address, query)
    assert found[0] == first
    assert len(found) >= at_least


def test_a_folder_on_disk_is_searched_too(tab: Page, site: Path) -> None:
    assert ask(tab, on_disk(site), "aldmor", **{"from": "2021-03-05"})[0] == "Aldmoor"
    assert "Showing results for Aldmoor. Search for “aldmor” instead" in notes_on(tab)
    assert (tab.locator(".entry-title a").first.get_attribute("href") or "").endswith("aldmoor/index.html")
    tab.locator("#search_q").fill("sluice")
    until(tab, "location.search.includes('sluice')")


def test_a_zipped_site_is_searched_where_it_is_unpacked(tab: Page, site: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "site"), "zip", site)
    shutil.unpack_archive(packed, tmp_path / "a folder, elsewhere")
    assert ask(tab, on_disk(tmp_path / "a folder, elsewhere"), "windmill burned")[0] == "Fire by the canal"
    tab.locator(".entry-told a").first.click()
    expect(tab.locator(":target")).to_have_count(1)


def test_folding_is_the_same_in_python_and_in_the_browser(tab: Page, address: str) -> None:
    ask(tab, address, "Aldmoor")
    folded = tab.evaluate("cases => cases.map(([text]) => briefing.words(text).join(' '))", CASES)
    assert folded == [expected for _, expected in CASES]


def test_every_character_folds_the_same_in_python_and_in_the_browser(tab: Page, address: str) -> None:
    ask(tab, address, "Aldmoor")
    # Those of an old Unicode: either side may know newer ones that the other does not.
    known = unicodedata.ucd_3_2_0.category
    characters = [one for one in map(chr, range(1, 0x20000)) if known(one) not in {"Cn", "Co", "Cs"}]
    folded = tab.evaluate("characters => characters.map((one) => briefing.words(one))", characters)
    unlike = [one for one, words in zip(characters, folded, strict=True) if fold.words(one) != words]
    assert unlike == []


def test_endings_are_cut_the_same_in_python_and_in_the_browser(tab: Page, address: str) -> None:
    ask(tab, address, "Aldmoor")
    endings = ("", "s", "e", "es", "ed", "ing", "ied", "ies", "ss", "lls", "nning", "tted", "sses", "ee")
    words = [start + ending for start in ("", "a", "st", "kil", "run", "trave", "flo") for ending in endings]
    assert tab.evaluate("words => words.map(briefing.stem)", words) == [stem(word) for word in words]


def test_a_word_that_no_page_has_is_told_once_though_another_is_mended(tab: Page, address: str) -> None:
    assert "Gates open" in ask(tab, address, "zzzzzz sluce")
    assert notes_on(tab).splitlines() == [
        "Showing results for sluice. Search for “sluce” instead",
        "No page has zzzzzz.",
        "No page has all; these have most.",
    ]


def test_the_wording_that_a_source_chose_is_one_click_away(tab: Page, address: str) -> None:
    assert "Bridge reopened" in ask(tab, address, "Aldmuir")
    assert "Aldmoor, also written Aldmuir, Old Moor, ألدمور" in notes_on(tab)
    tab.get_by_role("button", name="Only the wording “Aldmuir”").click()
    until(tab, "location.search.includes('exact=1')")
    until(tab, "document.getElementById('search_notes').textContent.includes('not other names')")
    assert [title for title in titles(tab) if title in {"Gates open", "Dyke holds", "Bridge reopened"}] == [
        "Gates open"
    ]


def test_a_common_word_does_not_flood_and_its_look_alike_is_told(tab: Page, address: str) -> None:
    assert ask(tab, address, "of") == []
    assert notes_on(tab) == "Too common: of. Write OF for Order of Fen."


def test_quotes_find_words_in_a_row_and_a_minus_leaves_out(tab: Page, address: str) -> None:
    assert ask(tab, address, '"red sluice"') == ["Gates open", "Briefing, 5 March 2021"]
    assert ask(tab, address, '"sluice red"') == []
    assert ask(tab, address, '"the end of the road"')[0] == "Market flooded"
    assert "Gates open" not in ask(tab, address, "sluice -red")
    assert "Dyke holds" in titles(tab)


def test_nothing_found_leads_to_what_was_meant(tab: Page, address: str) -> None:
    assert ask(tab, address, "brixdxe") == []
    assert "Did you mean bridge?" in notes_on(tab)
    tab.get_by_role("button", name="bridge", exact=True).click()
    until(tab, "location.search.includes('bridge') && document.querySelectorAll('.entry-title').length > 0")
    assert titles(tab)[0] == "Bridge reopened"


def test_filters_narrow_and_count_and_inferred_dates_are_kept(tab: Page, address: str) -> None:
    assert "Bridge reopened" in ask(tab, address, "moor", **{"from": "2021-04-03", "to": "2021-12"})
    assert ask(tab, address, "Aldmoor", agency="wire") == ["Bridge reopened"]
    assert tab.locator(".entry-date .inferred").inner_text() == "inferred"
    assert tab.locator("#search_status").inner_text() == "1 page for Aldmoor, narrowed."
    assert tab.locator("#search_tools").get_attribute("open") is not None
    ask(tab, address, "Aldmoor", sort="oldest")
    assert titles(tab)[-1] == "Aldmoor"
    assert tab.locator("#search_results h2").all_inner_texts() == ["By date"]
    tab.locator("summary", has_text="Narrow").click()
    tab.locator("summary", has_text="Groups").click()
    tab.get_by_label("Order of Fen 1").check()
    until(tab, "location.search.includes('group=fen')")
    until(tab, "document.querySelectorAll('#search_results li').length === 1")
    assert titles(tab) == ["Gates open"]


def told(tab: Page) -> list[str]:
    """Events and claims among the results, each with its kind, date and where it leads."""
    found = []
    for one in tab.locator("#search_results li").filter(has=tab.locator(".entry-told")).all():
        where = (one.locator(".entry-told a").get_attribute("href") or "").partition("#")
        kind, date = (one.locator(css).inner_text() for css in (".result-kind", ".entry-date"))
        found.append(
            f"{kind}, {date}: {one.locator('.entry-told').inner_text()} ({where[2].partition('-')[0]})"
        )
    return found


def test_events_and_claims_are_results_of_their_own(tab: Page, address: str) -> None:
    event = "Event, 1 May 2021: The windmill burned (event)"
    claim = "Claim, 1 May 2021: at least 12 killed: Dyke Brigade (claim)"
    assert ask(tab, address, "windmill burned")[0] == "Fire by the canal"
    assert told(tab) == [event]
    assert tab.locator(".entry-told mark").all_inner_texts() == ["windmill", "burned"]
    newest = "at least 12 killed: Dyke Brigade"
    assert ask(tab, address, "colonel vane killed") == [newest, "Fire by the canal"]
    assert told(tab) == []
    assert "Briefing, 1 May 2021" in ask(tab, address, "1 May 2021")
    assert told(tab) == [claim, event]
    ask(tab, address, "Dyke Brigade")
    assert told(tab) == []
    assert ask(tab, address, "Dyke Brigade", kind="Claim") == []
    assert told(tab) == [claim]
    tab.locator(".entry-told a").click()
    expect(tab.locator(":target")).to_have_count(1)


def test_kinds_are_counted_and_narrow(tab: Page, address: str) -> None:
    ask(tab, address, "Brigade")
    kinds = tab.locator("#search_kinds li").all_inner_texts()
    assert kinds == ["Figures 1", "Claims 1", "Events 1", "Briefings 1", "Groups 1", "Notes 2"]
    headings = "#search_results h2"
    assert tab.locator(headings).all_inner_texts() == ["Notes", "Figures", "Events", "Briefings", "Names"]
    tab.get_by_role("button", name="Groups 1").click()
    until(tab, "document.querySelectorAll('#search_results li').length === 1")
    assert titles(tab) == ["Dyke Brigade"]
    assert tab.locator("[aria-pressed=true]").inner_text() == "Groups 1"


def test_arrows_walk_from_the_box_through_the_results(tab: Page, address: str) -> None:
    found = ask(tab, address, "Aldmoor")
    tab.locator("#search_q").focus()
    here = "document.activeElement.textContent"
    for title in found[:3]:
        tab.keyboard.press("ArrowDown")
        assert tab.evaluate(here) == title
    tab.keyboard.press("ArrowUp")
    assert tab.evaluate(here) == found[1]
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert tab.evaluate("document.activeElement.id") == "search_q"


def test_undated_pages_are_kept_and_come_last_by_date(tab: Page, address: str) -> None:
    kept = ask(tab, address, "windmill", **{"from": "2021-05-02", "to": "2021-05-02", "sort": "newest"})
    assert kept == ["Fire by the canal", "Briefing, 2 May 2021"]
    assert ask(tab, address, "Colonel Vane", sort="newest")[-1] == "Ada Vane"
    assert ask(tab, address, "Fenmen", **{"from": "2021-03-05", "to": "2021-03-06"})[0] == "Order of Fen"
    assert "Order of Fen" not in ask(tab, address, "Fenmen", **{"from": "2021-04-01"})


def test_the_address_says_what_is_shown_and_back_leads_back(tab: Page, address: str) -> None:
    ask(tab, address, "market")
    tab.locator("#search_q").press("End")
    tab.locator("#search_q").press_sequentially(" town")
    until(tab, "location.search.includes('town')")
    tab.go_back()
    until(tab, "document.getElementById('search_q').value === 'market'")
    assert parse_qs(urlsplit(tab.url).query)["q"] == ["market"]
    tab.go_forward()
    until(tab, "document.getElementById('search_q').value === 'market town'")


def test_a_slash_leads_to_the_box_of_any_page(tab: Page, address: str) -> None:
    tab.goto(address.replace("search/index.html", "index.html"))
    tab.keyboard.press("/")
    tab.keyboard.type("aldmuir")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search/?q=aldmuir")
    assert titles(tab)[0] == "Aldmoor"


BAD = [
    "x" * 10_000,
    "a b " * 2500,
    "?!…*()[]{}\\^$.|+",
    "<img src=x onerror=alert(1)>",
    "\ud800 \udfff",
    "Aldmoor ألدمور -",
    '"',
    "-",
    '-""',
    "\u202e\u2066",
    "= @is #2021",
    "constructor __proto__",
]


@pytest.mark.parametrize("query", BAD)
def test_bad_input_gets_an_answer_in_words(tab: Page, address: str, query: str) -> None:
    if tab.url.partition("?")[0] != address:
        tab.goto(address)
    tab.evaluate("text => { search_q.value = text; search_q.dispatchEvent(new Event('input')); }", query)
    until(tab, "document.getElementById('search_status').textContent !== ''")
    assert tab.locator("#search_results img, #search_notes img").count() == 0


def test_a_lost_or_damaged_part_is_told_and_the_rest_is_found(tab: Page, site: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(site, tmp_path / "broken")
    number = next(
        path for path in (broken / "search").glob("x-*.js") if "Bridge reopened" in path.read_text()
    )
    whole = number.read_text("utf-8")
    number.write_text(whole[:80], "utf-8")
    assert ask(tab, on_disk(broken), "Old Moor")[0] == "Aldmoor"
    assert "This was not read." in tab.locator("#search_results").inner_text()
    assert "Part of the index was not read." in notes_on(tab)
    number.write_text(whole, "utf-8")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Try again").click()
    until(tab, "document.getElementById('search_results').textContent.includes('Bridge reopened')")
    assert "not read" not in tab.locator("body").inner_text()
    (broken / "search" / "root.js").unlink()
    tab.goto(f"{on_disk(broken)}?q=moor")
    until(tab, "document.getElementById('search_status').textContent !== ''")
    assert tab.locator("#search_status").inner_text() == "The index was not read. All names are below."
    assert tab.locator("#search_index").is_visible()


def test_without_javascript_everything_is_there_by_name(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}?q=aldmuir")
    text = plain.locator("#search_index").inner_text()
    for told in (
        "Ada Vane",
        "Also written Colonel Vane",
        "Aldmuir: see Aldmoor",
        "Days",
        "March 2021",
        "Tags",
    ):
        assert told in text
    assert plain.locator("#search_tools").is_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_results_are_accessible_and_fit(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    ask(page, address, "Aldmuir sluce", agency="wire")
    ask(page, address, "Aldmoor")
    page.locator("summary", has_text="Narrow").click()
    page.locator("summary", has_text="Outlets").click()
    ask(page, address, "how many of the brigade died")
    assert page.locator(".answer").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#search_status").get_attribute("role") == "status"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
