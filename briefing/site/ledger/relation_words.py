"""Word, in a few words, how a statement stands to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core import edtf
from briefing.ledger.wording import STANCES, figure, in_brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.ledger.relations import Relation
    from briefing.ledger.statements import Statement


def told(statement: Statement, name: Callable[[str], str]) -> str:
    """A figure in brief, or how far whom holds a place: "over 480", "held in part by SDF"."""
    claim = statement.claim
    if statement.is_position:
        return f"{STANCES[claim.stance or 'asserts'].extent} by {name(claim.who)}"
    return figure(statement) if claim.stance else " ".join(filter(None, in_brief(statement)))


def in_few_words(statement: Statement, relation: Relation, name: Callable[[str], str]) -> str:
    """Say how a statement stands to the other of a relation: "AFP’s rounding of 539", "replaced by 539"."""
    other = relation.first if relation.second.id == statement.id else relation.second
    what, is_own = told(other, name), other.claim.by == statement.claim.by
    by = "" if is_own else f", says {name(other.claim.by)}"
    same = what == told(statement, name)
    match relation.kind:
        case "rounds":
            return _rounding(statement, relation, what) if is_own else f"{what}, rounded{by}"
        case "updates":
            return _update(statement, relation, what, by, same=same)
        case "agrees":
            return f"the same in {other.carrier}" if same else f"in keeping with {what}{by}"
        case "contradicts" | "differs" as kind:
            return f"{'disputed:' if kind == 'contradicts' else 'not comparable with'} {what}{by}"
    return f"besides, {what}{by}"


def _rounding(statement: Statement, relation: Relation, what: str) -> str:
    if _is_close(statement, relation):
        loose = relation.first if relation.second.id == statement.id else relation.second
        return f"{loose.carrier}’s rounding: {what}"
    return f"{statement.carrier}’s rounding of {what}"


def _update(statement: Statement, relation: Relation, what: str, by: str, *, same: bool) -> str:
    is_later = relation.second.id == statement.id
    other = relation.first if is_later else relation.second
    when = edtf.display_short(other.when if other.is_position else other.as_of)
    if same:
        return f"the same {'as' if is_later else 'again'} on {when}"
    return f"was {what} on {when}{by}" if is_later else f"replaced by {what}{by}"


def is_echo(statement: Statement, relation: Relation) -> bool:
    """Tell whether the other of a relation is the one to tell it, where each pair is told once."""
    if relation.kind == "rounds":
        return _is_close(statement, relation)
    return (relation.second.id == statement.id) == (relation.kind == "updates")


def _is_close(statement: Statement, relation: Relation) -> bool:
    """Tell whether it is the figure that the other rounds."""
    close = relation.first if relation.first.claim.bound == "exactly" else relation.second
    return close.id == statement.id
