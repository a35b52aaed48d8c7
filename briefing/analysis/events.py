"""Derive events from the dated sentences of a note, and tell how alike two events' wordings are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from briefing.core.edtf import PartialDate
from briefing.core.model import Event, Mention
from briefing.core.registry import Registry

# Two tellings are one event where they share this part of the shorter one's words.
SHARED_WORDS = 0.5
# Events that are taken from the text of one note.
MOST_DERIVED = 200
_WORD = re.compile(r"(?<![\w-])[a-z0-9][\w-]*")
_COMMON = frozenset(
    "a about after an and are as at been before being but by for from had has have he his in into is it its "
    "near of on or out over said says saying that the their them they to up was were who with".split()
)


@dataclass(frozen=True, slots=True)
class DatedSentence:
    """A sentence that says when: `date` is what its date expression means."""

    date: PartialDate
    text: str
    anchor: str


def derive(
    dated: Iterable[tuple[DatedSentence, tuple[Mention, ...]]], registry: Registry, *, until: PartialDate
) -> tuple[Event, ...]:
    """Make an event of each sentence that says when, given with its mentions, where the editor gave none.

    Dates after `until` are plans, spans that are open or longer than a month are background: neither is an
    event. What is told of a date in the same words is told once; no more are taken than a report of any
    length tells.
    """
    kinds = {entity.id: entity.kind for entity in registry.entities}
    events: dict[tuple[str, str], Event] = {}
    for sentence, mentions in dated:
        told = (sentence.date.text, sentence.text)
        if told in events or not _datable(sentence.date, until):
            continue
        if len(events) == MOST_DERIVED:
            break
        ids = dict.fromkeys(mention.entity for mention in mentions)
        places = tuple(id_ for id_ in ids if kinds[id_] == "place")
        actors = tuple(id_ for id_ in ids if kinds[id_] != "place")
        events[told] = Event(sentence.date, sentence.text, places, actors)
    return tuple(events.values())


def _datable(value: PartialDate, until: PartialDate) -> bool:
    if value.open_start or value.open_end or value.start > until.end:
        return False
    return (value.end - value.start).days <= 31  # noqa: PLR2004 - a month at most


def alike(what: str, other: str) -> bool:
    """Tell whether two wordings share enough words, names apart, to describe one event."""
    return likeness(telling_words(what), telling_words(other)) >= SHARED_WORDS


def likeness(words: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of the shorter wording's words that the other has too; 0 where one has no words."""
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter else 0.0


# An event is told on the pages of its day, its note and all that it names.
@lru_cache(maxsize=16384)
def telling_words(what: str) -> frozenset[str]:
    """Return the distinctive words of a sentence, common endings cut: no names, which events share anyway."""
    found = _WORD.findall(what.replace("'", ""))
    return frozenset(re.sub(r"(ing|ed|es|s)$", "", word) for word in found if word not in _COMMON)
