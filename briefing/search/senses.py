"""Words of one sense: those of a measure, those of general language, and pairs that are also written as one.

The sense of a word is found by its stem, which the search page cuts in the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from briefing.core.registry import Measure
from briefing.text.fold import words

# A shorter word has no ending but "e"; a shorter stem says too little.
SHORTEST, SHORTEST_STEM = 5, 3
_Y = re.compile(r"(?:ies|ied)$")
_ENDING = re.compile(r"(?:ing|ed|es|(?<!s)s)$")
_E = re.compile(r"(?<=...)e$")
# Of "running", and of "travelled", but not of "killed".
_DOUBLED = re.compile(r"(?<=..)([^aeioulsz])\1$|(?<=....)([lsz])\2$")


def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines())


STOPWORDS = frozenset(word for line in _lines("stopwords.txt") for word in line)
# Words that ask and name nothing: they count only if there are no others.
QUESTIONS = frozenset(word for line in _lines("questions.txt") for word in line)
SYNONYMS = _lines("synonyms.txt")
# First halves of words that are written as one or as two, each with its second halves.
_COMPOUNDS = _lines("compounds.txt")


def stem(word: str) -> str:
    """Cut a folded word's ending: "strike", "strikes" and "striking" are "strik"."""
    cut = _ENDING.sub("", _Y.sub("y", word)) if len(word) >= SHORTEST else word
    if len(cut) < SHORTEST_STEM:
        return word
    return _DOUBLED.sub(lambda found: found[0][0], _E.sub("", cut))


COMPOUNDS = {first: frozenset(map(stem, rest)) for first, *rest in _COMPOUNDS}


def joined(folded: Sequence[str]) -> Iterator[str]:
    """Yield as one word each pair that is also written so: "air strikes" as "airstrikes"."""
    if COMPOUNDS.keys().isdisjoint(folded):
        return
    for first, second in pairwise(folded):
        if stem(second) in COMPOUNDS.get(first, ()):
            yield first + second


class _Terms(dict[str, tuple[str, ...]]):
    """The terms of the senses of each word met."""

    def __init__(self, by_stem: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._by_stem = by_stem

    def __missing__(self, word: str) -> tuple[str, ...]:
        """Find out a word's senses, once."""
        self[word] = terms = self._by_stem.get(stem(word), ())
        return terms


class Senses(Struct, frozen=True):
    """The stems of each sense, by its name: a measure's id, or the first of words of general language."""

    stems: Mapping[str, frozenset[str]]
    terms: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, measures: Iterable[Measure]) -> Senses:
        """Gather the words of measures, each with its synonyms, and the synonyms of other words."""
        general = {line[0]: frozenset(map(stem, line)) for line in SYNONYMS}
        measures = tuple(measures)
        taken = STOPWORDS.union(QUESTIONS, *(measure.words for measure in measures))
        found: dict[str, frozenset[str]] = {}
        for measure in measures:
            told = measure.words or (word for word in measure.label.split() if word.lower() not in taken)
            own = frozenset(stem(folded[0]) for folded in map(words, told) if len(folded) == 1)
            found[measure.id] = own.union(*(same for same in general.values() if own & same))
        rest = {name: same for name, same in general.items() if name not in found}
        found |= {name: same for name, same in rest.items() if not any(same <= own for own in found.values())}
        by_stem: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, stems in found.items():
            for one in stems:
                by_stem[one] += (f"%{name}",)
        return cls(found, _Terms(by_stem))
