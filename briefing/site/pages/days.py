"""A briefing for each day, and the list of briefings."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

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
from briefing.site.catalogue import Catalogue, file
from briefing.site.ledger import editions, summary
from briefing.site.ledger.book import Book
from briefing.site.models import BriefingPage, BriefingsPage, EditionPage
from briefing.site.pages.keydays import by_weight
from briefing.site.pagination import Chunk, groups
from briefing.site.parts import BriefingTeaser, LeadSentence, Link, MonthBriefings, Neighbours, Terms
from briefing.site.pictures import poster, strip
from briefing.site.pictures.poster import Placard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry
    from briefing.core.model import Lead

LEAD_SENTENCES, LEAD_WORDS = 3, 60
# Not from strftime: it follows the locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def all_days(catalogue: Catalogue) -> tuple[date, ...]:
    """Every day that has a briefing, in order."""
    return tuple(map(date.fromisoformat, catalogue.places("days")))


def _last_year(catalogue: Catalogue, _key: str) -> int:
    """The year of the newest day; 0 where there is none."""
    return max((day.year for day in all_days(catalogue)), default=0)


# What lists of years need of all days.
LAST_YEAR = Query("last-year", _last_year, int)


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
    return by_weight(catalogue, events.merge(told), at)


def latest(catalogue: Catalogue) -> date | None:
    """The newest day on which something happened or was reported, else the newest of all."""
    found = all_days(catalogue)
    for at in reversed(found):
        if catalogue.rows(f"happened {at}") or catalogue.rows(f"reported {at}"):
            return at
    return found[-1] if found else None


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


def _placard(catalogue: Catalogue, key: str) -> Placard:
    at, book, teaser = date.fromisoformat(key), Book(catalogue), catalogue.ask(TEASER, key)
    count = summary.count(book, summary.standing(book, at))
    made = Placard(catalogue.site.title, teaser.date.text, teaser.headline)
    if count is None:
        return made
    return replace(
        made,
        counted=count.title,
        numbers=tuple((f"{one.bound} {one.amount}".strip(), one.whom) for one in count.numbers),
        by=f"According to {', '.join(link.text for link in count.by)}",
    )


# What is drawn of a day, for other sites to show.
PLACARD = Query("placard", _placard, Placard)


def _headline(day: Day, happened: Sequence[Entry], lead: Lead | None) -> str:
    if lead is not None:
        return lead.title
    if happened:
        marked = " (found by the program)" if happened[0].found else ""
        return head.shorten(happened[0].what.rstrip("."), 110) + marked
    return day.reported[0].title if day.reported else "No event on record"


def _extracted(day: Day) -> tuple[LeadSentence, ...]:
    """The day's best sentences: of its reports, else those that tell of the day; few and short."""
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
            if dated.date.is_day and dated.date.start == day.date and not dated.leans
        ]
    kept: list[LeadSentence] = []
    for one in dict.fromkeys(found):
        if sum(len(each.text.split()) for each in (*kept, one)) <= LEAD_WORDS:
            kept.append(one)
    return tuple((kept or found)[:LEAD_SENTENCES])


def _sentence(card: Card, text: str, anchor: str) -> LeadSentence:
    source = card_order.reporter(card)
    return LeadSentence(text, Link(urls.note(card.slug, anchor), card.title), source)


