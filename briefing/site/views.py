"""Show cards and events as templates need them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.core import edtf
from briefing.site.parts import Account, DateView, EventView, Link, NoteCard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from briefing.chronology.cards import Card, EntityRef, NoteRef
    from briefing.chronology.events import Entry, Telling
    from briefing.core.edtf import PartialDate
    from briefing.core.model import Correction
    from briefing.core.registry import Entity, EntityKind


# Dates repeat from page to page.
@lru_cache(maxsize=16384)
def date_view(value: PartialDate, *, inferred: bool = False, evidence: str = "") -> DateView:
    """Show a date; HTML's `datetime` takes a day, a month or a year, no spans."""
    plain = value.precision in {"day", "month", "year"} and not (value.approximate or value.uncertain)
    return DateView(
        text=edtf.display(value),
        short=edtf.display_short(value),
        edtf=value.text,
        machine=value.text if plain else "",
        inferred=inferred,
        evidence=evidence,
    )


def day_view(day: date) -> DateView:
    """Show one day."""
    return date_view(edtf.of_day(day))


def reported(card: Card | NoteRef) -> DateView:
    """Show when a note's report appeared, and whether that is inferred."""
    return date_view(card.date, inferred=card.is_inferred, evidence=card.date_evidence)


def note_card(card: Card) -> NoteCard:
    """Show a note in a listing, with its editor's summary or the first sentence found."""
    first = card.extracts[0].text if card.extracts else ""
    return NoteCard(
        href=urls.note(card.slug),
        title=card.title,
        date=reported(card),
        source=Link(urls.reporter(card.source, is_entity=card.source_is_entity), card.source_label),
        relay=relay_link(card),
        summary=card.summary or first,
        carrier=card.carrier,
        draft=card.status == "draft",
    )


def relay_link(note: Card | NoteRef) -> Link | None:
    """Link to the agency that it relays, if any."""
    href = urls.reporter(note.agency, is_entity=note.agency_is_entity)
    return Link(href, note.agency_label) if note.agency else None


def note_cards(cards: Iterable[Card]) -> tuple[NoteCard, ...]:
    """Show cards, given in chronological order, newest first."""
    return tuple(note_card(card) for card in reversed(tuple(cards)))


def labels_of(cards: Iterable[Card]) -> dict[str, EntityRef]:
    """Every entity that the cards name, by id."""
    return {entity.id: entity for card in cards for entity in card.entities}


def entity_links(ids: Iterable[str], label: Callable[[str], str]) -> tuple[Link, ...]:
    """Link to entities in the order given."""
    return tuple(entity_link(id_, label(id_)) for id_ in ids)


# Names repeat from page to page.
@lru_cache(maxsize=4096)
def entity_link(id_: str, label: str) -> Link:
    """Link to an entity."""
    return Link(urls.entity(id_), label)


def ranked(cards: Sequence[Card], kind: EntityKind) -> tuple[Link, ...]:
    """Link to the entities of a kind, those named by most notes first, then most often, then by name."""
    notes: dict[str, int] = {}
    counts: dict[str, int] = {}
    for card in cards:
        for entity in card.entities:
            if entity.kind == kind:
                notes[entity.id] = notes.get(entity.id, 0) + 1
                counts[entity.id] = counts.get(entity.id, 0) + entity.count
    labels = labels_of(cards)
    order = sorted(notes, key=lambda id_: (-notes[id_], -counts[id_], labels[id_].label, id_))
    return entity_links(order, lambda id_: labels[id_].label)


def of_kind(
    named: Iterable[str], cards: Sequence[Card], entity: Callable[[str], Entity], kind: EntityKind
) -> tuple[Link, ...]:
    """Link to the entities of a kind that events name, in that order, then those of the cards."""
    first = [one for id_ in dict.fromkeys(named) if (one := entity(id_)).kind == kind]
    links = (*(entity_link(one.id, one.label) for one in first), *ranked(cards, kind))
    return tuple(dict.fromkeys(links))


def tag_links(cards: Iterable[Card], link: Callable[[str], Link]) -> tuple[Link, ...]:
    """Link to the cards' tags, those on most notes first, then in the order of the notes."""
    counts: dict[str, int] = {}
    for card in cards:
        for tag in card.tags:
            counts[tag.key] = counts.get(tag.key, 0) + 1
    order = sorted(counts, key=lambda key: -counts[key])
    return tuple(link(key) for key in order)


def corrected(corrections: Iterable[Correction], day: date | None = None) -> str:
    """Say when a note was corrected, oldest first; what came after `day` is marked as later."""
    told = []
    for date in sorted({one.date for one in corrections}, key=lambda one: one.key):
        later = "later, " if day and date.end > day else ""
        told.append(f"{later}{'on ' if date.is_day else ''}{edtf.display(date)}")
    return f"corrected {' and '.join(told)}" if told else ""


def account(telling: Telling, shown: str, label: Callable[[str], str], day: date | None = None) -> Account:
    """Show who tells an event and when, in words of its own where they differ from those `shown`.

    Who says so is shown unless the sentence names it.
    """
    note, event = telling.note, telling.event
    return Account(
        note=Link(urls.note(note.slug), note.title),
        source=note.carrier,
        reported=date_view(note.date, inferred=note.is_inferred),
        what="" if event.what == shown else event.what,
        corrected=corrected(note.corrections, day),
        by=tuple(label(id_) for id_ in event.by if id_ not in event.names),
        found=event.suggested,
    )


def event_view(entry: Entry, label: Callable[[str], str], day: date | None = None) -> EventView:
    """Show an entry with its accounts; on the page of a `day`, later corrections are marked as later."""
    return EventView(
        anchor=entry.anchor,
        date=date_view(entry.date),
        what=entry.what,
        accounts=tuple(account(telling, entry.what, label, day) for telling in entry.tellings),
        planned=entry.planned,
        found=entry.found,
    )


def event_views(
    entries: Iterable[Entry], label: Callable[[str], str], day: date | None = None
) -> tuple[EventView, ...]:
    """Show entries in the order given."""
    return tuple(event_view(entry, label, day) for entry in entries)
