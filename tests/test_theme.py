"""The theme: templates rendered with made-up page models, and the style sheet read as text."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import html5lib
import jinja2
import pytest
from msgspec.structs import replace

from briefing.content import basemap
from briefing.core import registry as registry_values
from briefing.site import citation_formats, figure_parts, models, parts, profiles
from briefing.site.pages import exports
from briefing.site.parts import DateView, Link
from briefing.site.pictures import chart, labels, locator, panels, strip
from briefing.site.render import templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from briefing.site.inputs import PageModel

THEME = Path(__file__).resolve().parent.parent / "theme"
SOURCES = {path.name: path.read_text("utf-8") for path in (THEME / "templates").glob("*.html")}
STYLES = (THEME / "static" / "site.css").read_text("utf-8")
RULES = re.sub(r"/\*.*?\*/", "", STYLES, flags=re.DOTALL)
XHTML = "{http://www.w3.org/1999/xhtml}"

SITE = parts.Chrome(
    title="Aldmoor 2021",
    tagline="A flood, day by day",
    language="en",
    navigation=(Link("briefings/", "Briefings"), Link("notes/", "Notes")),
    footer=(Link("about/", "About"),),
    styles=("site.css",),
    icon="icon.svg",
    feeds=(Link("feeds/atom.xml", "Atom"), Link("feeds/feed.json", "JSON Feed")),
    licence=Link("https://licence.example/", "Some licence"),
    csp="default-src 'none'; style-src 'self'",
    script="search.js",
)
DAY = DateView("4 March 2021", "4 Mar 2021", "2021-03-04", "2021-03-04")
GUESS = DateView("4–5 March 2021", "4–5 Mar 2021", "2021-03-04/2021-03-05", "", True, "It says Thursday <&>")  # noqa: FBT003 - the view's own field
PLACE = Link("entities/aldmoor/", "Aldmoor")
GROUP = Link("entities/brigade/", "لواء السد")
PERSON = Link("entities/vane/", "Ada Vane")
TAG = Link("tags/dyke/", "dyke")
TERMS = parts.Terms((PLACE,), (PERSON,), (GROUP,), (TAG,))
NOTE = Link("notes/dyke/", "Dyke <b>holds</b> " + "x" * 90)
SOURCE = Link("sources/gazette/", "The Gazette")
CARD = parts.NoteCard(
    NOTE.href, NOTE.text, GUESS, SOURCE, Link("sources/wire/", "Wire"), "It held.", "Wire", draft=True
)
EVENT = parts.EventView(
    anchor="e1",
    date=GUESS,
    what="صمد السد.",
    accounts=(
        parts.Account(NOTE, "The Gazette", DAY, "It held on Thursday.", "corrected on 20 December 2018"),
        parts.Account(TAG, "The Courier", GUESS),
    ),
)
CLAIM = figure_parts.StatementView(
    anchor="claim-1",
    by=PERSON,
    who=GROUP,
    subset="porters",
    measure="killed",
    figure="at least 9",
    stance="",
    stance_kind="",
    place=PLACE,
    period=DAY,
    as_of=GUESS,
    carrier="The Gazette",
    note=NOTE,
    remark="Counted twice",
    relations=(
        figure_parts.RelationView(
            "rounds",
            "rounded",
            "one claimant's count, rounded",
            "vane",
            "dyke",
            "claim-9",
            NOTE,
            "The Gazette’s rounding of 9",
            is_echo=False,
        ),
    ),
    corrections=("Note corrected 5 March 2021: nine, not eight.",),
    origins="2 reports, 1 origin",
    ledger="figures/killed-brigade/#scope-1",
    key=("vane", "killed-brigade", "2021-03"),
    news="new",
)
POSITION = replace(
    CLAIM,
    anchor="claim-2",
    figure="",
    measure="control",
    stance="not held by",
    stance_kind="denies",
    period=None,
)
LATER_CLAIM = replace(CLAIM, anchor="claim-3", news="", relations=())
LATER_POSITION = replace(POSITION, anchor="claim-4", news="")
SCOPE = figure_parts.ScopeView(
    "scope-1",
    "counted from 4 March",
    "2 reports, 1 origin (Vane)",
    "",
    (CLAIM,),
    CLAIM,
    PERSON,
    "2 reports",
    "porters among brigade killed",
    ("over 7",),
)
APART = figure_parts.ScopeView(
    "scope-2",
    "in families",
    "1 report, 1 origin (Vane)",
    "one is in families",
    (LATER_CLAIM,),
    LATER_CLAIM,
    PERSON,
    "1 report",
    "brigade killed",
)
FIGURES = Link("figures/killed-brigade/", "Killed: Dyke Brigade")
CONTROL = Link("figures/controls-aldmoor/", "Control of Aldmoor")
MATRIX = figure_parts.MatrixView(
    GROUP.text,
    (DAY, GUESS),
    (
        figure_parts.MatrixRow(
            PERSON,
            (
                (
                    figure_parts.CellView("asserts", "held by Brigade", "", NOTE.href, "Since dawn"),
                    figure_parts.CellView("partly", "held in part by Moor", "Moor", NOTE.href),
                ),
                (),
            ),
        ),
    ),
)
LEDGER = (
    figure_parts.GroupView("group-killed-brigade", FIGURES, (SCOPE, APART), ()),
    figure_parts.GroupView("group-controls-aldmoor", CONTROL, (), (POSITION,), matrix=MATRIX),
)
EDITION = figure_parts.EditionView(
    (CLAIM,),
    (replace(LATER_CLAIM, anchor="claim-5"),),
    (POSITION,),
    (LATER_CLAIM,),
    (LATER_POSITION,),
    further=True,
    since=DAY,
)
COUNT = figure_parts.CountView(
    "Killed since 4 March 2021",
    (
        figure_parts.NumberView("over", "320", "figures/killed-brigade/#scope-1", GROUP.text, PERSON, "9"),
        figure_parts.NumberView("", "17,000", "figures/killed-brigade/#scope-2", "x" * 90, GROUP, ""),
    ),
    (PERSON, GROUP),
    (NOTE,),
    (DAY,),
    (Link(NOTE.href, "Gazette: over 300"),),
)
SIDES = figure_parts.SidesView(
    CONTROL,
    (
        figure_parts.SideView("asserts", "held by Brigade", (PERSON, GROUP, PERSON)),
        figure_parts.SideView("doubts", "not surely held by Brigade", (GROUP,), GUESS),
        figure_parts.SideView("", "at least 9", (PERSON,)),
    ),
    (NOTE, TAG),
)
NOTHING_KNOWN = figure_parts.EditionView((), (), (), (), (), further=False, since=None)
REST = figure_parts.RestsView(CARD, 3, 2, (PERSON, GROUP), "killed", PERSON)
LINE = profiles.FigureLine("claim-8", FIGURES, "at least 9", DAY, PERSON, NOTE, GUESS)
TEASER = parts.BriefingTeaser("briefings/2021/03/04/", DAY, NOTE.text, "It held.", 1, 1)
BOTH = parts.Neighbours(NOTE, NOTE)
GROUND = basemap.Basemap(
    basemap.Bounds(0, 0, 10, 10),
    "Surveyed by nobody <&>",
    tuple(basemap.MapLine(kind, ((1, 1), (9, 9))) for kind in get_args(basemap.LineKind)),
    (basemap.MapName("Moorland", 2, 3),),
)
PLACES = tuple(
    registry_values.Entity(id_, "place", label, position=at)
    for id_, label, at in (
        ("aldmoor", "Aldmoor", registry_values.Position(5, 5, "exact", "a map")),
        ("moor", "لواء السد", registry_values.Position(5, 5, "approximate", "a guess")),
        ("far", "Far <b>away</b>", registry_values.Position(50, 50, "exact", "a map")),
        ("lost", "Lost", None),
    )
)
LINES = tuple(
    panels.Curve(
        shape,
        at % 3,
        "M9,80H60V80",
        (panels.Dot(60, 80, at % 2 > 0, 60, (70, 90), "at least 9", "Vane: at least 9, as of May", label),),
        end,
        "Ada <Vane>",
        "M60,80L90,80" if end else "",
    )
    for at, (shape, label, end) in enumerate(
        zip(
            chart.SHAPES,
            (labels.Label(70, 80, "start"), None) * 3,
            (None, labels.Label(90, 80, "start")) * 3,
            strict=True,
        )
    )
)
CHART = panels.Chart(
    get_args(panels.Sign),
    (
        panels.Plot(
            "scope-1",
            "Vane’s count of brigade killed rose from over 7 to 9 in two days",
            "Killed, counted from 4 March 2021",
            "Source: Ada Vane, in The Gazette: 2 reports, one origin.",
            "2 claims.",
            tuple(
                panels.Key(shape, at % 3, "Ada <Vane>", "scope-1") for at, shape in enumerate(chart.SHAPES)
            ),
            tuple(
                panels.Drawing(
                    width,
                    (328, 264),
                    (panels.Tick(236, "0"), panels.Tick(34, "9 killed")),
                    236,
                    (
                        panels.Stretch(8, 90, "", (panels.Tick(60, "4 Mar 2021"),), LINES[:1]),
                        panels.Stretch(100, 236, "Enlarged: March", (panels.Tick(160, "4 Mar 2021"),), LINES),
                    ),
                )
                for width in get_args(panels.Width)
            ),
            1,
        ),
    ),
)
MARCH = strip.StripMonth(
    "March 2021",
    "#m-3",
    (
        strip.StripDay("3", "3 March 2021"),
        *(strip.StripDay("4", "4 March 2021", TEASER.href, 1, 1, level, level - 1) for level in (1, 2, 3, 4)),
    ),
)
APRIL = strip.StripMonth("April 2021", "", ())
CITATION = citation_formats.CitationView("“T”, 2021", "@misc{t}", "TY  - ELEC", '[{"id": "t<"}]')
PAGES = parts.Pages("2", (Link("notes/page/1/", "Oldest"), Link("notes/", "Newest")))
BODY = '<p id="p1">The dyke held.</p><h2 id="toll">Toll</h2><ul><li id="p2">Nine.</li></ul>'


def head(path: str, section: str = "") -> parts.Head:
    root = "../" * path.count("/") or "./"
    return parts.Head(
        title="T & T",
        description='A "page"',
        path=path,
        root=root,
        canonical=f"https://a.example/{path}",
        og_type="article",
        json_ld="{}",
        section=section,
        feed=Link("feeds/entities/aldmoor.xml", "سد <Aldmoor>") if path.startswith("entities/") else None,
        report="https://a.example/report?page=a&edition=b" if "notes" in path else "",
        poster=parts.Poster("https://a.example/p.png", 800, 420, 'A "poster"') if not path else None,
    )


SOURCE_PAGE = profiles.SourcePage(
    *(head("sources/wire/"), "agency", "Wire", "A wire", "https://wire.example/"),
    *((REST, replace(REST, alone=None)), 7, ((5, PERSON), (2, GROUP)), PAGES),
)


def full() -> Iterator[PageModel]:
    """One page of each kind with something in every field."""
    run = (parts.MonthRun("March 2021", "briefings/#m", 1, 1),)
    months = (parts.MonthEvents("March 2021", "m-3", (EVENT,)), parts.MonthEvents("April 2021", "m-4", ()))
    rows = (parts.IndexRow(PLACE, ("Old Moor", "المور"), "A town", 1),)
    yield models.HomePage(head(""), "What it is.", TEASER, COUNT, SIDES, (), run, (CARD,), TERMS)
    lead = (parts.LeadSentence("It held.", NOTE, "The Gazette"),)
    yield models.BriefingPage(
        head("briefings/2021/03/04/", "briefings/"),
        DAY,
        "Thursday",
        NOTE.text,
        "",
        lead,
        COUNT,
        SIDES,
        (replace(EVENT, anchor="e2", date=DAY),),
        (EVENT, replace(EVENT, anchor="e3", date=replace(GUESS, edtf="2021-03-04/2021-03-06"))),
        (replace(EVENT, anchor="e4", planned=True),),
        (SIDES,),
        (CARD,),
        (CARD,),
        TEASER,
        (CLAIM, LATER_CLAIM),
        "briefings/2021/03/04/figures/",
        TERMS,
        BOTH,
        CITATION,
    )
    yield models.EditionPage(
        head("briefings/2021/03/04/figures/", "briefings/"), DAY, Link(TEASER.href, "Briefing"), EDITION
    )
    teasers = (parts.MonthBriefings("March 2021", "m-3", (TEASER,)),)
    yield models.BriefingsPage(head("briefings/"), "Briefings", (MARCH, APRIL), teasers, PAGES)
    yield models.ChronologyPage(head("chronology/"), "Chronology", months, PAGES)
    yield models.NotePage(
        head("notes/dyke/", "notes/"),
        NOTE.text,
        GUESS,
        SOURCE,
        SOURCE,
        "A headline",
        "https://gazette.example/",
        "The dyke held.",
        BODY,
        (CLAIM,),
        (POSITION,),
        (EVENT,),
        TERMS,
        ("5 March 2021: nine, not eight.",),
        BOTH,
        draft=True,
        cite=CITATION,
        asides=(replace(LATER_CLAIM, anchor="claim-6"),),
        checked="Ada Hale, 5 March 2021",
    )
    yield models.ListingPage(head("notes/page/2/", "notes/"), "tag", "Notes", "All.", PLACE, (CARD,), PAGES)
    yield profiles.EntityPage(
        head("entities/aldmoor/"),
        "place",
        "Aldmoor",
        ("Old Moor",),
        "A town",
        profiles.RoleView("seat", GROUP),
        (profiles.RoleView("mayor", PERSON),),
        (TAG, GROUP),
        (PLACE, GROUP),
        "1° N, 2° E",
        "exact",
        locator.of_place(GROUND, PLACES[0], PLACES),
        COUNT,
        SIDES,
        profiles.Figures((LINE,), (replace(LINE, anchor="claim-9", period=None),), (SIDES,), CONTROL, "3", 2),
        (EVENT,),
        (replace(EVENT, anchor="e2"),),
        (POSITION,),
        (CARD,),
        (GROUP,),
        PAGES,
        SOURCE_PAGE,
    )
    choices = (figure_parts.Choice(FIGURES, "killed-brigade", 2),)
    filters = (figure_parts.Filter("of", "What is counted", choices),)
    yield models.FiguresPage(
        head("figures/", "figures/"),
        "Figures",
        "All.",
        filters,
        LEDGER,
        None,
        PAGES,
        3,
        filterable=True,
        script="a.js",
        chart=CHART,
        cite=CITATION,
    )
    corrections = (
        figure_parts.CorrectionView(DAY, NOTE, "nine, not eight", withdrawn=False),
        figure_parts.CorrectionView(None, NOTE, "it was of another year", withdrawn=True),
    )
    yield models.CorrectionsPage(head("corrections/"), "Corrections", corrections, PAGES)
    yield SOURCE_PAGE
    yield profiles.ControlPage(
        head("figures/controls-aldmoor/"),
        "Who holds Aldmoor",
        FIGURES,
        PLACE,
        locator=locator.of_place(GROUND, PLACES[0]),
        unplaced=False,
        holders=SIDES,
        differences=(replace(SIDES, day=DAY), SIDES),
        matrix=MATRIX,
        near=(SIDES,),
        positions=(POSITION,),
        pages=PAGES,
        cite=CITATION,
    )
    groups = (parts.IndexGroup("Places", "g-1", rows), parts.IndexGroup("Groups", "g-2", rows))
    yield models.IndexPage(
        head("entities/"),
        "entities",
        "People and places",
        "All.",
        groups,
        locator.overview(GROUND, PLACES),
        (REST,),
    )
    named = parts.NameRow("Ada Vane", PERSON, False, "person", ("Col. Vane",), 1, (TAG,), (PLACE,), 2)  # noqa: FBT003
    also = parts.NameRow("العقيد", PERSON, see=True)
    letters = (parts.NameGroup("A", "names-a", (named,)), parts.NameGroup("Other", "names-other", (also,)))
    yield models.SearchPage(head("search/"), letters, (TAG,), (parts.LinkGroup("March 2021", (PLACE,)),))
    schemas = tuple(Link(f"data/{one.name}.schema.json", "Its JSON Schema.") for one in exports.TABLES)
    yield models.ExportsPage(head("data/"), "Data", "All.", tuple(exports.FILES), exports.TABLES, schemas)
    yield models.TextPage(head("about/"), "About", BODY)
    yield models.MovedPage(head("us/"), "This page has moved", Link("about/", "About"))


def empty() -> Iterator[PageModel]:
    """The kinds of page that may have nothing to show, with nothing in them."""
    none = parts.Neighbours()
    no_pages = parts.Pages()
    yield models.HomePage(head(""), "What it is.", None, None, None, (), (), (), parts.Terms())
    yield models.BriefingPage(
        head("briefings/2021/03/04/"),
        DAY,
        "Thursday",
        "A day",
        "<p>Our lead.</p>",
        (),
        None,
        None,
        (),
        (),
        (),
        (),
        (),
        (),
        None,
        (),
        "briefings/2021/03/04/figures/",
        parts.Terms(),
        none,
    )
    yield models.EditionPage(
        head("briefings/2021/03/04/figures/"), DAY, Link(TEASER.href, "Briefing"), NOTHING_KNOWN
    )
    yield models.BriefingsPage(head("briefings/"), "Briefings", (), (), no_pages)
    yield models.ChronologyPage(head("chronology/"), "Chronology", (), no_pages)
    yield withdrawn()
    yield models.ListingPage(head("notes/"), "notes", "Notes", "", None, (), no_pages)
    yield profiles.EntityPage(
        head("entities/a/"),
        *("place", "A", (), "", None, (), (), (), "", "", None, None, None),
        *(profiles.Figures((), (), (), None, "0", 0), (), (), (), (), (), no_pages),
    )
    yield profiles.SourcePage(head("sources/a/"), "outlet", "A", "", "", (), 0, (), no_pages)
    yield profiles.ControlPage(
        head("figures/controls-a/"),
        "Who holds A",
        Link("figures/", "All figures"),
        PLACE,
        locator=None,
        unplaced=True,
        holders=None,
        differences=(),
        matrix=None,
        near=(),
        positions=(),
        pages=no_pages,
    )
    yield models.IndexPage(head("tags/"), "tags", "Tags", "", ())
    yield models.SearchPage(head("search/"), (), (), ())
    whole = Link("figures/", "All figures")
    yield models.FiguresPage(
        head("figures/by/vane/"), "Vane", "", (), (), whole, no_pages, 0, filterable=False, script=""
    )
    yield models.CorrectionsPage(head("corrections/"), "Corrections", (), no_pages)


def withdrawn() -> models.NotePage:
    return models.NotePage(
        head("notes/gone/"),
        "Gone",
        DAY,
        SOURCE,
        None,
        "",
        "",
        "",
        "",
        (),
        (),
        (),
        parts.Terms(),
        (),
        parts.Neighbours(),
        withdrawn=True,
        reason="it was of another year",
    )


SAMPLES = {
    f"{name}-{type(page).__name__}": page
    for name, pages in (("full", full()), ("empty", empty()))
    for page in pages
}


@cache
def theme() -> templates.Theme:
    loader = jinja2.FileSystemLoader(THEME / "templates")
    return templates.Theme(jinja2.Environment(loader=loader, **templates.ENVIRONMENT))  # noqa: S701 - ENVIRONMENT escapes


# The template that each page is planned with.
TEMPLATES: dict[type, str] = {
    models.HomePage: "home.html",
    models.BriefingPage: "briefing.html",
    models.EditionPage: "edition.html",
    models.BriefingsPage: "briefings.html",
    models.ChronologyPage: "chronology.html",
    models.NotePage: "note.html",
    models.ListingPage: "listing.html",
    profiles.EntityPage: "entity.html",
    profiles.SourcePage: "source.html",
    profiles.ControlPage: "control.html",
    models.IndexPage: "index_page.html",
    models.FiguresPage: "figures.html",
    models.CorrectionsPage: "corrections.html",
    models.ExportsPage: "exports.html",
    models.SearchPage: "search.html",
    models.TextPage: "page.html",
    models.MovedPage: "moved.html",
}


@cache
def html(page: PageModel) -> str:
    return theme().render(TEMPLATES[type(page)], page, SITE).decode()


def tree(page: PageModel) -> ET.Element:
    """Parse a page; strict, so that any fault in its HTML is an error."""
    root: ET.Element = html5lib.HTMLParser(strict=True).parse(html(page))
    return root


def tags(root: ET.Element, *names: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.tag in {XHTML + name for name in names}]


def text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


MACROS = ("citation.html", "exports_macros.html", "macros.html", "pictures.html")


def classes_in_templates() -> set[str]:
    script = "".join(file.read_text("utf-8") for file in THEME.glob("scripts/**/*.js"))
    made = [
        name for told in re.findall(r"class: ([^,}]*)", script) for name in re.findall(r'"([^"]*)"', told)
    ]
    written = " ".join([*re.findall(r'class="([^"]*)"', "".join(SOURCES.values())), *made])
    plain = re.sub(r"\S*\{\{.*?\}\}", "", re.sub(r"\{\{ '([^']*)'.*?\}\}", r"\1", written))
    # Some are put together from a word of the page model's own.
    shown = " ".join(re.findall(r'class="([^"]*)"', "".join(html(page) for page in SAMPLES.values())))
    return {*plain.split(), *shown.split()}


def test_every_kind_of_page_has_its_template_and_no_template_is_without_use() -> None:
    assert set(SOURCES) == {*TEMPLATES.values(), "base.html", *MACROS}
    found = {one for name, one in (vars(models) | vars(profiles)).items() if name.endswith("Page")}
    assert {type(page) for page in full()} == set(TEMPLATES) == found


def test_templates_hold_no_style_and_no_script_but_linked_data() -> None:
    everything = "".join(SOURCES.values())
    scripts = re.findall(r"<script[^>]*>", everything)
    linked = [
        one
        for one in scripts
        if re.search(r'(?:type="module"|defer) src="\{\{ [^"]+ \| url\(root\) \}\}"', one)
    ]
    assert [one for one in scripts if one not in linked] == ['<script type="application/ld+json">']
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", everything) == []


def test_templates_neither_sort_nor_filter_nor_slice() -> None:
    deciding = r"\|\s*(?:sort|select\w*|reject\w*|groupby|unique|batch|slice|first|last)\b|\[[^\]\"']*:"
    assert {name: re.findall(deciding, source) for name, source in SOURCES.items()} == {
        name: [] for name in SOURCES
    }


def test_only_markup_fields_go_through_unescaped() -> None:
    found = sorted(re.findall(r"([\w.]+) \| safe", "".join(SOURCES.values())))
    assert found == ["head.json_ld", "page.body_html", "page.html", "page.lead_html"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_is_valid_html_with_one_first_heading_and_no_level_left_out(name: str) -> None:
    root = tree(SAMPLES[name])
    levels = [int(element.tag[-1]) for element in tags(root, "h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_its_landmarks_and_each_id_once(name: str) -> None:
    root = tree(SAMPLES[name])
    assert [len(tags(root, landmark)) for landmark in ("main", "footer")] == [1, 1]
    assert all(nav.get("aria-label") for nav in tags(root, "nav"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = [str(a.get("href"))[1:] for a in tags(root, "a") if str(a.get("href")).startswith("#")]
    assert set(inner) <= set(ids)


def test_the_first_link_leads_past_the_chrome() -> None:
    root = tree(SAMPLES["full-NotePage"])
    skip = tags(root, "a")[0]
    assert (skip.get("href"), text(skip)) == ("#main_content", "Skip to content")
    assert tags(root, "main")[0].get("id") == "main_content"


def test_the_navigation_says_where_the_reader_is() -> None:
    here = {
        name: [
            (text(a), a.get("aria-current")) for a in tags(tree(SAMPLES[name]), "a") if a.get("aria-current")
        ]
        for name in ("full-NotePage", "full-BriefingsPage", "full-HomePage")
    }
    assert here == {
        "full-NotePage": [("Notes", "true")],
        "full-BriefingsPage": [("Briefings", "page")],
        "full-HomePage": [("Aldmoor 2021", "page")],
    }


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("full-NotePage", "2021* (date inferred)"),
        ("full-BriefingPage", "2021* (date inferred)"),
    ],
)
def test_an_inferred_date_says_so_in_words_with_its_evidence(name: str, mark: str) -> None:
    shown = text(tags(tree(SAMPLES[name]), "main")[0])
    assert mark in shown
    assert "It says Thursday <&>" in shown


def test_a_page_with_a_marked_date_explains_the_mark_once() -> None:
    marked = {
        name: 'class="star" aria-hidden="true">*</span><span' in html(page) for name, page in SAMPLES.items()
    }
    told = 'aria-hidden="true">*</span> Date inferred'
    explained = {name: html(page).count(told) for name, page in SAMPLES.items()}
    assert explained == marked
    assert 5 < sum(explained.values()) < len(SAMPLES)


def test_text_is_escaped() -> None:
    pages = [html(page) for page in SAMPLES.values()]
    assert not any("<b>holds</b>" in page for page in pages)


def test_an_event_in_a_note_is_not_credited_to_that_note() -> None:
    (told,) = [one for one in tags(tree(SAMPLES["full-NotePage"]), "li") if one.get("id") == "e1"]
    assert "The Courier" in text(told)
    assert "The Gazette" not in text(told)


def test_a_day_is_named_in_full_and_its_marks_are_told_in_words() -> None:
    day = next(
        li for li in tags(tree(SAMPLES["full-BriefingsPage"]), "li") if "heat" in (li.get("class") or "")
    )
    assert text(day) == "4 4 March 2021: 1 event, 1 report"


def test_a_withdrawn_note_says_why() -> None:
    assert "This note has been withdrawn: it was of another year" in text(tree(withdrawn()))


def test_the_style_sheet_is_layered_and_calls_on_nothing() -> None:
    assert RULES.lstrip().startswith("@layer reset, tokens, base, layout, components, utilities;")
    top = re.findall(r"^(@?[^\s{}@][^{};]*)\s*[{;]", RULES, flags=re.MULTILINE)
    assert {line.split()[0] for line in top} == {"@layer"}
    assert re.findall(r"!important|@import|url\(|@font-face", RULES) == []


def test_the_style_sheet_knows_no_left_and_right() -> None:
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|[\s{;](?:left|right|top|bottom|float):"
    )
    assert re.findall(physical, RULES) == []
    assert re.findall(r"text-align:\s*(?:left|right)", RULES) == []


def test_classes_of_templates_and_of_the_style_sheet_are_the_same() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", RULES)))
    footnotes = {"footnotes", "footnotes-sep", "footnote-ref"}
    columns = {"align-left", "align-center", "align-right"}
    captions = {"image-caption", "image-credit", "image-licence"}
    assert styled - footnotes - columns - captions == classes_in_templates()


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash", "marked"])
def test_text_stands_out_from_every_ground_in_both_schemes(scheme: int, ground: str) -> None:
    pairs = re.findall(r"--([a-z]+): light-dark\((#\w{6}), (#\w{6})\);", RULES)
    colour = {name: both[scheme] for name, *both in pairs}
    ratios = {name: contrast(colour[name], colour[ground]) for name in ("ink", "soft", "accent")}
    assert {name for name, ratio in ratios.items() if ratio < 4.5} == set()
    assert contrast(colour["line"], colour["paper"]) >= 3
