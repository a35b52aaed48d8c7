"""Relate two statements by the first rule that fits, with its reason for readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from briefing.core import edtf
from briefing.core.model import Stance
from briefing.ledger.pairs import Pair, overlap, surely_before
from briefing.ledger.wording import STANCES

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement

# "open": of the same scope, and yet nothing says how the two stand to each other.
RelationKind = Literal["agrees", "rounds", "updates", "differs", "contradicts", "open"]


@dataclass(frozen=True, slots=True)
class Relation:
    """How `second` stands to `first`, the earlier where that is known; `reason` is one line for readers."""

    first: Statement
    second: Statement
    kind: RelationKind
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class RelationRule:
    """A named rule: `reason` returns one line where it fits the pair, else an empty text."""

    name: str
    kind: RelationKind
    reason: Callable[[Pair], str]


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


# Differing in scope: never compared, never summed.


def _other_party(pair: Pair) -> str:
    same = pair.first.claim.who == pair.second.claim.who
    return "" if same else "about another party's hold on the place"


def _other_unit(pair: Pair) -> str:
    one, other = pair.first.unit, pair.second.unit
    if (one.dimension if one else "") == (other.dimension if other else ""):
        return ""
    first, second = (f"in {unit.plural}" if unit else "a count" for unit in (one, other))
    return f"one is {first}, the other {second}"


def _other_subset(pair: Pair) -> str:
    one, other = pair.first.claim.subset, pair.second.claim.subset
    if one.casefold() == other.casefold():
        return ""
    if one and other:
        return f"one counts {one}, the other {other}"
    return f"one counts {one or other} only, the other all"


def _other_place(pair: Pair) -> str:
    """Fits figures for two places; of a thing or a place itself, one that names no place is of the same."""
    one, other = pair.first.claim.place, pair.second.claim.place
    fixed = bool(pair.first.measure.of) and set(pair.first.measure.of) <= {"thing", "place"}
    if one == other or (fixed and not (one and other)):
        return ""
    return "for different places" if one and other else "one names a place, the other none"


def _other_period(pair: Pair) -> str:
    """Fits counts over periods that begin apart, and those of two claimants that end apart.

    A total that only grows goes on from one end to the next, whoever counts; one that names a day alone,
    or no period, is the total of that day. A gain or a loss is of its own period.
    """
    measure, one, other = pair.first.measure, pair.first.claim.period, pair.second.claim.period
    if one is not None and other is not None:
        apart = one.start != other.start
        if measure.over_a_period:
            ends = measure.accumulates or (one.end <= other.end if pair.same_origin else one.end == other.end)
            apart = apart or not ends
        elif measure.kind not in {"money", "change"}:
            return ""
        return f"for different periods: {edtf.display(one)}, and {edtf.display(other)}" if apart else ""
    named = one or other
    if not measure.over_a_period or named is None or pair.same_figure:
        return ""
    # Of one claimant, a day alone is that of a total; of another, it may be what came in on that day.
    total = measure.accumulates and named.is_day == pair.same_origin
    return "" if total else "one names a period, the other none"


# Figures of one scope.


def _disputed(pair: Pair, stance: Stance) -> str:
    """Fits a figure beside a doubt or denial of it, which gives none of its own."""
    stances = [one.claim.stance for one in (pair.first, pair.second)]
    return (
        f"one claimant {stance} what another counts" if stances.count(stance) == 1 and None in stances else ""
    )


def _both_disputed(pair: Pair) -> str:
    return "two claimants dispute it" if pair.first.claim.stance and pair.second.claim.stance else ""


def _previous(pair: Pair) -> str:
    if pair.first.claim.previous == pair.second.claim.previous:
        return ""
    return "an earlier figure, told for comparison: {}, then {}".format(*pair.told)


def _later_report(pair: Pair) -> str:
    if not pair.same_origin or not surely_before(pair.first.as_of, pair.second.as_of):
        return ""
    if pair.same_figure:
        return f"the same claimant's later report, the figure unchanged: {pair.told[0]}"
    return "the same claimant's later figure: {}, then {}".format(*pair.told)


def _converted(pair: Pair) -> str:
    if pair.first.unit == pair.second.unit or not pair.meets:
        return ""
    if not (pair.one_number or (pair.near and not pair.vague)):
        return ""
    return "one figure in two units: {} and {}".format(*pair.told)


def _same_figure(pair: Pair) -> str:
    if not pair.same_figure:
        return ""
    whose = "one claimant's figure in two reports" if pair.same_origin else "two claimants, one figure"
    return f"{whose}: {pair.told[0]}"


def _two_ends(pair: Pair) -> str:
    bounds = {pair.first.claim.bound, pair.second.claim.bound}
    if not pair.same_origin or "at-most" not in bounds or not bounds & {"at-least", "more-than"}:
        return ""
    return "the two ends of one claimant's estimate: {} and {}".format(*pair.told)


def _rounded(pair: Pair) -> str:
    if not (pair.same_origin and pair.meets and overlap(pair.first.last_day, pair.second.last_day)):
        return ""
    one, other = pair.told
    loose, close = (other, one) if pair.first.claim.bound == "exactly" else (one, other)
    return f"one claimant's count, rounded: {loose} allows for {close.removeprefix('exactly ')}"


def _later_end(pair: Pair) -> str:
    if not pair.same_origin or pair.first.counted_to >= pair.second.counted_to:
        return ""
    return "the same claimant's count up to a later day: {}, then {}".format(*pair.told)


def _unordered(pair: Pair) -> str:
    if not pair.same_origin:
        return ""
    return "one claimant, {} and {}, and nothing says which is newer".format(*pair.told)


def _rounded_by_another(pair: Pair) -> str:
    rounded = pair.vague and not pair.one_number
    if not (rounded and pair.meets and pair.near):
        return ""
    return "two claimants, and {} and {} are one figure, rounded".format(*pair.told)


def _later_time(pair: Pair) -> str:
    """Fits figures of two claimants for two times; a total that only grows cannot be smaller later."""
    if pair.first.measure.over_a_period:
        apart = pair.first.counted_to != pair.second.counted_to
    else:
        apart = surely_before(pair.first.as_of, pair.second.as_of)
        apart = apart or not overlap(pair.first.when, pair.second.when)
    if not apart or pair.reaches is None:
        return ""
    if pair.first.measure.accumulates and pair.reaches[1].high < pair.reaches[0].low:
        return ""
    return "two claimants, at two times: {}, then {}".format(*pair.told)


def _borne_out(pair: Pair) -> str:
    if not (pair.meets and pair.near):
        return ""
    return "two claimants, and {} and {} allow for each other".format(*pair.told)


def _other_scope(pair: Pair) -> str:
    """Fits what nothing above relates, of two scopes: two of them never contradict each other."""
    one, other = pair.first.scope, pair.second.scope
    if one == other:
        return ""
    return (
        "one names a period, the other none"
        if one.start != other.start
        else "one names a place, the other none"
    )


def _left_open(pair: Pair) -> str:
    if pair.meets:
        return "two claimants, and {} and {} are far apart, but their bounds leave room".format(*pair.told)
    return "" if pair.reaches else "a figure in words without a known range cannot be compared"


def _at_odds(pair: Pair) -> str:
    return "two claimants, and {} and {} cannot both hold".format(*pair.told)


# Positions on one place.


def _other_time(pair: Pair) -> str:
    """Fits positions at different times, as two claimants tell them."""
    one, other = pair.first.when, pair.second.when
    if pair.same_origin or overlap(one, other):
        return ""
    return f"for different times: {edtf.display(one)}, and {edtf.display(other)}"


def _rivals(pair: Pair) -> str:
    one, other = pair.first.claim, pair.second.claim
    both = one.stance == other.stance == "asserts" and one.who != other.who
    if not both or pair.same_origin or not overlap(pair.first.when, pair.second.when):
        return ""
    return "two claimants name two holders for the same time"


def _later_position(pair: Pair) -> str:
    first, second = pair.first.when, pair.second.when
    if not pair.same_origin or not (surely_before(first, second) or surely_before(second, first)):
        return ""
    return "the same claimant, at another time"


def _same_stance(pair: Pair) -> str:
    if pair.first.claim.stance != pair.second.claim.stance:
        return ""
    return "one claimant's position twice" if pair.same_origin else "two claimants say the same"


def _denied(pair: Pair) -> str:
    stances = {pair.first.claim.stance, pair.second.claim.stance}
    if pair.same_origin or "denies" not in stances or "doubts" in stances:
        return ""
    return "one claimant says so, another denies it"


def _other_extent(pair: Pair) -> str:
    stances = {pair.first.claim.stance, pair.second.claim.stance}
    if pair.same_origin or stances != {"asserts", "partly"}:
        return ""
    return "one claimant says all of it is held, another only a part"


def _doubted(pair: Pair) -> str:
    whose = "one claimant says both" if pair.same_origin else "a doubt neither bears out nor denies"
    one, other = (STANCES[each.claim.stance or "asserts"].extent for each in (pair.first, pair.second))
    return f"{whose}: {one}, and {other}"


FIGURE_RULES: tuple[RelationRule, ...] = (
    RelationRule("other-unit", "differs", _other_unit),
    RelationRule("other-subset", "differs", _other_subset),
    RelationRule("other-place", "differs", _other_place),
    RelationRule("other-period", "differs", _other_period),
    RelationRule("doubted", "open", partial(_disputed, stance="doubts")),
    RelationRule("denied", "contradicts", partial(_disputed, stance="denies")),
    RelationRule("both-disputed", "agrees", _both_disputed),
    RelationRule("converted", "agrees", _converted),
    RelationRule("later-report", "updates", _later_report),
    RelationRule("previous", "updates", _previous),
    RelationRule("same-figure", "agrees", _same_figure),
    RelationRule("two-ends", "agrees", _two_ends),
    RelationRule("rounded", "rounds", _rounded),
    RelationRule("later-end", "updates", _later_end),
    RelationRule("unordered", "open", _unordered),
    RelationRule("rounded-by-another", "rounds", _rounded_by_another),
    RelationRule("borne-out", "agrees", _borne_out),
    RelationRule("later-time", "updates", _later_time),
    RelationRule("other-scope", "differs", _other_scope),
    RelationRule("left-open", "open", _left_open),
    RelationRule("at-odds", "contradicts", _at_odds),
)
POSITION_RULES: tuple[RelationRule, ...] = (
    RelationRule("rivals", "contradicts", _rivals),
    RelationRule("other-time", "differs", _other_time),
    RelationRule("other-party", "differs", _other_party),
    RelationRule("later-position", "updates", _later_position),
    RelationRule("same-stance", "agrees", _same_stance),
    RelationRule("denied", "contradicts", _denied),
    RelationRule("other-extent", "contradicts", _other_extent),
    RelationRule("doubted", "open", _doubted),
)
