"""Analyse notes into cards as the store keeps them, on any worker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis import mentions, tags, word_weights
from briefing.analysis import note as analysis
from briefing.analysis.dependence import leanings
from briefing.analysis.keywords import KeywordError
from briefing.analysis.mentions import Names
from briefing.chronology import cards
from briefing.chronology.cards import Card, DatedSentence
from briefing.core import edtf
from briefing.core.model import Analysis, DateExpression, Event, Extract, Note
from briefing.core.registry import Registry
from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.suggest.occasions import occasions
from briefing.suggest.passage import Passage, parted
from briefing.text.dates import listed
from briefing.text.fold import fold

_TODAY = re.compile(
    r"today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening)", re.IGNORECASE
)


class Shared(Struct, frozen=True):
    """What all cards depend on: the registry, the language, how many phrases for tags, and sentences."""

    registry: Registry
    language: str
    keywords: int
    sentences: int


class CardResult(NamedTuple):
    """A note's card with its digest, the folded text that names are found in, and the weights of its words.

    Card and weights are as the store keeps them. `tags` are the keys of all that can be its tags. `waiting`
    counts the events that were found where the note's head says nothing of events. `failure` says why there
    is none of it.
    """

    path: str
    slug: str
    sha256: str
    version: str = ""
    card: str = ""
    folded: str = ""
    weights: str = ""
    status: str = ""
    tags: tuple[str, ...] = ()
    waiting: int = 0
    failure: str = ""


def work_out(shared: Shared, notes: Sequence[tuple[str, str]]) -> tuple[CardResult, ...]:
    """Work out the cards of notes, each given as the store keeps it, with the weights of its words before.

    YAKE weighs again only texts whose words have become others.
    """
    names = _names(shared.registry)
    return tuple(_worked_out(shared, names, note, weights) for note, weights in notes)


@lru_cache(maxsize=4)
def _names(registry: Registry, *, adjectives: bool = False) -> Names:
    reporters = (source.id for source in registry.sources)
    return Names.of(registry.entities, reporters, adjectives=adjectives)


def _worked_out(shared: Shared, names: Names, told: str, before: str) -> CardResult:
    note = codec.loads(told, Note)
    weights = word_weights.Remembered(before, shared.language)
    try:
        found = analysis.analyse(
            note.document,
            note.date,
            names,
            title=note.title,
            keywords=0,
            tags=shared.keywords,
            sentences=shared.sentences,
            weigh=weights,
        )
    except KeywordError as error:
        return CardResult(note.path, note.slug, note.sha256, failure=str(error))
    made = _card(note, found, shared, names)
    card = codec.dumps(made)
    told = " ".join(event.what for event in note.events)
    folded = fold(f"{note.title} {note.document.prose} {told}")
    keys = tuple(tag.key for tag in made.tags)
    result = CardResult(note.path, note.slug, note.sha256, digest(card), card, folded, weights.kept)
    waiting = 0 if "events" in dict(note.key_lines) else len(made.suggested)
    return result._replace(status=note.status, tags=keys, waiting=waiting)


def _card(note: Note, found: Analysis, shared: Shared, names: Names) -> Card:
    passages = parted(note, found.mentions, found.dates)
    every = _names(shared.registry, adjectives=True)
    made = cards.card(
        replace(note, events=_naming(note.events, every)),
        replace(found, summary=tuple(_with_day(extract, found.dates) for extract in found.summary)),
        mentions.find(note.document.prose, every),
        shared.registry,
        tags=tags.of_note(note, found.tags, shared.registry, names),
        dated=tuple(_dated(note, passages)),
        suggested=_naming((one.value for one in occasions(note, passages, names)), every),
    )
    return cards.emptied(made) if note.status == "withdrawn" else made


def _with_day(extract: Extract, dates: Sequence[DateExpression]) -> Extract:
    """Say in square brackets which day "today" is: a summary may be far from the date of its note."""
    for one in dates:
        inside = extract.start <= one.start and one.end <= extract.end
        if inside and _TODAY.fullmatch(one.text) and extract.text.count(one.text) == 1:
            dated = f"{one.text} [{edtf.display(one.value)}]"
            return replace(extract, text=extract.text.replace(one.text, dated))
    return extract


def _naming(events: Iterable[Event], names: Names) -> tuple[Event, ...]:
    """Tell of each event whom and what its sentence names, in that order."""
    return tuple(
        replace(event, names=tuple(dict.fromkeys(one.entity for one in mentions.find(event.what, names))))
        for event in events
    )


def _dated(note: Note, passages: Sequence[Passage]) -> Iterator[DatedSentence]:
    """Each sentence that says when, by its first date or the list of them."""
    blocks = note.document.blocks
    starts = [one.start for one in blocks]
    leaning = leanings([passage.plain for passage in passages])
    for passage, leans in zip(passages, leaning, strict=True):
        if passage.dates and passage.dates[0].end <= len(passage.text):
            at = bisect_right(starts, passage.start) - 1
            inside = at >= 0 and passage.start < blocks[at].end
            anchor = blocks[at].anchor if inside else ""
            for date in listed(passage.text, passage.dates, 0):
                yield DatedSentence(date.value, passage.plain, anchor, leans)
