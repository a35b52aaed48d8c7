"""The days of the campaign in; a briefing page for each and the list of briefings out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from briefing import edtf
from briefing.chronology import cards as card_order
from briefing.chronology import days as days_of
from briefing.chronology import events
from briefing.chronology.ledger.known import editions as editions_of
from briefing.site import cited, head, links, plan, urls, views
from briefing.site.ledger import editions
from briefing.site.models import BriefingPage, BriefingsPage
from briefing.site.parts import BriefingTeaser, LeadSentence, Link, MonthBriefings, Neighbours
from briefing.site.pictures import strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.chronology.days import Day
    from briefing.chronology.events import Entry
    from briefing.chronology.ledger.known import Edition
    from briefing.model import Lead
    from briefing.site.catalogue import Catalogue
    from briefing.site.ledger.book import Book

LEAD_SENTENCES = 3
# Not from strftime: it follows the locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plans(book: Book, days: Sequence[Day]) -> Iterator[plan.Plan]:
    """Plan every day's briefing and the list of them, years on pages of their own."""
    catalogue = book.catalogue
    known = editions_of(book.ledger, [day.date for day in days])
    for at, (day, edition) in enumerate(zip(days, known, strict=True)):
        before = days[at - 1].date if at else None
        after = days[at + 1].date if at + 1 < len(days) else None
        yield _briefing(book, day, edition, (before, after))
    yield from _lists(catalogue, days)


def entries(day: Day) -> tuple[Entry, ...]:
    """What happened on a day, the weightiest first."""
    told = (
        telling
        for card in day.happened
        for telling in events.tellings(card)
        if days_of.tells(telling.event.date, day.date)
    )
    return tuple(sorted(events.merge(told), key=_weight))


def _weight(entry: Entry) -> tuple[object, ...]:
    """Events of the day itself before those of several days, then those told by most notes."""
    return not entry.date.is_day, -len(entry.tellings), entry.date.key, entry.anchor


def latest(days: Sequence[Day]) -> Day | None:
    """The newest day on which something happened or a report surely appeared, else the newest of all."""
    for day in reversed(days):
        if day.happened or any(card.date.is_day for card in day.reported):
            return day
    return days[-1] if days else None


def teaser(catalogue: Catalogue, day: Day) -> BriefingTeaser:
    """Show a day in a list: the editor's title, else its foremost event, else its first note's title."""
    happened = entries(day)
    lead = lead_of(catalogue, day.date)
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


def lead_of(catalogue: Catalogue, day: date) -> Lead | None:
    """The editor's opening for a day, where there is one."""
    return next((lead for lead in catalogue.leads if lead.date.start == day), None)


def members(day: Day) -> tuple[Card, ...]:
    """All cards a day's page is made from, each once."""
    return card_order.chronological({card.slug: card for card in (*day.happened, *day.reported)}.values())


def _headline(day: Day, happened: Sequence[Entry], lead: Lead | None) -> str:
    if lead is not None:
        return lead.title
    if happened:
        return head.shorten(happened[0].what.rstrip("."), 110)
    return day.reported[0].title


def _extracted(day: Day) -> tuple[LeadSentence, ...]:
    """The day's best sentences: of the reports that appeared, else those that tell of the day."""
    found = [
        _sentence(card, card.summary[0].text, card.summary[0].anchor) for card in day.reported if card.summary
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


def _briefing(book: Book, day: Day, edition: Edition, beside: tuple[date | None, date | None]) -> plan.Plan:
    catalogue, (before, after) = book.catalogue, beside
    lead = lead_of(catalogue, day.date)
    cards = members(day)
    ledger_cards, ledger_words = editions.support(book, edition)
    href = urls.briefing(day.date)

    def make() -> BriefingPage:
        happened = entries(day)
        headline = _headline(day, happened, lead)
        shown = views.day_view(day.date)
        labels = views.labels_of(cards)
        # Chrome of a day is about that day: names and tags of what it shows, not of whole notes.
        named = [id_ for entry in happened for id_ in (*entry.places, *entry.actors)]
        page = BriefingPage(
            head=head.head(
                catalogue.settings.site,
                title=f"Briefing, {shown.text}",
                description=f"{shown.text}: {headline}",
                path=href,
                section=urls.BRIEFINGS,
                about=head.about_day(day.date, headline),
            ),
            date=shown,
            weekday=WEEKDAYS[day.date.weekday()],
            headline=headline,
            lead_html=links.body(lead.document.html, lead.path, urls.root_of(href)) if lead else "",
            lead=() if lead else _extracted(day),
            happened=views.event_views(happened, labels, day.date),
            reported=views.note_cards(day.reported),
            tags=views.tag_links(day.reported or day.happened, catalogue.vocabulary),
            people=views.of_kind(named, day.reported, labels, "person"),
            groups=views.of_kind(named, day.reported, labels, "group"),
            places=views.of_kind(named, day.reported, labels, "place"),
            sources=views.note_cards(card for card in cards if card not in day.reported),
            edition=editions.view(book, edition, before),
            neighbours=Neighbours(_link(before), _link(after)),
        )
        return cited.day(page, catalogue.settings.site)

    everything = dict.fromkeys((*cards, *ledger_cards))
    also = (day.date, lead, beside, ledger_words)
    return catalogue.plan(href, "briefing.html", make, cards=everything, also=also)


def _link(day: date | None) -> Link | None:
    return Link(urls.briefing(day), edtf.display(edtf.of_day(day))) if day else None


def _lists(catalogue: Catalogue, days: Sequence[Day]) -> Iterator[plan.Plan]:
    years = ((year, tuple(same)) for year, same in groupby(days, key=lambda day: f"{day.date:%Y}"))
    for part in plan.groups(urls.BRIEFINGS, years):
        yield _list(catalogue, part)


def _list(catalogue: Catalogue, part: plan.Part[Day]) -> plan.Plan:
    title = "Briefings" if part.href == urls.BRIEFINGS else f"Briefings of {part.name}"

    def make() -> BriefingsPage:
        return BriefingsPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: a page for every day on which something happened or was reported.",
                path=part.href,
                section=urls.BRIEFINGS,
            ),
            title=title,
            strip=strip.strip(part.content, lambda day: len(entries(day))),
            months=tuple(_months(catalogue, part.content)),
            pages=part.pages,
        )

    cards = {card.slug: card for day in part.content for card in members(day)}
    leads = tuple(lead_of(catalogue, day.date) for day in part.content)
    days = tuple(day.date for day in part.content)
    return catalogue.plan(
        part.href, "briefings.html", make, cards=cards.values(), also=(leads, days, part.pages)
    )


def _months(catalogue: Catalogue, days: Iterable[Day]) -> Iterator[MonthBriefings]:
    for anchor, same in groupby(days, key=lambda day: f"{day.date:%Y-%m}"):
        teasers = tuple(teaser(catalogue, day) for day in same)
        yield MonthBriefings(edtf.display(edtf.parse(anchor)), f"month-{anchor}", teasers)
