"""Relate two statements by the first rule that fits, with its reason for readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.ledger import intervals
from briefing.ledger.statements import COUNTED_OVER_A_PERIOD
from briefing.ledger.wording import COUNTED_IN, STANCES, figure

if TYPE_CHECKING:
    from briefing.ledger.intervals import Reach
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


@dataclass(frozen=True)
class Pair:
    """Two statements under one heading, the earlier first where that is known."""

    first: Statement
    second: Statement

    @property
    def same_origin(self) -> bool:
        """True where both go back to one claimant, whoever relays it."""
        return self.first.claim.by == self.second.claim.by

    @cached_property
    def reaches(self) -> tuple[Reach, Reach] | None:
        """What both figures allow for; None where one has no known range."""
        one, other = intervals.of(self.first.claim), intervals.of(self.second.claim)
        return None if one is None or other is None else (one, other)

    @property
    def meets(self) -> bool:
        """True where some number is allowed for by both figures; false where one has no known range."""
        return self.reaches is not None and self.reaches[0].meets(self.reaches[1])

    @property
    def near(self) -> bool:
        """True where the figures as stated touch or are close."""
        return self.reaches is not None and self.reaches[0].near(self.reaches[1])

    @property
    def same_figure(self) -> bool:
        """True where figure, bound and words are the same."""
        return _figure_of(self.first) == _figure_of(self.second)

    @property
    def told(self) -> tuple[str, str]:
        """Both figures in words."""
        return figure(self.first.claim), figure(self.second.claim)


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
    pair = _pair(one, other)
    for rule in POSITION_RULES if one.is_position else FIGURE_RULES:
        if reason := rule.reason(pair):
            return Relation(pair.first, pair.second, rule.kind, rule.name, reason)
    return None


def surely_before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether every day that the one may mean is before every day of the other."""
    return one.end < other.start


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether both may mean one day."""
    return one.start <= other.end and other.start <= one.end


def _pair(one: Statement, other: Statement) -> Pair:
    """Put two in order: by report where that is sure, else by the last day they count."""
    if surely_before(one.as_of, other.as_of):
        return Pair(one, other)
    if surely_before(other.as_of, one.as_of):
        return Pair(other, one)
    first, second = sorted((one, other), key=lambda each: (each.counted_to, each.key))
    return Pair(first, second)


def _figure_of(statement: Statement) -> tuple[object, ...]:
    claim = statement.claim
    return claim.low, claim.high, claim.bound, claim.words.lower()


# Differing in scope: never compared, never summed.


def _other_party(pair: Pair) -> str:
    same = pair.first.claim.who == pair.second.claim.who
    return "" if same else "about another party's hold on the place"


def _other_unit(pair: Pair) -> str:
    one, other = COUNTED_IN[pair.first.claim.unit], COUNTED_IN[pair.second.claim.unit]
    return "" if one == other else f"one is in {one}, the other in {other}"


def _other_subset(pair: Pair) -> str:
    one, other = pair.first.claim.subset, pair.second.claim.subset
    if one.casefold() == other.casefold():
        return ""
    if one and other:
        return f"one counts {one}, the other {other}"
    return f"one counts {one or other} only, the other all"


def _other_place(pair: Pair) -> str:
    one, other = pair.first.claim.place, pair.second.claim.place
    if one == other:
        return ""
    return "for different places" if one and other else "one names a place, the other none"


def _other_period(pair: Pair) -> str:
    """Fits counts over periods that begin apart, and those of two claimants that end apart."""
    if pair.first.claim.what not in COUNTED_OVER_A_PERIOD:
        return ""
    one, other = pair.first.claim.period, pair.second.claim.period
    if one is None or other is None:
        return "" if one is other else "one names a period, the other none"
    same_start = one.start == other.start
    if same_start and (one.end == other.end if not pair.same_origin else one.end <= other.end):
        return ""
    return f"for different periods: {edtf.display(one)}, and {edtf.display(other)}"


def _other_time(pair: Pair) -> str:
    """Fits states of things at different times, as two claimants tell them."""
    counted = pair.first.claim.what in COUNTED_OVER_A_PERIOD
    one, other = pair.first.when, pair.second.when
    if counted or pair.same_origin or overlap(one, other):
        return ""
    return f"for different times: {edtf.display(one)}, and {edtf.display(other)}"


# Figures of one scope.


def _later_report(pair: Pair) -> str:
    if not pair.same_origin or not surely_before(pair.first.as_of, pair.second.as_of):
        return ""
    if pair.same_figure:
        return f"the same claimant's later report, the figure unchanged: {pair.told[0]}"
    return "the same claimant's later figure: {}, then {}".format(*pair.told)


def _same_figure(pair: Pair) -> str:
    if not pair.same_figure:
        return ""
    whose = "one claimant's figure in two reports" if pair.same_origin else "two claimants, one figure"
    return f"{whose}: {pair.told[0]}"


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


def _borne_out(pair: Pair) -> str:
    if not (pair.meets and pair.near):
        return ""
    return "two claimants, and {} and {} allow for each other".format(*pair.told)


def _left_open(pair: Pair) -> str:
    if pair.meets:
        return "two claimants, and {} and {} are far apart, but their bounds leave room".format(*pair.told)
    return "" if pair.reaches else "a figure in words without a known range cannot be compared"


def _at_odds(pair: Pair) -> str:
    return "two claimants, and {} and {} cannot both hold".format(*pair.told)


# Positions on one place.


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
    RelationRule("other-time", "differs", _other_time),
    RelationRule("later-report", "updates", _later_report),
    RelationRule("same-figure", "agrees", _same_figure),
    RelationRule("rounded", "rounds", _rounded),
    RelationRule("later-end", "updates", _later_end),
    RelationRule("unordered", "open", _unordered),
    RelationRule("borne-out", "agrees", _borne_out),
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
