"""Choose the tags of a note from its keywords and its editor's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.phrases import key
from briefing.core.model import Keyword
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.registry import Entity, Registry


@dataclass(frozen=True, slots=True)
class Candidate:
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


def choose(
    found: Sequence[Candidate], *, tags: Iterable[str], not_tags: Iterable[str], names: Names, count: int
) -> tuple[Candidate, ...]:
    """Return a note's tags: the editor's own in their order, then the best others up to `count` in all.

    An editor may write an entity's id or any of its names. What is in `not_tags` is left out, whatever
    its spelling, unless it is in `tags` as well.
    """
    own = {tag.key: tag for tag in (_editors(text, names) for text in tags)}
    barred = {_editors(text, names).key for text in not_tags}
    rest = [tag for tag in found if tag.key not in own and tag.key not in barred]
    return (*own.values(), *rest[: max(0, count - len(own))])


def _editors(text: str, names: Names) -> Candidate:
    """Return the tag that an editor means by an id, a name or any other phrase."""
    if text in names.entities:
        return Candidate(f"={text}", names.label(text), text, 0.0)
    return candidate(text, names)
