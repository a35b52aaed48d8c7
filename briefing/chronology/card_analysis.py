"""Analyse notes into cards as the store keeps them, on any worker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from briefing.analysis import note as analysis
from briefing.analysis import tags, word_weights
from briefing.analysis.events import DatedSentence, derive
from briefing.analysis.keywords import KeywordError
from briefing.analysis.mentions import Names
from briefing.chronology import cards
from briefing.core.model import Analysis, Mention, Note
from briefing.core.registry import Registry
from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.text.dates import listed
from briefing.text.fold import fold
from briefing.text.sentences import clean, split

if TYPE_CHECKING:
    from briefing.analysis.tags import Candidate
    from briefing.chronology.cards import Card


@dataclass(frozen=True, slots=True)
class Shared:
    """What all cards depend on: the registry, the language, how many keywords, sentences and tags."""

    registry: Registry
    language: str
    keywords: int
    sentences: int
    tags: int


class CardResult(NamedTuple):
    """A note's card with its digest, the folded text that names are found in, and the weights of its words.

    Card and weights are as the store keeps them. `failure` says why there is none of it.
    """

    path: str
    slug: str
    sha256: str
    version: str = ""
    card: str = ""
    folded: str = ""
    weights: str = ""
    failure: str = ""


def work_out(shared: Shared, notes: Sequence[tuple[str, str]]) -> tuple[CardResult, ...]:
    """Work out the cards of notes, each given as the store keeps it, with the weights of its words before.

    YAKE weighs again only texts whose words have become others.
    """
    names = _names(shared.registry)
    return tuple(_worked_out(shared, names, note, weights) for note, weights in notes)


@lru_cache(maxsize=2)
def _names(registry: Registry) -> Names:
    return Names.of(registry.entities, reporters=(source.id for source in registry.sources))


def _worked_out(shared: Shared, names: Names, told: str, before: str) -> CardResult:
    note = codec.loads(told, Note)
    weights = word_weights.Remembered(before, shared.language)
    try:
        found = analysis.analyse(
            note.document,
            note.date,
            names,
            title=note.title,
            language=shared.language,
            keywords=shared.keywords,
            sentences=shared.sentences,
            weigh=weights,
        )
    except KeywordError as error:
        return CardResult(note.path, note.slug, note.sha256, failure=str(error))
    card = codec.dumps(_card(note, found, shared, names))
    folded = fold(f"{note.title} {note.document.prose}")
    return CardResult(note.path, note.slug, note.sha256, digest(card), card, folded, weights.kept)


def _card(note: Note, found: Analysis, shared: Shared, names: Names) -> Card:
    dated = tuple(_dated(note, found))
    made = cards.card(
        note,
        found,
        shared.registry,
        events=note.events or derive(dated, shared.registry, until=note.date),
        tags=_tags(note, found, shared, names),
        dated=tuple(sentence for sentence, _ in dated),
    )
    return cards.emptied(made) if note.status == "withdrawn" else made


def _dated(note: Note, found: Analysis) -> Iterator[tuple[DatedSentence, tuple[Mention, ...]]]:
    """Each sentence that says when, by its first date or the list of them, with its mentions."""
    at_date, prose = 0, note.document.prose
    blocks, of_blocks = note.document.blocks, [one.start for one in note.document.blocks]
    of_mentions = [one.start for one in found.mentions]
    for sentence in split(prose):
        while at_date < len(found.dates) and found.dates[at_date].start < sentence.start:
            at_date += 1
        if at_date == len(found.dates):
            return
        if found.dates[at_date].end <= sentence.end:
            text = clean(prose[sentence.start : sentence.end])
            at = bisect_right(of_blocks, sentence.start) - 1
            inside = at >= 0 and sentence.start < blocks[at].end
            first, after = (bisect_left(of_mentions, place) for place in (sentence.start, sentence.end))
            anchor = blocks[at].anchor if inside else ""
            for date in listed(prose, found.dates, at_date):
                yield DatedSentence(date.value, text, anchor), found.mentions[first:after]


def _tags(note: Note, found: Analysis, shared: Shared, names: Names) -> tuple[Candidate, ...]:
    candidates = tags.candidates(found.keywords, names)
    # Who reports is told beside every note, and is not what the note is about.
    reporters = (one.label for one in shared.registry.sources if one.id in {note.source, note.agency})
    barred = (*note.not_tags, *reporters)
    return tags.choose(candidates, tags=note.tags, not_tags=barred, names=names, count=shared.tags)
