"""Suggest other names of known entities, as a note writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from briefing.analysis.lexicon import english
from briefing.text.fold import fold
from briefing.text.names import names_of

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.suggest.passage import Passage

# How alike two spellings of a name are at least, of 1.
_ALIKE = 0.84
_SHORTEST = 5
_BRACKETED = re.compile(r"\s?\((?P<name>[A-Z][A-Za-z.]{1,9}[A-Z]?)\)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:al|el|ez|de|of|bin|ibn|Al|El)?[- ]?[A-Z][\w’'-]+){0,4}")


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name that the registry lacks, whose it seems to be, and why."""

    entity: str
    name: str
    exact: bool
    sentence: str
    reason: str


def other_names(passages: Sequence[Passage], names: Names) -> tuple[OtherName, ...]:
    """Return abbreviations in brackets after a known name, and other spellings of one; each once."""
    found: dict[tuple[str, str], OtherName] = {}
    for passage in passages:
        for one in (*_abbreviations(passage, names), *_spellings(passage, names)):
            found.setdefault((one.entity, one.name), one)
    return tuple(found.values())


def _abbreviations(passage: Passage, names: Names) -> Iterator[OtherName]:
    for one in passage.mentions:
        after = _BRACKETED.match(passage.text, one.end)
        if after and not names.named(after["name"]):
            label = names.label(one.entity)
            reason = f"stands in brackets after {label}"
            yield OtherName(one.entity, after["name"], True, passage.plain, reason)  # noqa: FBT003


def _spellings(passage: Passage, names: Names) -> Iterator[OtherName]:
    starts = [one.start for one in passage.mentions]
    for found in _NAME.finditer(passage.text):
        last = bisect_left(starts, found.end()) - 1
        if last >= 0 and passage.mentions[last].end > found.start():
            continue
        name = found[0]
        if name.lower() in english().demonyms:
            continue
        entity, known = _nearest(name, names)
        if entity:
            yield OtherName(entity, name, False, passage.plain, f"is spelt like {known}")  # noqa: FBT003


def _nearest(name: str, names: Names) -> tuple[str, str]:
    """Return the entity with a name of as many words that is spelt most like this one, and that name."""
    wanted = fold(name)
    best = (0.0, "", "")
    for entity in names.entities.values():
        for known in names_of(entity)[0]:
            folded = fold(known)
            if min(len(wanted), len(folded)) < _SHORTEST or wanted.count(" ") != folded.count(" "):
                continue
            best = max(best, (SequenceMatcher(None, wanted, folded).ratio(), entity.id, known))
    return (best[1], best[2]) if best[0] >= _ALIKE and fold(best[2]) != wanted else ("", "")
