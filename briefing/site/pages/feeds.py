"""The feeds: of the notes that changed last, of briefings, of each entity and of each question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.ledger.statements import Statement, group_of
from briefing.ledger.wording import STANCES, figure
from briefing.site import feeds, head
from briefing.site.catalogue import Catalogue, file
from briefing.site.ledger.book import Book, id_of
from briefing.site.pages import days
from briefing.site.parts import Link

# Entries of a feed on one thing: there are many such feeds, and their readers look in often.
FEW = 20


def _newest(catalogue: Catalogue, _key: str) -> tuple[str, ...]:
    return tuple(row.owner for row in reversed(catalogue.last("updated", catalogue.sizes.feed)))


# The notes that changed last for their readers, withdrawn ones among them, newest first.
NEWEST = Query("newest", _newest, tuple[str, ...])


def _plans(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    yield file(urls.ATOM, lambda: _of_site(catalogue, urls.HOME, urls.ATOM, _changed_last(catalogue)))
    yield file(urls.JSON_FEED, lambda: feeds.json_feed(catalogue.site, _changed_last(catalogue)))
    path = urls.feed(urls.BRIEFINGS)
    yield file(path, lambda: _of_site(catalogue, urls.BRIEFINGS, path, _briefings(catalogue)))


def _of_site(catalogue: Catalogue, href: str, path: str, entries: list[feeds.FeedEntry]) -> bytes:
    title = catalogue.site.title if href == urls.HOME else f"Briefings · {catalogue.site.title}"
    return feeds.atom(catalogue.site, entries, page=Link(href, title), path=path)


def _changed_last(catalogue: Catalogue) -> list[feeds.FeedEntry]:
    return [_of_note(catalogue, slug) for slug in catalogue.ask(NEWEST)]


def _of_note(catalogue: Catalogue, slug: str) -> feeds.FeedEntry:
    return catalogue.once(f"entry {slug}", lambda: feeds.of_note(catalogue.site, catalogue.card(slug)))


def _day_changed(catalogue: Catalogue, key: str) -> str:
    told = (*catalogue.cards(f"reported {key}"), *catalogue.cards(f"happened {key}"))
    return max((feeds.updated(card).isoformat() for card in told), default=key)


# The day on which the notes that a briefing is made of last changed for their readers.
DAY_CHANGED = Query("day-changed", _day_changed, str)


def _briefings(catalogue: Catalogue) -> list[feeds.FeedEntry]:
    newest = catalogue.places("days")[-catalogue.sizes.feed :]
    return [_of_day(catalogue, key) for key in reversed(newest)]


def _of_day(catalogue: Catalogue, key: str) -> feeds.FeedEntry:
    teaser, day = catalogue.ask(days.TEASER, key), date.fromisoformat(key)
    address = head.absolute(catalogue.site, teaser.href)
    return feeds.FeedEntry(
        id=address,
        href=address,
        title=f"{teaser.date.text}: {teaser.headline}",
        published=day,
        updated=max(day, date.fromisoformat(catalogue.ask(DAY_CHANGED, key))),
        summary=teaser.text or teaser.headline,
    )


def _entity(catalogue: Catalogue, id_: str) -> Iterator[Output]:
    """Plan the feed of an entity that notes tell of."""
    if catalogue.count(f"entity {id_}") or catalogue.count(f"source {id_}"):
        yield file(urls.feed(urls.entity(id_)), partial(_of_entity, catalogue, id_))


def _of_entity(catalogue: Catalogue, id_: str) -> bytes:
    """Write the newest notes that name an entity or are of its reports."""
    found = {
        row.sort: row.owner
        for listing in (f"entity {id_}", f"source {id_}")
        for row in catalogue.last(listing, FEW)
    }
    newest = [found[place] for place in sorted(found, reverse=True)[:FEW]]
    entries = [_of_note(catalogue, slug) for slug in newest]
    title = f"{catalogue.entity(id_).label} · {catalogue.site.title}"
    return _of_page(catalogue, Link(urls.entity(id_), title), entries)


def _of_page(catalogue: Catalogue, page: Link, entries: list[feeds.FeedEntry]) -> bytes:
    return feeds.atom(catalogue.site, entries, page=page, path=urls.feed(page.href))


def _question(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Plan the feed of a question: what is said on one measure of one group, or on one place."""
    yield file(urls.feed(urls.group(*group_of(key))), partial(_of_question, catalogue, key))


def _of_question(catalogue: Catalogue, key: str) -> bytes:
    book, group = Book(catalogue), group_of(key)
    newest = (book.statement(row.owner, id_of(row)) for row in reversed(catalogue.last(f"group {key}", FEW)))
    title = f"{book.heading(group)} · {catalogue.site.title}"
    entries = [_of_statement(book, statement) for statement in newest]
    return _of_page(catalogue, Link(urls.group(*group), title), entries)


def _of_statement(book: Book, statement: Statement) -> feeds.FeedEntry:
    catalogue, claim = book.catalogue, statement.claim
    address = head.absolute(catalogue.site, urls.note(statement.slug, statement.id))
    told, of = (
        figure(statement),
        f"{book.heading(statement.group)}, {book.title(statement.scope, claim.subset)}.",
    )
    if claim.stance and statement.is_position:
        told, of = f"{STANCES[claim.stance].extent} by {book.label(claim.who)}", ""
    corrected = (one.date.start for one in catalogue.report(statement.slug).corrections)
    summary = (
        of,
        f"As of {edtf.display(statement.as_of)}, reported by {statement.carrier}.",
        claim.remark,
    )
    return feeds.FeedEntry(
        id=address,
        href=address,
        title=f"{book.label(claim.by)}: {told}",
        published=statement.as_of.start,
        updated=max([statement.as_of.start, *corrected]),
        summary=" ".join(filter(None, summary)),
    )


OUTPUTS = (
    OutputKind("feeds", (urls.FEEDS,), only, _plans),
    OutputKind(
        "entity-feed", (urls.FEEDS,), lambda catalogue: [one.id for one in catalogue.entities], _entity
    ),
    OutputKind("question-feed", (urls.FEEDS,), lambda catalogue: catalogue.listings("group"), _question),
)
QUERIES = (NEWEST, DAY_CHANGED)
