"""Terms and their sizes in; the ranges of terms that share a file, out.

Where a range is cut depends on hashes of what stands near its middle, not on the middle itself, so
that a file's range stays the same while its content grows and shrinks a little.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# A range is cut only between terms that differ within their first letters, so that few matter.
KEY = 6
LIMIT = 20_000


def key(term: str) -> str:
    """The part of a term that decides in which range it is."""
    return term[:KEY]


def cuts(sizes: Mapping[str, int], limit: int = LIMIT) -> tuple[str, ...]:
    """Return the first key of each range, the first of all "". `sizes` are by key, in characters.

    A range is larger than the limit only where it is a single key.
    """
    keys = sorted(sizes)
    totals = [0, *accumulate(sizes[one] for one in keys)]
    found = sorted(set(_cuts(keys, totals, limit)))
    return ("", *(keys[at] for at in found))


def _cuts(keys: Sequence[str], totals: Sequence[int], limit: int) -> Iterator[int]:
    waiting = [(0, len(keys))]
    while waiting:
        start, end = waiting.pop()
        whole = totals[end] - totals[start]
        if whole <= limit or end - start <= 1:
            continue
        low = bisect_right(totals, totals[start] + whole // 4, start + 1, end)
        high = bisect_right(totals, totals[start] + whole * 3 // 4, start + 1, end)
        # One heavy key may leave no choice but to cut beside it.
        choice = range(low, high) if low < high else range(max(start + 1, low - 1), min(end, low + 1))
        at = min(choice, key=lambda one: (zlib.crc32(keys[one].encode("utf-8", "surrogatepass")), one))
        yield at
        waiting += [(start, at), (at, end)]


def range_of(term: str, lows: Sequence[str]) -> int:
    """Tell in which range a term is; `lows` are the first keys of the ranges."""
    return bisect_right(lows, key(term)) - 1


def name(low: str) -> str:
    """A file name for the range that starts with a key: letters and digits stay, others are numbers.

    Safe where case does not count and names are short.
    """
    return "".join(one if one.isascii() and one.isalnum() else f"_{ord(one):x}" for one in low)
