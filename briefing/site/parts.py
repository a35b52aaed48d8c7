"""The parts of page models: links, dates, notes and events as a template shows them.

Hrefs are site paths without a leading slash ("notes/a/", "" for the home page); templates put
the page's own way back to the root in front of them. Text is plain and unescaped; only fields
named `html` are markup. Tuples come in the order they are shown.
"""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """Where to and in which words; where these are short for a name, `title` is the whole."""

    href: str
    text: str
    title: str = ""


class DateView(Struct, frozen=True):
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


class NoteCard(Struct, frozen=True):
    """A note as listings show it: `relay` is the agency, `summary` one sentence or the editor's.

    `carrier` is the short name of who tells it.
    """

    href: str
    title: str
    date: DateView
    source: Link
    relay: Link | None
    summary: str
    carrier: str = ""
    draft: bool = False


class Account(Struct, frozen=True):
    """One note's telling of an event, and when it was reported.

    `what` is empty where it says the same as the entry, `corrected` where its note never was. `by` are those
    who said so to the outlet; `found` tells that the program took it from the text.
    """

    note: Link
    source: str
    reported: DateView
    what: str = ""
    corrected: str = ""
    by: tuple[str, ...] = ()
    found: bool = False


class EventView(Struct, frozen=True):
    """An entry of the chronology, told by one or more accounts.

    `planned` tells that it lay ahead of the report, `found` that no editor has confirmed it.
    """

    anchor: str
    date: DateView
    what: str
    accounts: tuple[Account, ...]
    planned: bool = False
    found: bool = False


class SuggestedEvent(Struct, frozen=True):
    """An event that a note's text seems to hold, and the `line` of its head that confirms it."""

    date: DateView
    what: str
    line: str
    planned: bool = False


class Terms(Struct, frozen=True):
    """The names and tags that a page is about, the foremost first."""

    places: tuple[Link, ...] = ()
    people: tuple[Link, ...] = ()
    groups: tuple[Link, ...] = ()
    things: tuple[Link, ...] = ()
    tags: tuple[Link, ...] = ()

    @property
    def any(self) -> bool:
        """True where there are any."""
        return bool(self.places or self.people or self.groups or self.things or self.tags)


class Neighbours(Struct, frozen=True):
    """The page before and the page after in time, where there are any."""

    previous: Link | None = None
    next: Link | None = None


class Poster(Struct, frozen=True):
    """The picture that other sites show of a page: at an absolute address, with what is in it in words."""

    address: str
    width: int
    height: int
    alt: str


class Head(Struct, frozen=True):
    """What stands in a page's `<head>` and chrome.

    `root` leads back to the site's root ("../../", or "/base/" where only an absolute path works);
    `path` is the page's own href; `canonical` its absolute address; `json_ld` a JSON text ready
    for a `<script type="application/ld+json">`; `og_type` is "website" or "article"; `feed` is that of what
    the page is about, `poster` is what others show of it, `report` the address
    at which an error in it can be reported.
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
    feed: Link | None = None
    poster: Poster | None = None
    report: str = ""


class Chrome(Struct, frozen=True):
    """What all pages share: nothing that changes when a note does."""

    title: str
    tagline: str
    language: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    styles: tuple[str, ...]
    icon: str
    feeds: tuple[Link, ...]
    licence: Link
    csp: str
    script: str


class MonthRun(Struct, frozen=True):
    """A month of a long campaign: how many events happened and reports appeared in it."""

    title: str
    href: str
    events: int
    notes: int


class KeyDateView(Struct, frozen=True):
    """A day that matters, its briefing, and what tells of it best, in the words of `account`."""

    date: DateView
    href: str
    what: str
    account: Account


class LeadSentence(Struct, frozen=True):
    """A sentence that opens a briefing and the note it stands in."""

    text: str
    note: Link
    source: str


class BriefingTeaser(Struct, frozen=True):
    """A briefing as listings show it: `headline` is its lead's title or the day's first event."""

    href: str
    date: DateView
    headline: str
    text: str
    happened: int
    reported: int


class MonthBriefings(Struct, frozen=True):
    """A month's briefings, oldest first."""

    title: str
    anchor: str
    briefings: tuple[BriefingTeaser, ...]


class Pages(Struct, frozen=True):
    """A listing spread over pages, numbered from the oldest: links to all of them and which one this is."""

    current: str = ""
    links: tuple[Link, ...] = ()


class MonthEvents(Struct, frozen=True):
    """A month of the chronology in order of date."""

    title: str
    anchor: str
    events: tuple[EventView, ...]


class IndexRow(Struct, frozen=True):
    """One line of an A to Z: the name, what else it is called, and how many notes hold it."""

    link: Link
    also: tuple[str, ...]
    text: str
    notes: int


class IndexGroup(Struct, frozen=True):
    """Lines under one heading, such as "Places"."""

    title: str
    anchor: str
    rows: tuple[IndexRow, ...]


class NameRow(Struct, frozen=True):
    """A line of the A to Z of names: an entity's, or another name of it that leads to it (`see`).

    `days` are its newest; `more_days` is how many there are besides.
    """

    name: str
    link: Link
    see: bool = False
    kind: str = ""
    also: tuple[str, ...] = ()
    notes: int = 0
    tags: tuple[Link, ...] = ()
    days: tuple[Link, ...] = ()
    more_days: int = 0


class NameGroup(Struct, frozen=True):
    """Names under one letter."""

    title: str
    anchor: str
    rows: tuple[NameRow, ...]


class Definition(Struct, frozen=True):
    """What a word means here."""

    anchor: str
    term: str
    text: str


class LinkGroup(Struct, frozen=True):
    """Links under one heading, such as the days of a month."""

    title: str
    links: tuple[Link, ...]
