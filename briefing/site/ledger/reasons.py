"""Say in a line why two statements have their relation: the words of the ledger's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core import edtf
from briefing.ledger.pairs import Pair
from briefing.ledger.wording import STANCES, figure, in_brief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefing.ledger.relations import Relation
    from briefing.ledger.statements import Statement

# By the rule for figures; the marks are replaced by both figures in words.
_TOLD: Mapping[str, str] = {
    "doubted": "one claimant doubts what another counts",
    "denied": "one claimant denies what another counts",
    "both-disputed": "two claimants dispute it",
    "converted": "one figure in two units: {} and {}",
    "previous": "an earlier figure, told for comparison: {}, then {}",
    "two-ends": "the two ends of one claimant's estimate: {} and {}",
    "later-end": "the same claimant's count up to a later day: {}, then {}",
    "unordered": "one claimant, {} and {}, and nothing says which is newer",
    "rounded-by-another": "two claimants, and {} and {} are one figure, rounded",
    "borne-out": "two claimants, and {} and {} allow for each other",
    "later-time": "two claimants, at two times: {}, then {}",
    "at-odds": "two claimants, and {} and {} cannot both hold",
}
_OF_POSITIONS: Mapping[str, str] = {
    "rivals": "two claimants name two holders for the same time",
    "part-besides": "one claimant says that one party holds all of it, and another still a part",
    "other-party": "about another party's hold on the place",
    "later-position": "the same claimant, at another time",
    "denied": "one claimant says so, another denies it",
    "other-extent": "one claimant says all of it is held, another only a part",
}


def reason(relation: Relation) -> str:
    """Word the rule that relates two statements."""
    pair = Pair(relation.first, relation.second)
    if relation.first.is_position:
        return _OF_POSITIONS.get(relation.rule) or _MADE_OF_POSITIONS[relation.rule](pair)
    if relation.rule in _TOLD:
        return _TOLD[relation.rule].format(figure(pair.first), figure(pair.second))
    return _MADE[relation.rule](pair)


def _other_unit(pair: Pair) -> str:
    first, second = (f"in {one.unit.plural}" if one.unit else "a count" for one in (pair.first, pair.second))
    return f"one is {first}, the other {second}"


def _other_subset(pair: Pair) -> str:
    one, other = pair.first.claim.subset, pair.second.claim.subset
    if one and other:
        return f"one counts {one}, the other {other}"
    return f"one counts {one or other} only, the other all"


def _other_place(pair: Pair) -> str:
    both = pair.first.claim.place and pair.second.claim.place
    return "for different places" if both else "one names a place, the other none"


def _other_period(pair: Pair) -> str:
    one, other = pair.first.claim.period, pair.second.claim.period
    if one is None or other is None:
        return "one names a period, the other none"
    return f"for different periods: {edtf.display(one)}, and {edtf.display(other)}"


def _other_scope(pair: Pair) -> str:
    what = "period" if pair.first.scope.start != pair.second.scope.start else "place"
    return f"one names a {what}, the other none"


def _later_report(pair: Pair) -> str:
    one, other = figure(pair.first), figure(pair.second)
    if pair.same_figure:
        return f"the same claimant's later report, the figure unchanged: {one}"
    return f"the same claimant's later figure: {one}, then {other}"


def _same_figure(pair: Pair) -> str:
    whose = "one claimant's figure in two reports" if pair.same_origin else "two claimants, one figure"
    return f"{whose}: {figure(pair.first)}"


def _rounded(pair: Pair) -> str:
    one, other = figure(pair.first), figure(pair.second)
    loose, close = (other, one) if pair.first.claim.bound == "exactly" else (one, other)
    return f"one claimant's count, rounded: {loose} allows for {close}"


def _left_open(pair: Pair) -> str:
    if not pair.meets:
        return "a figure in words without a known range cannot be compared"
    one, other = figure(pair.first), figure(pair.second)
    return f"two claimants, and {one} and {other} are far apart, but their bounds leave room"


def _doubted(pair: Pair) -> str:
    whose = "one claimant says both" if pair.same_origin else "a doubt neither bears out nor denies"
    one, other = (STANCES[each.claim.stance or "asserts"].extent for each in (pair.first, pair.second))
    return f"{whose}: {one}, and {other}"


_MADE: Mapping[str, Callable[[Pair], str]] = {
    "other-unit": _other_unit,
    "other-subset": _other_subset,
    "other-place": _other_place,
    "other-period": _other_period,
    "other-scope": _other_scope,
    "later-report": _later_report,
    "same-figure": _same_figure,
    "rounded": _rounded,
    "left-open": _left_open,
}
_MADE_OF_POSITIONS: Mapping[str, Callable[[Pair], str]] = {
    "other-time": lambda pair: (
        f"for different times: {edtf.display(pair.first.when)}, and {edtf.display(pair.second.when)}"
    ),
    "same-stance": lambda pair: (
        "one claimant's position twice" if pair.same_origin else "two claimants say the same"
    ),
    "doubted": _doubted,
}


def told(statement: Statement, name: Callable[[str], str]) -> str:
    """A figure in brief, or how far whom holds a place: "over 480", "held in part by SDF"."""
    claim = statement.claim
    if statement.is_position:
        return f"{STANCES[claim.stance or 'asserts'].extent} by {name(claim.who)}"
    return figure(statement) if claim.stance else " ".join(filter(None, in_brief(statement)))


def in_few_words(statement: Statement, relation: Relation, name: Callable[[str], str]) -> str:
    """Say what a statement is to the other of a relation: "AFP’s rounding of 539", "replaced by 539"."""
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
    """Tell whether the other statement shows the relation, where each pair is shown once."""
    if relation.kind == "rounds":
        return _is_close(statement, relation)
    return (relation.second.id == statement.id) == (relation.kind == "updates")


def _is_close(statement: Statement, relation: Relation) -> bool:
    """Tell whether it is the figure that the other rounds."""
    close = relation.first if relation.first.claim.bound == "exactly" else relation.second
    return close.id == statement.id
