"""The catalogue: the campaign as pages read it, with every read recorded by the engine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from briefing.content import urls
from briefing.engine.digests import digest
from briefing.engine.engine import Engine
from briefing.engine.output import Output
from briefing.engine.query import Query
from briefing.site.inputs import Campaign, Inputs, PageModel
from briefing.site.pagination import Chunk, chunks
from briefing.site.parts import Chrome, Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from briefing.chronology.cards import Card, NoteRef
    from briefing.chronology.events import Telling
    from briefing.content.basemap import Basemap
    from briefing.content.images.check import Size
    from briefing.core.model import Lead, Note, Page
    from briefing.core.registry import Entity, RenamedTag, Source
    from briefing.core.settings import Site, Sizes
    from briefing.core.vocabulary import Vocabulary
    from briefing.engine.graph import Graph
    from briefing.ledger.statements import Statement

T = TypeVar("T")


class Catalogue(Engine):
    """The engine's readers under the names of the domain."""

    def __init__(
        self,
        campaign: Campaign,
        graph: Graph,
        queries: Iterable[Query[Catalogue, object]],
        neighbours: Iterable[str] = (),
    ) -> None:
        self.inputs = Inputs.of(campaign)
        self._templates = campaign.templates
        inputs = (getattr(self.inputs, name) for name in Inputs.__struct_fields__)
        super().__init__(graph, inputs=inputs, queries=queries, neighbours=neighbours)

    def card(self, slug: str) -> Card:
        """The card of a note."""
        return self.get(self.inputs.card, slug)

    def cards(self, listing: str) -> tuple[Card, ...]:
        """The cards of the notes of a listing, in its order."""
        return tuple(self.card(row.owner) for row in self.rows(listing))

    def report(self, slug: str) -> NoteRef:
        """A note as other pages cite it."""
        return self.get(self.inputs.report, slug)

    def statements(self, slug: str) -> tuple[Statement, ...]:
        """The statements of a note, in the order of its claims."""
        return self.get(self.inputs.statements, slug)

    def tellings(self, slug: str) -> tuple[Telling, ...]:
        """The events of a note, each with who tells it."""
        return self.get(self.inputs.tellings, slug)

    def note(self, slug: str) -> Note:
        """A note in full."""
        return self.get(self.inputs.note, slug)

    @property
    def site(self) -> Site:
        """What the site calls itself."""
        return self.get(self.inputs.site)

    @property
    def sizes(self) -> Sizes:
        """How many notes, tags and the like pages show."""
        return self.get(self.inputs.sizes)

    @property
    def commit(self) -> str:
        """The commit that the site is made from."""
        return self.get(self.inputs.commit)

    @property
    def chrome(self) -> Chrome:
        """What all pages share."""
        return self.get(self.inputs.chrome)

    def asset(self, name: str) -> str:
        """The address of one of the theme's files."""
        return self.get(self.inputs.asset, name)

    def entity(self, id_: str) -> Entity:
        """An entity of the registry."""
        return self.get(self.inputs.entity, id_)

    def party(self, id_: str, *, short: bool = False) -> Link:
        """The page and the name of an entity, or of a source that claims something itself.

        Where there is little room, it may be the `short` name.
        """
        found: Entity | Source
        try:
            href, found = urls.entity(id_), self.entity(id_)
        except LookupError:
            href, found = urls.source(id_), self.source(id_)
        if short and found.brief.casefold() != found.label.casefold():
            return Link(href, found.brief, found.label)
        return Link(href, found.brief if short else found.label)

    def label(self, id_: str) -> str:
        """The name of an entity, or of a source that claims something itself."""
        return self.party(id_).text

    def brief(self, id_: str) -> str:
        """The short name, where there is little room."""
        return self.party(id_, short=True).text

    def source(self, id_: str) -> Source:
        """An outlet or agency."""
        return self.get(self.inputs.source, id_)

    @property
    def vocabulary(self) -> Vocabulary:
        """The campaign's measures and units."""
        return self.get(self.inputs.vocabulary)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of their ids."""
        return self.get(self.inputs.entities)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All outlets and agencies."""
        return self.get(self.inputs.sources)

    @property
    def tags(self) -> tuple[RenamedTag, ...]:
        """The tags that had other names before."""
        return self.get(self.inputs.tags)

    @property
    def basemap(self) -> Basemap | None:
        """The map's ground."""
        return self.get(self.inputs.basemap)

    def lead(self, day: date) -> Lead | None:
        """The lead of a day, if there is one."""
        return self.get(self.inputs.lead, str(day))

    def page(self, slug: str) -> Page:
        """One of the editors' own pages."""
        return self.get(self.inputs.page, slug)

    @property
    def page_slugs(self) -> tuple[str, ...]:
        """The slugs of the editors' own pages."""
        return self.get(self.inputs.pages)

    @property
    def leads(self) -> tuple[str, ...]:
        """The days with a lead, some of which may have no briefing."""
        return self.get(self.inputs.leads)

    def image(self, path: str) -> bytes:
        """An image of the content, by its path."""
        return self.get(self.inputs.image, path)

    def size(self, image: str) -> Size:
        """The size of an image of the content."""
        return self.get(self.inputs.size, image)

    def tag(self, key: str) -> Link:
        """A tag's page and label."""
        return self.ask(TAG, key)

    # Planning.

    def html(
        self, href: str, template: str, make: Callable[[], PageModel], *, also: Sequence[object] = ()
    ) -> Output:
        """Plan a page. `also` are the values that its making takes from the planning, not the catalogue."""

        def rendered() -> bytes:
            self.get(self.inputs.template, template)
            return self._templates.render(template, make(), self.chrome)

        return Output(urls.output_path(href), digest(tuple(also)), rendered)

    def html_of(
        self,
        listing: str,
        base: str,
        template: str,
        make: Callable[[Chunk[str]], PageModel],
        *,
        also: Sequence[object] = (),
        other: str = "",
    ) -> Iterator[Output]:
        """Plan the pages at `base` that the notes of a listing are spread over, each made of its chunk.

        Those of an `other` listing come among them in the same order.
        """
        rows = {row.sort: row.owner for one in (listing, other) if one for row in self.rows(one)}
        slugs = [rows[place] for place in sorted(rows)] if other else list(rows.values())
        for chunk in chunks(base, slugs, self.sizes.per_page):
            yield self.html(chunk.href, template, partial(make, chunk), also=(*also, chunk))


def file(path: str, make: Callable[[], bytes]) -> Output:
    """Plan a file that is no page."""
    return Output(path, digest(()), make)


def _spelling(catalogue: Catalogue, key: str) -> str:
    """Return the label of a tag: an entity's own, otherwise the spelling in most notes."""
    counts: dict[str, int] = {}
    for row in catalogue.rows(f"tag {key}"):
        counts[row.value] = counts.get(row.value, 0) + 1
    return min(counts, key=lambda label: (-counts[label], label), default="")


SPELLING = Query("spelling", _spelling, str)


def _tag(catalogue: Catalogue, key: str) -> Link:
    """Return a tag's page, named after its label, and longer where two tags would share an address."""
    label = catalogue.ask(SPELLING, key)
    href = urls.tag(label)
    sharing = catalogue.places(f"address {href}")
    return Link(href if sharing[:1] in {(key,), ()} else urls.tag(f"{label} {digest(key)[:6]}"), label)


TAG = Query("tag-page", _tag, Link)

QUERIES = (SPELLING, TAG)
