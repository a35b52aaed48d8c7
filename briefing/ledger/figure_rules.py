"""The rules by which two figures relate; the first that fits decides, and the last always fits."""

from __future__ import annotations

from functools import partial

from briefing.core import edtf
from briefing.core.model import Stance
from briefing.ledger.pairs import Pair, RelationRule, overlap, surely_before

# Differing in scope: never compared, never summed.
OTHER_UNIT = "other-unit"


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
    return f"one claimant's count, rounded: {loose} allows for {close}"


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


FIGURE_RULES: tuple[RelationRule, ...] = (
    RelationRule(OTHER_UNIT, "differs", _other_unit),
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
