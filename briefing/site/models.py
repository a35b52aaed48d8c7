"""Page models: the values that templates show for each kind of page.

`parts.py` says what hrefs, texts and `html` fields are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.site.citation_formats import CitationView
    from briefing.site.figure_parts import (
        CorrectionView,
        CountView,
        EditionView,
        Filter,
        GroupView,
        OlderScope,
        RestsView,
        SidesView,
        StatementView,
    )
    from briefing.site.parts import (
        BriefingTeaser,
        DateView,
        Definition,
        EventView,
        Head,
        IndexGroup,
        KeyDateView,
        LeadSentence,
        Link,
        LinkGroup,
        MonthBriefings,
        MonthEvents,
        MonthRun,
        NameGroup,
        Neighbours,
        NoteCard,
        Pages,
        SuggestedEvent,
        Terms,
    )
    from briefing.site.pictures.locator import Locator
    from briefing.site.pictures.panels import Chart
    from briefing.site.pictures.strip import StripMonth
    from briefing.site.tables import File, Table


class HomePage(Struct, frozen=True):
    """`/`: the latest briefing, the count, who holds the place, key dates, the campaign's days, ways in.

    `strip` shows all days; of a long campaign `run` shows the months instead.
    """

    head: Head
    introduction: str
    latest: BriefingTeaser | None
    count: CountView | None
    holders: SidesView | None
    strip: tuple[StripMonth, ...]
    run: tuple[MonthRun, ...]
    recent: tuple[NoteCard, ...]
    terms: Terms
    key_dates: tuple[KeyDateView, ...] = ()
    made_from: str = ""
    days: str = ""


class BriefingPage(Struct, frozen=True):
    """`/briefings/YYYY/MM/DD/`: the day in one page. `lead_html` is the editor's, else `lead` holds.

    `happened` are the events of the day itself, `about` those of several days, `perhaps` the reports of an
    earlier day that may have appeared on this one. `before` is the briefing before a day without any news.
    `changed` are the figures that were new; `known` leads to all.
    """

    head: Head
    date: DateView
    weekday: str
    headline: str
    lead_html: str
    lead: tuple[LeadSentence, ...]
    count: CountView | None
    holders: SidesView | None
    happened: tuple[EventView, ...]
    about: tuple[EventView, ...]
    planned: tuple[EventView, ...]
    disputes: tuple[SidesView, ...]
    reported: tuple[NoteCard, ...]
    perhaps: tuple[NoteCard, ...]
    before: BriefingTeaser | None
    changed: tuple[StatementView, ...]
    known: str
    terms: Terms
    neighbours: Neighbours
    cite: CitationView | None = None


class EditionPage(Struct, frozen=True):
    """`/briefings/YYYY/MM/DD/figures/`: the ledger as known on that day, which `briefing` leads back to."""

    head: Head
    date: DateView
    briefing: Link
    edition: EditionView


class BriefingsPage(Struct, frozen=True):
    """`/briefings/`: all briefings by month; `pages` leads to the others of a long campaign."""

    head: Head
    title: str
    strip: tuple[StripMonth, ...]
    months: tuple[MonthBriefings, ...]
    pages: Pages


class ChronologyPage(Struct, frozen=True):
    """`/chronology/`: events by the day they happened; with `key`, those of the key dates only."""

    head: Head
    title: str
    months: tuple[MonthEvents, ...]
    pages: Pages
    key: bool = False


class NotePage(Struct, frozen=True):
    """`/notes/<slug>/`: one report as told by an editor, and all that was found in it.

    `summary` is the editor's, where there is one; `asides` are figures of what does not change. `body_html`
    has its anchors, `checked` says who else held the note to its report, and when. `reason` is set, and all
    the rest but title, source, date and corrections is empty, where the note is withdrawn.
    """

    head: Head
    title: str
    date: DateView
    source: Link
    relay: Link | None
    headline: str
    url: str
    summary: str
    body_html: str
    claims: tuple[StatementView, ...]
    positions: tuple[StatementView, ...]
    events: tuple[EventView, ...]
    terms: Terms
    corrections: tuple[str, ...]
    neighbours: Neighbours
    draft: bool = False
    withdrawn: bool = False
    withdrawn_on: DateView | None = None
    reason: str = ""
    suggested: tuple[SuggestedEvent, ...] = ()
    cite: CitationView | None = None
    asides: tuple[StatementView, ...] = ()
    checked: str = ""


class ListingPage(Struct, frozen=True):
    """Notes under one heading: `/notes/`, `/tags/<slug>/`, newest first; `about` leads to a related page."""

    head: Head
    kind: str
    title: str
    introduction: str
    about: Link | None
    notes: tuple[NoteCard, ...]
    pages: Pages


class IndexPage(Struct, frozen=True):
    """`/entities/`, `/sources/`, `/tags/`: everything of a kind, in alphabetical order in each group.

    `rests` says on whom the newest reports rest, those on one origin alone first.
    """

    head: Head
    kind: str
    title: str
    introduction: str
    groups: tuple[IndexGroup, ...]
    locator: Locator | None = None
    rests: tuple[RestsView, ...] = ()


class FiguresPage(Struct, frozen=True):
    """`/figures/` and its parts: claims under the headings of what they count.

    `filters` lead to the parts; `whole` leads back from one. `filterable` is true where the page
    holds everything, so that `script` may filter it in place. `older` are scopes whose figures all stand
    on older pages of a group: their addresses stay on its first page. `by_month` is true where the exports
    of claims are files of a month each.
    """

    head: Head
    title: str
    introduction: str
    filters: tuple[Filter, ...]
    groups: tuple[GroupView, ...]
    whole: Link | None
    pages: Pages
    statements: int
    filterable: bool
    script: str
    chart: Chart | None = None
    cite: CitationView | None = None
    older: tuple[OlderScope, ...] = ()
    by_month: bool = False


class CorrectionsPage(Struct, frozen=True):
    """`/corrections/`: what was corrected or withdrawn, newest first."""

    head: Head
    title: str
    corrections: tuple[CorrectionView, ...]
    pages: Pages


class ExportsPage(Struct, frozen=True):
    """`/data/`: all files for machines, and what their columns mean; `schemas` in the order of `tables`."""

    head: Head
    title: str
    introduction: str
    files: tuple[File, ...]
    tables: tuple[Table, ...]
    schemas: tuple[Link, ...]


class SearchPage(Struct, frozen=True):
    """`/search/`: a form, and everything by name for readers without JavaScript."""

    head: Head
    names: tuple[NameGroup, ...]
    tags: tuple[Link, ...]
    months: tuple[LinkGroup, ...]


class MovedPage(Struct, frozen=True):
    """What stands at an address that a page had before, and leads on to where it is `now`."""

    head: Head
    title: str
    now: Link


class TextPage(Struct, frozen=True):
    """A page of the editors' own, and `/404.html`; that on method defines the `measures` of all figures."""

    head: Head
    title: str
    html: str
    measures: tuple[Definition, ...] = ()
