"""The page models: everything a template may show, as plain frozen values.

Hrefs are site paths without a leading slash ("notes/a/", "" for the home page); templates put
the page's own way back to the root in front of them. Text is plain and unescaped; only fields
named `html` are markup. Tuples come in the order they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Where to and in which words."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as shown.

    `text` is "14 December 2018", `short` "14 Dec 2018", `edtf` the exact form, `machine` a value
    for `<time datetime>` (empty for dates HTML cannot express), `evidence` why an inferred date holds.
    """

    text: str
    short: str
    edtf: str
    machine: str = ""
    inferred: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence of a summary and the link to its place in the note."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note as listings show it. `relay` is the agency; `summary` is its first sentence or the editor's own."""

    href: str
    title: str
    date: DateView
    source: Link
    relay: Link | None
    summary: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One note's telling of an event; `what` is empty where it says the same as the entry."""

    note: Link
    source: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """An entry of the chronology, told by one or more accounts."""

    anchor: str
    date: DateView
    what: str
    places: tuple[Link, ...]
    actors: tuple[Link, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in words: `by` says `figure` ("at least 900") of `who` were `measure` in `period`.

    A position has `stance` ("asserts") instead of a figure. `as_of` is when it was reported.
    """

    by: Link
    who: Link
    measure: str
    figure: str
    stance: str
    subset: str
    place: Link | None
    period: DateView | None
    as_of: DateView
    remark: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The page before and the page after in time, where there are any."""

    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in a page's `<head>` and chrome.

    `root` leads back to the site's root ("../../", or "/base/" where only an absolute path works);
    `path` is the page's own href; `canonical` its absolute address; `json_ld` a JSON text ready
    for a `<script type="application/ld+json">`; `og_type` is "website" or "article".
    """

    title: str
    description: str
    path: str
    root: str
    canonical: str
    og_type: str
    json_ld: str
    section: str
    robots: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: nothing that changes when a note does."""

    title: str
    tagline: str
    language: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    stylesheet: str
    icon: str
    feeds: tuple[Link, ...]
    licence: Link
    csp: str


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day in the run of the campaign: its number, what it holds, and the briefing's address."""

    href: str
    day: str
    title: str
    happened: int
    reported: int


@dataclass(frozen=True, slots=True)
class MonthRun:
    """A month of the campaign: its days with a briefing, in order; `days` is empty in a long campaign."""

    title: str
    href: str
    days: tuple[DayLink, ...]
    events: int
    notes: int


@dataclass(frozen=True, slots=True)
class LeadSentence:
    """A sentence that opens a briefing and the note it stands in."""

    text: str
    note: Link
    source: str


@dataclass(frozen=True, slots=True)
class BriefingTeaser:
    """A briefing as listings show it: `headline` is its lead's title or the day's first event."""

    href: str
    date: DateView
    headline: str
    text: str
    happened: int
    reported: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """`/`: what this is, the latest briefing, the run of the campaign, ways in (each with a count)."""

    head: Head
    introduction: str
    latest: BriefingTeaser | None
    latest_events: tuple[EventView, ...]
    run: tuple[MonthRun, ...]
    recent: tuple[NoteCard, ...]
    places: tuple[Link, ...]
    people: tuple[Link, ...]
    groups: tuple[Link, ...]
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """`/briefings/YYYY/MM/DD/`: the day in one page. `lead_html` is the editor's, else `lead` is extracted."""

    head: Head
    date: DateView
    weekday: str
    headline: str
    lead_html: str
    lead: tuple[LeadSentence, ...]
    happened: tuple[EventView, ...]
    reported: tuple[NoteCard, ...]
    tags: tuple[Link, ...]
    people: tuple[Link, ...]
    groups: tuple[Link, ...]
    places: tuple[Link, ...]
    sources: tuple[NoteCard, ...]
    neighbours: Neighbours


@dataclass(frozen=True, slots=True)
class MonthBriefings:
    """A month's briefings, oldest first."""

    title: str
    anchor: str
    briefings: tuple[BriefingTeaser, ...]


@dataclass(frozen=True, slots=True)
class BriefingsPage:
    """`/briefings/`: all briefings by month; `pages` leads to the others of a long campaign."""

    head: Head
    title: str
    months: tuple[MonthBriefings, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class Pages:
    """A listing spread over pages, numbered from the oldest: links to all of them and which one this is."""

    current: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthEvents:
    """A month of the chronology in order of date."""

    title: str
    anchor: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class ChronologyPage:
    """`/chronology/`: events by the day they happened."""

    head: Head
    title: str
    months: tuple[MonthEvents, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class NotePage:
    """`/notes/<slug>/`: one report as told by an editor, and all that was found in it.

    `editor_summary` wins over `summary`. `body_html` has its anchors. `reason` is set, and all
    the rest but title, source and date is empty, where the note is withdrawn.
    """

    head: Head
    title: str
    date: DateView
    source: Link
    relay: Link | None
    headline: str
    url: str
    editor_summary: str
    summary: tuple[SentenceView, ...]
    body_html: str
    claims: tuple[ClaimView, ...]
    positions: tuple[ClaimView, ...]
    events: tuple[EventView, ...]
    tags: tuple[Link, ...]
    people: tuple[Link, ...]
    groups: tuple[Link, ...]
    places: tuple[Link, ...]
    corrections: tuple[SentenceView, ...]
    neighbours: Neighbours
    draft: bool = False
    withdrawn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Notes under one heading: `/notes/`, `/tags/<slug>/`, newest first; `about` leads to a related page."""

    head: Head
    kind: str
    title: str
    introduction: str
    about: Link | None
    notes: tuple[NoteCard, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class EntityPage:
    """`/entities/<id>/`: all names of a person, group or place, and where it occurs.

    `kind` is "person", "group" or "place"; `position` is "34.695° N, 40.831° E", with its basis.
    """

    head: Head
    kind: str
    label: str
    aliases: tuple[str, ...]
    description: str
    position: str
    position_basis: str
    events: tuple[EventView, ...]
    notes: tuple[NoteCard, ...]
    days: tuple[Link, ...]
    together: tuple[Link, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`/sources/<id>/`: an outlet or agency and its reports; `kind` is "outlet" or "agency"."""

    head: Head
    kind: str
    label: str
    description: str
    url: str
    notes: tuple[NoteCard, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of an A to Z: the name, what else it is called, and how many notes hold it."""

    link: Link
    also: tuple[str, ...]
    text: str
    notes: int


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """Lines under one heading, such as "Places"."""

    title: str
    anchor: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """`/entities/`, `/sources/`, `/tags/`: everything of a kind, in alphabetical order in each group."""

    head: Head
    kind: str
    title: str
    introduction: str
    groups: tuple[IndexGroup, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of the editors' own, and `/404.html`."""

    head: Head
    title: str
    html: str


PageModel = (
    HomePage
    | BriefingPage
    | BriefingsPage
    | ChronologyPage
    | NotePage
    | ListingPage
    | EntityPage
    | SourcePage
    | IndexPage
    | TextPage
)

TEMPLATES: dict[type, str] = {
    HomePage: "home.html",
    BriefingPage: "briefing.html",
    BriefingsPage: "briefings.html",
    ChronologyPage: "chronology.html",
    NotePage: "note.html",
    ListingPage: "listing.html",
    EntityPage: "entity.html",
    SourcePage: "source.html",
    IndexPage: "index_page.html",
    TextPage: "page.html",
}
