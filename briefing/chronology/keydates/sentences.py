"""Choose the sentences that tell best of a day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from briefing.analysis.dependence import leans
from briefing.analysis.inflection import stem
from briefing.analysis.lexicon import english

if TYPE_CHECKING:
    from briefing.chronology.keydates import DatedText

    Places = Sequence[tuple[int, int]]
    Vector = Mapping[str, float]

_DAY = timedelta(days=1)
# An undated sentence tells the day's news only near the top of a text.
_OPENING = 5
# In words: shorter ones say too little, longer ones too much at once.
_SHORTEST, _LONGEST = 10, 40
# What a sentence is worth that needs the one before it.
_LEANING = 0.8
# How much of its likeness to a sentence already chosen a sentence loses.
_REPEATING = 0.8
_SHORTLIST = 100
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Quote(NamedTuple):
    """A sentence, and the name of its text."""

    text: str
    source: str


def candidates(texts: Sequence[DatedText]) -> dict[date, list[tuple[int, int]]]:
    """Return for each day the sentences that tell of it: numbers of a text and of a line in it.

    These are the sentences that name it, and not as an end of a span, in texts not older than the
    day; and such as open a text of that day, or one of the next that names it, and name no other.
    """
    found: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    for number, text in enumerate(texts):
        named = {naming.day for line in text.lines for naming in line.days}
        news = {text.published, *({text.published - _DAY} & named)}
        for at, line in enumerate(text.lines):
            days = {one.day for one in line.days if one.day <= text.published and not one.bounds}
            if not line.days and at < _OPENING:
                days = news
            if days and not line.text.endswith("?"):
                for day in days:
                    found[day].append((number, at))
    return dict(found)


def quotes(
    texts: Sequence[DatedText], tellings: Mapping[date, Places], *, count: int
) -> dict[date, tuple[Quote, ...]]:
    """Choose up to `count` sentences for each day, from its own; none tells two days."""
    pools = {day: _pool(texts, tellings[day]) for day in sorted(tellings)}
    weights = _weights(pools.values())
    taken: set[str] = set()
    found = {}
    for day, pool in pools.items():
        chosen = _choose({text: len(names) for text, names in pool.items()}, weights, taken, count)
        taken.update(chosen)
        found[day] = tuple(Quote(text, pool[text][0]) for text in chosen)
    return found


def _pool(texts: Sequence[DatedText], places: Places) -> dict[str, list[str]]:
    """Return a day's sentences of a good length, or all if there are none, each with its texts."""
    whole: defaultdict[str, list[str]] = defaultdict(list)
    for number, at in places:
        whole[texts[number].lines[at].text].append(texts[number].name)
    good = {text: names for text, names in whole.items() if _SHORTEST <= len(text.split()) <= _LONGEST}
    return good or dict(whole)


def _weights(pools: Iterable[Iterable[str]]) -> dict[str, float]:
    """Weigh each word by how few of the days it is used on: what marks a day out."""
    words = [{word for text in pool for word in _words(text)} for pool in pools]
    days = Counter(word for found in words for word in found)
    return {word: log(1 + len(words) / times) for word, times in days.items()}


def _choose(pool: Mapping[str, int], weights: Mapping[str, float], taken: set[str], count: int) -> list[str]:
    """Choose the sentences nearest to all that is told of a day, each unlike those before it.

    This is maximal marginal relevance (Carbonell and Goldstein 1998) over the day's centroid.
    """
    vectors = {text: _vector(text, weights) for text in pool}
    centre: defaultdict[str, float] = defaultdict(float)
    for text, times in pool.items():
        for word, weight in vectors[text].items():
            centre[word] += weight * times
    length = sqrt(sum(weight * weight for weight in centre.values())) or 1.0
    worth = {
        text: _likeness(vector, centre) / length * (_LEANING if leans(text) else 1)
        for text, vector in vectors.items()
        if text not in taken
    }
    left = sorted(worth, key=lambda text: (-worth[text], text))[:_SHORTLIST]
    nearest = dict.fromkeys(left, 0.0)
    chosen: list[str] = []
    while left and len(chosen) < count:
        best = min(left, key=lambda text: (_REPEATING * nearest[text] - worth[text], text))
        left.remove(best)
        chosen.append(best)
        for text in left:
            nearest[text] = max(nearest[text], _likeness(vectors[text], vectors[best]))
    return chosen


def _vector(text: str, weights: Mapping[str, float]) -> dict[str, float]:
    """Return a sentence's words, weighed, as a vector of length 1."""
    times = Counter(_words(text))
    vector = {word: (1 + log(number)) * weights[word] for word, number in times.items()}
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _likeness(vector: Vector, other: Vector) -> float:
    """The cosine of two vectors of length 1."""
    return sum(weight * other.get(word, 0.0) for word, weight in vector.items())


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """Return the stems of a sentence's telling words."""
    function = english().function
    words = (word.lower() for word in _WORD.findall(text))
    return tuple(stem(word) for word in words if len(word) > 1 and word not in function)
