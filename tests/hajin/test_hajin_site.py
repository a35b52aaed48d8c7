"""The campaign that ships, built and opened in a real Chromium the way its readers do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import campaign
import pytest
import serving
import yaml
from test_example_site import RULES, violations
from test_notes_schema import faults_of_folder

from briefing import verify
from briefing.build import check
from briefing.content import registry, schema, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CONTENT = campaign.PROJECT / "content"
# Pages with more on them than any of the example's.
FULL = ("/", "/briefings/2018/12/14/", "/figures/", "/figures/controls-hajin/", "/entities/hajin/")
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built."""
    root = tmp_path_factory.mktemp("real")
    for name in ("content", "theme"):
        (root / name).symlink_to(campaign.PROJECT / name)
    campaign.made(campaign.chosen(root), today=TODAY)
    return root / "output"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the built site is served, without a slash at the end."""
    with serving.files(folder) as found:
        yield found


def test_the_content_has_neither_problem_nor_warning() -> None:
    assert check.read(CONTENT, today=TODAY)[1] == ()


def test_its_heads_and_registry_pass_the_schemas() -> None:
    assert faults_of_folder(CONTENT) == []


def test_the_schema_files_are_what_the_program_makes_of_its_measures() -> None:
    ours = tree.read_registry(CONTENT)
    for name, text in schema.files(ours.measures, ours.units).items():
        assert (campaign.PROJECT / schema.FOLDER / name).read_text(encoding="utf-8") == text


def test_the_conflict_preset_is_what_it_counts() -> None:
    """So that what is said of one may be said of the other."""
    preset, ours = campaign.PRESET / "measures.yml", CONTENT / registry.MEASURES
    assert [one["id"] for one in yaml.safe_load(preset.read_text("utf-8"))] == [
        one["id"] for one in yaml.safe_load(ours.read_text("utf-8"))
    ]


def test_the_method_page_says_what_that_of_a_new_campaign_says() -> None:
    """What the program does is told in both; a change to one is due in the other."""
    ours = (CONTENT / "pages" / "method.md").read_text("utf-8")
    theirs = (campaign.PROJECT / "briefing/skeleton/content/pages/method.md").read_text("utf-8")
    own = [
        one
        for one in theirs.split("\n\n")
        if one not in ours.split("\n\n") and "[fill in: " not in one and not one.startswith("---")
    ]
    assert [one[:40] for one in own] == [
        "An editor reads a report and writes a no",
        "A register lists the people, groups, pla",
        "Where a report bears no date, the editor",
        "- the **claimant**: who says it, which i",
    ]


def test_the_site_has_no_broken_link_or_anchor_or_other_fault(folder: Path) -> None:
    assert verify.verify(folder) == ()


def test_every_page_is_html_without_a_parse_error(folder: Path) -> None:
    assert serving.unparsed(folder) == []


@pytest.mark.browser
def test_axe_finds_nothing_on_the_fullest_pages_and_none_is_wider_than_a_phone(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme="light")
    found = []
    for path in FULL:
        page.goto(address + path)
        found += violations(page, *RULES)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
    page.close()
    assert found == []


@pytest.mark.browser
def test_print_keeps_the_discs_of_statements_and_ties_none_to_the_next(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/figures/controls-hajin/")
    page.emulate_media(media="print")
    style = "(all, name) => [...new Set(all.map(one => getComputedStyle(one)[name]))]"
    assert page.locator(".stance").evaluate_all(style, "printColorAdjust") == ["exact"]
    ends = page.locator(".positions :is(.entry-date, .dateline)")
    assert ends.evaluate_all(style, "breakAfter") == ["auto"]
    page.close()


@pytest.mark.browser
def test_a_briefing_prints_on_few_pages_without_its_chrome(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/briefings/2018/12/14/")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("h1").is_visible()
    # How many depends on the fonts; the folded figures of the day are printed too.
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 3
    page.close()
