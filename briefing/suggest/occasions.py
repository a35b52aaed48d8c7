"""Suggest the events and dates that a note's front matter lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.events import DatedSentence, alike, derive
from briefing.core.edtf import PartialDate
from briefing.core.model import Event, Note
from briefing.core.registry import Registry
from briefing.suggest.scene import Suggestion
from briefing.text.dates import listed

if TYPE_CHECKING:
    from briefing.suggest.passage import Passage


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that the text names and no event or period has: its words, and the sentence."""

    date: PartialDate
    words: str
    sentence: str


def occasions(note: Note, passages: Sequence[Passage], registry: Registry) -> tuple[Suggestion[Event], ...]:
    """Return an event for each dated sentence that no event of the note tells, in order.

    A sentence with a list of days tells one of each.
    """
    found: list[Suggestion[Event]] = []
    for passage in passages:
        if not passage.dates:
            continue
        found += [
            Suggestion(event, passage.plain, f"date: {date.text}")
            for date in listed(passage.text, passage.dates, 0)
            for event in derive(
                [(DatedSentence(date.value, passage.plain, ""), passage.mentions)], registry, until=note.date
            )
            if (event.places or event.actors) and not any(_same(event, other) for other in note.events)
        ]
    return tuple(found)


def moments(
    note: Note, passages: Sequence[Passage], found: Sequence[Suggestion[Event]]
) -> tuple[Moment, ...]:
    """Return the dates of the text that neither the note nor what was `found` has, each once, in order."""
    known = {event.date.text for event in (*note.events, *(one.value for one in found))}
    known |= {claim.period.text for claim in note.claims if claim.period} | {note.date.text}
    seen: dict[str, Moment] = {}
    for passage in passages:
        for one in passage.dates:
            if one.value.text not in known:
                seen.setdefault(one.value.text, Moment(one.value, one.text, passage.plain))
    return tuple(seen.values())


def _same(event: Event, other: Event) -> bool:
    """Tell whether an event of the note is this one: its days meet, and it shares words or who and where."""
    meets = event.date.start <= other.date.end and other.date.start <= event.date.end
    named = {*event.places, *event.actors}
    others = {*other.places, *other.actors}
    return meets and (alike(event.what, other.what) or (bool(others) and others <= named))
