"""Weigh the events of a day for its headline: their cost, changes of control, how many notes tell them."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING

from briefing.analysis.inflection import stem
from briefing.text import dates, figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from briefing.chronology.events import Entry
    from briefing.core.registry import Measure

_WORD = re.compile(r"[^\W\d_]+")
# A change of hands is as much as fifteen dead; what measures after the first count weighs half.
CONTROL, LESSER = 4.0, 0.5
EACH_NOTE, AT_HOME = 2.0, 1.0
# An event of several days weighs most on the first of them, and of one only about that day less.
LATER, ABOUT = 0.5, 0.75


def weight(entry: Entry, day: date, measures: Iterable[Measure], home: Iterable[str]) -> float:
    """Weigh an event on a day, by the measures of the campaign; `home` are the places that it is about."""
    words = {stem(word) for word in _WORD.findall(entry.what.lower())}
    touched = [one for one in measures if not words.isdisjoint(_stems(one.words))]
    cost = _cost(entry, touched) if touched else 0.0
    told = EACH_NOTE * (len(entry.tellings) - 1) + AT_HOME * bool(set(home) & set(entry.places))
    part = LATER if entry.date.start < day else ABOUT if entry.date.approximate else 1.0
    return (cost + told) * part


@lru_cache(maxsize=1024)
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _cost(entry: Entry, touched: Iterable[Measure]) -> float:
    """Return the weight of the weightiest measure whose words an event uses."""
    dated = dates.find(entry.what, entry.tellings[0].note.date)
    values = (
        figure.high
        for figure in figures.find(entry.what)
        if not any(date.start < figure.end and figure.start < date.end for date in dated)
    )
    toll: float = log2(2 + max((0.0, *values)))
    return max(
        CONTROL if one.is_control else toll if one.accumulates and not one.rank else toll * LESSER
        for one in touched
    )
