"""A briefing for each day, and the list of briefings."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.chronology import cards as card_order
from briefing.chronology import days as days_of
from briefing.chronology import events
from briefing.chronology.days import Day
from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import citations, head, links, views
from briefing.site.ledger import editions
from briefing.site.ledger.book import Book
from briefing.site.models import BriefingPage, BriefingsPage
from briefing.site.pagination import Chunk, groups
from briefing.site.parts import BriefingTeaser, LeadSentence, Link, MonthBriefings, Neighbours
from briefing.site.pictures import strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry
    from briefing.core.model import Lead
    from briefing.site.catalogue import Catalogue

LEAD_SENTENCES = 3
# Not from strftime: it follows the locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def all_days(catalogue: Catalogue) -> tuple[date, ...]:
    """Every day that has a briefing, in order."""
    return tuple(map(date.fromisoformat, catalogue.places("days")))


def day_of(catalogue: Catalogue, at: date) -> Day:
    """A day with the cards of what happened and of what was reported on it."""
    return Day(at, catalogue.cards(f"happened {at}"), catalogue.cards(f"reported {at}"))


def entries(catalogue: Catalogue, at: date, *, planned: bool = False) -> tuple[Entry, ...]:
    """What happened on a day, or was planned for it, the weightiest first."""
    told = (
        telling
        for row in catalogue.rows(f"{'planned' if planned else 'happened'} {at}")
        for telling in catalogue.tellings(row.owner)
        if telling.event.planned is planned and days_of.tells(telling.event.date, at)
    )
    return tuple(sorted(events.merge(told), key=_weight))


def _weight(entry: Entry) -> tuple[object, ...]:
    """Events of the day itself before those of several days, then those told by most notes."""
    return not entry.date.is_day, -len(entry.tellings), entry.date.key, entry.anchor


def latest(catalogue: Catalogue) -> date | None:
    """The newest day on which something happened or a report surely appeared, else the newest of all."""
    found = all_days(catalogue)
    for at in reversed(found):
        if catalogue.rows(f"happened {at}") or _surely_reported(catalogue, at):
            return at
    return found[-1] if found else None


def _surely_reported(catalogue: Catalogue, at: date) -> bool:
    return any(card.date.is_day for card in catalogue.cards(f"reported {at}"))


def _teaser(catalogue: Catalogue, key: str) -> BriefingTeaser:
    day = day_of(catalogue, date.fromisoformat(key))
    happened = entries(catalogue, day.date)
    lead = catalogue.lead(day.date)
    text = ""
    if lead is None and (sentences := _extracted(day)):
        text = sentences[0].text
    return BriefingTeaser(
        href=urls.briefing(day.date),
        date=views.day_view(day.date),
        headline=_headline(day, happened, lead),
        text=links.plain(lead.document) if lead else text,
        happened=len(happened),
        reported=len(day.reported),
    )


# A day in a list, by ISO 8601: the editor's title, else its foremost event, else its first note's title.
TEASER = Query("briefing-teaser", _teaser, BriefingTeaser)


def members(day: Day) -> tuple[Card, ...]:
    """All cards a day's page is made from, each once."""
    return card_order.chronological({card.slug: card for card in (*day.happened, *day.reported)}.values())


def _headline(day: Day, happened: Sequence[Entry], lead: Lead | None) -> str:
    if lead is not None:
        return lead.title
    if happened:
        marked = " (found by the program)" if happened[0].found else ""
        return head.shorten(happened[0].what.rstrip("."), 110) + marked
    return day.reported[0].title


def _extracted(day: Day) -> tuple[LeadSentence, ...]:
    """The day's best sentences: of the reports that appeared, else those that tell of the day."""
    found = [
        _sentence(card, card.extracts[0].text, card.extracts[0].anchor)
        for card in day.reported
        if card.extracts
    ]
    if not found:
        found = [
            _sentence(card, dated.text, dated.anchor)
            for card in day.happened
            for dated in card.dated
            if dated.date.is_day and dated.date.start == day.date
        ]
    return tuple(dict.fromkeys(found))[:LEAD_SENTENCES]


