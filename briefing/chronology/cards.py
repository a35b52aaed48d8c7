"""A note and its analysis in; its card, all that other pages need to know of it, out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.events import DatedSentence  # noqa: TC001 - the store reads these types' hints
from briefing.analysis.tags import Candidate  # noqa: TC001 - the store reads these types' hints
from briefing.core.edtf import PartialDate  # noqa: TC001 - likewise
from briefing.core.model import Claim, Correction, DateBasis, EntityKind, Event, Extract, Status  # noqa: TC001 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.core.model import Analysis, Entity, Mention, Note, Registry, Source


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity that a note names `count` times; 0 where only its claims or events name it."""

    id: str
    kind: EntityKind
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceRef:
    """An outlet or agency by id and name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """What listings, days, tags, entities and feeds show of a note.

    `entities` are ordered by id, `tags` best first, `dated` as in the text.
    """

    path: str
    slug: str
    title: str
    date: PartialDate
    date_basis: DateBasis
    date_evidence: str
    source: SourceRef
    agency: SourceRef | None
    status: Status
    status_reason: str
    editor_summary: str
    summary: tuple[Extract, ...]
    tags: tuple[Candidate, ...]
    entities: tuple[EntityRef, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    corrections: tuple[Correction, ...]
    dated: tuple[DatedSentence, ...]
    withdrawn: PartialDate | None = None


def card(
    note: Note,
    analysis: Analysis,
    registry: Registry,
    *,
    events: tuple[Event, ...],
    tags: tuple[Candidate, ...],
    dated: tuple[DatedSentence, ...],
) -> Card:
    """Gather a note's card. Ids must be known to the registry (`check` sees to it; else KeyError)."""
    entities = {entity.id: entity for entity in registry.entities}
    sources = {source.id: source for source in registry.sources}
    return Card(
        path=note.path,
        slug=note.slug,
        title=note.title,
        date=note.date,
        date_basis=note.date_basis,
        date_evidence=note.date_evidence,
        source=_source(sources[note.source]),
        agency=_source(sources[note.agency]) if note.agency else None,
        status=note.status,
        status_reason=note.status_reason,
        editor_summary=note.summary,
        summary=analysis.summary,
        tags=tags,
        entities=_entities(analysis.mentions, _named(note.claims, events, tags), entities),
        events=events,
        claims=note.claims,
        corrections=note.corrections,
        dated=dated,
        withdrawn=note.withdrawn,
    )


def emptied(card: Card) -> Card:
    """A withdrawn note's card: what it told is gone; that it was withdrawn, why and when is left."""
    return replace(
        card,
        editor_summary="",
        summary=(),
        tags=(),
        entities=(),
        events=(),
        claims=(),
        dated=(),
    )


def chronological(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Order cards from the oldest report on; the slug settles ties."""
    return tuple(sorted(cards, key=lambda one: (one.date.key, one.slug)))


def reporter(card: Card) -> str:
    """Who tells what a note tells: the agency where an outlet relays one, else the outlet."""
    return card.agency.label if card.agency else card.source.label


def _source(source: Source) -> SourceRef:
    return SourceRef(source.id, source.label)


def _named(claims: Iterable[Claim], events: Iterable[Event], tags: Iterable[Candidate]) -> set[str]:
    """Ids that claims, events and tags name."""
    named = {tag.entity for tag in tags}
    for event in events:
        named.update(event.places, event.actors)
    for claim in claims:
        named.update((claim.by, claim.who, claim.place))
    return named - {""}


def _entities(
    mentions: Iterable[Mention], named: set[str], entities: Mapping[str, Entity]
) -> tuple[EntityRef, ...]:
    counts = Counter(mention.entity for mention in mentions)
    return tuple(
        EntityRef(id_, entities[id_].kind, entities[id_].label, counts[id_])
        for id_ in sorted(counts.keys() | named)
    )
