"""Compare two amounts of work by the CPU time they take, which no slow or busy machine changes much."""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable
from statistics import median
from typing import TypeVar

T = TypeVar("T")
# Four times as much work takes four times as long in proportion, and sixteen times by the square.
MOST = 8
LONG_ENOUGH = 0.01  # seconds of a run, below which chance counts for much
ROUNDS = 7


def ratio(work: Callable[[T], object], base: T, other: T, *, most: float = MOST) -> float:
    """How many times as long `other` takes as `base`, by the median of rounds.

    What else the machine does slows all runs of a round alike. A first round is enough unless it is
    beyond `most`.
    """

    def taken(given: T, times: int = 1) -> float:
        return timeit.timeit(lambda: work(given), timer=time.process_time, number=times)

    times = 1 + int(LONG_ENOUGH / taken(base))
    ratios: list[float] = []
    while not ratios or (median(ratios) > most and len(ratios) < ROUNDS):
        quickest = min(taken(base, times) for _ in range(3))
        ratios.append(taken(other, times) / quickest)
    return median(ratios)
