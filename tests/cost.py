"""Compare two amounts of work by the CPU time they take, which no slow or busy machine changes much."""

from __future__ import annotations

import time
import timeit
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
# Four times as much work takes four times as long in proportion, and sixteen times by the square.
MOST = 8
LONG_ENOUGH = 0.01  # seconds of a run, below which chance counts for much
RUNS = 3


def ratio(work: Callable[[T], object], base: T, other: T, *, most: float = MOST) -> float:
    """How many times as long `other` takes as `base`, by the quickest run of each.

    The base is run some times first; beyond `most` both are run again, in turns, before that is believed.
    """

    def taken(given: T, times: int = 1) -> float:
        return timeit.timeit(lambda: work(given), timer=time.process_time, number=times)

    times = 1 + int(LONG_ENOUGH / taken(base))
    quickest = min(taken(base, times) for _ in range(RUNS))
    slow = taken(other, times)
    for _ in range(RUNS):
        if slow <= most * quickest:
            break
        quickest, slow = min(quickest, taken(base, times)), min(slow, taken(other, times))
    return slow / quickest
