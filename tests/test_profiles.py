"""What the pages of an entity, a source and who holds a place answer, of little, much and odd content."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import campaign
import html5lib
import pytest
import serving

from briefing import verify

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from playwright.sync_api import Browser

LONG = "L" * 90
EXTRA = f"""\
- {{id: moor, kind: group, label: Moor Wardens, short: MW, within: brigade, adjectives: [Moorish]}}
- {{id: mill, kind: place, label: {LONG}, within: aldmoor}}
- {{id: ford, kind: place, label: مخاضة, within: aldmoor}}
- {{id: hale, kind: person, label: Ada Hale, role: {{of: moor, as: warden}}}}
"""
PLACED = ", position: {lat: 5, lon: 5, precision: exact, basis: a map}"
HELD = "  - {{by: {}, who: {}, what: controls, place: {}, stance: {}, period: 2021-03-04{}}}\n"
KILLED = "  - {{by: {}, who: {}, what: killed, value: {}, period: 2021-03-{:02}, place: aldmoor{}}}\n"
COUNTS = "".join(
    KILLED.format("vane", who, number, day, "")
    for day in range(1, 29)
    for number, who in ((9, "brigade"), (4, "moor"))
)
NOTES = {
    "a.md": campaign.note(
        "Ford taken",
        "2021-03-04",
        "Moorish men, 4 of 9, died at Aldmoor and the ford, said Vane and the Brigade.",
        "events:\n"
        '  - {date: 2021-03-03, what: "Moorish shells fell on Aldmoor.", by: hale, places: [aldmoor]}\n'
        '  - {date: 2021-03-04, what: "The ford fell, Ada Vane said.", by: vane, places: [ford]}\n'
        "claims:\n"
        + KILLED.format("vane", "moor", 9, 4, "")
        + KILLED.format("vane", "moor", 4, 4, ", subset: women, part_of: 9")
        + HELD.format("vane", "brigade", "aldmoor", "asserts", ", remark: Since dawn")
        + HELD.format("vane", "moor", "aldmoor", "partly", "")
        + HELD.format(
            "brigade", "brigade", "aldmoor", "doubts", ", remark: Said in seven words that are many"
        )
        + HELD.format("vane", "brigade", "mill", "asserts", ""),
    ),
    "b.md": campaign.note(
        "Count goes on", "2021-03-29", "Of both 9 and 4 died, Vane said.", "claims:\n" + COUNTS
    ),
}
SVG = "{http://www.w3.org/2000/svg}"
GROUND = "bounds: {west: 0, south: 0, east: 60, north: 40}\ncredit: Surveyed by nobody\n"


@cache
def site() -> Path:
    root = campaign.write(Path(mkdtemp()), NOTES)
    registry = root / "content/registry/entities.yml"
    placed = registry.read_text("utf-8").replace("A market town}", f"A market town{PLACED}}}")
    registry.write_text(placed + EXTRA, "utf-8")
    (root / "content/registry/map.yml").write_text(GROUND, "utf-8")
    campaign.made(campaign.chosen(root))
    return root / "output"


def main(path: str) -> ET.Element:
    shown = (site() / path / "index.html").read_text("utf-8")
    found: ET.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown)
    body = found.find(".//main")
    assert body is not None
    return body


def text(element: ET.Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def told(path: str) -> str:
    return text(main(path))


def events(path: str) -> list[str]:
    return [text(one) for one in main(path).findall(".//ol[@class='events dated']/li/div/span[1]")]


def test_the_site_passes_verification() -> None:
    assert verify.verify(site()) == ()


def test_an_entity_says_where_it_belongs_and_who_belongs_to_it() -> None:
    assert "Warden of Moor Wardens" in told("entities/hale")
    assert "Part of Dyke Brigade Warden: Ada Hale" in told("entities/moor")
    assert f"Within it: مخاضة, {LONG}" in told("entities/aldmoor")
    assert "In Aldmoor Position not known" in told("entities/ford")


def test_an_adjective_is_what_somebody_did_and_no_name() -> None:
    assert events("entities/moor") == ["Moorish shells fell on Aldmoor."]
    assert "1 note names it" not in told("entities/moor")
    assert "2 notes name it" in told("entities/moor")


def test_who_says_an_event_is_shown_where_the_sentence_does_not_name_them() -> None:
    page = told("chronology")
    assert "Moorish shells fell on Aldmoor. Ada Hale in The Gazette" in page
    assert "The ford fell, Ada Vane said. The Gazette" in page


def test_a_claimant_shows_the_newest_of_its_counts_and_how_much_rests_on_it() -> None:
    page = main("entities/vane")
    lines = [text(one) for one in page.findall(".//section[@aria-labelledby='counts']//tbody/tr")]
    # Two reports tell this one, so it comes before those that one alone does.
    assert lines[0] == "Killed: MW 4 Mar 2021 4 Ada Vane in The Gazette, 29 Mar 2021"
    assert len(lines) == 6
    assert "How much rests on it 2 reports cite its claims." in text(page)


def test_a_part_is_told_with_its_total() -> None:
    assert "4 women, of 9" in told("figures/killed-moor")


def test_a_source_says_on_whom_its_figures_rest() -> None:
    assert "58 figures: 58 from Ada Vane." in told("sources/gazette")
    assert "Ford taken The Gazette, 4 Mar 2021: 2 of 2 figures from Ada Vane; killed: Ada Vane alone" in told(
        "sources"
    )


def test_who_holds_a_place_is_told_with_every_disagreement_once() -> None:
    page = main("figures/controls-aldmoor")
    state, differ = (text(one) for one in page.findall(".//section[@class='box']"))
    assert state == (
        "The state Held by Dyke Brigade, says Ada Vane; not surely held by Dyke Brigade, says Dyke Brigade."
    )
    assert differ == "Where accounts differ 4 Mar 2021 still held in part by MW, says Ada Vane. The Gazette"
    remarks = [text(one) for one in page.findall(".//table[@class='matrix']//span[@class='said']")]
    assert remarks == ["Since dawn"]
    assert f"Who holds {LONG}: Held by Dyke Brigade, says Ada Vane." in text(page)


def test_a_map_of_a_place_shows_its_part_of_the_ground_with_the_whole_in_a_corner() -> None:
    page = main("entities/aldmoor")
    assert page.find(f".//{SVG}g[@class='inset']/{SVG}rect[@class='frame']") is not None
    assert f"Not placed: مخاضة, {LONG}. Surveyed by nobody." in text(page)


@pytest.mark.browser
def test_odd_names_and_many_claims_fit_a_narrow_phone_and_answer_on_its_first_screen(
    browser: Browser,
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    with serving.files(site()) as address:
        for path, answer in (
            ("entities/mill/", "#holds"),
            ("entities/ford/", ".events"),
            ("entities/vane/", "#rests"),
            ("entities/hale/", ".events"),
            ("figures/controls-mill/", "#holds"),
        ):
            page.goto(f"{address}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path
            box = page.locator(answer).first.bounding_box()
            assert box is not None
            assert box["y"] < 640, path
    page.close()
