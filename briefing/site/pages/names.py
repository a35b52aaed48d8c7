"""A page for each entity, tag and source, and an A to Z of each."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from briefing.chronology import days, events
from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head, views
from briefing.site.entity_counts import naming
from briefing.site.ledger import rows, summary
from briefing.site.ledger.book import Book
from briefing.site.models import EntityPage, IndexPage, ListingPage, SourcePage
from briefing.site.pages import notes
from briefing.site.parts import IndexGroup, IndexRow, Link
from briefing.site.pictures import locator
from briefing.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.cards import Card
    from briefing.core.registry import Source
    from briefing.site.catalogue import Catalogue
    from briefing.site.pagination import Chunk
    from briefing.site.pictures.locator import Locator

KINDS = (("person", "People"), ("group", "Groups"), ("place", "Places"), ("thing", "Things"))
SOURCE_KINDS = (("outlet", "Outlets"), ("agency", "Agencies"))
TOGETHER = 12


def _ids(catalogue: Catalogue) -> list[str]:
    return [entity.id for entity in catalogue.entities]


def _entity(catalogue: Catalogue, id_: str) -> Iterator[Output]:
    """Plan the pages of an entity."""
    source = next((one for one in catalogue.sources if one.id == id_), None)
    make, other = partial(_entity_page, catalogue, id_, source), f"source {id_}" if source else ""
    return catalogue.html_of(
        f"entity {id_}", urls.entity(id_), "entity.html", make, also=(source,), other=other
    )


def _entity_page(catalogue: Catalogue, id_: str, source: Source | None, part: Chunk[str]) -> EntityPage:
    entity, position = catalogue.entity(id_), catalogue.entity(id_).position
    told_of = [catalogue.card(slug) for slug in part.content]
    reports = tuple(card.slug for card in told_of if source and id_ in {card.source, card.agency})
    cards = [card for card in told_of if any(one.id == id_ for one in card.entities)]
    title = part.titled(entity.label)
    told = (one for card in cards for one in events.tellings(card) if _involves(one, id_))
    also = ", ".join(alias.text for alias in entity.aliases)
    return EntityPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}: {entity.description}" + (f" Also written {also}." if also else ""),
            path=part.href,
            section=urls.ENTITIES,
            about=head.about_entity(entity),
            feed=Link(urls.feed(urls.entity(id_)), f"{entity.label} (Atom)") if told_of else None,
        ),
        kind=entity.kind,
        label=entity.label,
        aliases=tuple(alias.text for alias in entity.aliases),
        description=entity.description,
        position=_coordinates(position.lat, position.lon) if position else "",
        position_basis=f"{position.precision}, {position.basis}" if position else "",
        locator=locator.of_place(catalogue.basemap, entity),
        events=views.event_views(events.merge(told), catalogue.label),
        notes=views.note_cards(card for card in cards if _counts(card, id_) and card.slug not in reports),
        days=_days(cards, id_),
        together=_together(cards, id_),
        holders=summary.holders_of(Book(catalogue), part.content, id_),
        positions=rows.positions_of(Book(catalogue), part.content, id_),
        pages=part.pages,
        source=_source_page(catalogue, id_, replace(part, content=reports)) if source else None,
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
        if _involves(telling, id_) and not telling.event.planned
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
    return views.entity_links(order[:TOGETHER], lambda one: labels[one].label)


def _source_ids(catalogue: Catalogue) -> list[str]:
    """The sources that are no entities, which have a page of their own."""
    entities = set(_ids(catalogue))
    return [source.id for source in catalogue.sources if source.id not in entities]


def _source(catalogue: Catalogue, id_: str) -> Iterator[Output]:
    """Plan the pages of an outlet or agency."""
    make = partial(_source_page, catalogue, id_)
    return catalogue.html_of(f"source {id_}", urls.source(id_), "source.html", make)


def _source_page(catalogue: Catalogue, id_: str, part: Chunk[str]) -> SourcePage:
    source = catalogue.source(id_)
    title = part.titled(f"Reports of {source.label}")
    return SourcePage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}. {source.description}",
            path=part.href,
            section=urls.SOURCES,
        ),
        kind=source.kind,
        label=source.label,
        description=source.description,
        url=source.url,
        notes=notes.note_cards(catalogue, part.content),
        pages=part.pages,
    )


def _tag_keys(catalogue: Catalogue) -> tuple[str, ...]:
    return catalogue.listings("tag")


def _tag(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Plan the pages of a tag."""
    link = catalogue.tag(key)
    make = partial(_tag_page, catalogue, key, link.text)
    return catalogue.html_of(f"tag {key}", link.href, "listing.html", make, also=(link,))


