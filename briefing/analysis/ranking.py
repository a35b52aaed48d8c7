"""Phrases and YAKE's word scores in, the phrases that an editor might tag with out, best first."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from briefing.analysis.inflection import stem
from briefing.model import Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.analysis.mentions import Names
    from briefing.analysis.phrases import Phrase

# How much each property of a phrase tells; found by comparing variants on news text.
_RELEVANCE = 0.3
_TIMES = 0.6
_ALONE = 0.8
_TITLE = 0.5
_NAME = 0.3
_ENTITY = 0.8
_LENGTH = 0.1
_LONG = 10
_SEVERAL = 0.4
_TINY = 0.001


def rank(phrases: Iterable[Phrase], scores: Mapping[str, float], names: Names) -> tuple[Keyword, ...]:
    """Return the phrases worth a tag, best (lowest score) first, ties in order of their keys.

    Of phrases that hold one another only the best is kept. Entities go by their labels; those that
    report the news are left out.
    """
    ranked = sorted((-worth(phrase, scores), phrase.key, phrase) for phrase in phrases)
    kept: list[tuple[frozenset[str], Keyword]] = []
    for cost, _, phrase in ranked:
        stems = frozenset(map(stem, phrase.words))
        if phrase.entity in names.reporters or any(stems <= other or other <= stems for other, _ in kept):
            continue
        label = names.label(phrase.entity) if phrase.entity else phrase.label
        kept.append((stems, Keyword(label, round(exp(cost), 6))))
    return tuple(keyword for _, keyword in kept)


def worth(phrase: Phrase, scores: Mapping[str, float]) -> float:
    """Return how good a tag a phrase would make."""
    logs = [-log(scores[word] + _TINY) for word in phrase.words if word in scores]
    return (
        _RELEVANCE * sum(logs) / max(1, len(logs))
        + _TIMES * log(phrase.times)
        + _ALONE * phrase.alone / phrase.times
        + _TITLE * (0 in phrase.lines)
        + _NAME * phrase.name
        + _ENTITY * bool(phrase.entity)
        + _LENGTH * min(_LONG, sum(map(len, phrase.words)) / len(phrase.words))
        + _SEVERAL * (len(phrase.words) > 1)
    )
