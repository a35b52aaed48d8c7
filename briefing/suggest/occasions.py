"""Find the events that a note's text tells, and suggest those and the dates that its front matter lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis import mentions
from briefing.analysis.events import alike
from briefing.core.model import Event, Note
from briefing.suggest.happenings import happenings
from briefing.suggest.passage import parted
from briefing.suggest.scene import Suggestion
from briefing.text import dates
from briefing.text.dates import listed

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.edtf import PartialDate
    from briefing.suggest.happenings import Happening
    from briefing.suggest.passage import Passage

_VERBATIM = "the sentence as it stands, for you to put in a line of your own"
# Events that are taken from the text of one note.
MOST = 200


class Moment(Struct, frozen=True):
    """A date that the text names and no event or period has: its words, and the sentence."""

    date: PartialDate
    words: str
    sentence: str


def occasions(note: Note, passages: Sequence[Passage], names: Names) -> tuple[Suggestion[Event], ...]:
    """Return an event for each sentence that tells of its own day, in order, if no event of the note does.

    A sentence tells one event, that of the first date that its main clause goes with, or one for each of a
    list of days. An empty list in the
    front matter says that there is none.
    """
    if not note.events and "events" in dict(note.key_lines):
        return ()
    told = (one for one in _told(note, passages, names) if not _is_stated(one.value, note.events))
    return tuple(islice({(one.value.date.text, one.value.what): one for one in told}.values(), MOST))


def of_note(note: Note, names: Names) -> tuple[Suggestion[Event], ...]:
    """Return the events that a note's text tells and its front matter lacks."""
    prose = note.document.prose
    return occasions(note, parted(note, mentions.find(prose, names), dates.find(prose, note.date)), names)


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


def _told(note: Note, passages: Sequence[Passage], names: Names) -> Iterator[Suggestion[Event]]:
    """Yield the event of each sentence that tells of its own day."""
    for passage in passages:
        for happening in happenings(passage.text, passage.dates, note.date):
            if what := _wording(passage, happening):
                first = passage.dates.index(happening.date)
                for date in listed(passage.text, passage.dates, first):
                    event = replace(_event(passage, happening, what, names), date=date.value)
                    why = (("date", date.text), ("what", _VERBATIM))
                    yield Suggestion(event, passage.plain, why)
                break


def _wording(passage: Passage, happening: Happening) -> str:
    """Return the sentence, or the plan that is told of a name in it; nothing where no name ends there."""
    if happening.name is None:
        return passage.plain
    text = passage.text
    named = (text[one.start : one.end] for one in passage.mentions if one.end == happening.name)
    return next((f"{name} {text[happening.start : happening.end]}." for name in named), "")


def _event(passage: Passage, happening: Happening, what: str, names: Names) -> Event:
    ids = dict.fromkeys(one.entity for one in passage.mentions)
    places = tuple(id_ for id_ in ids if names.entities[id_].kind == "place")
    actors = tuple(id_ for id_ in ids if id_ not in places)
    return Event(happening.date.value, what, places, actors, planned=happening.planned, suggested=True)


def _is_stated(event: Event, stated: Sequence[Event]) -> bool:
    """Tell whether the note states this event: on days that meet, in like words or of the same names."""
    named = {*event.places, *event.actors}
    return any(
        event.date.start <= other.date.end
        and other.date.start <= event.date.end
        and (alike(event.what, other.what) or not named.isdisjoint((*other.places, *other.actors)))
        for other in stated
    )
