"""Order the events of all notes by date, and join what several notes tell of one event."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from math import ceil

from msgspec import Struct

from briefing.analysis.events import SHARED_WORDS, likeness, telling_words
from briefing.chronology.cards import Card, NoteRef
from briefing.chronology.grounds import ground
from briefing.core.edtf import PartialDate
from briefing.core.model import Event
from briefing.text import fold


class Telling(Struct, frozen=True):
    """An event as one note tells it."""

    note: NoteRef
    event: Event


class Entry(Struct, frozen=True):
    """One event of the chronology: the wording of its first telling, and all tellings, oldest first.

    Those that an editor stated go before those that the program `found`. `anchor` is its address on a page:
    the same as long as date and wording are.
    """

    anchor: str
    date: PartialDate
    what: str
    places: tuple[str, ...]
    actors: tuple[str, ...]
    tellings: tuple[Telling, ...]
    planned: bool = False
    found: bool = False


def tellings(card: Card) -> tuple[Telling, ...]:
    """All events of a card."""
    note = NoteRef.of(card)
    return tuple(Telling(note, event) for event in card.events)


def merge(told: Iterable[Telling]) -> tuple[Entry, ...]:
    """Order tellings by date and join those of one event, the most alike first.

    Two tellings are of one event where the date is the same, a place is shared (or neither has one),
    an actor is shared, they come from different notes, and half of the shorter wording's words, names
    apart, stand in the other. What names other places, or other parts of one, stays apart, and so do plans
    from what happened. The order of the input does not matter.
    """
    ordered = sorted(
        told, key=lambda one: (one.event.date.key, one.note.date.key, one.note.slug, one.event.what)
    )
    entries: list[Entry] = []
    for _, same_day in groupby(ordered, key=lambda one: one.event.date.key):
        entries += [_entry(group) for group in _groups(list(same_day))]
    return tuple(entries)


def _groups(told: list[Telling]) -> list[list[Telling]]:
    """Part tellings of one date into events, each in the order given, ordered by its first telling."""
    if len({one.note.slug for one in told}) == 1:
        return [[one] for one in told]
    words = [telling_words(one.event.what) for one in told]
    pairs = [
        (-likeness(words[first], words[second]), first, second)
        for first, second in _likely(words)
        if _may_join(told[first], told[second])
    ]
    home = [{at} for at in range(len(told))]
    for unlike, first, second in sorted(pairs):
        slugs = [told[at].note.slug for at in home[first] | home[second]]
        whole = all(_may_join(told[one], told[other]) for one in home[first] for other in home[second])
        if -unlike >= SHARED_WORDS and len(set(slugs)) == len(slugs) and whole:
            joined = home[first] | home[second]
            for at in joined:
                home[at] = joined
    return [[told[other] for other in sorted(group)] for at, group in enumerate(home) if at == min(group)]


def _likely(words: list[frozenset[str]]) -> set[tuple[int, int]]:
    """Return the pairs whose rarer words do not rule out that the shorter shares enough with the other.

    Of so many words that too few are left beside them, one at least is shared; the rarest are in few others.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for word in own:
            holders[word].append(at)
    found: set[tuple[int, int]] = set()
    for at, own in enumerate(words):
        beside = len(own) - ceil(SHARED_WORDS * len(own))
        for word in sorted(own, key=lambda word: (len(holders[word]), word))[: beside + 1]:
            others = (other for other in holders[word] if other != at and len(words[other]) >= len(own))
            found.update((min(at, other), max(at, other)) for other in others)
    return found


def _may_join(one: Telling, other: Telling) -> bool:
    places, others = set(one.event.places), set(other.event.places)
    if (places or others) and not places & others:
        return False
    if one.event.planned != other.event.planned or ground(one.event.what).parted_from(
        ground(other.event.what)
    ):
        return False
    return one.note.slug != other.note.slug and bool(set(one.event.actors) & set(other.event.actors))


def anchor(event: Event) -> str:
    """Return an event's address on a page that tells it."""
    digest = hashlib.sha256(f"{event.date.text}|{event.what}".encode()).hexdigest()[:6]
    return f"event-{fold.slug(event.date.text)}-{digest}"


def _entry(group: list[Telling]) -> Entry:
    told = sorted(group, key=lambda one: one.event.suggested)
    first = told[0].event
    return Entry(
        anchor=anchor(first),
        date=first.date,
        what=first.what,
        places=tuple(dict.fromkeys(place for one in told for place in one.event.places)),
        actors=tuple(dict.fromkeys(actor for one in told for actor in one.event.actors)),
        tellings=tuple(told),
        planned=first.planned,
        found=first.suggested,
    )
