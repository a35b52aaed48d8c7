"""Cards and the chronology's entries in; the key dates of the campaign, told by those entries, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.keydates import Line, Naming, Report, key_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry

# At most so many days, and never more than half of those on which something happened.
MOST_DAYS = 12
EACH = 3


@dataclass(frozen=True, slots=True)
class KeyDay:
    """A day that matters, its rank from 0, and the entries that tell of it, the most telling first."""

    date: date
    rank: int
    entries: tuple[Entry, ...]


def key_days(cards: Iterable[Card], entries: Sequence[Entry]) -> tuple[KeyDay, ...]:
    """Find the key dates of a campaign, in order of date. `entries` are the cards' events, merged.

    An event of one day counts as naming that day; longer and vaguer ones name none.
    """
    places = {(telling.slug, telling.event.what): entry for entry in entries for telling in entry.tellings}
    days = {entry.date.start for entry in entries if entry.date.is_day}
    found = key_dates(
        [_report(card) for card in cards],
        dates=min(MOST_DAYS, (len(days) + 1) // 2),
        sentences=EACH,
        first=date.min,
        last=date.max,
    )
    return tuple(
        KeyDay(
            day.date,
            day.rank,
            tuple(dict.fromkeys(places[told.report, told.text] for told in day.sentences)),
        )
        for day in found
        if day.sentences
    )


def _report(card: Card) -> Report:
    return Report(card.slug, card.date.end, tuple(_lines(card)))


def _lines(card: Card) -> Iterator[Line]:
    for event in card.events:
        if event.date.is_day and not event.date.approximate:
            yield Line(event.what, (Naming(event.date.start, written=True),))
