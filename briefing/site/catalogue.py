"""All that pages are made from, in one frozen value, and digests of its parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.chronology import events, keydays
from briefing.chronology.ledger.assembly import Ledger
from briefing.site.plan import Plan, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.chronology.cards import Card, EntityRef
    from briefing.chronology.events import Entry
    from briefing.chronology.keydays import KeyDay
    from briefing.model import Lead, Note, Page, Registry
    from briefing.notes.basemap import Basemap
    from briefing.settings import Settings
    from briefing.site.models import PageModel
    from briefing.site.parts import Link, Site


@dataclass(frozen=True)
class Catalogue:
    """The whole campaign as pages see it.

    `cards` are in chronological order, those of withdrawn notes apart in `withdrawn`;
    `digests` maps a slug to the digest of its card, `digests_of_claims` and `digests_of_events` to
    those of parts of it, `sources` to that of the whole note,
    `vocabulary` a tag's key to its page; `note` reads a note in full, by slug; `chrome` is what all
    pages share.
    """

    settings: Settings
    chrome: Site
    registry: Registry
    cards: tuple[Card, ...]
    withdrawn: tuple[Card, ...]
    digests: Mapping[str, str]
    digests_of_claims: Mapping[str, str]
    digests_of_events: Mapping[str, str]
    sources: Mapping[str, str]
    vocabulary: Mapping[str, Link]
    pages: tuple[Page, ...]
    leads: tuple[Lead, ...]
    basemap: Basemap | None
    note: Callable[[str], Note]

    @cached_property
    def ground(self) -> str:
        """A digest of the map's ground."""
        return digest(self.basemap)

    @cached_property
    def labels(self) -> dict[str, EntityRef]:
        """Every entity that any card names, by id."""
        return {entity.id: entity for card in self.cards for entity in card.entities}

    @cached_property
    def by_slug(self) -> dict[str, Card]:
        """Cards by their slugs."""
        return {card.slug: card for card in self.cards}

    @cached_property
    def ledger(self) -> Ledger:
        """The claims of all cards."""
        return Ledger.of(self.cards)

    @cached_property
    def by_entity(self) -> dict[str, list[Card]]:
        """Cards by each entity they name, in chronological order."""
        found: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            for entity in card.entities:
                found[entity.id].append(card)
        return dict(found)

    @cached_property
    def by_tag(self) -> dict[str, list[Card]]:
        """Cards by the key of each tag, in chronological order."""
        found: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            for tag in card.tags:
                found[tag.key].append(card)
        return dict(found)

    @cached_property
    def by_source(self) -> dict[str, list[Card]]:
        """Cards by outlet and by agency, in chronological order."""
        found: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            found[card.source.id].append(card)
            if card.agency and card.agency.id != card.source.id:
                found[card.agency.id].append(card)
        return dict(found)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The events of all cards, those that several notes tell joined, in order of date."""
        return events.merge(telling for card in self.cards for telling in events.tellings(card))

    @cached_property
    def key_days(self) -> tuple[KeyDay, ...]:
        """The days that matter most, in order of date."""
        return keydays.key_days(self.cards, self.entries)

    def plan(
        self,
        href: str,
        template: str,
        make: Callable[[], PageModel | bytes],
        *,
        cards: Iterable[Card] = (),
        also: Sequence[object] = (),
    ) -> Plan:
        """Plan a page made from these cards, their tags' labels, and the values in `also`."""
        members = tuple(cards)
        keys = sorted({tag.key for card in members for tag in card.tags})
        return Plan(
            href,
            template,
            digest(
                self._shared,
                tuple(self.digests[card.slug] for card in members),
                tuple((key, self.vocabulary[key]) for key in keys),
                tuple(also),
            ),
            make,
        )

    @cached_property
    def _shared(self) -> str:
        return digest(self.chrome, self.settings.site, self.settings.sizes)
