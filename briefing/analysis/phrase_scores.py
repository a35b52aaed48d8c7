"""Rank phrases by how well an editor might tag with them, using YAKE's word scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import exp, log
from statistics import median
from typing import TYPE_CHECKING

from briefing.analysis.inflection import stem
from briefing.analysis.words import is_code
from briefing.core.model import Keyword

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.analysis.phrases import Phrase

# How much each property of a phrase tells; found by comparing variants on news text.
_RELEVANCE = 0.4
_TIMES = 1.2
_ALONE = 0.5
_TITLE = 0.5
_NAME = 0.1
_ENTITY = 0.5
_LENGTH = 0.2
_LONG = 10
_LABEL = 8
_ABSORBED = 0.5
_SEVERAL = 0.35
_TINY = 0.001


def rank(
    phrases: Iterable[Phrase], scores: Mapping[str, float], names: Names, *, count: int
) -> tuple[Keyword, ...]:
    """Return the `count` phrases most worth a tag, best (lowest score) first, ties in order of their keys.

    Of phrases that hold one another only the best is kept. Entities go by their labels; those that
    report the news are left out.
    """
    listed = tuple(_without_absorbed(phrases))
    weights = _with_codes(scores, listed)
    ranked = sorted((-worth(phrase, weights), phrase.key, phrase) for phrase in listed)
    kept: list[tuple[frozenset[str], Keyword]] = []
    for cost, _, phrase in ranked:
        if len(kept) >= count:
            break
        stems = frozenset(map(stem, phrase.words))
        if phrase.entity in names.reporters or any(stems <= other or other <= stems for other, _ in kept):
            continue
        label = names.label(phrase.entity) if phrase.entity else phrase.label
        kept.append((stems, Keyword(label, round(exp(cost), 6))))
    return tuple(keyword for _, keyword in kept)


def _with_codes(scores: Mapping[str, float], phrases: Iterable[Phrase]) -> Mapping[str, float]:
    """Give names with numbers, of which YAKE says nothing, the score of a middling word."""
    codes = {word for phrase in phrases for word in phrase.words if is_code(word)} - scores.keys()
    return {**scores, **dict.fromkeys(codes, median(scores.values()))} if codes and scores else scores


def _without_absorbed(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Leave out single words that mostly stand in a repeated phrase: "strikes" in "air strikes"."""
    listed = tuple(phrases)
    times: Counter[str] = Counter()
    for phrase in listed:
        if len(phrase.words) > 1 and phrase.times > 1 and not phrase.name:
            head = stem(phrase.words[-1])
            times[head] = max(times[head], phrase.times)
    for phrase in listed:
        word = stem(phrase.words[0]) if len(phrase.words) == 1 and not phrase.name else ""
        if not word or times[word] < _ABSORBED * phrase.times or not times[word]:
            yield phrase


def worth(phrase: Phrase, scores: Mapping[str, float]) -> float:
    """Return how good a tag a phrase would make; an entity named once in passing is no better than others."""
    logs = [-log(scores[word] + _TINY) for word in phrase.words if word in scores]
    length = _LABEL if phrase.entity else min(_LONG, sum(map(len, phrase.words)) / len(phrase.words))
    in_title = 0 in phrase.lines
    return (
        _RELEVANCE * sum(logs) / max(1, len(logs))
        + _TIMES * log(phrase.times)
        + _ALONE * phrase.alone / phrase.times
        + _TITLE * in_title
        + _NAME * (phrase.name and not phrase.entity)
        + _ENTITY * (bool(phrase.entity) and (phrase.times > 1 or in_title))
        + _LENGTH * length
        + _SEVERAL * (len(phrase.words) > 1)
    )
