"""What the page of a day answers: the count, who holds the place, where accounts differ, the reports."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import campaign
import html5lib
import pytest

from briefing import verify
from briefing.chronology import events, weights
from briefing.chronology.cards import NoteRef
from briefing.core import edtf, model

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

SPAN = "period: 2021-03-01/2021-03"
KILLED = "by: vane, who: {}, what: killed"
HELD = "by: {}, who: {}, what: controls, place: aldmoor, stance: {}, period: 2021-03-08"
TOLD = "Of the Brigade 300, 320 and 324 died, of the wardens 40 and 52, 12 women among them."
EXTRA = "- {id: moor, kind: group, label: Moor Wardens, short: MW}\n"
INFERRED = "date_basis: inferred\ndate_evidence: It says Monday.\n"


def claims(*told: str) -> str:
    return "claims:\n" + "".join(f"  - {{{one}}}\n" for one in told)


BRIGADE, MOOR = KILLED.format("brigade"), KILLED.format("moor")
NOTES = {
    "a.md": campaign.note(
        "First count",
        "2021-03-04",
        TOLD,
        claims(f"{BRIGADE}, value: 300, bound: more-than, {SPAN}-04", f"{MOOR}, value: 40, {SPAN}-04"),
    ),
    "b.md": campaign.note(
        "Aldmoor taken",
        "2021-03-08/2021-03-09",
        TOLD,
        INFERRED
        + claims(
            f"{BRIGADE}, value: 324, {SPAN}-08",
            f"{BRIGADE}, value: 12, subset: women, {SPAN}-08",
            f"{MOOR}, value: 52, bound: at-least, {SPAN}-08",
            HELD.format("vane", "brigade", "asserts"),
            HELD.format("vane", "moor", "partly"),
            HELD.format("moor", "brigade", "partly"),
        ),
    ),
    "c.md": campaign.note(
        "Wire rounds it",
        "2021-03-08",
        TOLD,
        claims(f"{BRIGADE}, value: 320, bound: more-than, {SPAN}-08"),
    ),
    "d.md": campaign.note(
        "Rounded once more",
        "2021-03-12",
        TOLD,
        claims(f"{BRIGADE}, value: 320, bound: more-than, {SPAN}-08"),
    ),
}


@cache
def site() -> Path:
    """Reports of three days, one of which may be of the next."""
    root = campaign.write(Path(mkdtemp()), NOTES)
    registry = root / "content/registry/entities.yml"
    registry.write_text(registry.read_text("utf-8") + EXTRA, "utf-8")
    campaign.made(campaign.chosen(root))
    return root / "output"


def page(path: str) -> ET.Element:
    shown = (site() / "briefings/2021/03" / path / "index.html").read_text("utf-8")
    found: ET.Element = html5lib.HTMLParser(strict=True).parse(shown)
    return found


def text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def part(day: str, heading: str) -> str:
    """The text of what stands under a heading of that id, its heading included; empty without one."""
    return next(
        (text(one) for one in page(day).iter() if any(inner.get("id") == heading for inner in one)), ""
    )


def test_the_count_shows_the_newest_numbers_what_they_were_and_who_rounds_them() -> None:
    assert part("08", "count") == (
        "Killed since 1 March 2021 Dyke Brigadewas over 300 324 MWwas 40 at least 52 "
        "All counted by Ada Vane, reported by The Gazette; earlier figures as of 4 Mar 2021. "
        "The Gazette: over 320, rounded."
    )


def test_the_count_keeps_an_exact_number_that_a_later_report_only_rounds() -> None:
    assert part("12", "count").startswith("Killed since 1 March 2021 Dyke Brigadewas over 300 324 MW")


def test_who_holds_the_place_is_one_sentence() -> None:
    assert part("08", "holds") == (
        "Who holds Aldmoor Held by Dyke Brigade, says Ada Vane; held in part by Dyke Brigade, says MW."
    )


def test_the_count_is_of_what_most_is_told_of_and_not_of_what_the_registry_has_first(tmp_path: Path) -> None:
    told = (f"by: {by}, who: {who}, what: injured" for by, who in (("vane", "brigade"), ("moor", "vane")))
    injured = (f"{one}, value: 40, {SPAN}-04" for one in told)
    head = claims(f"{BRIGADE}, value: 300, {SPAN}-04", *injured)
    root = campaign.write(tmp_path, {"a.md": campaign.note("Count", "2021-03-04", TOLD, head)})
    with (root / "content/registry/entities.yml").open("a", encoding="utf-8") as registry:
        registry.write(EXTRA)
    campaign.made(campaign.chosen(root))
    home = html5lib.parse((tmp_path / "output/index.html").read_text("utf-8"))
    assert next(text(one) for one in home.iter() if one.get("id") == "count") == "Injured since 1 March 2021"


def test_accounts_that_differ_are_a_line_each_also_where_one_claimant_says_both() -> None:
    assert part("08", "differ") == (
        "Where accounts differ "
        "Aldmoor: held by Dyke Brigade, says Ada Vane; held in part by Dyke Brigade, says MW. The Gazette "
        "Aldmoor: still held in part by MW, says Ada Vane. The Gazette"
    )


def test_a_report_belongs_to_its_first_possible_day_and_is_marked() -> None:
    assert part("08", "reported") == (
        "What was reported Aldmoor taken The Gazette, 8–9 Mar 2021* (date inferred) "
        "Wire rounds it The Gazette, 8 Mar 2021"
    )
    assert part("09", "reported") == ""
    assert part("09", "perhaps").startswith("What may have been reported Aldmoor taken")


def test_a_day_without_news_points_to_the_day_before() -> None:
    (heading,) = (one for one in page("09").iter() if one.tag.endswith("}h1"))
    assert text(heading) == "No event on record"
    assert part("09", "before") == "The day before on record Wire rounds it 8 Mar 2021"
    assert part("09", "holds") == ""
    assert part("09", "count").startswith("Killed since 1 March 2021")


def test_figures_that_changed_are_told_with_all_their_parts() -> None:
    table = next(one for one in page("08").iter() if one.tag.endswith("}table"))
    rows = [text(row) for row in table.iter() if row.tag.endswith("}tr")][1:]
    since, by = "as of 4 Mar 2021 Ada Vane", "1–8 Mar 2021 The Gazette, 8–9 Mar 2021* (date inferred)"
    assert sorted(rows) == [
        f"Dyke Brigade, women: killed 12 Ada Vane {by}",
        f"Dyke Brigade: killed 324 was more than 300, {since} {by}",
        f"MW: killed at least 52 was 40, {since} {by}",
    ]


def test_each_briefing_leads_to_all_figures_as_known_on_its_day() -> None:
    hrefs = [one.get("href") for one in page("08").iter()]
    assert "../../../../briefings/2021/03/08/figures/" in hrefs
    assert "Figures as known on 8 March 2021" in text(page("08/figures"))


SPOKEN = campaign.note(
    "It speaks for itself",
    "2021-03-08",
    TOLD,
    claims(
        f"{BRIGADE.replace('vane', 'gazette')}, value: 324, {SPAN}-08",
        HELD.format("gazette", "brigade", "asserts"),
        HELD.format("vane", "brigade", "doubts"),
    ),
)


def test_a_source_that_claims_something_itself_leads_to_its_own_page(tmp_path: Path) -> None:
    campaign.made(campaign.chosen(campaign.write(tmp_path, {"a.md": SPOKEN})))
    briefing = (tmp_path / "output/briefings/2021/03/08/index.html").read_text("utf-8")
    control = (tmp_path / "output/figures/controls-aldmoor/index.html").read_text("utf-8")
    assert briefing.count('href="../../../../sources/gazette/"') > 1
    assert '<th scope="row"><a href="../../sources/gazette/"' in control
    assert verify.verify(tmp_path / "output") == ()


def entry(what: str, day: str = "2021-03-08", notes: int = 1, place: str = "") -> events.Entry:
    """An event as so many notes tell it."""
    when = edtf.parse(day)
    told = tuple(
        events.Telling(
            NoteRef(f"n{number}", "N", when, "stated", "", "gazette", "Gazette", "", "", "Gazette", ()),
            model.Event(when, what, (place,) if place else (), ()),
        )
        for number in range(notes)
    )
    return events.Entry("a", when, what, told[0].event.places, (), told)


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        (entry("An air strike killed 32 civilians."), entry("A bomb injured ten people.")),
        (entry("The Brigade took Aldmoor."), entry("A shell killed two.")),
        (entry("A shell killed 40."), entry("The Brigade took Aldmoor.")),
        (entry("The wardens met.", notes=2), entry("The wardens ate.")),
        (entry("The wardens met.", place="aldmoor"), entry("The wardens met.", place="far")),
        (entry("A shell killed three."), entry("A shell killed one in 1914.")),
        (entry("A shell killed 40."), entry("A shell killed 40.", "2021-03-07/2021-03-08")),
        (entry("A shell killed 40."), entry("A shell killed 40.", "2021-03-08~")),
    ],
)
def test_what_cost_or_changed_more_leads_the_day(heavier: events.Entry, lighter: events.Entry) -> None:
    def weight(one: events.Entry) -> float:
        return weights.weight(one, date(2021, 3, 8), campaign.KNOWN.measures, ("aldmoor",))

    assert weight(heavier) > weight(lighter)
