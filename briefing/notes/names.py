"""The registry in; who goes by which name out, and Problems where a name is not one entity's alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.errors import Location, Problem
from briefing.model import Alias
from briefing.notes.faults import quoted
from briefing.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.model import Entity


def ambiguous(entities: Iterable[Entity], path: str) -> Iterator[Problem]:
    """Yield a Problem for each entity that shares a name with another.

    Names are compared folded. Two exact ones are different names when their case differs.
    """
    owners: defaultdict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
    for entity in entities:
        for name in _names(entity):
            owners[fold(name.text)].append((entity, name))
    for sharing in owners.values():
        for entity, name in sharing:
            other = next((each for each, its in sharing if each.id != entity.id and _clash(name, its)), None)
            if other is not None:
                what = f"{entity.id}: name {quoted(name.text)} is also one of {other.id} (line {other.line})"
                allowed = "name it for one of them, or give both with case: exact where the case differs"
                yield Problem(Location(path, entity.line), "ambiguous-alias", what, allowed)


def _names(entity: Entity) -> tuple[Alias, ...]:
    return (Alias(entity.label), *entity.aliases)


def _clash(one: Alias, other: Alias) -> bool:
    return not (one.exact and other.exact and one.text != other.text)
