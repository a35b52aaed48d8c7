"""Find the key dates of the campaign by the days that events name.

An event of one day counts as naming that day; longer and vaguer ones, and plans, name none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.keydates import DatedLine, DatedText, Naming, that_matter

if TYPE_CHECKING:
    from briefing.chronology.cards import Card

# At most so many days, and never more than half of those on which something happened.
MOST_DAYS = 12
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
