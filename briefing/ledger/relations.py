"""Relate two statements by the first rule that fits, with its reason for readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.ledger.figure_rules import FIGURE_RULES
from briefing.ledger.pairs import Pair, RelationKind
from briefing.ledger.position_rules import POSITION_RULES

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement


@dataclass(frozen=True, slots=True)
class Relation:
    """How `second` stands to `first`, the earlier where that is known; `reason` is one line for readers."""

    first: Statement
    second: Statement
    kind: RelationKind
    rule: str
    reason: str


def relate(one: Statement, other: Statement) -> Relation | None:
    """Relate two statements under one heading, in whichever order; None where the headings differ.

    The first rule that fits decides; the last of each list always fits.
    """
    if one.group != other.group or one.id == other.id:
        return None
    pair = Pair.of(one, other)
    for rule in POSITION_RULES if one.is_position else FIGURE_RULES:
        if reason := rule.reason(pair):
            return Relation(pair.first, pair.second, rule.kind, rule.name, reason)
    return None
