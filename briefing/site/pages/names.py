"""The registry, tags and sources in; a page for each and an A to Z of each kind out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import edtf
from briefing.chronology import days, events
from briefing.chronology.ledger import statements
from briefing.site import head, plan, urls, views
from briefing.site.ledger import rows
from briefing.site.models import EntityPage, IndexPage, ListingPage, SourcePage
from briefing.site.parts import IndexGroup, IndexRow, Link
from briefing.site.pictures import locator
from briefing.text import folding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.chronology.cards import Card
    from briefing.model import Entity, Source
    from briefing.site.catalogue import Catalogue
    from briefing.site.ledger.book import Book
    from briefing.site.pictures.locator import Locator

KINDS = (("person", "People"), ("group", "Groups"), ("place", "Places"))
SOURCE_KINDS = (("outlet", "Outlets"), ("agency", "Agencies"))
TOGETHER = 12


def plans(book: Book) -> Iterator[plan.Plan]:
    """Plan all pages of entities, sources and tags, and the three lists of them."""
    catalogue = book.catalogue
    for entity in catalogue.registry.entities:
        yield from _entity(book, entity)
    for source in catalogue.registry.sources:
        yield from _source(catalogue, source)
    for key in sorted(catalogue.by_tag):
        yield from _tag(catalogue, key)
    yield from (_entities(catalogue), _sources(catalogue), _tags(catalogue))


def _entity(book: Book, entity: Entity) -> Iterator[plan.Plan]:
    catalogue = book.catalogue
    cards = catalogue.by_entity.get(entity.id, [])
    for part in plan.chunks(urls.entity(entity.id), cards, catalogue.settings.sizes.per_page):
        yield _entity_page(book, entity, part)


def _entity_page(book: Book, entity: Entity, part: plan.Part[Card]) -> plan.Plan:
    catalogue, cards = book.catalogue, part.content
    positions = [
        one
        for card in cards
        for one in statements.of_card(card)
        if one.is_position and one.claim.place == entity.id
    ]
    beside, words = book.support(positions, until=cards[-1].date.end if cards else None)
    title = entity.label + (f", page {part.name}" if part.name else "")

    def make() -> EntityPage:
        position = entity.position
        told = (one for card in cards for one in events.tellings(card) if _involves(one, entity.id))
        also = ", ".join(alias.text for alias in entity.aliases)
        return EntityPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: {entity.description}" + (f" Also written {also}." if also else ""),
                path=part.href,
                section=urls.ENTITIES,
                about=head.about_entity(entity),
            ),
            kind=entity.kind,
            label=entity.label,
            aliases=tuple(alias.text for alias in entity.aliases),
            description=entity.description,
            position=_coordinates(position.lat, position.lon) if position else "",
            position_basis=f"{position.precision}, {position.basis}" if position else "",
            locator=locator.of_place(catalogue.basemap, entity),
            events=views.event_views(events.merge(told), views.labels_of(cards)),
            notes=views.note_cards(card for card in cards if _counts(card, entity.id)),
            days=_days(cards, entity.id),
            together=_together(cards, entity.id),
            positions=rows.strip(book, positions, until=cards[-1].date.end if cards else None),
            pages=part.pages,
        )

    everything = dict.fromkeys((*cards, *beside))
    return catalogue.plan(
        part.href,
        "entity.html",
        make,
        cards=everything,
        also=(entity, len(cards), part.pages, words, catalogue.ground),
    )


def _involves(telling: events.Telling, id_: str) -> bool:
    return id_ in telling.event.places or id_ in telling.event.actors


def _counts(card: Card, id_: str) -> int:
    return next((entity.count for entity in card.entities if entity.id == id_), 0)


def _coordinates(lat: float, lon: float) -> str:
    return f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}, {abs(lon):g}° {'E' if lon >= 0 else 'W'}"


def _days(cards: Sequence[Card], id_: str) -> tuple[Link, ...]:
    """The days on which something happened to, or was done by, an entity."""
    found = {
        day
        for card in cards
        for telling in events.tellings(card)
        if _involves(telling, id_)
        for day in days.within(telling.event.date, days.EVENT_SPAN)
    }
    return tuple(Link(urls.briefing(day), edtf.display_short(edtf.of_day(day))) for day in sorted(found))


def _together(cards: Sequence[Card], id_: str) -> tuple[Link, ...]:
    """Whom and what the same notes name most."""
    labels = views.labels_of(cards)
    counts: dict[str, tuple[int, int]] = {}
    for card in cards:
        for entity in card.entities:
            notes, times = counts.get(entity.id, (0, 0))
            counts[entity.id] = (notes + 1, times + entity.count)
    order = sorted(counts.keys() - {id_}, key=lambda one: (*(-n for n in counts[one]), one))
    return views.entity_links(order[:TOGETHER], labels)


def _source(catalogue: Catalogue, source: Source) -> Iterator[plan.Plan]:
    cards = catalogue.by_source.get(source.id, [])
    for part in plan.chunks(urls.source(source.id), cards, catalogue.settings.sizes.per_page):
        yield _source_page(catalogue, source, part)


def _source_page(catalogue: Catalogue, source: Source, part: plan.Part[Card]) -> plan.Plan:
    title = f"Reports of {source.label}" + (f", page {part.name}" if part.name else "")

    def make() -> SourcePage:
        return SourcePage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}. {source.description}",
                path=part.href,
                section=urls.SOURCES,
            ),
            kind=source.kind,
            label=source.label,
            description=source.description,
            url=source.url,
            notes=views.note_cards(part.content),
            pages=part.pages,
        )

    return catalogue.plan(part.href, "source.html", make, cards=part.content, also=(source, part.pages))


def _tag(catalogue: Catalogue, key: str) -> Iterator[plan.Plan]:
    base = catalogue.vocabulary[key].href
    for part in plan.chunks(base, catalogue.by_tag[key], catalogue.settings.sizes.per_page):
        yield _tag_page(catalogue, key, part)


def _tag_page(catalogue: Catalogue, key: str, part: plan.Part[Card]) -> plan.Plan:
    label = catalogue.vocabulary[key].text
    title = f"Tag: {label}" + (f", page {part.name}" if part.name else "")
    entity = next((tag.entity for card in part.content for tag in card.tags if tag.key == key), "")

    def make() -> ListingPage:
        return ListingPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"Notes tagged {label}" + (f", page {part.name}" if part.name else "") + ".",
                path=part.href,
                section=urls.TAGS,
            ),
            kind="tag",
            title=label,
            introduction="",
            about=Link(urls.entity(entity), f"All that is known of {label}") if entity else None,
            notes=views.note_cards(part.content),
            pages=part.pages,
        )

    return catalogue.plan(part.href, "listing.html", make, cards=part.content, also=(key, part.pages))


def _index(
    catalogue: Catalogue,
    href: str,
    title: str,
    introduction: str,
    groups: _Groups,
    *,
    shown: Locator | None = None,
) -> plan.Plan:
    """Plan an A to Z. Its groups are cheap to make, so they are their own digest."""

    def make() -> IndexPage:
        return IndexPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: {introduction}",
                path=href,
                section=href,
            ),
            kind=href.rstrip("/"),
            title=title,
            introduction=introduction,
            groups=groups,
            locator=shown,
        )

    return catalogue.plan(href, "index_page.html", make, also=(groups, shown))


_Groups = tuple[IndexGroup, ...]


def _entities(catalogue: Catalogue) -> plan.Plan:
    counts = {
        id_: sum(1 for card in cards if _counts(card, id_)) for id_, cards in catalogue.by_entity.items()
    }
    groups = tuple(
        _group(
            title,
            kind,
            (
                IndexRow(
                    Link(urls.entity(entity.id), entity.label),
                    tuple(alias.text for alias in entity.aliases),
                    entity.description,
                    counts.get(entity.id, 0),
                )
                for entity in catalogue.registry.entities
                if entity.kind == kind
            ),
        )
        for kind, title in KINDS
    )
    introduction = "Everyone and everything named in the reports, under all their names."
    places = sorted(
        (entity for entity in catalogue.registry.entities if entity.kind == "place"),
        key=lambda place: (-counts.get(place.id, 0), place.id),
    )
    shown = locator.overview(catalogue.basemap, places) if catalogue.basemap else None
    return _index(catalogue, urls.ENTITIES, "People, groups and places", introduction, groups, shown=shown)


def _sources(catalogue: Catalogue) -> plan.Plan:
    counts: Mapping[str, int] = {id_: len(cards) for id_, cards in catalogue.by_source.items()}
    groups = tuple(
        _group(
            title,
            kind,
            (
                IndexRow(Link(urls.source(one.id), one.label), (), one.description, counts.get(one.id, 0))
                for one in catalogue.registry.sources
                if one.kind == kind
            ),
        )
        for kind, title in SOURCE_KINDS
    )
    introduction = "Outlets that published the reports, and the agencies whose wire they relay."
    return _index(catalogue, urls.SOURCES, "Sources", introduction, groups)


def _tags(catalogue: Catalogue) -> plan.Plan:
    rows = (
        IndexRow(catalogue.vocabulary[key], (), "", len(cards)) for key, cards in catalogue.by_tag.items()
    )
    introduction = "What the notes are about, in the words they share."
    return _index(catalogue, urls.TAGS, "Tags", introduction, (_group("All tags", "all", rows),))


def _group(title: str, anchor: str, rows: Iterable[IndexRow]) -> IndexGroup:
    order = sorted(rows, key=lambda row: (folding.fold(row.link.text), row.link.href))
    return IndexGroup(title, f"group-{anchor}", tuple(order))