def _sentence(card: Card, text: str, anchor: str) -> LeadSentence:
    source = card_order.reporter(card)
    return LeadSentence(text, Link(urls.note(card.slug, anchor), card.title), source)


def _keys(catalogue: Catalogue) -> tuple[str, ...]:
    return catalogue.places("days")


def _plan(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Plan a day's briefing."""
    at = date.fromisoformat(key)
    yield catalogue.html(urls.briefing(at), "briefing.html", partial(_briefing, catalogue, at))


def _briefing(catalogue: Catalogue, at: date) -> BriefingPage:
    before, after = (
        date.fromisoformat(near) if near else None for near in catalogue.beside("days", at.isoformat())
    )
    day, lead, href = day_of(catalogue, at), catalogue.lead(at), urls.briefing(at)
    cards, happened = members(day), entries(catalogue, at)
    headline = _headline(day, happened, lead)
    shown = views.day_view(at)
    # Chrome of a day is about that day: names and tags of what it shows, not of whole notes.
    named = [id_ for entry in happened for id_ in (*entry.places, *entry.actors)]
    page = BriefingPage(
        head=head.head(
            catalogue.site,
            title=f"Briefing, {shown.text}",
            description=f"{shown.text}: {headline}",
            path=href,
            section=urls.BRIEFINGS,
            about=head.about_day(at, headline),
        ),
        date=shown,
        weekday=WEEKDAYS[at.weekday()],
        headline=headline,
        lead_html=_opening(catalogue, lead, urls.root_of(href)) if lead else "",
        lead=() if lead else _extracted(day),
        happened=views.event_views(happened, catalogue.label, at),
        planned=views.event_views(entries(catalogue, at, planned=True), catalogue.label, at),
        reported=views.note_cards(day.reported),
        tags=views.tag_links(day.reported or day.happened, catalogue.tag),
        people=views.of_kind(named, day.reported, catalogue.entity, "person"),
        groups=views.of_kind(named, day.reported, catalogue.entity, "group"),
        things=views.of_kind(named, day.reported, catalogue.entity, "thing"),
        places=views.of_kind(named, day.reported, catalogue.entity, "place"),
        sources=views.note_cards(card for card in cards if card not in day.reported),
        edition=editions.view(Book(catalogue), at, before),
        neighbours=Neighbours(_link(before), _link(after)),
    )
    return citations.day(page, catalogue.site)


def _opening(catalogue: Catalogue, lead: Lead, root: str) -> str:
    return links.body(lead.document.html, lead.path, root, catalogue.size)


def _link(day: date | None) -> Link | None:
    return Link(urls.briefing(day), edtf.display(edtf.of_day(day))) if day else None


def _lists(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan the list of briefings, years on pages of their own."""
    found = all_days(catalogue)
    years = ((year, tuple(same)) for year, same in groupby(found, key=lambda at: f"{at:%Y}"))
    for part in groups(urls.BRIEFINGS, years):
        yield catalogue.html(part.href, "briefings.html", partial(_list, catalogue, part), also=(part,))


def _list(catalogue: Catalogue, part: Chunk[date]) -> BriefingsPage:
    title = "Briefings" if part.href == urls.BRIEFINGS else f"Briefings of {part.name}"
    teasers = {at: catalogue.ask(TEASER, at.isoformat()) for at in part.content}
    return BriefingsPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}: a page for every day on which something happened or was reported.",
            path=part.href,
            section=urls.BRIEFINGS,
        ),
        title=title,
        strip=strip.strip(teasers),
        months=tuple(_months(teasers)),
        pages=part.pages,
    )


def _months(teasers: Mapping[date, BriefingTeaser]) -> Iterator[MonthBriefings]:
    for anchor, same in groupby(teasers, key=lambda at: f"{at:%Y-%m}"):
        shown = tuple(teasers[at] for at in same)
        yield MonthBriefings(edtf.display(edtf.parse(anchor)), f"month-{anchor}", shown)


OUTPUTS = (
    OutputKind("briefing", (urls.BRIEFINGS,), _keys, _plan),
    OutputKind("briefings", (urls.BRIEFINGS,), only, _lists),
)
QUERIES = (TEASER,)
