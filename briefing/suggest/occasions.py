"""A note, its sentences and the registry in; the events and dates that it lacks out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.events import DatedSentence, alike, derive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.core.edtf import PartialDate
    from briefing.core.model import DateExpression, Event, Note, Registry
    from briefing.suggest.passage import Passage


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event, the sentence that tells it, and the words of it that say when."""

    event: Event
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that the text names and no event or period has: its words, and the sentence."""

    date: PartialDate
    words: str
    sentence: str


def occasions(note: Note, passages: Sequence[Passage], registry: Registry) -> tuple[Occasion, ...]:
    """Return an event for each dated sentence that no event of the note tells, in order."""
    found: list[Occasion] = []
    for passage in passages:
        if not passage.dates:
            continue
        first = passage.dates[0]
        sentence = " ".join(passage.text.split())
        dated = DatedSentence(first.value, sentence, "")
        found += [
            Occasion(event, sentence, f"date: {first.text}")
            for event in derive([dated], [passage.mentions], registry, until=note.date)
            if (event.places or event.actors) and not any(_same(event, other) for other in note.events)
        ]
    return tuple(found)


def moments(note: Note, passages: Sequence[Passage], found: Sequence[Occasion]) -> tuple[Moment, ...]:
    """Return the dates of the text that neither the note nor what was `found` has, each once, in order."""
    known = {event.date.text for event in (*note.events, *(one.event for one in found))}
    known |= {claim.period.text for claim in note.claims if claim.period} | {note.date.text}
    seen: dict[str, Moment] = {}
    for passage, one in _dates(passages):
        if one.value.text not in known:
            sentence = " ".join(passage.text.split())
            seen.setdefault(one.value.text, Moment(one.value, one.text, sentence))
    return tuple(seen.values())


def _dates(passages: Sequence[Passage]) -> Iterator[tuple[Passage, DateExpression]]:
    for passage in passages:
        for one in passage.dates:
            yield passage, one


def _same(event: Event, other: Event) -> bool:
    """Tell whether an event of the note is this one: its days meet, and it shares words or who and where."""
    meets = event.date.start <= other.date.end and other.date.start <= event.date.end
    named = {*event.places, *event.actors}
    others = {*other.places, *other.actors}
    return meets and (alike(event.what, other.what) or (bool(others) and others <= named))
