"""Gather a note's card: its head, and what was found in its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis.tags import Candidate  # noqa: TC001 - the store reads these types' hints
from briefing.core.edtf import PartialDate
from briefing.core.model import (
    Analysis,
    Claim,
    Correction,
    DateBasis,
    Event,
    Extract,
    Mention,
    Note,
    NoteHead,
)
from briefing.core.registry import Entity, EntityKind, Registry


class EntityRef(Struct, frozen=True):
    """An entity that a note names `count` times; 0 where only its claims or events name it."""

    id: str
    kind: EntityKind
    label: str
    count: int


class DatedSentence(Struct, frozen=True):
    """A sentence that says when: `date` is what its date expression means.

    It `leans` where it cannot be understood without the sentence before it.
    """

    date: PartialDate
    text: str
    anchor: str
    leans: bool = False


class Card(NoteHead, frozen=True, kw_only=True):
    """A note's head with what was found in its text: all that pages read of it, its own page apart.

    `carrier` is the short name of who tells it. `extracts` are the sentences that make up the summary where
    the editor gave none, `entities` are ordered by id, `tags` best first, `dated` and `suggested` as in the
    text: the sentences that say when, and the events that no editor has stated. Outlet and agency may be
    entities too.
    """

    source_label: str
    agency_label: str = ""
    carrier: str = ""
    source_is_entity: bool = False
    agency_is_entity: bool = False
    extracts: tuple[Extract, ...] = ()
    tags: tuple[Candidate, ...] = ()
    entities: tuple[EntityRef, ...] = ()
    dated: tuple[DatedSentence, ...] = ()
    suggested: tuple[Event, ...] = ()


class NoteRef(Struct, frozen=True):
    """A note as pages of others cite it: which report it tells, and what was corrected in it since."""

    slug: str
    title: str
    date: PartialDate
    date_basis: DateBasis
    date_evidence: str
    source: str
    source_label: str
    agency: str
    agency_label: str
    carrier: str
    corrections: tuple[Correction, ...]
    source_is_entity: bool = False
    agency_is_entity: bool = False

    @classmethod
    def of(cls, card: Card) -> NoteRef:
        """Take it from the note's card."""
        return cls(**{name: getattr(card, name) for name in cls.__struct_fields__})

    @property
    def is_inferred(self) -> bool:
        """True where an editor inferred the report's date."""
        return self.date_basis == "inferred"


def card(
    note: Note,
    analysis: Analysis,
    mentions: Iterable[Mention],
    registry: Registry,
    *,
    tags: tuple[Candidate, ...],
    dated: tuple[DatedSentence, ...],
    suggested: tuple[Event, ...],
) -> Card:
    """Gather a note's card, with what `mentions` its text has of entities, by name or adjective.

    Ids must be known to the registry (`check` sees to it; else KeyError).
    """
    entities = {entity.id: entity for entity in registry.entities}
    sources = {source.id: source for source in registry.sources}
    head = {name: getattr(note, name) for name in NoteHead.__struct_fields__}
    return Card(
        **head,
        source_label=sources[note.source].label,
        agency_label=sources[note.agency].label if note.agency else "",
        carrier=sources[note.agency or note.source].brief,
        source_is_entity=note.source in entities,
        agency_is_entity=note.agency in entities,
        extracts=analysis.summary,
        tags=tags,
        entities=_entities(mentions, _named(note.claims, note.events, tags), entities),
        dated=dated,
        suggested=suggested,
    )


def shown(card: Card, *, found: bool, preview: bool, renamed: Mapping[str, Candidate]) -> Card:
    """Return a card as pages show it.

    Where the editor states no events, those that were `found` in the text may stand for them. Otherwise
    they are for a `preview` alone. `renamed` has what a tag is called now, by its key.
    """
    if renamed:
        tags = {one.key: one for tag in card.tags for one in [renamed.get(tag.key, tag)]}
        card = replace(card, tags=tuple(tags.values()))
    if found and not card.events:
        return replace(card, events=card.suggested, suggested=())
    return card if preview else replace(card, suggested=())


def emptied(card: Card) -> Card:
    """A withdrawn note's card: what it told is gone; that it was withdrawn, why and when is left."""
    return replace(
        card,
        date_evidence="",
        summary="",
        extracts=(),
        tags=(),
        entities=(),
        events=(),
        claims=(),
        checked=(),
        dated=(),
        suggested=(),
    )


def reporter(card: Card | NoteRef) -> str:
    """Who tells what a note tells: the agency where an outlet relays one, else the outlet."""
    return card.agency_label or card.source_label


def _named(claims: Iterable[Claim], events: Iterable[Event], tags: Iterable[Candidate]) -> set[str]:
    """Ids that claims, events and tags name."""
    named = {tag.entity for tag in tags}
    for event in events:
        named.update(event.places, event.actors, event.by, event.names)
    for claim in claims:
        named.update((claim.by, claim.who, claim.place))
    return named - {""}


def _entities(
    mentions: Iterable[Mention], named: set[str], entities: Mapping[str, Entity]
) -> tuple[EntityRef, ...]:
    counts = Counter(mention.entity for mention in mentions)
    return tuple(
        EntityRef(id_, entities[id_].kind, entities[id_].label, counts[id_])
        for id_ in sorted((counts.keys() | named) & entities.keys())
    )
