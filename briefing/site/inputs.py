"""The inputs of the site: everything that pages are made from, and how each is read by its key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from briefing.chronology import events
from briefing.chronology.cards import Card, NoteRef
from briefing.core.vocabulary import Vocabulary
from briefing.engine.inputs import Input, only
from briefing.ledger import statements

if TYPE_CHECKING:
    from briefing.chronology.events import Telling
    from briefing.content.basemap import Basemap
    from briefing.content.images.check import Size
    from briefing.core.model import Lead, Note, Page
    from briefing.core.registry import Entity, Registry, RenamedTag, Source
    from briefing.core.settings import Settings, Site, Sizes
    from briefing.ledger.statements import Statement
    from briefing.site.parts import Chrome, Head


# How many cards, and values made from them, stay in memory.
AT_HAND = 20_000


class PageModel(Hashable, Protocol):
    """What a template shows: a frozen struct of plain values."""

    @property
    def head(self) -> Head:
        """What stands in the page's head."""


class Templates(Protocol):
    """The theme's templates: see `site.render.templates`."""

    def names(self) -> Iterable[str]:
        """All templates by name."""

    def fingerprint(self, name: str) -> str:
        """Hash a template with all that it draws on; raises BriefingError where there is none of the name."""

    def render(self, name: str, page: PageModel, site: Chrome) -> bytes:
        """Render a page."""


class Campaign(Struct, frozen=True):
    """All that a site is made from, as the content, the settings and the theme have it.

    `card` and `note` look up a note by its slug, `card_version` and `note_version` texts that change
    with them; `assets` are the addresses of the theme's files by name. `images` has a text that changes with
    each image, by its path; `images_of` looks up those that a note refers to.
    """

    settings: Settings
    registry: Registry
    pages: tuple[Page, ...]
    leads: tuple[Lead, ...]
    basemap: Basemap | None
    chrome: Chrome
    assets: Mapping[str, str]
    templates: Templates
    card: Callable[[str], Card]
    note: Callable[[str], Note]
    note_version: Callable[[str], str]
    images: Mapping[str, str]
    images_of: Callable[[str], Iterable[str]]
    image: Callable[[str], bytes]
    size: Callable[[str], Size]


class Inputs(Struct, frozen=True):
    """The inputs of a site: the one list of what pages can read."""

    site: Input[Site]
    sizes: Input[Sizes]
    commit: Input[str]
    chrome: Input[Chrome]
    basemap: Input[Basemap | None]
    vocabulary: Input[Vocabulary]
    entities: Input[tuple[Entity, ...]]
    sources: Input[tuple[Source, ...]]
    tags: Input[tuple[RenamedTag, ...]]
    entity: Input[Entity]
    source: Input[Source]
    lead: Input[Lead | None]
    pages: Input[tuple[str, ...]]
    page: Input[Page]
    asset: Input[str]
    template: Input[str]
    card: Input[Card]
    report: Input[NoteRef]
    statements: Input[tuple[Statement, ...]]
    tellings: Input[tuple[Telling, ...]]
    note: Input[Note]
    leads: Input[tuple[str, ...]]
    image: Input[bytes]
    size: Input[Size]

    @classmethod
    def of(cls, campaign: Campaign) -> Inputs:
        """Make them from a campaign. Where something stands in its file is nothing that pages show."""
        entities = {one.id: replace(one, line=0) for one in campaign.registry.entities}
        sources = {one.id: replace(one, line=0) for one in campaign.registry.sources}
        leads = {str(one.date.start): one for one in campaign.leads}
        pages = {one.slug: one for one in campaign.pages}
        known = _of_no_line(Vocabulary.of(campaign.registry))
        card = lru_cache(AT_HAND)(lambda slug: _without_lines(campaign.card(slug)))
        return cls(
            site=Input("site", lambda _: campaign.settings.site, only),
            sizes=Input("sizes", lambda _: campaign.settings.sizes, only),
            commit=Input("commit", lambda _: campaign.settings.commit, only),
            chrome=Input("chrome", lambda _: campaign.chrome, only),
            basemap=Input("basemap", lambda _: campaign.basemap, only),
            vocabulary=Input("vocabulary", lambda _: known, only),
            entities=Input("entities", lambda _: tuple(entities.values()), only),
            sources=Input("sources", lambda _: tuple(sources.values()), only),
            tags=Input("tags", lambda _: tuple(replace(one, line=0) for one in campaign.registry.tags), only),
            entity=Input("entity", entities.__getitem__, entities.keys),
            source=Input("source", sources.__getitem__, sources.keys),
            lead=Input("lead", leads.get, leads.keys),
            pages=Input("pages", lambda _: tuple(pages), only),
            page=Input("page", pages.__getitem__, pages.keys),
            asset=Input("asset", campaign.assets.__getitem__, campaign.assets.keys),
            template=Input("template", campaign.templates.fingerprint, campaign.templates.names),
            card=Input("card", card),
            report=Input("report", lambda slug: NoteRef.of(card(slug))),
            statements=Input(
                "statements", lru_cache(AT_HAND)(lambda slug: statements.of_card(card(slug), known))
            ),
            tellings=Input("tellings", lambda slug: events.tellings(card(slug))),
            note=Input("note", campaign.note, stamp=campaign.note_version),
            leads=Input("leads", lambda _: tuple(leads), only),
            image=Input("image", campaign.image, campaign.images.keys, campaign.images.__getitem__),
            size=Input("size", campaign.size, campaign.images.keys),
        )


def _of_no_line(known: Vocabulary) -> Vocabulary:
    measures = tuple(replace(one, line=0) for one in known.measures)
    return Vocabulary(measures, tuple(replace(one, line=0) for one in known.units))


def _without_lines(card: Card) -> Card:
    return replace(
        card,
        claims=tuple(replace(one, line=0) for one in card.claims),
        events=tuple(replace(one, line=0) for one in card.events),
        corrections=tuple(replace(one, line=0) for one in card.corrections),
        checked=tuple(replace(one, line=0) for one in card.checked),
    )
