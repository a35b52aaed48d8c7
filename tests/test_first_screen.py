"""What a reader came for stands on the first screen of the smallest phone, however odd the campaign."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import campaign
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONG = (
    "Keepers of the Outer Dyke and of the Sluices Between Aldmoor and the Sea " + "at Old Moorgate in March"
)
NAMES = f"""\
- {{id: brigade, kind: group, label: "{LONG[:90]}"}}
- {{id: vane, kind: person, label: "العقيد آدا فين من لواء السد"}}
- {{id: aldmoor, kind: place, label: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"}}
"""
BODY = "Of the Dyke Brigade 9 were killed by Thursday, Ada Vane said, and 12 by Friday."


def killed(figure: int, day: str = "2021-03-04") -> str:
    return f"  - {{by: vane, who: brigade, what: killed, value: {figure}, period: 2021-03-01/{day}}}\n"


def told(day: str, *claims: str) -> str:
    body = ", ".join([BODY, *(claim.partition("value: ")[2].partition(",")[0] for claim in claims)])
    lines = "".join(claims)
    return campaign.note("Dyke " + "holds on " * 9, day, body, f"claims:\n{lines}" if claims else "")


ONE = {"a.md": told("2021-03-04", killed(9))}
TWO = {"a.md": told("2021-03-04", killed(9)), "b.md": told("2021-03-05", killed(12, day="2021-03-05"))}
HELD = "  - {by: vane, who: brigade, what: controls, place: aldmoor, stance: asserts, period: 2021-03-04}\n"
CROWD = {
    f"{name}.md": told("2021-03-04", *(killed(9 + at) for at in range(first, first + 40)))
    for first, name in zip(range(0, 400, 40), "abcdefghij", strict=True)
}
CAMPAIGNS = {
    "no figures": {"a.md": told("2021-03-04")},
    "one claim": ONE,
    "two days": TWO,
    "a crowd": CROWD,
    "long names": {**TWO, "c.md": told("2021-03-06", killed(14, day="2021-03-06"), HELD)},
}
# What answers on each page: the first of these must stand on its first screen.
ANSWERS = {
    "": ".front-headline",
    "figures/": ".nothing, .state tbody tr, [data-claims] .figure",
    "chronology/": ".nothing, .events li",
    "briefings/2021/03/04/": "h1",
    "notes/a/": ".rest",
}


@cache
def site(name: str) -> Path:
    root = campaign.write(Path(mkdtemp()), CAMPAIGNS[name])
    if name == "long names":
        (root / "content/registry/entities.yml").write_text(NAMES, "utf-8")
    campaign.made(campaign.chosen(root))
    return root / "output"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_each_page_answers_on_its_first_screen_and_is_no_wider_than_it(phone: Page, name: str) -> None:
    for path, answer in ANSWERS.items():
        page = site(name) / path / "index.html"
        if not page.is_file():
            continue
        phone.goto(page.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, path
        box = phone.locator(f"main :is({answer})").first.bounding_box()
        assert box is not None, path
        assert box["y"] < 640 - 40, path


def test_a_campaign_without_a_note_says_so(phone: Page) -> None:
    root = campaign.write(Path(mkdtemp()), {})
    campaign.made(campaign.chosen(root))
    for path in ("", "figures/", "chronology/"):
        phone.goto((root / "output" / path / "index.html").as_uri())
        assert phone.locator(".nothing").first.is_visible(), path
