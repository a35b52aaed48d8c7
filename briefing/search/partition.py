"""Divide terms into ranges that share a file.

Where a range is cut depends on hashes of what stands near its middle, not on the middle itself, so
that a file's range stays the same while its content grows and shrinks a little.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

# A range is cut between terms that differ within so many first letters, and only where such a part is
# too large by itself, within the longer one; so few sizes matter to where a term's range ends.
LEVELS = (3, 6)
KEY = LEVELS[-1]
LIMIT = 32_000


def cuts(
    sizes: Mapping[str, int], within: Callable[[str], Iterable[str]], limit: int = LIMIT
) -> tuple[str, ...]:
    """Return the first key of each range, the first of all "". `sizes` are by short key, in characters.

    `within` tells where the range of a short key that is too large alone is cut in turn, by long keys
    (see `level`). A range is larger than the limit only where it is a single long key.
    """
    lows = level(sizes, limit)
    found = []
    for low in lows:
        first = low or min(sizes, default="")
        found.append(low)
        if sizes.get(first, 0) > limit:
            found += [key for key in within(first) if key > first]
    return tuple(found)


def level(sizes: Mapping[str, int], limit: int = LIMIT) -> tuple[str, ...]:
    """Return the first key of each range, the first of all "", cutting at whole keys."""
    keys = sorted(sizes)
    totals = [0, *accumulate(map(sizes.__getitem__, keys))]
    hashes = [zlib.crc32(one.encode("utf-8", "surrogatepass")) for one in keys] if totals[-1] > limit else []
    found = sorted(_cuts(hashes, totals, limit))
    return ("", *(keys[at] for at in found))


def _cuts(hashes: Sequence[int], totals: Sequence[int], limit: int) -> Iterator[int]:
    waiting = [(0, len(totals) - 1)]
    while waiting:
        start, end = waiting.pop()
        whole = totals[end] - totals[start]
        if whole <= limit or end - start <= 1:
            continue
        low = bisect_right(totals, totals[start] + whole // 4, start + 1, end)
        high = bisect_right(totals, totals[start] + whole * 3 // 4, start + 1, end)
        # One heavy key may leave no choice but to cut beside it.
        choice = range(low, high) if low < high else range(max(start + 1, low - 1), min(end, low + 1))
        at = min(choice, key=hashes.__getitem__)
        yield at
        waiting += [(start, at), (at, end)]


def range_of(term: str, lows: Sequence[str]) -> int:
    """Tell in which range a term is; `lows` are the first keys of the ranges."""
    return bisect_right(lows, term[:KEY]) - 1


def name(low: str) -> str:
    """A file name for the range that starts with a key: letters and digits stay, others are numbers.

    Safe where case does not count and names are short.
    """
    return "".join(one if one.isascii() and one.isalnum() else f"_{ord(one):x}" for one in low)
