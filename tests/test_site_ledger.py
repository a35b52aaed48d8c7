"""The ledger's pages as readers get them: all of a built site is walked, row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from xml.etree import ElementTree as ET

import campaign
import html5lib
import pytest

from briefing.core import edtf
from briefing.core.settings import Settings
from briefing.ledger import wording
from briefing.ledger.assembly import Origins
from briefing.site import feeds
from briefing.site.ledger import comparisons
from briefing.text import figures as figure_words

BOUNDS = (*wording.BOUNDS.values(), *figure_words.VAGUE, *wording.DISPUTES.values())
HTML = "{http://www.w3.org/1999/xhtml}"
SINCE = "period: 2021-03-01"


def told(day: str, *claims: str, extra: str = "", basis: str = "") -> str:
    lines = "".join(f"  - {{{claim}}}\n" for claim in claims)
    body = (
        "Of the Dyke Brigade 9, then 12, at least 14 and about 20 were killed, and 30 in all, Ada Vane said."
    )
    return campaign.note(f"Told {day}", day, body, f"claims:\n{lines}{extra}{basis}")


def killed(figure: str, until: str, by: str = "vane", rest: str = "") -> str:
    return f"by: {by}, who: brigade, what: killed, {figure}, {SINCE}/{until}{rest}"


DAYS = ("2021-03-04", "2021-03-05")
INFERRED = "date_basis: inferred\ndate_evidence: It says Sunday.\n"
CORRECTED = "corrections:\n  - {date: 2021-05-02, what: It said 11.}\n"
HELD = "by: vane, who: brigade, what: controls, place: aldmoor, stance: partly, period: 2021-03-04"
NOTES = {
    "2021-03-04-a.md": told("2021-03-04", killed("value: 9", "2021-03-04"), HELD),
    "2021-03-06-b.md": told("2021-03-06", killed("value: 12", "2021-03-06"), extra=CORRECTED),
    "2021-03-07-c.md": told(
        "2021-03-07/2021-03-08", killed("value: 14, bound: at-least", "2021-03-07"), basis=INFERRED
    ),
    "2021-03-08-d.md": told(
        "2021-03-08",
        killed("value: 30", "2021-03-06", by="brigade"),
        killed("value: 20, bound: about", "2021-03-08"),
    ),
    "2021-03-09-e.md": campaign.note(
        "Gone",
        "2021-03-09",
        extra="status: withdrawn\nwithdrawn: 2021-03-20\nstatus_reason: It was of another year.\n"
        'corrections:\n  - {date: 2021-03-12, what: "It said 13."}\n',
    ),
}


@cache
def site(name: str = "invented") -> Path:
    """A built site: of the notes above, of the example, or of the content that ships."""
    root = Path(mkdtemp())
    if name == "invented":
        campaign.write(root, NOTES)
    elif name == "example":
        campaign.write_example(root)
    else:
        for folder in ("content", "theme"):
            (root / folder).symlink_to(campaign.PROJECT / folder)
    campaign.made(campaign.chosen(root), today=date(2026, 1, 1))
    return root / "output"


@cache
def page(path: str, name: str = "invented") -> ET.Element:
    shown = (site(name) / path / "index.html").read_text("utf-8")
    found: ET.Element = html5lib.HTMLParser(strict=True).parse(shown)
    return found


def text(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def classed(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in element.iter() if name in (one.get("class") or "").split())


def rows(element: ET.Element) -> Iterator[ET.Element]:
    """Every row with a figure; one in a note comes with the caption that dates all of its table."""
    for table in element.iter(f"{HTML}table"):
        for row in table.iter(f"{HTML}tr"):
            if list(classed(row, "figure")):
                row.extend(table.findall(f"{HTML}caption"))
                yield row


def as_of(row: ET.Element) -> edtf.PartialDate:
    cell = next(one for one in row.iter() if one.get("data-part") == "as-of")
    shown = next(one for one in cell.iter() if one.tag in {f"{HTML}time", f"{HTML}data"})
    return edtf.parse(shown.get("datetime") or shown.get("value") or "")


def section(path: str, anchor: str, name: str = "invented") -> ET.Element:
    """The section with a heading of that anchor; an empty one where the page has none."""
    for one in page(path, name).iter(f"{HTML}section"):
        if any(heading.get("id") == anchor for heading in one):
            return one
    return ET.Element("none")


def paths(name: str) -> list[str]:
    return sorted(file.parent.relative_to(site(name)).as_posix() for file in site(name).rglob("index.html"))


def briefings(name: str) -> list[tuple[str, date]]:
    """The pages of figures as known on a day, and the day."""
    found = [
        (path, re.fullmatch(r"briefings/([0-9]+)/([0-9]+)/([0-9]+)/figures", path)) for path in paths(name)
    ]
    return [(path, date(*map(int, match.groups()))) for path, match in found if match]


@pytest.mark.parametrize(("name", "least"), [("invented", 30), ("example", 60)])
def test_no_figure_stands_anywhere_without_claimant_bound_and_date(name: str, least: int) -> None:
    seen = 0
    for path in paths(name):
        for row in rows(page(path, name)):
            (cell,) = classed(row, "figure")
            assert text(cell).startswith(BOUNDS) or re.match(r"[^ ]*\d[^ ]* to \d", text(cell)), path
            assert re.search(
                r"(entities|sources)/", " ".join(one.get("href") or "" for one in row.iter(f"{HTML}a"))
            ), path
            assert as_of(row).start.year > 2000
            seen += 1
    assert seen > least


@pytest.mark.parametrize(("name", "least"), [("invented", 4), ("example", 6)])
def test_nothing_published_after_a_day_stands_in_its_figures(name: str, least: int) -> None:
    assert len(briefings(name)) >= least
    for path, day in briefings(name):
        assert all(as_of(row).end <= day for row in rows(section(path, "at_figures", name))), path
        for row in rows(section(path, "at_possible", name)):
            assert as_of(row).start <= day < as_of(row).end, path


def figures(path: str, anchor: str) -> list[str]:
    return [text(next(classed(row, "figure"))) for row in rows(section(path, anchor))]


def test_a_briefing_tells_what_is_new_changed_and_may_have_been_known() -> None:
    assert figures("briefings/2021/03/04/figures", "at_figures") == ["9"]
    assert figures("briefings/2021/03/06/figures", "at_figures") == ["12 was 9, as of 4 Mar 2021"]
    assert figures("briefings/2021/03/07/figures", "at_figures") == ["12"]
    assert figures("briefings/2021/03/07/figures", "at_possible") == ["at least 14"]
    assert sorted(figures("briefings/2021/03/08/figures", "at_figures")) == [
        "30",
        "about 20 was 12, as of 6 Mar 2021",
    ]


def test_reports_and_origins_stand_beside_a_figure_as_known_that_day() -> None:
    def origins(path: str) -> list[str]:
        return [text(one) for one in classed(section(path, "at_figures"), "origins")]

    assert origins("briefings/2021/03/04/figures") == ["1 report, 1 origin"]
    assert origins("briefings/2021/03/06/figures") == ["2 reports, 1 origin"]
    assert text(next(classed(page("figures"), "origins"))) == "4 reports, 2 origins (Ada Vane, Dyke Brigade)"


def test_a_contradiction_is_told_once_in_the_ledger_and_with_its_reason_where_it_was_reported() -> None:
    told = [text(one) for one in page("figures").iter(f"{HTML}a") if one.get("data-kind") == "contradicts"]
    assert sorted(told) == ["disputed: 12, says Ada Vane", "disputed: 30, says Dyke Brigade"]
    note = text(page("notes/2021-03-08-d"))
    assert "disputed: about 20, says Ada Vane and 1 more" in note
    assert "two claimants, and 12 and 30 cannot both hold" in note


def test_every_page_with_a_corrected_figure_says_so() -> None:
    shown = "Note corrected 2 May 2021: It said 11."
    later = "Note corrected later, on 2 May 2021: It said 11."
    for path in ("figures", "figures/killed-brigade", "figures/by/vane", "figures/until/2021-03"):
        assert shown in [text(one) for one in classed(page(path), "corrected")], path
    assert shown in [text(one) for one in classed(page("notes/2021-03-06-b"), "corrected")]
    for path in ("briefings/2021/03/06", "briefings/2021/03/06/figures", "briefings/2021/03/07/figures"):
        assert later in [text(one) for one in classed(page(path), "corrected")], path
    assert later not in [text(one) for one in classed(page("briefings/2021/03/04/figures"), "corrected")]


def test_corrections_and_withdrawals_are_listed_newest_first() -> None:
    entries = [text(one) for one in classed(page("corrections"), "entry")]
    assert entries == [
        "2 May 2021 Told 2021-03-06 It said 11.",
        "20 Mar 2021 Gone Withdrawn It was of another year.",
        "12 Mar 2021 Gone It said 13.",
    ]


def test_a_tombstone_keeps_what_was_corrected_and_says_when_the_note_was_withdrawn() -> None:
    told = text(page("notes/2021-03-09-e"))
    assert "This note has been withdrawn (20 March 2021): It was of another year." in told
    assert "12 March 2021: It said 13." in told


def test_feeds_put_what_was_corrected_first_and_tell_of_withdrawals() -> None:
    space = {"a": feeds.ATOM}
    atom = ET.parse(site() / "feeds" / "atom.xml")  # noqa: S314 - made here
    titles = [one.text for one in atom.findall("a:entry/a:title", space)]
    assert titles == [
        "Told 2021-03-06",
        "Withdrawn: Gone",
        "Told 2021-03-08",
        "Told 2021-03-07/2021-03-08",
        "Told 2021-03-04",
    ]
    listed = json.loads((site() / "feeds" / "feed.json").read_text("utf-8"))["items"]
    assert listed[1]["date_modified"] == "2021-03-20T00:00:00Z"
    assert listed[1]["content_text"] == "This note has been withdrawn. It was of another year."


def entries(path: str) -> list[list[str | None]]:
    """Title, address below the site and day of each entry of a feed."""
    space = {"a": feeds.ATOM}
    found = ET.parse(site() / "feeds" / path).findall("a:entry", space)  # noqa: S314 - made here
    return [
        [
            one.findtext("a:title", namespaces=space),
            (one.findtext("a:id", namespaces=space) or "").removeprefix("https://dyke.example/"),
            (one.findtext("a:updated", namespaces=space) or "")[:10],
        ]
        for one in found
    ]


def test_briefings_entities_and_questions_have_feeds_that_their_pages_lead_to() -> None:
    titles = [title for title, _, _ in entries("briefings.xml")]
    assert (len(titles), titles[0]) == (4, "8 March 2021: Told 2021-03-08")
    told = "Ada Vane: {}", "notes/2021-03-0{}/#claim-", "2021-0{}"
    figures = ["about 20", "at least 14", "12", "9"]
    found = entries("figures/killed-brigade.xml")
    assert [title for title, _, _ in found if "Vane" in (title or "")] == [told[0].format(n) for n in figures]
    assert found[-2][2] == "2021-05-02"  # the note was corrected
    assert [one[0] for one in entries("figures/controls-aldmoor.xml")] == [
        "Ada Vane: held in part by Dyke Brigade"
    ]
    assert [one[1] for one in entries("entities/aldmoor.xml")][-1:] == ["notes/2021-03-04-a/"]
    for path in ("entities/aldmoor", "figures/killed-brigade", "figures/controls-aldmoor"):
        links = [one.get("href") for one in page(path).iter() if one.get("href")]
        assert links.count(f"../../feeds/{path}.xml") == 2
    assert not (site() / "feeds" / "figures" / "by").exists()


def test_the_control_strip_stands_in_the_ledger_and_on_the_places_page() -> None:
    for path in ("figures/controls-aldmoor", "entities/aldmoor", "briefings/2021/03/04/figures"):
        (strip,) = classed(page(path), "positions")
        assert "Ada Vane: Aldmoor held in part by Dyke Brigade" in text(strip), path
        assert "The Gazette, 4 Mar 2021" in text(strip), path


@pytest.mark.parametrize("path", ["figures/killed-brigade", "figures/by/brigade", "figures/until/2021-03"])
def test_parts_of_the_ledger_are_linked_from_it(path: str) -> None:
    hrefs = [one.get("href") for one in page("figures").iter(f"{HTML}a")]
    assert f"../{path}/" in hrefs


LONG = {
    **{
        f"2021-03-0{day}-a.md": told(f"2021-03-0{day}", killed("value: 9", f"2021-03-0{day}"))
        for day in (4, 5)
    },
    **{
        f"2021-03-0{day}-b.md": told(
            f"2021-03-0{day}", killed("value: 9", f"2021-03-0{day}", rest=", place: aldmoor")
        )
        for day in (6, 7, 8)
    },
}


def long(root: Path) -> Settings:
    campaign.write(root, LONG)
    return campaign.chosen(root, BRIEFING={"tagline": "A flood", "introduction": "So.", "per_page": 2})


def parsed(path: Path) -> ET.Element:
    found: ET.Element = html5lib.HTMLParser(strict=True).parse(path.read_text("utf-8"))
    return found


def test_a_count_without_news_keeps_its_address_on_the_first_page_of_its_group(tmp_path: Path) -> None:
    campaign.made(long(tmp_path))
    output = tmp_path / "output"
    note = parsed(output / "notes" / "2021-03-04-a" / "index.html")
    (href,) = [one.get("href") or "" for one in note.iter(f"{HTML}a") if text(one).endswith(": killed")]
    path, _, anchor = href.partition("#")
    assert path == "../../figures/killed-brigade/"
    group = output / "figures" / "killed-brigade"
    (kept,) = [one for one in parsed(group / "index.html").iter(f"{HTML}li") if one.get("id") == anchor]
    assert text(kept) == "counted from 1 March 2021, 5 Mar 2021"
    assert next(kept.iter(f"{HTML}a")).get("href") == f"../../figures/killed-brigade/page/1/#{anchor}"
    older = parsed(group / "page" / "1" / "index.html")
    assert [one.get("id") for one in older.iter(f"{HTML}tbody")] == [anchor]


@pytest.mark.parametrize("of", ["figures/killed-brigade", "entities/brigade", "entities/vane"])
def test_older_pages_stay_as_others_are_counted_on(of: str, tmp_path: Path) -> None:
    where = long(tmp_path)
    last = tmp_path / "content" / "notes" / "2021-03-08-b.md"
    new = last.read_text("utf-8")
    last.unlink()
    campaign.made(where)
    older = tmp_path / "output" / of / "page" / "1" / "index.html"
    before = older.read_bytes(), older.stat().st_mtime_ns
    last.write_text(new, "utf-8")
    campaign.made(where)
    assert (older.read_bytes(), older.stat().st_mtime_ns) == before
    assert "8 Mar 2021" in text(parsed(older.parents[2] / "index.html"))


def test_a_long_ledger_opens_with_the_newest_figure_of_each_group(tmp_path: Path) -> None:
    days = [date(2021, 3, 4) + timedelta(number) for number in range(11)]
    notes = {
        f"{day}-a.md": told(
            str(day),
            *(
                f"by: vane, who: brigade, what: killed, value: 9, period: 2021-02-{n:02}"
                for n in range(1, 29)
            ),
            "by: brigade, who: vane, what: injured, value: 12",
        )
        for day in days
    }
    where = campaign.chosen(campaign.write(tmp_path, notes))
    campaign.made(where)
    front = parsed(tmp_path / "output" / "figures" / "index.html")
    assert [text(one) for one in classed(front, "figure")] == ["9", "12"]
    assert [as_of(row).text for row in rows(front)] == ["2021-03-14", "2021-03-14"]
    assert not [one for one in front.iter(f"{HTML}script") if "figures" in (one.get("src") or "")]


def test_many_reports_and_origins_are_only_said_to_be_many() -> None:
    assert comparisons.in_short(Origins(9, ("a", "b"))) == "9 reports, 2 origins"
    assert comparisons.in_short(Origins(1, ("a",))) == "1 report, 1 origin"
    assert comparisons.in_short(Origins(12, tuple("abcdefg"))) == "10 or more reports, 5 or more origins"
    assert comparisons.in_short(Origins(0, ())) == ""


def test_the_method_page_publishes_the_range_of_every_vague_wording() -> None:
    tables = list(page("method", "example").iter(f"{HTML}table"))
    told = {text(row[0]): (text(row[1]), text(row[2])) for table in tables for row in table.iter(f"{HTML}tr")}
    expected = {words: (f"{low:,}", f"{high:,}") for words, (low, high) in figure_words.VAGUE.items()}
    assert {words: told.get(words) for words in expected} == expected


def test_a_withdrawn_note_publishes_no_evidence_of_its_date(tmp_path: Path) -> None:
    withdrawn = "status: withdrawn\nwithdrawn: 2021-03-20\nstatus_reason: It was of another year.\n"
    root = campaign.write(tmp_path, {"a.md": campaign.note("Gone", extra=f"{INFERRED}{withdrawn}")})
    campaign.made(campaign.chosen(root))
    found = campaign.files(root / "output")
    assert b"It was of another year." in found["notes/a/index.html"]
    assert [path for path, content in found.items() if b"It says Sunday." in content] == []


def test_a_control_measure_that_accumulates_warns_of_no_fall(tmp_path: Path) -> None:
    notes = {f"{day}.md": told(day, HELD.replace("2021-03-04", "2021-03-01/" + day)) for day in DAYS}
    root = campaign.write(tmp_path, notes)
    registry = root / "content/registry/measures.yml"
    measures = registry.read_text("utf-8")
    registry.write_text(
        measures.replace("  kind: control\n", "  kind: control\n  accumulates: true\n"), "utf-8"
    )
    assert "accumulates: true\n" in registry.read_text("utf-8").partition("kind: control")[2][:40]
    assert "falls" not in " ".join(str(one) for one in campaign.made(campaign.chosen(root)).warnings)
