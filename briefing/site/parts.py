"""The parts of page models: links, dates, notes, events and claims as a template shows them.

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
    """A note as listings show it: `relay` is the agency, `summary` one sentence or the editor's."""

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
class RelationView:
    """How a statement stands to another: `kind` in a word ("rounds"), the reason, and where the other is."""

    kind: str
    reason: str
    other: Link


@dataclass(frozen=True, slots=True)
class StatementView:
    """A claim as one report carries it: `by` says `figure` ("at least 900") of `who` were `measure`.

    A position has `stance` ("held by", before the party in `who`) instead of a figure. `as_of` is
    when it was reported, `note` in which note; `ledger` is the address of its series, `origins` says
    of how many reports and origins. `key` holds what the ledger is filtered by: claimant, group, month.
    `news` says what is new about it on a day.
    """

    anchor: str
    by: Link
    who: Link
    subset: str
    measure: str
    figure: str
    stance: str
    stance_kind: str
    place: Link | None
    period: DateView | None
    as_of: DateView
    source: Link
    relay: Link | None
    note: Link
    remark: str
    relations: tuple[RelationView, ...]
    corrections: tuple[str, ...]
    origins: str
    ledger: str
    key: tuple[str, str, str]
    news: str = ""


@dataclass(frozen=True, slots=True)
class ScopeView:
    """Statements that may be compared: what they share, of how many reports and origins, why apart."""

    anchor: str
    title: str
    origins: str
    apart: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Everything under one heading, such as "Killed: Islamic State"; `positions` hold no figures."""

    anchor: str
    link: Link
    scopes: tuple[ScopeView, ...]
    positions: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to filter the ledger: its page, how many statements that holds, its value in an address."""

    link: Link
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """The ways to filter the ledger by one thing; `name` stands in an address."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """The ledger as known on a day: surely published by then, and what may have been.

    `news` are the figures that are new or changed since the briefing of `since`, `standing` the others.
    `further` counts series left out; `empty` is true where no report had surely appeared.
    """

    news: tuple[StatementView, ...]
    standing: tuple[StatementView, ...]
    positions: tuple[StatementView, ...]
    possible_figures: tuple[StatementView, ...]
    possible_positions: tuple[StatementView, ...]
    further: int
    since: DateView | None

    @property
    def figures(self) -> tuple[StatementView, ...]:
        """All figures surely known, the news first."""
        return (*self.news, *self.standing)

    @property
    def empty(self) -> bool:
        """True where nothing was surely known yet."""
        return not (self.news or self.standing or self.positions)


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction, or the withdrawal of a note; `date` is None for a withdrawal that states none."""

    date: DateView | None
    note: Link
    what: str
    withdrawn: bool


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
    script: str


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
class KeyDateView:
    """A day that matters, its briefing, and what tells of it best."""

    date: DateView
    href: str
    what: str


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
class MonthBriefings:
    """A month's briefings, oldest first."""

    title: str
    anchor: str
    briefings: tuple[BriefingTeaser, ...]


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
class NameRow:
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


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names under one letter."""

    title: str
    anchor: str
    rows: tuple[NameRow, ...]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under one heading, such as the days of a month."""

    title: str
    links: tuple[Link, ...]
