"""Pairs of statements under one heading, the earlier first where that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from math import isclose
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.core.edtf import PartialDate
from briefing.ledger import intervals

if TYPE_CHECKING:
    from briefing.ledger.intervals import Reach
    from briefing.ledger.statements import Statement


# Numbers in two units are one where they differ by no more than this part of the larger.
SAME = 0.005


RelationKind = Literal["agrees", "rounds", "updates", "differs", "contradicts", "open"]
MEANINGS: Mapping[RelationKind, str] = {
    "agrees": "both say the same, or bear each other out",
    "rounds": "one is the other, rounded by a relay",
    "updates": "the same claimant's later figure",
    "differs": "differs in scope: never compared, never added up",
    "contradicts": "both cannot hold",
    "open": "of one scope, but nothing says how they stand to each other",
}


def surely_before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether every day that the one may mean is before every day of the other."""
    return one.end < other.start


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether both may mean one day."""
    return one.start <= other.end and other.start <= one.end


class Pair(Struct, frozen=True, dict=True):
    """Two statements under one heading, the earlier first where that is known."""

    first: Statement
    second: Statement

    @property
    def same_origin(self) -> bool:
        """True where both go back to one claimant, whoever relays it."""
        one, other = self.first, self.second
        return one.claim.by == other.claim.by or (one.report == other.report != "")

    @cached_property
    def reaches(self) -> tuple[Reach, Reach] | None:
        """What both figures allow for; None where one has no known range."""
        rounded = self.first.unit != self.second.unit
        one, other = (intervals.of(each, rounded=rounded) for each in (self.first, self.second))
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
    def one_number(self) -> bool:
        """True where both state one number, whatever their bounds and units."""
        if self.reaches is None:
            return False
        one, other = self.reaches
        return all(
            isclose(mine, yours, rel_tol=SAME)
            for mine, yours in ((one.least, other.least), (one.most, other.most))
        )

    @property
    def vague(self) -> bool:
        """True where a figure is about or in words."""
        return any(one.claim.bound == "about" or bool(one.claim.words) for one in (self.first, self.second))

    @property
    def same_figure(self) -> bool:
        """True where figure, bound and words are the same."""
        return _figure_of(self.first) == _figure_of(self.second)

    @classmethod
    def of(cls, one: Statement, other: Statement) -> Pair:
        """Put two in order: by report if that is sure, otherwise by the last day that they count."""
        if surely_before(one.as_of, other.as_of):
            return cls(one, other)
        if surely_before(other.as_of, one.as_of):
            return cls(other, one)
        first, second = sorted((one, other), key=lambda each: (each.counted_to, each.key))
        return cls(first, second)


def _figure_of(statement: Statement) -> tuple[object, ...]:
    claim = statement.claim
    return claim.low, claim.high, claim.bound, claim.words.lower(), statement.unit


def always(_: Pair) -> bool:
    """Fits every pair: the last rule of a list does."""
    return True


class RelationRule(Struct, frozen=True):
    """A named rule, which `fits` a pair or not."""

    name: str
    kind: RelationKind
    fits: Callable[[Pair], bool]
