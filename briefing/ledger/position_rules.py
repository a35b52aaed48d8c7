"""The rules by which two positions on a place relate; the first that fits decides, the last always fits."""

from __future__ import annotations

from briefing.ledger.pairs import Pair, RelationRule, always, overlap, surely_before

PART_BESIDES = "part-besides"


def _part_besides(pair: Pair) -> bool:
    """Fits where one claimant says, of one time, that a party holds all and another still a part."""
    one, other = pair.first.claim, pair.second.claim
    if not pair.same_origin or one.who == other.who or {one.stance, other.stance} != {"asserts", "partly"}:
        return False
    return overlap(pair.first.when, pair.second.when)


def _other_time(pair: Pair) -> bool:
    """Fits positions at different times, as two claimants tell them."""
    return not pair.same_origin and not overlap(pair.first.when, pair.second.when)


def _rivals(pair: Pair) -> bool:
    one, other = pair.first.claim, pair.second.claim
    both = one.stance == other.stance == "asserts" and one.who != other.who
    return both and not pair.same_origin and overlap(pair.first.when, pair.second.when)


def _later_position(pair: Pair) -> bool:
    first, second = pair.first.when, pair.second.when
    return pair.same_origin and (surely_before(first, second) or surely_before(second, first))


def _denied(pair: Pair) -> bool:
    stances = {pair.first.claim.stance, pair.second.claim.stance}
    return not pair.same_origin and "denies" in stances and "doubts" not in stances


POSITION_RULES: tuple[RelationRule, ...] = (
    RelationRule("rivals", "contradicts", _rivals),
    RelationRule("other-time", "differs", _other_time),
    RelationRule(PART_BESIDES, "open", _part_besides),
    RelationRule("other-party", "differs", lambda pair: pair.first.claim.who != pair.second.claim.who),
    RelationRule("later-position", "updates", _later_position),
    RelationRule("same-stance", "agrees", lambda pair: pair.first.claim.stance == pair.second.claim.stance),
    RelationRule("denied", "contradicts", _denied),
    RelationRule(
        "other-extent",
        "contradicts",
        lambda pair: (
            not pair.same_origin
            and {pair.first.claim.stance, pair.second.claim.stance}
            == {
                "asserts",
                "partly",
            }
        ),
    ),
    RelationRule("doubted", "open", always),
)
