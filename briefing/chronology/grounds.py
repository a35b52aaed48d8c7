"""Tell from their wordings which events are of two places, of two parts of one, or of two things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from briefing.analysis.events import stem
from briefing.analysis.lexicon import english

_SAYS = re.compile(
    r",[^,]*\b(?:said|says|told|reported|according to)\b[^,]*\Z|\A[^,]*?\b(?:said|says)\b(?: that)?"
)
# A name in capitals alone is an agency's or a group's.
_NAME = re.compile(r"(?<=\s)[A-Z][^\W\d_]*[a-z][\w’'-]*")
_ORDINALS = frozenset("first second third fourth fifth".split())
_OPPOSITES = frozenset(
    frozenset(pair.split("-"))
    for pair in """
    open-clos reopen-clos began-end start-end enter-left arriv-left kill-captur kill-wound kill-injur
    kill-free kill-arrest captur-free captur-lost took-lost advanc-retreat rais-lower join-left
    """.split()
)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_PART = re.compile(
    r"\b(north|south|east|west|centre|center|central|outskirts|edge|suburbs?|upper|lower|inner|outer)"
    r"(?:[- ]?(east|west))?(?:ern)?\b( of\b)?",
    re.IGNORECASE,
)


class Ground(Struct, frozen=True):
    """The names in a wording, the parts of places, and whether one of these is "the north of" a place.

    `words` are its words in order, those without meaning of their own left out.
    """

    names: frozenset[str]
    parts: frozenset[str]
    is_part: bool
    words: tuple[str, ...]

    def parted_from(self, other: Ground) -> bool:
        """Tell whether both may be of two places, of two parts of one, or of two things."""
        if self.names - other.names and other.names - self.names:
            return True
        if self.parts == other.parts:
            return any(self._swaps(other))
        return bool(self.parts and other.parts) or self.is_part or other.is_part

    def _swaps(self, other: Ground) -> Iterator[bool]:
        """Look at each word that stands in the place of another: a school's in a hospital's.

        Names are compared apart; two counts may be of one event, and so may two verbs that are no opposites.
        """
        words, others = self.words, other.words
        matcher = SequenceMatcher(None, [*map(stem, words)], [*map(stem, others)], autojunk=False)
        for kind, first, end, second, last in matcher.get_opcodes():
            if kind == "replace" and (end - first, last - second) == (1, 1):
                one, two = words[first], others[second]
                things = not (_is_deed(one) and _is_deed(two)) and _is_telling(one) and _is_telling(two)
                yield things or frozenset({stem(one), stem(two)}) in _OPPOSITES


def _is_deed(word: str) -> bool:
    return word in english().verbs or word.endswith("ed")


def _is_telling(word: str) -> bool:
    return word.islower() and (word not in english().numbers or word in _ORDINALS)


# An event is told on the pages of its day, its note and all that it names.
@lru_cache(maxsize=16384)
def ground(what: str) -> Ground:
    """Read the wording of an event, without who says so."""
    told = _SAYS.sub("", what)
    lexicon = english()
    names = (found[0].lower() for found in _NAME.finditer(told))
    found = tuple(_PART.finditer(told))
    return Ground(
        frozenset(name for name in names if name not in lexicon.calendar | lexicon.demonyms | lexicon.titles),
        frozenset(f"{one[1]}{one[2] or ''}".lower() for one in found),
        any(one[3] for one in found),
        tuple(word for word in _words(told) if word.lower() not in lexicon.function),
    )


def _words(told: str) -> list[str]:
    """Return the words, the first one without the capital that only opens a sentence."""
    words = _WORD.findall(told)
    opens = [word.lower() if word.istitle() else word for word in words[:1]]
    return [*opens, *words[1:]]
