"""The rules by which two figures relate; the first that fits decides, and the last always fits."""

from __future__ import annotations

from functools import partial

from briefing.core.model import Stance
from briefing.ledger.pairs import Pair, RelationRule, always, overlap, surely_before

# Differing in scope: never compared, never summed.
OTHER_UNIT = "other-unit"


def _other_unit(pair: Pair) -> bool:
    one, other = pair.first.unit, pair.second.unit
    return (one.dimension if one else "") != (other.dimension if other else "")


def _other_place(pair: Pair) -> bool:
    """Fits figures for two places; of a thing or a place itself, one that names no place is of the same."""
    one, other = pair.first.claim.place, pair.second.claim.place
    fixed = bool(pair.first.measure.of) and set(pair.first.measure.of) <= {"thing", "place"}
    return one != other and not (fixed and not (one and other))


def _other_period(pair: Pair) -> bool:
    """Fits counts over periods that begin apart, and those of two claimants that end apart.

    A total that only grows goes on from one end to the next, whoever counts; one that names a day alone,
    or no period, is the total of that day. A gain or a loss is of its own period.
    """
    measure, one, other = pair.first.measure, pair.first.claim.period, pair.second.claim.period
    if one is not None and other is not None:
        if measure.over_a_period:
            ends = measure.accumulates or (one.end <= other.end if pair.same_origin else one.end == other.end)
            return one.start != other.start or not ends
        return measure.kind in {"money", "change"} and one.start != other.start
    named = one or other
    if not measure.over_a_period or named is None or pair.same_figure:
        return False
    # Of one claimant, a day alone is that of a total; of another, it may be what came in on that day.
    return not (measure.accumulates and named.is_day == pair.same_origin)


# Figures of one scope.


def _disputed(pair: Pair, stance: Stance) -> bool:
    """Fits a figure beside a doubt or denial of it, which gives none of its own."""
    stances = [one.claim.stance for one in (pair.first, pair.second)]
    return stances.count(stance) == 1 and None in stances


def _converted(pair: Pair) -> bool:
    if pair.first.unit == pair.second.unit or not pair.meets:
        return False
    return pair.one_number or (pair.near and not pair.vague)


def _two_ends(pair: Pair) -> bool:
    bounds = {pair.first.claim.bound, pair.second.claim.bound}
    return pair.same_origin and "at-most" in bounds and bool(bounds & {"at-least", "more-than"})


def _later_time(pair: Pair) -> bool:
    """Fits figures of two claimants for two times; a total that only grows cannot be smaller later.

    Where either says no time, the reports' own dates tell as well.
    """
    if pair.first.measure.over_a_period:
        apart = pair.first.counted_to != pair.second.counted_to
    else:
        dated = pair.first.claim.period and pair.second.claim.period
        apart = not dated and surely_before(pair.first.as_of, pair.second.as_of)
        apart = apart or not overlap(pair.first.when, pair.second.when)
    if not apart or pair.reaches is None:
        return False
    return not (pair.first.measure.accumulates and pair.reaches[1].high < pair.reaches[0].low)


def _other_scope(pair: Pair) -> bool:
    """Fits what nothing above relates, of two scopes: two of them never contradict each other."""
    return pair.first.scope != pair.second.scope


FIGURE_RULES: tuple[RelationRule, ...] = (
    RelationRule(OTHER_UNIT, "differs", _other_unit),
    RelationRule(
        "other-subset",
        "differs",
        lambda pair: pair.first.claim.subset.casefold() != pair.second.claim.subset.casefold(),
    ),
    RelationRule("other-place", "differs", _other_place),
    RelationRule("other-period", "differs", _other_period),
    RelationRule("doubted", "open", partial(_disputed, stance="doubts")),
    RelationRule("denied", "contradicts", partial(_disputed, stance="denies")),
    RelationRule(
        "both-disputed", "agrees", lambda pair: bool(pair.first.claim.stance and pair.second.claim.stance)
    ),
    RelationRule("converted", "agrees", _converted),
    RelationRule(
        "later-report",
        "updates",
        lambda pair: pair.same_origin and surely_before(pair.first.as_of, pair.second.as_of),
    ),
    RelationRule("previous", "updates", lambda pair: pair.first.claim.previous != pair.second.claim.previous),
    RelationRule("same-figure", "agrees", lambda pair: pair.same_figure),
    RelationRule("two-ends", "agrees", _two_ends),
    RelationRule(
        "rounded",
        "rounds",
        lambda pair: pair.same_origin and pair.meets and overlap(pair.first.last_day, pair.second.last_day),
    ),
    RelationRule(
        "later-end",
        "updates",
        lambda pair: pair.same_origin and pair.first.counted_to < pair.second.counted_to,
    ),
    RelationRule("unordered", "open", lambda pair: pair.same_origin),
    RelationRule(
        "rounded-by-another",
        "rounds",
        lambda pair: pair.vague and not pair.one_number and pair.meets and pair.near,
    ),
    RelationRule("borne-out", "agrees", lambda pair: pair.meets and pair.near),
    RelationRule("later-time", "updates", _later_time),
    RelationRule("other-scope", "differs", _other_scope),
    RelationRule("left-open", "open", lambda pair: pair.meets or pair.reaches is None),
    RelationRule("at-odds", "contradicts", always),
)
