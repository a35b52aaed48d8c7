"""Warn of counts that fall although they can only grow, naming both notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from briefing.core.problems import Location, Problem
from briefing.ledger import intervals
from briefing.ledger.pairs import surely_before
from briefing.ledger.wording import figure

if TYPE_CHECKING:
    from briefing.ledger.assembly import Ledger
    from briefing.ledger.statements import Statement


def falls(ledger: Ledger, path: Callable[[str], str]) -> tuple[Problem, ...]:
    """Find each figure that falls below an earlier one of its series, among counts from one day on.

    Bounds are allowed for: "about 300" after "more than 300" is no fall. Only a report that is surely
    later counts, and only a period that does not end earlier. `path` finds the file of a note by its slug.
    """
    return tuple(problem(higher, lower, path) for higher, lower in found(ledger))


def found(ledger: Ledger) -> Iterator[tuple[Statement, Statement]]:
    """Find each figure that falls, after the highest figure that it falls below."""
    for same in ledger.series.values():
        if same[0].may_only_grow:
            yield from _pairs(same)


def _pairs(same: tuple[Statement, ...]) -> Iterator[tuple[Statement, Statement]]:
    """Each statement that falls below an earlier one, with the highest such."""
    # Rising, since what is no higher than an earlier figure is never the highest of those before.
    rising: list[tuple[float, Statement]] = []
    for statement in same:
        allowed = intervals.of(statement)
        if allowed is None:
            continue
        higher = _above(rising, allowed.high, statement)
        if higher is not None:
            yield higher, statement
        if not rising or rising[-1][0] < allowed.low:
            rising.append((allowed.low, statement))


def _above(rising: list[tuple[float, Statement]], top: float, later: Statement) -> Statement | None:
    for low, one in reversed(rising):
        if low <= top:
            return None
        if surely_before(one.as_of, later.as_of) and one.counted_to <= later.counted_to:
            return one
    return None


def problem(higher: Statement, lower: Statement, path: Callable[[str], str]) -> Problem:
    """Say that a figure fell, naming both notes."""
    what = (
        f'claim: {lower.claim.what} falls to "{figure(lower)}" in {lower.claim.by}\'s count since '
        f"{lower.series.scope.start}"
    )
    other = Location(path(higher.slug), higher.claim.line)
    allowed = f'it was "{figure(higher)}" before, at {other}; correct whichever is wrong'
    return Problem(Location(path(lower.slug), lower.claim.line), "falling-count", what, allowed, "warning")
