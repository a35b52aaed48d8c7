"""Rank the days that dated texts name by how much they matter."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from math import log1p
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.chronology.keydates import DatedText

# A report of the next day still tells the news; one after a week looks back.
_NEWS, _WEEK = 1, 7
# What is announced for a day need not happen on it.
_AHEAD = 0.5
# Of one report, so many sentences count.
_EACH = 5
# With few reports, how many of them came after a day says little.
_FEW = 5


class _References(Struct):
    """How often a day is named, and by how many reports later than its news, over a week later, by its
    number, ahead of it.
    """

    named: int = 0
    later: int = 0
    week: int = 0
    written: int = 0
    ahead: int = 0


def ranked(texts: Sequence[DatedText]) -> tuple[date, ...]:
    """Return every day that texts name or were published on, the most salient first, ties by date.

    The texts come oldest first.

    A day matters as it is written about and, above all, referred to later: four counts, of sentences
    and of reports, their logarithms summed, so that no one kind of reference decides. Less what was
    only foretold, and less the number of reports that came after it and so could look back on it, or
    old days would always win.
    """
    found = _references(texts)
    published = sorted(text.published for text in texts)

    def weight(day: date) -> float:
        counts = found[day]
        looking_back = len(published) - bisect_right(published, day)
        kinds = (counts.named, counts.later, counts.week, counts.written)
        return sum(map(log1p, kinds)) - _AHEAD * log1p(counts.ahead) - log1p(_FEW + looking_back)

    return tuple(sorted(found, key=lambda day: (not found[day].named, -weight(day), day)))


def _references(texts: Sequence[DatedText]) -> dict[date, _References]:
    found: defaultdict[date, _References] = defaultdict(_References)
    for text in texts:
        namings = [naming for line in text.lines for naming in set(line.days)]
        written = {naming.day for naming in namings if naming.written}
        for day, times in Counter(naming.day for naming in namings).items():
            lag = (text.published - day).days
            counts = found[day]
            # The first report of a day is its news, however late.
            known = counts.named > 0
            counts.later += known and lag > _NEWS
            counts.week += known and lag > _WEEK
            counts.named += min(times, _EACH)
            counts.written += day in written
            counts.ahead += lag < 0
        found.setdefault(text.published, _References())
    return dict(found)
