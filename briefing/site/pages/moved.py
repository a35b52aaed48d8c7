"""Lead on from former addresses of pages: by a page at each, and one file for hosts that redirect."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.ledger.statements import group_of
from briefing.site import catalogue as catalogues
from briefing.site import head, headers
from briefing.site.ledger.book import Book
from briefing.site.models import MovedPage
from briefing.site.pages import notes
from briefing.site.pagination import chunks
from briefing.site.parts import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.site.catalogue import Catalogue


# The first pages of entities and of questions.
_WITH_FEED = re.compile(rf"(?:{urls.ENTITIES}|{urls.FIGURES})[^/]+/")


class Move(Struct, frozen=True):
    """A page's address before, the one that it has now, and what it is called."""

    old: str
    new: str
    text: str


def _moves(catalogue: Catalogue, _key: str) -> tuple[Move, ...]:
    """Return all moves; an old address that has a new page now is left out."""
    found = {one.old: one for of in (_texts, _names, _figures, _tags) for one in of(catalogue)}
    return tuple(one for _, one in sorted(found.items()))


def _texts(catalogue: Catalogue) -> Iterator[Move]:
    for row in catalogue.rows("former"):
        title = catalogue.ask(notes.TITLE, row.owner)
        yield Move(urls.note(row.sort), urls.note(row.owner), title)
    for slug in catalogue.page_slugs:
        page = catalogue.page(slug)
        yield from (Move(urls.page(former), urls.page(slug), page.title) for former in page.former)


def _names(catalogue: Catalogue) -> Iterator[Move]:
    for entity in catalogue.entities:
        old = map(urls.entity, entity.former)
        yield from _spread(catalogue, f"entity {entity.id}", old, urls.entity(entity.id), entity.label)
    entities = {entity.id for entity in catalogue.entities}
    for source in catalogue.sources:
        listing = f"source {source.id}"
        if source.id in entities:
            rows, size = range(catalogue.count(listing)), catalogue.sizes.per_page
            for base in map(urls.source, (source.id, *source.former)):
                for before in chunks(base, rows, size):
                    yield Move(before.href, urls.entity(source.id), catalogue.label(source.id))
            continue
        label = f"Reports of {source.label}"
        yield from _spread(catalogue, listing, map(urls.source, source.former), urls.source(source.id), label)


def _figures(catalogue: Catalogue) -> Iterator[Move]:
    """Lead on from the parts of the ledger that were named after former ids."""
    book = Book(catalogue)
    former = {one.id: one.former for one in catalogue.sources}
    former |= {one.id: one.former for one in catalogue.entities}
    live = {key: urls.group(*group_of(key)) for key in catalogue.listings("group")}
    for key, new in live.items():
        what, of = group_of(key)
        pairs = product((what, *book.measure(what).former), (of, *former.get(of, ())))
        old = [href for pair in pairs if (href := urls.group(*pair)) not in live.values()]
        yield from _spread(catalogue, f"group {key}", old, new, book.heading(group_of(key)))
    claimants = catalogue.listings("claimant")
    for key in claimants:
        old = [urls.claimant(one) for one in former.get(key, ()) if one not in claimants]
        label = f"Figures and positions of {catalogue.label(key)}"
        yield from _spread(catalogue, f"claimant {key}", old, urls.claimant(key), label)


def _tags(catalogue: Catalogue) -> Iterator[Move]:
    for tag in catalogue.tags:
        for key in catalogue.places(f"address {urls.tag(tag.label)}")[:1]:
            old = [href for one in tag.former if not catalogue.places(f"address {(href := urls.tag(one))}")]
            link = catalogue.tag(key)
            yield from _spread(catalogue, f"tag {key}", old, link.href, f"Tag: {link.text}")


def _spread(catalogue: Catalogue, listing: str, old: Iterable[str], new: str, text: str) -> Iterator[Move]:
    """Yield the moves of the pages that a listing is spread over, whose newest is at `new`."""
    for base in old:
        rows, size = range(catalogue.count(listing)), catalogue.sizes.per_page
        for before, now in zip(chunks(base, rows, size), chunks(new, rows, size), strict=True):
            yield Move(before.href, now.href, now.titled(text))


# Everything that has moved, in the order of the old addresses.
MOVES = Query("moves", _moves, tuple[Move, ...])


def _plans(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    moves = catalogue.ask(MOVES)
    for move in moves:
        yield _page(catalogue, move)
    if moves:
        to_send = headers.redirects(catalogue.site, (pair for one in moves for pair in _led_on(one)))
        yield catalogues.file(headers.REDIRECTS, to_send.encode)


def _led_on(move: Move) -> Iterator[tuple[str, str]]:
    """Yield what hosts lead on: a page, and the feed of what it is about, at which no page can stand."""
    yield move.old, move.new
    kinds = [_WITH_FEED.fullmatch(href) for href in (move.old, move.new)]
    if all(kinds):
        yield urls.feed(move.old), urls.feed(move.new)


def _page(catalogue: Catalogue, move: Move) -> Output:
    def make() -> MovedPage:
        return MovedPage(
            head=head.moved(catalogue.site, move.old, move.new),
            title="This page has moved",
            now=Link(move.new, move.text),
        )

    return catalogue.html(move.old, "moved.html", make, also=(move,))


QUERIES = (MOVES,)
OUTPUTS = (
    OutputKind(
        "moved",
        (urls.NOTES, urls.ENTITIES, urls.SOURCES, urls.TAGS, urls.FIGURES, headers.REDIRECTS, ""),
        only,
        _plans,
    ),
)
