"""The rules by which two positions on a place relate; the first that fits decides, the last always fits."""

from __future__ import annotations

from briefing.core import edtf
from briefing.ledger.pairs import Pair, RelationRule, overlap, surely_before
from briefing.ledger.wording import STANCES

PART_BESIDES = "part-besides"


def _part_besides(pair: Pair) -> str:
    """Fits where one claimant says, of one time, that a party holds all and another still a part."""
    one, other = pair.first.claim, pair.second.claim
    if not pair.same_origin or one.who == other.who or {one.stance, other.stance} != {"asserts", "partly"}:
        return ""
    if not overlap(pair.first.when, pair.second.when):
        return ""
    return "one claimant says that one party holds all of it, and another still a part"


def _other_party(pair: Pair) -> str:
    same = pair.first.claim.who == pair.second.claim.who
    return "" if same else "about another party's hold on the place"


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


POSITION_RULES: tuple[RelationRule, ...] = (
    RelationRule("rivals", "contradicts", _rivals),
    RelationRule("other-time", "differs", _other_time),
    RelationRule(PART_BESIDES, "open", _part_besides),
    RelationRule("other-party", "differs", _other_party),
    RelationRule("later-position", "updates", _later_position),
    RelationRule("same-stance", "agrees", _same_stance),
    RelationRule("denied", "contradicts", _denied),
    RelationRule("other-extent", "contradicts", _other_extent),
    RelationRule("doubted", "open", _doubted),
)
