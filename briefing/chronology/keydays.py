"""Find the key dates of the campaign by the days that events name, and the events that tell of them.

An event of one day counts as naming that day; longer and vaguer ones, and plans, name none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.keydates import DatedLine, DatedText, Naming, that_matter, told_by

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry, Telling

# At most so many days, and never more than half of those on which something happened.
MOST_DAYS = 12
EACH = 3
# Before a day that an event is only about, and after one that it asks of and does not tell.
ABOUT, ASKED = "~", "?"


def naming(card: Card) -> str:
    """Write the days that a note's events name, in order, as `foremost` reads them."""
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


def told_of(
    days: Sequence[date], told: Iterable[tuple[Telling, ...]], entries: Iterable[Entry]
) -> dict[date, tuple[Entry, ...]]:
    """Choose the entries that tell of each day, the most telling first; return the days in order of date.

    `told` are all tellings of each note that tells an event of one of the days, `entries` are their
    events, merged.
    """
    places = {(one.note.slug, one.event.what): entry for entry in entries for one in entry.tellings}
    return {
        day: tuple(dict.fromkeys(places[quote.source, quote.text] for quote in quotes))
        for day, quotes in told_by([_text(tellings) for tellings in told], days, sentences=EACH).items()
        if quotes
    }


def _text(told: tuple[Telling, ...]) -> DatedText:
    note = told[0].note
    lines = (
        DatedLine(event.what, (Naming(event.date.start, written=True),))
        for event in (one.event for one in told)
        if event.date.is_day and not event.date.approximate and not event.planned
    )
    return DatedText(note.slug, note.date.end, tuple(lines))
