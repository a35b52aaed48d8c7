"""Cards in; the pages of notes and the lists of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.chronology import events
from briefing.chronology.cards import reporter
from briefing.chronology.ledger import statements
from briefing.site import cited, head, links, plan, urls, views
from briefing.site.ledger import rows
from briefing.site.models import ListingPage, NotePage
from briefing.site.parts import Link, Neighbours, SentenceView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.chronology.cards import Card, EntityRef
    from briefing.model import EntityKind, Note
    from briefing.site.catalogue import Catalogue
    from briefing.site.ledger.book import Book
    from briefing.site.parts import EventView, Head


def plans(book: Book) -> Iterator[plan.Plan]:
    """Plan every note's page, a tombstone for every withdrawn one, and the list of notes."""
    catalogue = book.catalogue
    cards = catalogue.cards
    for at, card in enumerate(cards):
        before = views.note_link(cards[at - 1]) if at else None
        after = views.note_link(cards[at + 1]) if at + 1 < len(cards) else None
        yield _note(book, card, Neighbours(before, after))
    for card in catalogue.withdrawn:
        yield _tombstone(catalogue, card)
    for part in plan.chunks(urls.NOTES, cards, catalogue.settings.sizes.per_page):
        yield _listing(catalogue, part)


def _note(book: Book, card: Card, neighbours: Neighbours) -> plan.Plan:
    catalogue = book.catalogue
    href = urls.note(card.slug)

    def make() -> NotePage:
        note = catalogue.note(card.slug)
        return cited.note(_page(book, card, note, neighbours), card, note, catalogue.settings.site)

    # Set beside later reports, a note's page would change with each of them.
    beside, words = book.support(statements.of_card(card), until=card.date.end)
    cards = dict.fromkeys((card, *beside))
    also = (catalogue.sources[card.slug], neighbours, words)
    return catalogue.plan(href, "note.html", make, cards=cards, also=also)


def _page(book: Book, card: Card, note: Note, neighbours: Neighbours) -> NotePage:
    catalogue = book.catalogue
    shown = views.note_card(card)
    labels = views.labels_of([card])
    claims = tuple(rows.row(book, one, until=card.date.end) for one in statements.of_card(card))
    return NotePage(
        head=_head(catalogue, card, note),
        title=card.title,
        date=shown.date,
        source=shown.source,
        relay=shown.relay,
        headline=note.headline,
        url=note.url,
        editor_summary=card.editor_summary,
        summary=tuple(SentenceView(one.text, f"#{one.anchor}") for one in card.summary),
        body_html=links.body(note.document.html, note.path, urls.root_of(urls.note(card.slug))),
        claims=tuple(claim for claim in claims if not claim.stance),
        positions=tuple(claim for claim in claims if claim.stance),
        events=_events(card, labels),
        tags=views.tag_links([card], catalogue.vocabulary),
        people=_named(card, "person"),
        groups=_named(card, "group"),
        places=_named(card, "place"),
        corrections=_corrections(card),
        neighbours=neighbours,
        draft=card.status == "draft",
    )


def _events(card: Card, labels: Mapping[str, EntityRef]) -> tuple[EventView, ...]:
    return views.event_views(events.merge(events.tellings(card)), labels)


def _corrections(card: Card) -> tuple[SentenceView, ...]:
    return tuple(
        SentenceView(f"{views.date_view(one.date).text}: {one.what}", "")
        for one in sorted(card.corrections, key=lambda one: one.date.key)
    )


def _named(card: Card, kind: EntityKind) -> tuple[Link, ...]:
    return views.ranked([card], kind)


def _head(catalogue: Catalogue, card: Card, note: Note) -> Head:
    first = card.summary[0].text if card.summary else ""
    return head.head(
        catalogue.settings.site,
        # Headlines of a wire repeat; who reports and when tells their pages apart.
        title=f"{card.title} ({reporter(card)}, {views.reported(card).short})",
        description=card.editor_summary or first or card.title,
        path=urls.note(card.slug),
        section=urls.NOTES,
        about=head.about_note(catalogue.settings.site, card, note.headline, note.url),
    )


def _tombstone(catalogue: Catalogue, card: Card) -> plan.Plan:
    href = urls.note(card.slug)

    def make() -> NotePage:
        shown = views.note_card(card)
        return NotePage(
            head=head.head(
                catalogue.settings.site,
                title=f"Withdrawn: {card.title}",
                description=f"This note has been withdrawn. {card.status_reason}",
                path=href,
                section=urls.NOTES,
            ),
            title=card.title,
            date=shown.date,
            source=shown.source,
            relay=shown.relay,
            headline="",
            url="",
            editor_summary="",
            summary=(),
            body_html="",
            claims=(),
            positions=(),
            events=(),
            tags=(),
            people=(),
            groups=(),
            places=(),
            corrections=_corrections(card),
            neighbours=Neighbours(),
            withdrawn=True,
            withdrawn_on=views.date_view(card.withdrawn) if card.withdrawn else None,
            reason=card.status_reason,
        )

    return catalogue.plan(href, "note.html", make, cards=[card])


def _listing(catalogue: Catalogue, part: plan.Part[Card]) -> plan.Plan:
    title = "Notes" + (f", page {part.name}" if part.name else "")

    def make() -> ListingPage:
        return ListingPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: one for each press report, newest first.",
                path=part.href,
                section=urls.NOTES,
            ),
            kind="notes",
            title=title,
            introduction="One note for each press report, newest first.",
            about=None,
            notes=views.note_cards(part.content),
            pages=part.pages,
        )

    return catalogue.plan(part.href, "listing.html", make, cards=part.content, also=(part.pages,))
