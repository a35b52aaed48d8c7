"""Gather what pages are made from besides the notes' cards, and make a campaign of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.build import card_cache
from briefing.content import urls
from briefing.site import listings, page_kinds, record
from briefing.site.catalogue import Catalogue
from briefing.site.inputs import Campaign
from briefing.site.parts import Link
from briefing.site.render import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.build.texts import Texts
    from briefing.core.model import Page
    from briefing.core.settings import Settings
    from briefing.engine.graph import Graph
    from briefing.engine.listings import Placed
    from briefing.site.inputs import Inputs
    from briefing.site.render.assets import Asset
    from briefing.site.render.templates import Theme


class Ground(Struct, frozen=True):
    """The settings, the theme with its files, the content as it was read, and how common each tag is."""

    settings: Settings
    theme: Theme
    files: Mapping[str, Asset]
    texts: Texts
    common: Mapping[str, int]

    def campaign(self) -> Campaign:
        """Gather all that pages are made from."""
        texts, settings = self.texts, self.settings
        hrefs = assets.Hrefs((name, asset.href) for name, asset in self.files.items())
        return Campaign(
            settings=settings,
            registry=texts.registry,
            pages=texts.pages,
            leads=texts.leads,
            basemap=texts.basemap,
            chrome=record.chrome(
                settings.site,
                hrefs,
                navigation=page_kinds.NAVIGATION,
                footer=(*_footer(texts.pages), *page_kinds.FOOTER),
            ),
            assets=hrefs,
            templates=self.theme,
            card=card_cache.cards_shown(texts, settings, self.common),
            note=lambda slug: texts.note(texts.store.path(slug)),
            note_version=lambda slug: texts.versions[texts.store.path(slug)],
            images={path: texts.versions[path] for path in texts.images},
            images_of=lambda slug: texts.images_of(texts.store.path(slug)),
            image=texts.image,
            size=texts.size,
        )


def catalogue(campaign: Campaign, known: Graph) -> tuple[Catalogue, Callable[[str], tuple[Placed, ...]]]:
    """Return the catalogue of a campaign, and where each of its notes stands in listings."""
    made = Catalogue(campaign, known, page_kinds.QUERIES, listings.NEIGHBOURS)
    return made, partial(_rows, campaign, made.inputs)


def _rows(campaign: Campaign, inputs: Inputs, slug: str) -> tuple[Placed, ...]:
    """Where a note stands in listings: drafts only where they are shown."""
    card = inputs.card.load(slug)
    if card.status == "draft" and not campaign.settings.drafts:
        return ()
    return listings.rows(card, inputs.statements.load(slug), campaign.images_of(slug))


def _footer(pages: Iterable[Page]) -> tuple[Link, ...]:
    return tuple(Link(urls.page(page.slug), page.title) for page in pages)
