"""The numbers that a claim's figure allows for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.registry import SIGNED
from briefing.text import figures

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement

# "About 300" allows for what rounds to 300, and never for more than a tenth above or below.
ABOUT = 0.1
# Two claimants' figures agree if they are no further apart than this part of the larger.
NEAR = 0.2


class Reach(Struct, frozen=True):
    """The numbers that a figure allows for: from `low` (itself left out where `above`) to `high`.

    `least` and `most` are the figure as stated, without its bound.
    """

    low: float
    high: float
    least: float
    most: float
    above: bool = False

    def meets(self, other: Reach) -> bool:
        """Tell whether some number is allowed for by both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        left_out = (self.above and self.low == low) or (other.above and other.low == low)
        return low == high and not left_out

    def near(self, other: Reach) -> bool:
        """Tell whether the figures as stated touch or are close."""
        gap = max(self.least, other.least) - min(self.most, other.most)
        return gap <= NEAR * max(abs(self.most), abs(other.most))


def of(statement: Statement, *, rounded: bool = False) -> Reach | None:
    """Return what a statement's figure allows for, in the base of its unit.

    A figure that is `rounded`, as where it was converted from another unit, allows for what rounds to it.
    None for a position, a doubt, or words without a known range.
    """
    claim, factor = statement.claim, statement.unit.factor if statement.unit else 1.0
    if claim.words:
        span = figures.VAGUE.get(claim.words.lower())
        return Reach(span[0] * factor, span[1] * factor, span[0] * factor, span[1] * factor) if span else None
    if claim.low is None or claim.high is None:
        return None
    least, most, reach = claim.low * factor, claim.high * factor, factor * slack(claim.high)
    if claim.bound == "about" or (rounded and claim.bound == "exactly" and least == most):
        return Reach(least - factor * slack(claim.low), most + reach, least, most)
    match claim.bound:
        case "exactly":
            return Reach(least, most, least, most)
        case "at-most":
            return Reach(-math.inf if statement.measure.kind in SIGNED else 0.0, most, least, most)
        case bound:
            return Reach(least, math.inf, least, most, above=bound == "more-than")


def slack(value: float) -> float:
    """How far "about" a value reaches: half of its last figure's place, at most a tenth of the value."""
    if value != int(value):
        return ABOUT * abs(value)
    value = abs(value)
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return min(step / 2, ABOUT * abs(value))
