"""List all kinds of pages, the links that every page shows, all queries, and the addresses that are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.content import urls
from briefing.engine.engine import by_kind
from briefing.site import catalogue, entity_counts, headers, ledger
from briefing.site.ledger import comparisons
from briefing.site.pages import (
    chronology,
    control,
    corrections,
    days,
    documents,
    entities,
    exports,
    feeds,
    figures,
    home,
    images,
    keydays,
    moved,
    names,
    notes,
    search,
    texts,
)
from briefing.site.parts import Link
from briefing.site.render.assets import ASSETS

if TYPE_CHECKING:
    from briefing.engine.output import OutputKind
    from briefing.engine.query import Query
    from briefing.site.catalogue import Catalogue

PARTS = (
    home,
    days,
    chronology,
    notes,
    entities,
    names,
    search,
    texts,
    figures,
    control,
    corrections,
    exports,
    feeds,
    documents,
    images,
    moved,
)
OUTPUTS: tuple[OutputKind[Catalogue], ...] = tuple(
    by_kind(kind for part in PARTS for kind in part.OUTPUTS).values()
)
# The links of every page: at its top, and at its foot after the editors' own pages.
NAVIGATION = (
    Link(urls.BRIEFINGS, "Briefings"),
    Link(urls.CHRONOLOGY, "Chronology"),
    Link(urls.FIGURES, "Figures"),
    Link(urls.NOTES, "Notes"),
    Link(urls.ENTITIES, "People and places"),
    Link(urls.TAGS, "Tags"),
    Link(urls.SOURCES, "Sources"),
)
FOOTER = (Link(urls.CORRECTIONS, "Corrections"), Link(urls.EXPORTS, "Data"))
ASKED = (catalogue, entity_counts, ledger, keydays, *PARTS)
QUERIES: tuple[Query[Catalogue, Any], ...] = tuple(query for part in ASKED for query in part.QUERIES)
# What is put into the output folder besides the outputs of kinds.
_OTHERS = (ASSETS, urls.IMAGES, urls.SITEMAP, urls.BUILD, headers.FILE)
# The addresses that every site has, whatever its content.
ALWAYS = frozenset(
    (
        *(link.href for link in (*NAVIGATION, *FOOTER)),
        *(urls.HOME, urls.KEY_DATES, urls.SEARCH, urls.ATOM, urls.JSON_FEED),
        *(urls.feed(urls.BRIEFINGS), urls.SITEMAP, urls.BUILD),
        *exports.PATHS,
    )
)
# The first parts of the site's own addresses, which no page of an editor's own may have.
RESERVED = frozenset(
    address.partition("/")[0].partition(".")[0]
    for address in (*_OTHERS, *(address for kind in OUTPUTS for address in kind.addresses))
    if address
)


def ask_shared(catalogue: Catalogue) -> None:
    """Ask for what pages of several kinds read of each note, day and tag."""
    for row in catalogue.rows("notes"):
        catalogue.ask(comparisons.AS_REPORTED, row.owner)
        catalogue.ask(comparisons.TODAY, row.owner)
    for day in catalogue.places("days"):
        catalogue.ask(days.TEASER, day)
    for key in catalogue.listings("tag"):
        catalogue.tag(key)
