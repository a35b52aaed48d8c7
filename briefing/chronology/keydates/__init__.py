"""Find the days that matter most in dated texts, and the sentences that tell each of them best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from briefing.chronology.keydates.salience import ranked
from briefing.chronology.keydates.sentences import Quote, candidates, quotes


class Naming(Struct, frozen=True):
    """A day that a line names; `written` with its number ("10 September") and not as "Friday".

    One that only `bounds` a span ("since 10 September") matters all the same, but the line does not
    tell what happened on it.
    """

    day: date
    written: bool
    bounds: bool = False


class DatedLine(Struct, frozen=True):
    """A sentence of a text and the days it names, in order."""

    text: str
    days: tuple[Naming, ...] = ()


class DatedText(Struct, frozen=True):
    """What was published on a day, sentence by sentence, in order; `name` tells texts apart."""

    name: str
    published: date
    lines: tuple[DatedLine, ...]


def key_dates(
    texts: Sequence[DatedText], *, dates: int, sentences: int, first: date, last: date
) -> dict[date, tuple[Quote, ...]]:
    """Return up to `dates` days from `first` to `last` with up to `sentences` each, in order of date.

    A day that no sentence tells of is none. The order of the texts does not matter.
    """
    return told_by(texts, that_matter(texts, dates=dates, first=first, last=last), sentences=sentences)


def that_matter(texts: Sequence[DatedText], *, dates: int, first: date, last: date) -> tuple[date, ...]:
    """Return up to `dates` days from `first` to `last`, those that matter most first.

    Of the lines' texts only whether they are questions is looked at.
    """
    ordered = _ordered(texts)
    tellings = candidates(ordered)
    found = [day for day in ranked(ordered) if first <= day <= last and day in tellings]
    return tuple(found[:dates])


def told_by(
    texts: Sequence[DatedText], days: Sequence[date], *, sentences: int
) -> dict[date, tuple[Quote, ...]]:
    """Return days with up to so many sentences each, the most telling first, in order of date.

    The texts are all that name one of the days, whichever others there are.
    """
    ordered = _ordered(texts)
    tellings = candidates(ordered)
    return quotes(ordered, {day: tellings[day] for day in days}, count=sentences)


def _ordered(texts: Sequence[DatedText]) -> list[DatedText]:
    return sorted(texts, key=lambda text: (text.published, text.name))
