"""Extract whole sentences of a note as its summary."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from math import exp, fsum, log
from typing import TYPE_CHECKING

from briefing.analysis.dependence import leanings, supports
from briefing.analysis.inflection import stem
from briefing.core.model import Block, Extract
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.analysis.source_text import Reading

_Selection = frozenset[int]

# The length, in words, of the editor's summary that a selection is measured against.
_ABSTRACT = 45
_SHORTEST = 5
_SHORTLIST = 24
_FEWEST = 2
_LEAD = 0.5
# How a word's place in a summary is foretold: logistic, in the logs of what is named.
_BASE, _TIMES, _FIRST, _SCORE = -1.5, 1.0, 0.6, 0.3
_TINY = 0.001

_WORD = re.compile(r"[^\W_]+(?:[-'’]+[^\W_]+)*")


def summarise(
    reading: Reading, scores: Mapping[str, float], *, count: int, blocks: Sequence[Block] = ()
) -> tuple[Extract, ...]:
    """Return up to `count` sentences of the prose (two or more where there are), in its order.

    Of the selections in which no sentence leans on one left out, that is taken which is expected to
    agree best with an editor's summary: by the F measure of its words against those that such a
    summary would hold, as YAKE's score, frequency and first occurrence foretell them.
    """
    starts = [block.start for block in blocks]
    chosen = _choose(_units(reading.lines, count), _Worth.of(reading.lines, scores), count)
    return tuple(_extract(reading, number, blocks, starts) for number in chosen)


def _extract(reading: Reading, number: int, blocks: Sequence[Block], starts: Sequence[int]) -> Extract:
    """Return one sentence with its place and the anchor of the block that it stands in."""
    sentence = reading.sentences[number]
    at = bisect_right(starts, sentence.start) - 1
    text = clean(reading.prose[sentence.start : sentence.end])
    return Extract(text, number, sentence.start, sentence.end, blocks[at].anchor if at >= 0 else "")


class _Worth:
    """How well a selection of sentences is expected to agree with an editor's summary."""

    def __init__(self, contents: Sequence[Mapping[str, float]], lengths: Sequence[int]) -> None:
        """Keep each sentence's stems, with how likely a summary holds each, and its length."""
        self._contents = contents
        self._lengths = lengths

    @classmethod
    def of(cls, texts: Iterable[str], scores: Mapping[str, float]) -> _Worth:
        """Read the sentences; only words that have a score count as content."""
        lengths: list[int] = []
        content: list[list[str]] = []
        for text in texts:
            words = _WORD.findall(text.lower())
            lengths.append(len(words))
            content.append([word for word in words if word in scores])
        roots = [list(map(stem, words)) for words in content]
        first: dict[str, int] = {}
        for number in reversed(range(len(roots))):
            first.update(dict.fromkeys(roots[number], number))
        times: defaultdict[str, int] = defaultdict(int)
        best: dict[str, float] = {}
        for word, count in Counter(chain.from_iterable(content)).items():
            root, score = stem(word), scores[word]
            times[root] += count
            best[root] = min(score, best.get(root, score))
        expected = {root: _expectation(times[root], first[root], best[root]) for root in first}
        return cls([{root: expected[root] for root in stems} for stems in roots], lengths)

    def __call__(self, selection: _Selection) -> float:
        """Return the expected F measure, raised for sentences near the top."""
        covered: dict[str, float] = {}
        length, lead = _ABSTRACT, 0.0
        for number in selection:
            covered.update(self._contents[number])
            length += self._lengths[number]
            lead += 1 / (1 + number)
        return (1 + _LEAD * lead / len(selection)) * fsum(covered.values()) / length


def _expectation(times: int, first: int, score: float) -> float:
    """Return the likelihood that an editor's summary holds a word."""
    return 1 / (1 + exp(-_BASE - _TIMES * log(times) + _FIRST * log(1 + first) + _SCORE * log(score + _TINY)))


def _units(texts: Sequence[str], count: int) -> list[_Selection]:
    """Return, for each sentence worth taking, the sentences needed to understand it, itself included.

    Where none can be had with all that it needs, only what leans on the sentence before is left out.
    """
    long = [number for number, text in enumerate(texts) if _is_worth_taking(text)]
    before = tuple(frozenset({number - 1} if leans else ()) for number, leans in enumerate(leanings(texts)))
    for needed in (supports(texts), before):
        units = [unit for number in long if (unit := _with_needed(number, needed, count)) and -1 not in unit]
        if units:
            return units
    return [frozenset({number}) for number in range(len(texts))]


def _is_worth_taking(text: str) -> bool:
    return text.count(" ") + 1 >= _SHORTEST and not text.endswith("?")


def _with_needed(number: int, needed: Sequence[_Selection], count: int) -> _Selection:
    """Return a sentence with those that it needs, and those that they need; none where they are too many."""
    unit: set[int] = set()
    waiting = {number}
    while waiting and len(unit) < count:
        unit |= waiting
        waiting = {more for one in waiting if one >= 0 for more in needed[one]} - unit
    return frozenset() if waiting or len(unit) > count else frozenset(unit)


def _choose(units: Sequence[_Selection], worth: Callable[[_Selection], float], count: int) -> list[int]:
    """Return the best union of units, in order: the best pair, then whatever still adds to it."""
    if not units or count < 1:
        return []
    worth = cache(worth)
    short = sorted(units, key=lambda unit: (-worth(unit), min(unit)))[:_SHORTLIST]
    fewest = min(_FEWEST, count)
    best = max(_unions(short, short, fewest, count) or short, key=lambda union: (worth(union), -min(union)))
    while wider := _unions([best], short, len(best) + 1, count):
        widest = max(wider, key=lambda union: (worth(union), -min(union)))
        if worth(widest) <= worth(best):
            break
        best = widest
    return sorted(best)


def _unions(
    some: Sequence[_Selection], others: Sequence[_Selection], fewest: int, most: int
) -> list[_Selection]:
    """Return, each once, the unions of two selections that have an allowed number of sentences."""
    found = dict.fromkeys(one | other for one in some for other in others)
    return [union for union in found if fewest <= len(union) <= most]