def _plan(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Plan a day's briefing, and the ledger as known on it."""
    at = date.fromisoformat(key)
    yield catalogue.html(urls.briefing(at), "briefing.html", partial(_briefing, catalogue, at))
    yield catalogue.html(urls.known(at), "edition.html", partial(_edition, catalogue, at))
    yield file(urls.poster(urls.briefing(at)), lambda: poster.draw(catalogue.ask(PLACARD, key)))


def _beside(catalogue: Catalogue, at: date) -> tuple[date | None, date | None]:
    before, after = catalogue.beside("days", at.isoformat())
    return date.fromisoformat(before) if before else None, date.fromisoformat(after) if after else None


def _briefing(catalogue: Catalogue, at: date) -> BriefingPage:
    before, after = _beside(catalogue, at)
    day, lead, href, book = day_of(catalogue, at), catalogue.lead(at), urls.briefing(at), Book(catalogue)
    happened, planned = entries(catalogue, at), entries(catalogue, at, planned=True)
    own = [entry for entry in happened if entry.date.text == at.isoformat()]
    standing = summary.standing(book, at)
    headline = _headline(day, happened, lead)
    shown = views.day_view(at)
    is_news = bool(happened or planned or day.reported)
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
            poster=poster.view(catalogue.site, href, catalogue.ask(PLACARD, at.isoformat())),
        ),
        date=shown,
        weekday=WEEKDAYS[at.weekday()],
        headline=headline,
        lead_html=_opening(catalogue, lead, urls.root_of(href)) if lead else "",
        lead=() if lead else _extracted(day),
        count=summary.count(book, standing),
        holders=summary.holders(book, standing) if is_news else None,
        happened=views.event_views(own, catalogue.label, at),
        about=views.event_views(
            sorted((one for one in happened if one not in own), key=lambda one: one.date.key),
            catalogue.label,
            at,
        ),
        planned=views.event_views(planned, catalogue.label, at),
        disputes=summary.disputes(book, (card.slug for card in day.reported)),
        reported=views.note_cards(day.reported),
        perhaps=views.note_cards(catalogue.cards(f"perhaps {at}")),
        before=catalogue.ask(TEASER, before.isoformat()) if before and not is_news else None,
        changed=editions.changed(book, at, (card.slug for card in day.reported)),
        known=urls.known(at),
        terms=Terms(
            places=views.of_kind(named, day.reported, catalogue.entity, "place"),
            people=views.of_kind(named, day.reported, catalogue.entity, "person"),
            groups=views.of_kind(named, day.reported, catalogue.entity, "group"),
            things=views.of_kind(named, day.reported, catalogue.entity, "thing"),
            tags=views.tag_links(day.reported or day.happened, catalogue.tag),
        ),
        neighbours=Neighbours(_link(before, at), _link(after, at)),
    )
    return citations.day(page, catalogue.site)


def _edition(catalogue: Catalogue, at: date) -> EditionPage:
    shown, (before, _) = views.day_view(at), _beside(catalogue, at)
    title = f"Figures as known on {shown.text}"
    return EditionPage(
        head=head.head(
            catalogue.site, title=title, description=title, path=urls.known(at), section=urls.BRIEFINGS
        ),
        date=shown,
        briefing=Link(urls.briefing(at), f"Briefing, {shown.text}"),
        edition=editions.view(Book(catalogue), at, before),
    )


def _opening(catalogue: Catalogue, lead: Lead, root: str) -> str:
    return links.body(lead.document.html, lead.path, root, catalogue.size)


def _link(day: date | None, beside: date) -> Link | None:
    """Lead to the briefing of a day; its year is told where it is another than the one beside it."""
    if day is None:
        return None
    shown = edtf.display_short(edtf.of_day(day))
    return Link(urls.briefing(day), shown.removesuffix(f" {beside.year}"))


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
        strip=strip.strip(teasers, catalogue.ask(LAST_YEAR)),
        months=tuple(_months(teasers)),
        pages=part.pages,
    )


def _months(teasers: Mapping[date, BriefingTeaser]) -> Iterator[MonthBriefings]:
    for anchor, same in groupby(teasers, key=lambda at: f"{at:%Y-%m}"):
        shown = tuple(teasers[at] for at in same)
        yield MonthBriefings(edtf.display(edtf.parse(anchor)), f"month-{anchor}", shown)


OUTPUTS = (
    OutputKind("briefing", (urls.BRIEFINGS, urls.POSTERS), lambda catalogue: catalogue.places("days"), _plan),
    OutputKind("briefings", (urls.BRIEFINGS,), only, _lists),
)
QUERIES = (TEASER, PLACARD, LAST_YEAR)
