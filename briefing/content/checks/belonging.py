"""Check where entities belong, and of which totals claims are parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.content.checks.ids import Ids, shown
from briefing.content.registry import ENTITIES
from briefing.core.model import Claim, Note
from briefing.core.problems import Location, Problem
from briefing.core.registry import Entity


def of_entities(entities: Mapping[str, Entity], ids: Ids) -> Iterator[Problem]:
    """Yield what is wrong with `within` and `role`: unknown ids, other kinds, roles in oneself, circles."""
    for entity in entities.values():
        place = Location(f"content/{ENTITIES}", entity.line)
        role = entity.role.of if entity.role else ""
        for key, id_ in (("within", entity.within), ("role", role)):
            if id_ and id_ not in entities:
                what = f"{entity.id}: {key}: {shown(id_)}: unknown entity"
                yield Problem(place, "unknown-entity", what, ids.like(id_))
        around = entities.get(entity.within)
        if around is not None and around.kind != entity.kind:
            what = f"{entity.id}: within: {around.id} is a {around.kind}, and {entity.id} a {entity.kind}"
            yield Problem(place, "wrong-kind", what, f"name a {entity.kind}")
        if role == entity.id:
            what = f"{entity.id}: role: it has a role in itself"
            yield Problem(place, "role-in-itself", what, "name another entity, or leave role out")
    yield from _circles(entities)


def _circles(entities: Mapping[str, Entity]) -> Iterator[Problem]:
    """Yield a Problem for each circle of entities that lie within each other, at the first of its ids."""
    seen: set[str] = set()
    for start in sorted(entities):
        way: dict[str, None] = {}
        id_ = start
        while id_ in entities and id_ not in seen and id_ not in way:
            way[id_] = None
            id_ = entities[id_].within
        seen |= way.keys()
        if id_ not in way:
            continue
        circle = [*list(way)[list(way).index(id_) :], id_]
        first = entities[min(circle)]
        what = f"{first.id}: within goes round in a circle: {' in '.join(circle)}"
        place = Location(f"content/{ENTITIES}", first.line)
        yield Problem(place, "circle", what, "leave within out of one of them")


def of_claims(notes: Iterable[Note]) -> Iterator[Problem]:
    """Yield each claim whose `part_of` is no total of its claimant in the note, or is less than it."""
    for note in notes:
        for claim in note.claims:
            total = claim.part_of
            if total is None or claim.high is None:
                continue
            place, told = Location(note.path, claim.line), f"{total:,.12g}"
            if not any(_is_total(other, claim) for other in note.claims if other is not claim):
                what = f"claim: part_of {told} is no total that {claim.by} gives here of {claim.what}"
                allowed = "add the claim with that value, of the same by, what, unit and period"
                yield Problem(place, "part-of-nothing", what, allowed)
            elif claim.high > total:
                what = f"claim: {claim.high:,.12g} is more than the {told} that it is part_of"
                yield Problem(place, "part-over-total", what, "write the smaller figure as the part")


def _is_total(other: Claim, part: Claim) -> bool:
    same = (other.by, other.what, other.unit, other.period) == (part.by, part.what, part.unit, part.period)
    return same and part.part_of in {other.low, other.high}
