"""Cards in; the chronology out: events in order of date, one entry for what several notes tell."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.model import Event
from briefing.text import folding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.chronology.cards import Card, DatedSentence
    from briefing.edtf import PartialDate
    from briefing.model import Mention, Registry

# Two tellings are one event where they share this part of the shorter one's words.
SHARED_WORDS = 0.5
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    "a an and are as at been being but by for from had has have he his in into is it its of on or out over "
    "said says saying that the their them they to up was were who with after before near about".split()
)


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one note tells it."""

    slug: str
    title: str
    source: str
    reported: PartialDate
    event: Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the chronology: the wording of its earliest telling, and all tellings, oldest first.

    `anchor` is its address on a page: the same as long as date and wording are.
    """

    anchor: str
    date: PartialDate
    what: str
    places: tuple[str, ...]
    actors: tuple[str, ...]
    tellings: tuple[Telling, ...]


def derive(
    dated: Iterable[DatedSentence],
    mentions_of: Iterable[tuple[Mention, ...]],
    registry: Registry,
    *,
    until: PartialDate,
) -> tuple[Event, ...]:
    """Make an event of each sentence that says when, where the editor gave none.

    `mentions_of` holds each sentence's mentions, in the same order. Dates after `until` are plans,
    spans that are open or longer than a month are background: neither is an event.
    """
    kinds = {entity.id: entity.kind for entity in registry.entities}
    events = []
    for sentence, mentions in zip(dated, mentions_of, strict=True):
        if not _datable(sentence.date, until):
            continue
        ids = dict.fromkeys(mention.entity for mention in mentions)
        places = tuple(id_ for id_ in ids if kinds[id_] == "place")
        actors = tuple(id_ for id_ in ids if kinds[id_] != "place")
        events.append(Event(sentence.date, sentence.text, places, actors))
    return tuple(events)


def _datable(value: PartialDate, until: PartialDate) -> bool:
    if value.open_start or value.open_end or value.start > until.end:
        return False
    return (value.end - value.start).days <= 31  # noqa: PLR2004 - a month at most


def tellings(card: Card) -> tuple[Telling, ...]:
    """All events of a card, each with who tells it."""
    source = card.agency.label if card.agency else card.source.label
    return tuple(Telling(card.slug, card.title, source, card.date, event) for event in card.events)


def merge(told: Iterable[Telling]) -> tuple[Entry, ...]:
    """Order tellings by date and join those of one event.

    Two tellings are of one event where the date is the same, a place is shared (or neither has one),
    an actor is shared, they come from different notes, and half of the shorter wording's words stand
    in the other. The order of the input does not matter.
    """
    ordered = sorted(told, key=lambda one: (one.event.date.key, one.reported.key, one.slug, one.event.what))
    entries = []
    for _, same_day in groupby(ordered, key=lambda one: one.event.date.key):
        groups: list[list[Telling]] = []
        for telling in same_day:
            home = next((group for group in groups if _joins(telling, group)), None)
            if home is None:
                groups.append([telling])
            else:
                home.append(telling)
        entries += [_entry(group) for group in groups]
    return tuple(entries)


def _joins(telling: Telling, group: list[Telling]) -> bool:
    return all(telling.slug != other.slug and _same(telling.event, other.event) for other in group)


def _same(one: Event, other: Event) -> bool:
    if (one.places or other.places) and not set(one.places) & set(other.places):
        return False
    if not set(one.actors) & set(other.actors):
        return False
    words, others = _words(one.what), _words(other.what)
    shorter = min(len(words), len(others))
    return shorter > 0 and len(words & others) >= SHARED_WORDS * shorter


def _words(what: str) -> frozenset[str]:
    """The telling words of a sentence, plurals and common endings cut."""
    found = _WORD.findall(folding.fold(what))
    return frozenset(re.sub(r"(ing|ed|es|s)$", "", word) for word in found if word not in _COMMON)


def _entry(group: list[Telling]) -> Entry:
    first = group[0].event
    digest = hashlib.sha256(f"{first.date.text}|{first.what}".encode()).hexdigest()[:6]
    return Entry(
        anchor=f"event-{folding.slug(first.date.text)}-{digest}",
        date=first.date,
        what=first.what,
        places=tuple(dict.fromkeys(place for one in group for place in one.event.places)),
        actors=tuple(dict.fromkeys(actor for one in group for actor in one.event.actors)),
        tellings=tuple(group),
    )
