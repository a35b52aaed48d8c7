"""Find names in the registry that more than one entity goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from briefing.content.forms.faults import quoted
from briefing.core.problems import Location, Problem
from briefing.core.registry import Alias, Entity
from briefing.text.fold import fold


def ambiguous(entities: Iterable[Entity], path: str) -> Iterator[Problem]:
    """Yield a Problem for each entity that shares a name with another.

    Names are compared folded. Two exact ones are different names when their case differs.
    """
    owners: defaultdict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
    for entity in entities:
        adjectives = (Alias(text, exact=True) for text in entity.adjectives)
        nouns = map(Alias, entity.counts_as)
        for name in (Alias(entity.label), *entity.aliases, *adjectives, *nouns):
            owners[fold(name.text)].append((entity, name))
    for sharing in owners.values():
        if len({entity.id for entity, _ in sharing}) > 1:
            yield from _clashes(sharing, path)


def _clashes(sharing: Sequence[tuple[Entity, Alias]], path: str) -> Iterator[Problem]:
    """Compare names that fold to one, each with the few that can be its first clash."""
    everyone = _first_two(sharing)
    loose = _first_two((entity, name) for entity, name in sharing if not name.exact)
    of_case: defaultdict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
    for entity, name in sharing:
        of_case[name.text].append((entity, name))
    first = {text: _first_two(some) for text, some in of_case.items()}
    for entity, name in sharing:
        near = [*loose, *first[name.text]] if name.exact else everyone
        other = next((each for each in near if each.id != entity.id), None)
        if other is not None:
            what = f"{entity.id}: name {quoted(name.text)} is also one of {other.id} (line {other.line})"
            allowed = "name it for one of them, or give both with case: exact where the case differs"
            yield Problem(Location(path, entity.line), "ambiguous-alias", what, allowed)


def _first_two(named: Iterable[tuple[Entity, Alias]]) -> tuple[Entity, ...]:
    """The first entity, and the first after it that is another."""
    return tuple({entity.id: entity for entity, _ in named}.values())[:2]
