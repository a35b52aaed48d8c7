"""Page models, addresses, feeds: pure values, safe to show."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree as ET

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_chronology import card

from briefing.chronology import events
from briefing.content import urls
from briefing.content.images.check import Size
from briefing.core import edtf, model
from briefing.core.model import Claim, Correction
from briefing.core.settings import Site
from briefing.ledger import wording
from briefing.ledger.statements import Statement
from briefing.site import feeds, head, links, pagination, views
from briefing.site.parts import Link

SITE = Site(title="Dyke 2021", url="https://dyke.example/base")


@pytest.mark.parametrize(
    ("href", "path", "root"),
    [
        ("", "index.html", "./"),
        ("notes/a/", "notes/a/index.html", "../../"),
        ("briefings/2021/03/04/", "briefings/2021/03/04/index.html", "../../../../"),
        ("404.html", "404.html", "./"),
    ],
)
def test_an_address_has_a_file_and_a_way_back(href: str, path: str, root: str) -> None:
    assert (urls.output_path(href), urls.root_of(href)) == (path, root)


@settings(max_examples=80, deadline=None)
@given(count=st.integers(0, 60), size=st.integers(1, 7))
def test_a_listing_in_parts_holds_everything_once_and_old_parts_stay(count: int, size: int) -> None:
    parts = pagination.chunks("notes/", list(range(count)), size)
    assert [one for part in parts for one in part.content] == list(range(count))
    assert parts[-1].href == "notes/"
    assert all(len(part.content) == size for part in parts[:-1])
    assert len(parts) == 1 or size <= len(parts[-1].content) < 2 * size
    grown = pagination.chunks("notes/", list(range(count + 1)), size)
    assert [part.content for part in grown[: len(parts) - 1]] == [part.content for part in parts[:-1]]


def test_a_part_leads_to_its_neighbours_and_both_ends() -> None:
    parts = pagination.chunks("notes/", list(range(8)), 2)
    assert [part.href for part in parts] == ["notes/page/1/", "notes/page/2/", "notes/page/3/", "notes/"]
    assert [(link.text, link.href) for link in parts[2].pages.links] == [
        ("Oldest", "notes/page/1/"),
        ("Older", "notes/page/2/"),
        ("Newer", "notes/"),
        ("Newest", "notes/"),
    ]


@settings(max_examples=80, deadline=None)
@given(text=st.text())
def test_json_in_a_page_cannot_end_its_script(text: str) -> None:
    written = head.embedded_json({"name": text, text: "</script><!--"})
    assert "<" not in written
    assert json.loads(written)["name"] == text


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="ab ,.", max_size=400))
def test_a_description_is_cut_after_a_word(text: str) -> None:
    short = head.shorten(text)
    folded = " ".join(text.split())
    assert len(short) <= head.DESCRIPTION
    assert short == folded or short.endswith("…")


def test_only_the_page_for_wrong_addresses_leads_back_by_an_absolute_path() -> None:
    made = head.head(SITE, title="No", description="No", path=urls.NOT_FOUND, section="")
    assert (made.root, made.robots) == ("/base/", "noindex")
    made = head.head(SITE, title="A", description="A", path="notes/a/", section="notes/")
    assert (made.root, made.canonical) == ("../../", "https://dyke.example/base/notes/a/")


@pytest.mark.parametrize(
    ("target", "resolved"),
    [
        ("{filename}2021-03-05-b.md", "../../notes/2021-03-05-b/"),
        ("{filename}../pages/about.md#how", "../../about/#how"),
        ("{filename}/briefings/2021-03-04.md", "../../briefings/2021/03/04/"),
        ("%7Bfilename%7D../images/a%20b.png", "../../images/a%20b.png"),
        ("{static}/a%20b%3F%23%25.png", "../../a%20b%3F%23%25.png"),
        ("/figures/#held", "../../figures/#held"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
    ],
)
def test_a_link_to_a_file_becomes_one_to_its_page(target: str, resolved: str) -> None:
    sizes: dict[str, Size] = {}
    found = links.body(f'<a href="{target}">x</a>', "content/notes/a.md", "../../", sizes.__getitem__)
    assert found == f'<a href="{resolved}">x</a>'


def test_an_image_has_the_size_of_its_file_where_that_has_one() -> None:
    sizes = {"images/a b.png": Size(640, 480), "notes/plan.svg": Size(0, 0)}
    written = '<img src="{static}../images/a%20b.png" alt="A"> <img src="{filename}plan.svg" alt="B">'
    assert links.body(written, "content/notes/a.md", "../../", sizes.__getitem__) == (
        '<img src="../../images/a%20b.png" width="640" height="480" alt="A"> '
        '<img src="../../notes/plan.svg" alt="B">'
    )


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (Claim("a", "b", "killed", 900, 900, "at-least"), "at least 900"),
        (Claim("a", "b", "strength", 17000, 17000), "17,000"),
        (Claim("a", "b", "held", 130, 130, unit="families"), "130 families"),
        (Claim("a", "b", "fled", 24, 99, words="dozens", unit="families"), "dozens of families"),
        (Claim("a", "b", "strength", 200, 999, words="hundreds"), "hundreds"),
        (Claim("a", "b", "killed", 10, 15, "about"), "about 10 to 15"),
        (Claim("a", "b", "territory", 1, 1, unit="percent"), "1 per cent"),
        (Claim("a", "b", "area", 50.5, 50.5, "about", unit="km2"), "about 50.5 km²"),
        (Claim("a", "b", "duration", 1, 1, "more-than", unit="years"), "more than 1 year"),
        (Claim("a", "b", "controls", stance="doubts"), ""),
    ],
)
def test_a_figure_is_never_shown_without_its_bound(claim: Claim, shown: str) -> None:
    measure, unit = campaign.KNOWN.measure(claim.what), campaign.KNOWN.unit(claim)
    one = Statement("", "", claim, edtf.parse("2021-03-04"), "", measure, unit)
    assert wording.figure(one) == shown


def test_every_bound_and_stance_has_its_words() -> None:
    for words, kind in (
        (wording.BOUNDS, model.Bound),
        (wording.STANCES, model.Stance),
    ):
        assert sorted(words) == sorted(kind.__args__)  # type: ignore[attr-defined]


def test_an_account_says_when_it_was_reported_and_which_correction_came_later() -> None:
    made = [Correction(edtf.parse(when), "It was six.", 1) for when in ("2021-05", "2021-03-06")]
    told = replace(
        card("a", "2021-03-05", model.Event(edtf.parse("2021-03-04"), "It rained.")),
        date_basis="inferred",
        corrections=tuple(made),
    )
    (entry,) = events.merge(events.tellings(told))
    (shown,) = views.event_view(entry, str).accounts
    assert (shown.reported.text, shown.reported.inferred) == ("5 March 2021", True)
    assert shown.corrected == "corrected on 6 March 2021 and May 2021"
    (then,) = views.event_view(entry, str, date(2021, 3, 6)).accounts
    assert then.corrected == "corrected on 6 March 2021 and later, May 2021"
    assert views.corrected(()) == ""


IN_MAIL = "subject=Error%20on%20{0}&body=Page:%20{0}%0AEdition:%201%E2%80%932%20May%0ASHA-256:%20ab%0A%0A"


@pytest.mark.parametrize(
    ("report", "address"),
    [
        ("", ""),
        (
            "mailto:a@b.example",
            f"mailto:a@b.example?{IN_MAIL}",
        ),
        (
            "mailto:a@b.example?cc={hash}",
            f"mailto:a@b.example?cc=ab&{IN_MAIL}",
        ),
        ("https://b.example/?x=1", "https://b.example/?x=1&page={0}&edition=1%E2%80%932%20May&hash=ab"),
        ("https://b.example/{page}/{hash}#{edition}", "https://b.example/{0}/ab#1%E2%80%932%20May"),
    ],
)
def test_an_error_is_reported_with_its_page_edition_and_hash(report: str, address: str) -> None:
    site = replace(SITE, report=report)
    page = "https%3A%2F%2Fdyke.example%2Fbase%2Fnotes%2Fa%2526b%2F"
    made = head.error_report(site, "notes/a&b/".replace("&", "%26"), edition="1–2 May", sha256="ab")
    assert made == address.format(page)


def written(entries: list[feeds.FeedEntry]) -> ET.Element:
    page = Link("notes/", "Notes")
    return ET.fromstring(feeds.atom(SITE, entries, page=page, path="feeds/notes.xml"))  # noqa: S314 - made here


def test_a_correction_moves_updated_and_leaves_the_id() -> None:
    plain = card("a", "2021-03-04/2021-03-05")
    corrected = replace(plain, corrections=(Correction(edtf.parse("2021-04-01"), "Wrong town."),))
    space = {"a": feeds.ATOM}
    told = []
    for one in (plain, corrected):
        entry = written([feeds.of_note(SITE, one)]).find("a:entry", space)
        assert entry is not None
        told.append(
            [entry.findtext(f"a:{name}", namespaces=space) for name in ("id", "published", "updated")]
        )
    assert told == [
        ["https://dyke.example/base/notes/a/", "2021-03-04T00:00:00Z", "2021-03-04T00:00:00Z"],
        ["https://dyke.example/base/notes/a/", "2021-03-04T00:00:00Z", "2021-04-01T00:00:00Z"],
    ]


def test_feeds_without_notes_are_still_feeds() -> None:
    assert written([]).tag == f"{{{feeds.ATOM}}}feed"
    assert json.loads(feeds.json_feed(SITE, []))["items"] == []