def _tag_page(catalogue: Catalogue, key: str, label: str, part: Chunk[str]) -> ListingPage:
    title = part.titled(f"Tag: {label}")
    entity = key[1:] if key.startswith("=") else ""
    return ListingPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=part.titled(f"Notes tagged {label}") + ".",
            path=part.href,
            section=urls.TAGS,
        ),
        kind="tag",
        title=label,
        introduction="",
        about=Link(urls.entity(entity), f"All that is known of {label}") if entity else None,
        notes=notes.note_cards(catalogue, part.content),
        pages=part.pages,
    )


_Groups = tuple[IndexGroup, ...]


def _index(
    catalogue: Catalogue,
    href: str,
    title: str,
    introduction: str,
    groups: _Groups,
    *,
    shown: Locator | None = None,
) -> IndexPage:
    """An A to Z."""
    return IndexPage(
        head=head.head(
            catalogue.site,
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


def _indexes(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan the three lists by name."""
    for href, make in ((urls.ENTITIES, _entities), (urls.SOURCES, _sources), (urls.TAGS, _tags)):
        yield catalogue.html(href, "index_page.html", partial(make, catalogue))


def _entities(catalogue: Catalogue) -> IndexPage:
    counts = {entity.id: naming(catalogue, entity.id) for entity in catalogue.entities}
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
                for entity in catalogue.entities
                if entity.kind == kind
            ),
        )
        for kind, title in KINDS
        if kind != "thing" or any(entity.kind == kind for entity in catalogue.entities)
    )
    introduction = "Everyone and everything named in the reports, under all their names."
    places = sorted(
        (entity for entity in catalogue.entities if entity.kind == "place"),
        key=lambda place: (-counts.get(place.id, 0), place.id),
    )
    shown = locator.overview(catalogue.basemap, places) if catalogue.basemap else None
    *first, last = (group.title for group in groups)
    title = f"{', '.join(first)} and {last}".capitalize()
    return _index(catalogue, urls.ENTITIES, title, introduction, groups, shown=shown)


# How many notes there are on reports of an outlet or agency, and how many have a tag.
CARRIED: Query[Catalogue, int] = Query("carried", lambda found, id_: found.count(f"source {id_}"), int)
TAGGED: Query[Catalogue, int] = Query("tagged", lambda found, key: found.count(f"tag {key}"), int)


def _sources(catalogue: Catalogue) -> IndexPage:
    entities = set(_ids(catalogue))
    groups = tuple(
        _group(
            title,
            kind,
            (
                IndexRow(
                    Link(urls.reporter(one.id, is_entity=one.id in entities), one.label),
                    (),
                    one.description,
                    catalogue.ask(CARRIED, one.id),
                )
                for one in catalogue.sources
                if one.kind == kind
            ),
        )
        for kind, title in SOURCE_KINDS
    )
    introduction = "Outlets that published the reports, and the agencies whose wire they relay."
    return _index(catalogue, urls.SOURCES, "Sources", introduction, groups)


def _tags(catalogue: Catalogue) -> IndexPage:
    keys = catalogue.listings("tag")
    rows = (IndexRow(catalogue.tag(key), (), "", catalogue.ask(TAGGED, key)) for key in keys)
    introduction = "What the notes are about, in the words they share."
    return _index(catalogue, urls.TAGS, "Tags", introduction, (_group("All tags", "all", rows),))


def _group(title: str, anchor: str, rows: Iterable[IndexRow]) -> IndexGroup:
    order = sorted(rows, key=lambda row: (fold.fold(row.link.text), row.link.href))
    return IndexGroup(title, f"group-{anchor}", tuple(order))


OUTPUTS = (
    OutputKind("entity", (urls.ENTITIES,), _ids, _entity),
    OutputKind("source", (urls.SOURCES,), _source_ids, _source),
    OutputKind("tag", (urls.TAGS,), _tag_keys, _tag),
    OutputKind("names", (urls.ENTITIES, urls.SOURCES, urls.TAGS), only, _indexes),
)
QUERIES = (CARRIED, TAGGED)
