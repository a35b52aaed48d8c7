"""A page for each note, withdrawn ones among them, and the list of notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.chronology import events
from briefing.chronology.cards import Card, reporter
from briefing.content import urls
from briefing.content.checks import references
from briefing.content.folder import CONTENT
from briefing.content.yaml_values import flow
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import citations, head, links, views
from briefing.site.ledger import rows
from briefing.site.ledger.book import Book
from briefing.site.listings import place_of
from briefing.site.models import ListingPage, NotePage
from briefing.site.parts import Head, Link, Neighbours, NoteCard, SuggestedEvent, Terms
from briefing.suggest.front_matter import event_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.core.model import Event, Image, Note
    from briefing.core.registry import EntityKind
    from briefing.site.catalogue import Catalogue
    from briefing.site.pagination import Chunk


def _slugs(catalogue: Catalogue) -> Iterator[str]:
    return (row.owner for row in catalogue.rows("notes"))


def _withdrawn(catalogue: Catalogue) -> Iterator[str]:
    return (row.owner for row in catalogue.rows("withdrawn"))


def _note(catalogue: Catalogue, slug: str) -> Iterator[Output]:
    """Plan a note's page."""
    href = urls.note(slug)

    def make() -> NotePage:
        card, note = catalogue.card(slug), catalogue.note(slug)
        return citations.note(_page(catalogue, card, note), card, note, catalogue.site)

    yield catalogue.html(href, "note.html", make)


def _neighbours(catalogue: Catalogue, card: Card) -> Neighbours:
    beside = (place.rpartition(" ")[2] for place in catalogue.beside("notes", place_of(card)))
    before, after = (Link(urls.note(slug), catalogue.ask(TITLE, slug)) if slug else None for slug in beside)
    return Neighbours(before, after)


def _title_of(catalogue: Catalogue, slug: str) -> str:
    return catalogue.card(slug).title


# What a note is called, for those that lead to it.
TITLE = Query("title", _title_of, str)


def _page(catalogue: Catalogue, card: Card, note: Note) -> NotePage:
    shown = views.note_card(card)
    book = Book(catalogue)
    claims = rows.of_note(book, card.slug)
    fixed = {one.id for one in book.statements(card.slug) if one.measure.kind in rows.ASIDE}
    return NotePage(
        head=_head(catalogue, card, note),
        title=card.title,
        date=shown.date,
        source=_named_briefly(catalogue, shown.source, card.source),
        relay=_named_briefly(catalogue, shown.relay, card.agency) if shown.relay else None,
        headline=note.headline,
        url=note.url,
        summary=card.summary,
        body_html=links.body(
            note.document.html, note.path, urls.root_of(urls.note(card.slug)), catalogue.size
        ),
        claims=tuple(one for one in claims if not one.stance and one.anchor not in fixed),
        asides=tuple(one for one in claims if one.anchor in fixed),
        positions=tuple(one for one in claims if one.stance),
        events=views.event_views(events.merge(events.tellings(card)), catalogue.label),
        terms=Terms(
            places=_named(card, "place"),
            people=_named(card, "person"),
            groups=_named(card, "group"),
            things=_named(card, "thing"),
            tags=views.tag_links([card], catalogue.tag),
        ),
        corrections=_corrections(card),
        neighbours=_neighbours(catalogue, card),
        draft=card.status == "draft",
        suggested=tuple(map(_suggested, card.suggested)),
        checked="; ".join(f"{one.by}, {views.date_view(one.date).text}" for one in card.checked),
    )


def _named_briefly(catalogue: Catalogue, link: Link, source: str) -> Link:
    return replace(link, text=catalogue.source(source).brief)


def _suggested(event: Event) -> SuggestedEvent:
    return SuggestedEvent(views.date_view(event.date), event.what, flow(event_row(event)), event.planned)


def _corrections(card: Card) -> tuple[str, ...]:
    return tuple(
        f"{views.date_view(one.date).text}: {one.what}"
        for one in sorted(card.corrections, key=lambda one: one.date.key)
    )


def _named(card: Card, kind: EntityKind) -> tuple[Link, ...]:
    return views.ranked([card], kind)


def _head(catalogue: Catalogue, card: Card, note: Note) -> Head:
    first = card.extracts[0].text if card.extracts else ""
    return head.head(
        catalogue.site,
        title=f"{card.title} ({_reported(card)})",
        description=f"{_reported(card)}: {card.summary or first or card.title}",
        path=urls.note(card.slug),
        section=urls.NOTES,
        about=head.about_note(catalogue.site, card, note.headline, note.url, _shown(note)),
    )


def _shown(note: Note) -> Iterator[tuple[str, Image]]:
    """The images of a note, each by its path below the content folder."""
    for image in note.document.images:
        if found := references.resolve(image.target, note.path.removeprefix(f"{CONTENT}/")):
            yield found[0], image


def _reported(card: Card) -> str:
    """Who reports, and when: headlines and openings of a wire repeat, and this tells their pages apart."""
    return f"{reporter(card)}, {views.reported(card).short}"


def _tombstone(catalogue: Catalogue, slug: str) -> Iterator[Output]:
    """Plan what stands where a note was withdrawn."""
    href = urls.note(slug)

    def make() -> NotePage:
        card = catalogue.card(slug)
        shown = views.note_card(card)
        return NotePage(
            head=head.head(
                catalogue.site,
                title=f"Withdrawn: {card.title} ({_reported(card)})",
                description=f"{_reported(card)}: this note has been withdrawn. {card.status_reason}",
                path=href,
                section=urls.NOTES,
            ),
            title=card.title,
            date=shown.date,
            source=shown.source,
            relay=shown.relay,
            headline="",
            url="",
            summary="",
            body_html="",
            claims=(),
            positions=(),
            events=(),
            terms=Terms(),
            corrections=_corrections(card),
            neighbours=Neighbours(),
            withdrawn=True,
            withdrawn_on=views.date_view(card.withdrawn) if card.withdrawn else None,
            reason=card.status_reason,
        )

    yield catalogue.html(href, "note.html", make)


def _listings(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan the list of notes."""
    return catalogue.html_of("notes", urls.NOTES, "listing.html", partial(_listing, catalogue))


def _listing(catalogue: Catalogue, part: Chunk[str]) -> ListingPage:
    title = part.titled("Notes")
    return ListingPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}: one for each press report, newest first.",
            path=part.href,
            section=urls.NOTES,
        ),
        kind="notes",
        title=title,
        introduction="One note for each press report, newest first.",
        about=None,
        notes=note_cards(catalogue, part.content),
        pages=part.pages,
    )


def _teaser(catalogue: Catalogue, slug: str) -> NoteCard:
    return views.note_card(catalogue.card(slug))


# What listings show of a note.
TEASER = Query("note-card", _teaser, NoteCard)


def note_cards(catalogue: Catalogue, slugs: Sequence[str]) -> tuple[NoteCard, ...]:
    """Show notes, given in chronological order, newest first."""
    return tuple(catalogue.ask(TEASER, slug) for slug in reversed(slugs))


OUTPUTS = (
    OutputKind("note", (urls.NOTES,), _slugs, _note),
    OutputKind("withdrawn", (urls.NOTES,), _withdrawn, _tombstone),
    OutputKind("notes", (urls.NOTES,), only, _listings),
)
QUERIES = (TITLE, TEASER)
