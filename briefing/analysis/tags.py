"""Choose the tags of a note: its editor's own, then phrases of its text that are rare in the campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis.phrases import key
from briefing.core.model import Keyword, Note
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.registry import Entity, Registry

# The bits of how many notes have a tag: up to so many it is rare, from so many on as common as any. Each
# step between makes it so much worse.
_FEW, _MOST = 2, 7
_COST = 1.25


class Candidate(Struct, frozen=True):
    """A phrase that can be a tag of a note; the lower the score, the better, an editor's word has 0.

    `key` is the same for all spellings of a thing ("air strike", "airstrikes") and all names of
    an entity, whose id is `entity`.
    """

    key: str
    label: str
    entity: str
    score: float


def candidate(text: str, names: Names, *, score: float = 0.0) -> Candidate:
    """Return what tag a phrase or name stands for."""
    entity = names.named(text)
    if entity:
        return Candidate(f"={entity}", names.label(entity), entity, score)
    return Candidate(key(text) or text, text, "", score)


def candidates(keywords: Iterable[Keyword], names: Names) -> tuple[Candidate, ...]:
    """Return the tags that a note's keywords stand for, best first, each key once."""
    found: dict[str, Candidate] = {}
    for keyword in keywords:
        tag = candidate(keyword.phrase, names, score=keyword.score)
        found.setdefault(tag.key, tag)
    return tuple(found.values())


def renamed(registry: Registry) -> dict[str, Candidate]:
    """Return what each tag that was renamed is called now, by its key; names of entities stay theirs."""
    names = {fold(name) for one in registry.entities for name in _names(one)}
    return {
        key(former) or former: Candidate(key(tag.label) or tag.label, tag.label, "", 0.0)
        for tag in registry.tags
        if fold(tag.label) not in names
        for former in tag.former
    }


def _names(entity: Entity) -> Iterator[str]:
    yield from (entity.id, entity.label)
    yield from (alias.text for alias in entity.aliases)


def of_note(
    note: Note, phrases: Iterable[Keyword], registry: Registry, names: Names
) -> tuple[Candidate, ...]:
    """Return all that can be a tag of a note: the editor's own in their order, then phrases of its text.

    An editor may write an entity's id or any of its names. What is in `not_tags` is left out, whatever
    its spelling, unless it is in `tags` as well. Who reports is told beside every note, and is no tag.
    """
    reporters = (one.label for one in registry.sources if one.id in {note.source, note.agency})
    own = {tag.key: tag for tag in (_editors(text, names) for text in note.tags)}
    barred = {_editors(text, names).key for text in (*note.not_tags, *reporters)}
    rest = (tag for tag in candidates(phrases, names) if tag.key not in own and tag.key not in barred)
    return (*own.values(), *rest)


def commonness(notes: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return how common keys are that many notes have: 1 from 4 notes on, 2 from 8, up to 5 from 64 on.

    So a note more moves few keys by a step, and none that is on more than 64 notes: few other notes have
    their tags chosen again, however many there are. Each note is given as the keys of its candidates.
    """
    times = Counter(chain.from_iterable(map(set, notes)))
    return {key: min(many.bit_length(), _MOST) - _FEW for key, many in times.items() if many >> _FEW}


def rarest(found: Sequence[Candidate], common: Mapping[str, int], *, count: int) -> tuple[Candidate, ...]:
    """Return a note's tags: the editor's own, then the best up to `count` in all, common ones later."""
    own = [tag for tag in found if not tag.score]
    rest = sorted(
        (tag for tag in found if tag.score), key=lambda tag: tag.score * _COST ** common.get(tag.key, 0)
    )
    return (*own, *rest[: max(0, count - len(own))])


def _editors(text: str, names: Names) -> Candidate:
    """Return the tag that an editor means by an id, a name or any other phrase."""
    if text in names.entities:
        return Candidate(f"={text}", names.label(text), text, 0.0)
    return candidate(text, names)
