"""All that pages are made from, read bit by bit, each reading written down.

A page is made again only when a fact that it read has changed, so nothing here may be got round: what
a page shows comes through the catalogue, or through the values that its plan says it depends on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.content import urls
from briefing.engine.plan import Part, Plan, chunks, digest
from briefing.engine.query import Question
from briefing.site.parts import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.content.basemap import Basemap
    from briefing.core.model import Entity, Lead, Note, Page, Registry, Source
    from briefing.core.settings import Settings, Site, Sizes
    from briefing.engine.listings import Row
    from briefing.engine.query import Answers, Listings
    from briefing.engine.trace import Tracer
    from briefing.site.models import PageModel
    from briefing.site.parts import Site as Chrome

T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """The whole campaign as pages see it.

    `card` and `note` look up a note by slug; `chrome` is what all pages share; `assets` are the
    addresses of the theme's files by name.
    """

    settings: Settings
    registry: Registry
    pages: tuple[Page, ...]
    leads: tuple[Lead, ...]
    basemap: Basemap | None
    chrome_of_site: Chrome
    assets: Mapping[str, str]
    tracer: Tracer
    listings_of_notes: Listings
    answers: Answers
    look_up_card: Callable[[str], Card]
    look_up_note: Callable[[str], Note]
    look_up_version: Callable[[str], str]

    # What comes from outside.

    def card(self, slug: str) -> Card:
        """The card of a note."""
        self.tracer.read(f"card {slug}")
        return self.look_up_card(slug)

    def card_as_told(self, slug: str) -> Card:
        """The card of a note, of which only what its claims say, and of which report, is going to be read."""
        self.tracer.read(f"claims {slug}")
        return self.look_up_card(slug)

    def card_of_events(self, slug: str) -> Card:
        """The card of a note, of which only its events, and of which report, are going to be read."""
        self.tracer.read(f"events {slug}")
        return self.look_up_card(slug)

    def note(self, slug: str) -> Note:
        """A note in full."""
        self.tracer.read(f"note {slug}")
        return self.look_up_note(slug)

    def version(self, fact: str) -> str:
        """The digest of a fact."""
        self.tracer.read(fact)
        return self.look_up_version(fact)

    def rows(self, listing: str) -> tuple[Row, ...]:
        """All rows of a listing, in order."""
        self.tracer.read(f"rows {listing}")
        return self.listings_of_notes.rows(listing)

    def last(self, listing: str, count: int) -> tuple[Row, ...]:
        """The last rows of a listing, in order."""
        self.tracer.read(f"rows {listing}")
        return self.listings_of_notes.last(listing, count)

    def places(self, listing: str) -> tuple[str, ...]:
        """The places of a listing that any row has, in order."""
        self.tracer.read(f"rows {listing}")
        return self.listings_of_notes.places(listing)

    def count(self, listing: str) -> int:
        """How many rows a listing has."""
        self.tracer.read(f"rows {listing}")
        return self.listings_of_notes.count(listing)

    def beside(self, listing: str, place: str) -> tuple[str, str]:
        """The places before and after one in a listing; empty where there is none."""
        self.tracer.read(f"beside {listing} {place}")
        return self.listings_of_notes.beside(listing, place)

    def listings(self, kind: str) -> tuple[str, ...]:
        """The keys of all listings of a kind that hold anything, in order."""
        self.tracer.read(f"listings {kind}")
        return self.listings_of_notes.listings(kind)

    def counts(self, kind: str) -> tuple[tuple[str, int], ...]:
        """The keys of all listings of a kind that hold anything, in order, and how many rows each has."""
        self.tracer.read(f"counts {kind}")
        return self.listings_of_notes.counts(kind)

    def cards(self, listing: str) -> tuple[Card, ...]:
        """The cards of the notes of a listing, in its order."""
        return tuple(self.card(row.owner) for row in self.rows(listing))

    @property
    def site(self) -> Site:
        """What the site calls itself."""
        self.tracer.read("settings site")
        return self.settings.site

    @property
    def sizes(self) -> Sizes:
        """How many there are of things on pages."""
        self.tracer.read("settings sizes")
        return self.settings.sizes

    @property
    def chrome(self) -> Chrome:
        """What all pages share."""
        self.tracer.read("chrome")
        return self.chrome_of_site

    def asset(self, name: str) -> str:
        """The address of one of the theme's files."""
        self.tracer.read(f"asset {name}")
        return self.assets[name]

    def entity(self, id_: str) -> Entity:
        """An entity of the registry."""
        self.tracer.read(f"entity {id_}")
        return self._entities[id_]

    def label(self, id_: str) -> str:
        """The name of an entity."""
        return self.entity(id_).label

    def source(self, id_: str) -> Source:
        """An outlet or agency."""
        self.tracer.read(f"source {id_}")
        return self._sources[id_]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of their ids."""
        self.tracer.read("registry entities")
        return self.registry.entities

    @property
    def sources(self) -> tuple[Source, ...]:
        """All outlets and agencies."""
        self.tracer.read("registry sources")
        return self.registry.sources

    @property
    def ground(self) -> Basemap | None:
        """The map's ground."""
        self.tracer.read("basemap")
        return self.basemap

    def lead(self, day: date) -> Lead | None:
        """The editor's opening for a day, where there is one."""
        self.tracer.read(f"lead {day}")
        return self._leads.get(day)

    def page(self, slug: str) -> Page:
        """One of the editors' own pages."""
        self.tracer.read(f"page {slug}")
        return self._pages[slug]

    @property
    def page_slugs(self) -> tuple[str, ...]:
        """Which pages the editors have."""
        self.tracer.read("pages")
        return tuple(self._pages)

    # What is worked out.

    def ask(self, question: Question[T], key: str = "") -> T:
        """The answer to a question, worked out where it is new or something that it rests on has changed."""
        self.tracer.read(f"{question.kind} {key}")
        return self.answers.answer(question, key, lambda: question.make(self, key))

    def tag(self, key: str) -> Link:
        """A tag's page and label."""
        return self.ask(TAG, key)

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What was worked out in this build once and for all; its readers say what it reads."""
        return {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Work something out once a build. Each reader itself must read the facts that it rests on."""
        if name not in self.remembered:
            self.remembered[name] = self.tracer.trace(make)[0]
        found: T = self.remembered[name]
        return found

    def plan(
        self, href: str, template: str, make: Callable[[], PageModel | bytes], *, also: Sequence[object] = ()
    ) -> Plan:
        """Plan a file. `also` are the values that its making takes from the planning, not the catalogue."""
        return Plan(href, template, digest(tuple(also)), make)

    def listed(
        self,
        listing: str,
        base: str,
        template: str,
        make: Callable[[Part[str]], PageModel],
        *,
        also: Sequence[object] = (),
    ) -> Iterator[Plan]:
        """Plan the pages at `base` that the notes of a listing are spread over, each made of its part."""
        slugs = [row.owner for row in self.rows(listing)]
        for part in chunks(base, slugs, self.sizes.per_page):
            yield self.plan(part.href, template, partial(make, part), also=(*also, part))

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.registry.entities}

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.registry.sources}

    @cached_property
    def _leads(self) -> Mapping[date, Lead]:
        return {lead.date.start: lead for lead in self.leads}

    @cached_property
    def _pages(self) -> Mapping[str, Page]:
        return {page.slug: page for page in self.pages}


def _spelling(catalogue: Catalogue, key: str) -> str:
    """The one label of a tag: an entity's is its own, any other's the spelling in most notes."""
    counts: dict[str, int] = {}
    for row in catalogue.rows(f"tag {key}"):
        counts[row.value] = counts.get(row.value, 0) + 1
    return min(counts, key=lambda label: (-counts[label], label), default="")


SPELLING = Question("spelling", _spelling, str)


def _tag(catalogue: Catalogue, key: str) -> Link:
    """A tag's page: named after the label, and of tags that would share an address by more than that."""
    label = catalogue.ask(SPELLING, key)
    href = urls.tag(label)
    sharing = catalogue.places(f"address {href}")
    return Link(href if sharing[:1] in {(key,), ()} else urls.tag(f"{label} {digest(key)[:6]}"), label)


TAG = Question("tag-page", _tag, Link)

QUESTIONS = (SPELLING, TAG)
