"""Rank phrases by how much they tell of a note, and choose those fit for tags, using YAKE's word scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import exp, log
from statistics import median
from typing import TYPE_CHECKING

from briefing.analysis.inflection import root, stem
from briefing.analysis.lexicon import english
from briefing.analysis.mentions import stands_for_entity
from briefing.analysis.words import TagRole, is_code, role_of
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
# What several words tell once, and no title, is seldom a key.
_ONCE = 0.6
_TINY = 0.001
# The lines below the title that say what a text is about; so many lines have no room to say it twice.
_TOP = 2
_SHORT = 8


def rank(
    phrases: Sequence[Phrase], scores: Mapping[str, float], names: Names, *, count: int
) -> tuple[Keyword, ...]:
    """Return the `count` phrases that tell most, best (lowest score) first, ties in order of their keys.

    Of phrases that hold one another only the best is kept. Entities go by their labels; those that
    report the news are left out. Where there are too few phrases, single words follow as YAKE ranks them.
    """
    best = _best(phrases, scores, names, stem, count)
    kept = dict.fromkeys(stem(keyword.phrase.lower()) for keyword in best)
    words: dict[str, Keyword] = {}
    for score, word in sorted((score, word) for word, score in scores.items()):
        sound = role_of(word, capital=True) is not TagRole.BREAK and not stands_for_entity(word)
        if sound and len(best) + len(words) < count and stem(word) not in kept:
            least = max(best[-1].score if best else 0.0, (score + _TINY) ** _RELEVANCE)
            words.setdefault(stem(word), Keyword(word, round(least, 6)))
    return (*best, *words.values())


def tags(
    phrases: Sequence[Phrase], scores: Mapping[str, float], names: Names, *, count: int, lines: int
) -> tuple[Keyword, ...]:
    """Return, in the same order, the phrases fit to be tags of a text of so many lines, at most `count`.

    Of those that mean nearly the same, such as "protests" and "protesters", only the best is kept.
    """
    return _best((one for one in phrases if _is_fit(one, names, lines)), scores, names, root, count)


def _is_fit(phrase: Phrase, names: Names, lines: int) -> bool:
    """Tell whether a text says enough of something for a tag, and its words say something by themselves.

    Names need to be told more than once, entities otherwise at the top, in all but a short text; a common
    noun has to come up three times, or in the title too.
    """
    times, first, short = phrase.times, phrase.lines[0], lines <= _SHORT
    if phrase.entity:
        telling = not all(map(_is_vague, names.label(phrase.entity).lower().split()))
        return telling and (times > 1 or short or first <= _TOP)
    if phrase.name:
        return times > 1 or short or not first
    if len(phrase.words) > 1:
        return times > 1
    return times > (1 if short or not first else 2) and not _is_vague(phrase.words[0])


def _is_vague(word: str) -> bool:
    lexicon, singular = english(), stem(word)
    return singular in lexicon.vague or singular in lexicon.general or word in lexicon.weak


def _best(
    phrases: Iterable[Phrase],
    scores: Mapping[str, float],
    names: Names,
    same: Callable[[str], str],
    count: int,
) -> tuple[Keyword, ...]:
    """Return the best phrases, of those whose words are the `same` or hold one another only the first.

    So is a phrase that the label of an entity holds: "virus" beside "H1N1 virus".
    """
    if not count:
        return ()
    listed = tuple(_without_absorbed(phrases))
    weights = _with_codes(scores, listed)
    ranked = sorted((-worth(phrase, weights), phrase.key, phrase) for phrase in listed)
    kept: list[tuple[frozenset[str], Keyword]] = []
    labels: list[frozenset[str]] = []
    for cost, _, phrase in ranked:
        if len(kept) >= count:
            break
        words = frozenset(map(same, phrase.words))
        nested = any(words <= other or other <= words for other, _ in kept)
        if phrase.entity in names.reporters or nested or any(words <= label for label in labels):
            continue
        label = phrase.label
        if phrase.entity:
            label = names.label(phrase.entity)
            labels.append(frozenset(map(same, label.lower().split())))
        kept.append((words, Keyword(label, round(exp(cost), 6))))
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
        + (_SEVERAL - _ONCE * (phrase.times == 1 and not in_title)) * (len(phrase.words) > 1)
    )
