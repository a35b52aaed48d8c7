"""Days of the campaign: what happened and what was reported on each, and which matter most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.chronology.keydates import DatedLine, DatedText, Naming, that_matter
from briefing.core.edtf import PartialDate

if TYPE_CHECKING:
    from briefing.chronology.cards import Card

# A longer event is background, a longer guess at a report's day says too little.
EVENT_SPAN = 3
REPORT_SPAN = 7
# At most so many days, and never more than half of those on which something happened.
MOST_DAYS = 12
# Before a day that an event is only about, and after one that it asks of and does not tell.
ABOUT, ASKED = "~", "?"


class Day(Struct, frozen=True):
    """A day with a briefing. `happened` holds the cards that tell an event of it, `reported` those
    whose report is of that day, or of an uncertain date that begins with it; both oldest first.
    """

    date: date
    happened: tuple[Card, ...]
    reported: tuple[Card, ...]


def within(value: PartialDate, longest: int) -> Iterator[date]:
    """Yield each day of a date that spans at most `longest` days, and none of a longer one."""
    span = (value.end - value.start).days + 1
    if span <= longest:
        yield from (value.start + timedelta(days=offset) for offset in range(span))


def tells(value: PartialDate, day: date) -> bool:
    """Tell whether an event of that date belongs in that day's briefing."""
    return (value.end - value.start).days < EVENT_SPAN and value.start <= day <= value.end


def naming(card: Card) -> str:
    """Return the days that a note's events name, in order, in the form that `foremost` reads."""
    return " ".join(
        (ABOUT if event.date.approximate else "")
        + str(event.date.start)
        + (ASKED if event.what.endswith("?") else "")
        for event in card.events
        if event.date.is_day and not event.planned
    )


def foremost(notes: Iterable[tuple[str, date, str]]) -> tuple[date, ...]:
    """Find the days that matter most, the foremost first.

    `notes` are all there are: the slug of each, when it was surely out, and what `naming` says of it.
    """
    whole = [(slug, published, words.split()) for slug, published, words in notes]
    named = {word for _, _, words in whole for word in words}
    happened = {word.strip(f"{ABOUT}{ASKED}") for word in named}
    lines = {
        word: DatedLine(word, (Naming(date.fromisoformat(word.rstrip(ASKED)), written=True),))
        for word in named
        if not word.startswith(ABOUT)
    }
    return that_matter(
        [
            DatedText(slug, published, tuple(lines[word] for word in words if word in lines))
            for slug, published, words in whole
        ],
        dates=min(MOST_DAYS, (len(happened) + 1) // 2),
        first=date.min,
        last=date.max,
    )
