"""The days that events name in; the key dates of the campaign, told by those events, out.

An event of one day counts as naming that day; longer and vaguer ones name none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.keydates import Line, Naming, Report, that_matter, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry

# At most so many days, and never more than half of those on which something happened.
MOST_DAYS = 12
EACH = 3
# Before a day that an event is only about, and after one that it asks of and does not tell.
ABOUT, ASKED = "~", "?"


@dataclass(frozen=True, slots=True)
class KeyDay:
    """A day that matters, its rank from 0, and the entries that tell of it, the most telling first."""

    date: date
    rank: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A note, when it was surely out, and the days that its events name, as `naming` has them."""

    slug: str
    published: date
    days: tuple[str, ...]


def naming(card: Card) -> tuple[str, ...]:
    """The days that a note's events name, in order, with all that finding those that matter takes."""
    return tuple(
        (ABOUT if event.date.approximate else "")
        + str(event.date.start)
        + (ASKED if event.what.endswith("?") else "")
        for event in card.events
        if event.date.is_day
    )


def foremost(notes: Iterable[Named]) -> tuple[date, ...]:
    """Find the days that matter most, the foremost first. `notes` are all there are."""
    whole = tuple(notes)
    words = {word for note in whole for word in note.days}
    happened = {word.strip(f"{ABOUT}{ASKED}") for word in words}
    lines = {
        word: Line(word, (Naming(date.fromisoformat(word.rstrip(ASKED)), written=True),))
        for word in words
        if not word.startswith(ABOUT)
    }
    return that_matter(
        [
            Report(one.slug, one.published, tuple(lines[word] for word in one.days if word in lines))
            for one in whole
        ],
        dates=min(MOST_DAYS, (len(happened) + 1) // 2),
        first=date.min,
        last=date.max,
    )


def key_days(days: Sequence[date], cards: Iterable[Card], entries: Iterable[Entry]) -> tuple[KeyDay, ...]:
    """Choose what tells of days, given the foremost first; return them in order of date.

    `cards` are all that tell an event of one of the days, `entries` are their events, merged.
    """
    places = {
        (telling.note.slug, telling.event.what): entry for entry in entries for telling in entry.tellings
    }
    return tuple(
        KeyDay(
            day.date,
            day.rank,
            tuple(dict.fromkeys(places[told.report, told.text] for told in day.sentences)),
        )
        for day in told_by([_report(card) for card in cards], days, sentences=EACH)
        if day.sentences
    )


def _report(card: Card) -> Report:
    return Report(card.slug, card.date.end, tuple(_lines(card)))


def _lines(card: Card) -> Iterator[Line]:
    for event in card.events:
        if event.date.is_day and not event.date.approximate:
            yield Line(event.what, (Naming(event.date.start, written=True),))
