"""Relate two statements by the first rule that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.ledger.figure_rules import FIGURE_RULES, OTHER_UNIT
from briefing.ledger.pairs import Pair, RelationKind, overlap
from briefing.ledger.position_rules import PART_BESIDES, POSITION_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.ledger.statements import Statement


class Relation(Struct, frozen=True):
    """The relation of `second` to `first`, the earlier if that is known, and its rule."""

    first: Statement
    second: Statement
    kind: RelationKind
    rule: str


def relate(one: Statement, other: Statement) -> Relation | None:
    """Relate two statements under one heading, in whichever order; None where the headings differ.

    The first rule that fits decides; the last of each list always fits.
    """
    if one.group != other.group or one.id == other.id:
        return None
    pair = Pair.of(one, other)
    for rule in POSITION_RULES if one.is_position else FIGURE_RULES:
        if rule.fits(pair):
            return Relation(pair.first, pair.second, rule.kind, rule.name)
    return None


def within_report(statement: Statement, report: Iterable[Statement]) -> Iterator[Relation]:
    """Relate a statement to others of its report that no scope holds together.

    Those are figures of the same in another unit, which cannot be compared, and what its claimant says
    besides of another party's part in a place.
    """
    for other in report:
        relation = relate(statement, other)
        if relation and (relation.rule == PART_BESIDES or _counts_the_same(relation)):
            yield relation


def _counts_the_same(relation: Relation) -> bool:
    first, second = relation.first, relation.second
    one, other = first.claim, second.claim
    return (
        relation.rule == OTHER_UNIT
        and one.subset.casefold() == other.subset.casefold()
        and (one.place == other.place or not (one.place and other.place))
        and overlap(first.when, second.when)
    )
