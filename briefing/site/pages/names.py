"""A page for each tag, and an A to Z of entities, sources and tags."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head
from briefing.site.entity_counts import naming
from briefing.site.ledger import origins
from briefing.site.models import IndexPage, ListingPage
from briefing.site.pages import notes
from briefing.site.parts import IndexGroup, IndexRow, Link
from briefing.site.pictures import locator
from briefing.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.site.catalogue import Catalogue
    from briefing.site.figure_parts import RestsView
    from briefing.site.pagination import Chunk
    from briefing.site.pictures.locator import Locator

KINDS = (("person", "People"), ("group", "Groups"), ("place", "Places"), ("thing", "Things"))
SOURCE_KINDS = (("outlet", "Outlets"), ("agency", "Agencies"))
# The newest reports of which it is told on whom they rest.
REPORTS = 50


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
    rests: tuple[RestsView, ...] = (),
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
        rests=rests,
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
    entities = {entity.id for entity in catalogue.entities}
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
    slugs = [row.owner for row in reversed(catalogue.last("notes", REPORTS))]
    rests = sorted(origins.rests(catalogue, slugs), key=lambda one: not one.alone)
    return _index(catalogue, urls.SOURCES, "Sources", introduction, groups, rests=tuple(rests))


def _tags(catalogue: Catalogue) -> IndexPage:
    keys = catalogue.listings("tag")
    rows = (IndexRow(catalogue.tag(key), (), "", catalogue.ask(TAGGED, key)) for key in keys)
    introduction = "What the notes are about, in the words they share."
    return _index(catalogue, urls.TAGS, "Tags", introduction, (_group("All tags", "all", rows),))


def _group(title: str, anchor: str, rows: Iterable[IndexRow]) -> IndexGroup:
    order = sorted(rows, key=lambda row: (fold.fold(row.link.text), row.link.href))
    return IndexGroup(title, f"group-{anchor}", tuple(order))


OUTPUTS = (
    OutputKind("tag", (urls.TAGS,), lambda catalogue: catalogue.listings("tag"), _tag),
    OutputKind("names", (urls.ENTITIES, urls.SOURCES, urls.TAGS), only, _indexes),
)
QUERIES = (CARRIED, TAGGED)
