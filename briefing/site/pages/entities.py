"""A page for each entity and each source: who or what it is, its figures, what it said and did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from briefing.chronology import events
from briefing.content import urls
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head, views
from briefing.site.ledger import origins, profile, rows, summary
from briefing.site.ledger.book import Book
from briefing.site.parts import Link
from briefing.site.pictures import locator
from briefing.site.profiles import EntityPage, Figures, RoleView, SourcePage

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.core.registry import Entity, Source
    from briefing.site.catalogue import Catalogue
    from briefing.site.pagination import Chunk
    from briefing.site.pictures.locator import Locator

TOGETHER = 12
# Events that are shown before the others are folded, and steps outwards from a place within others.
EVENTS, STEPS = 6, 8


class Member(NamedTuple):
    """What lies in, or belongs to, an entity, by its id; or what has a role in it, such as head."""

    id: str
    as_: str = ""


def _members(catalogue: Catalogue, id_: str) -> tuple[Member, ...]:
    return catalogue.once("members", lambda: _all_members(catalogue)).get(id_, ())


def _all_members(catalogue: Catalogue) -> Mapping[str, tuple[Member, ...]]:
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for entity in catalogue.entities:
        if entity.within:
            found[entity.within].append(Member(entity.id))
        if entity.role:
            found[entity.role.of].append(Member(entity.id, entity.role.as_))
    return {id_: tuple(members) for id_, members in found.items()}


# The key is the id of an entity.
MEMBERS = Query("members", _members, tuple[Member, ...])


def _around(catalogue: Catalogue, entity: Entity) -> list[str]:
    """What an entity lies in, the nearest first."""
    found: list[str] = []
    while entity.within and len(found) < STEPS:
        found.append(entity.within)
        entity = catalogue.entity(entity.within)
    return found


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
    entity, book = catalogue.entity(id_), Book(catalogue)
    told_of = [catalogue.card(slug) for slug in part.content]
    reports = tuple(card.slug for card in told_of if source and id_ in {card.source, card.agency})
    cards = [card for card in told_of if any(one.id == id_ for one in card.entities)]
    title = part.titled(entity.label)
    also = ", ".join(alias.text for alias in entity.aliases)
    told = (one for card in cards for one in events.tellings(card) if _involves(one, id_))
    newest = views.event_views(reversed(events.merge(told)), catalogue.label)
    members, around, at = catalogue.ask(MEMBERS, id_), _around(catalogue, entity), entity.position
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
        role=RoleView(entity.role.as_, catalogue.party(entity.role.of)) if entity.role else None,
        roles=tuple(RoleView(one.as_, catalogue.party(one.id)) for one in members if one.as_),
        within=tuple(map(catalogue.party, around)),
        inside=tuple(catalogue.party(one.id) for one in members if not one.as_),
        position=_coordinates(at.lat, at.lon) if at else "",
        position_basis=f"{at.precision}, {at.basis}" if at else "",
        locator=map_of(catalogue, entity),
        count=profile.count_at(book, part.content, (id_, *around)) if entity.kind == "place" else None,
        holders=summary.holders_of(book, part.content, id_),
        # Older pages keep what they hold: else each new figure would change all of them.
        figures=Figures() if part.name else profile.figures(book, id_),
        events=newest[:EVENTS],
        earlier=newest[EVENTS:],
        positions=rows.positions_of(book, part.content, id_),
        notes=views.note_cards(card for card in cards if card.slug not in reports),
        together=_together(cards, id_),
        pages=part.pages,
        source=_source_page(catalogue, id_, replace(part, content=reports)) if source else None,
    )


def _involves(telling: events.Telling, id_: str) -> bool:
    """Tell whether an event is of an entity: where or by whom it happened, who says it, whom it names."""
    event = telling.event
    return id_ in {*event.places, *event.actors, *event.by, *event.names}


def near(catalogue: Catalogue, entity: Entity) -> tuple[str, ...]:
    """What lies in an entity, and beside it in the same, by ids."""
    found = [*catalogue.ask(MEMBERS, entity.id)]
    if entity.within:
        found += catalogue.ask(MEMBERS, entity.within)
    return tuple(dict.fromkeys(one.id for one in found if not one.as_ and one.id != entity.id))


def map_of(catalogue: Catalogue, place: Entity) -> Locator | None:
    """A map of a place and what is near it."""
    return locator.of_place(
        catalogue.basemap, place, [catalogue.entity(id_) for id_ in near(catalogue, place)]
    )


def _coordinates(lat: float, lon: float) -> str:
    return f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}, {abs(lon):g}° {'E' if lon >= 0 else 'W'}"


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
    figures, shares = origins.shares(catalogue, part.content)
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
        rests=origins.rests(catalogue, reversed(part.content)),
        figures=figures,
        shares=shares,
        pages=part.pages,
    )


OUTPUTS = (
    OutputKind("entity", (urls.ENTITIES,), _ids, _entity),
    OutputKind("source", (urls.SOURCES,), _source_ids, _source),
)
QUERIES = (MEMBERS,)
