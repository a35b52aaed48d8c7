"""Find the terms of a document, each with its weight and what follows it.

Terms are folded words; "@id" for an entity under any of its names; "=name" for one of its names; "%name" for
any word of a sense; "#18l2014" and "#18l20" for a day and a month, those of a month side by side.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from briefing.search import encoding
from briefing.search.senses import STOPWORDS, Senses, joined
from briefing.search.texts import found_by
from briefing.text import numerals
from briefing.text.fold import codes, words

if TYPE_CHECKING:
    from briefing.search.aliases import Aliases
    from briefing.search.documents import Document, PartKind

# How much an occurrence in each part counts (the field weights of BM25F: Robertson, Zaragoza and
# Taylor 2004, with one length for the whole document).
WEIGHTS: Mapping[PartKind, float] = {
    "title": 6,
    "name": 6,
    "headline": 3,
    "tag": 3,
    "summary": 2,
    "text": 1,
    "event": 1,
    "claim": 1,
    "figure": 3,
}
# Steps of a weight: three for each doubling, and how many there are.
STEPS = 3
LEVELS = 23
# Beside its weight, a term tells whether it stands in an event or a claim that the document tells.
FLAGS: Mapping[PartKind, int] = {"event": 1, "claim": 2}
LONGEST_TERM = 40
_SCALED = re.compile(r"hundred|thousand|lakh|million|crore|billion|\b[0-9.,]+(?:k|m|mn|bn)\b", re.IGNORECASE)
DATED, ABOUT = 4.0, 1.0
MONTHS = "abcdefghijkl"
# The signs of classes of following words; the last means a name or day, which nothing follows.
PAIRS = (*encoding.PAIRS, b"")
UNFOLLOWED = -1


class _Codes(dict[str, int]):
    """The class of each word met so far, negative for a common word."""

    def __missing__(self, word: str) -> int:
        """Find out a word's class, once."""
        code = encoding.hashed(word)
        self[word] = code = ~code if word in STOPWORDS else code
        return code


class _Signs(dict[float, bytes]):
    """The sign of each weight met so far, for terms without flags."""

    def __missing__(self, weight: float) -> bytes:
        """Find out a weight's sign, once."""
        self[weight] = sign = _sign(weight, 0)
        return sign


class Indexer:
    """Indexes documents with the same names, and remembers what it learns about words."""

    __slots__ = ("_codes", "_names", "_senses", "_signs")

    def __init__(self, names: Aliases, senses: Senses) -> None:
        self._names = names
        self._senses = senses.terms
        self._codes = _Codes()
        self._signs = _Signs()

    def entries(self, document: Document) -> tuple[dict[str, bytes], int]:
        """Find all terms of a document, and its length in steps of the square root of two.

        Of each term stands its weight and flags, one sign, and then its links, two signs each, in the
        order in which they are first met; a link that parts of other weights share stands more than once.
        """
        met: dict[float, list[tuple[str, int]]] = {}
        flags: dict[str, int] = {}
        length = 0
        for kind, text in found_by(document):
            folded = words(text)
            length += len(folded)
            pairs = [
                (term, UNFOLLOWED)
                for entity, name in self._names.named(text, folded)
                for term in (f"@{entity}", f"={name}"[:LONGEST_TERM])
            ]
            alike = chain(codes(text), joined(folded), _scaled(text), *map(self._senses.__getitem__, folded))
            pairs += ((term, UNFOLLOWED) for term in alike)
            if folded and len(max(folded, key=len)) > LONGEST_TERM:
                folded = [word[:LONGEST_TERM] for word in folded]
            self._follow(folded, pairs)
            met.setdefault(WEIGHTS[kind], []).extend(pairs)
            if flag := FLAGS.get(kind):
                flags.update((term, flags.get(term, 0) | flag) for term in {term for term, _ in pairs})
        weights: dict[str, float] = {}
        links: dict[str, bytes] = {}
        for weight, pairs in met.items():
            for (term, ahead), count in Counter(pairs).items():
                if term in weights:
                    weights[term] += weight * count
                    links[term] += PAIRS[ahead]
                else:
                    weights[term] = weight * count
                    links[term] = PAIRS[ahead]
        _count_days(document, weights, flags)
        signs, nothing = self._signs, b""
        told = {term: signs[weight] + links.get(term, nothing) for term, weight in weights.items()}
        told.update((term, _sign(weights[term], flag) + told[term][1:]) for term, flag in flags.items())
        return told, round(2 * math.log2(length + 1))

    def _follow(self, folded: Sequence[str], pairs: list[tuple[str, int]]) -> None:
        """Add to pairs a part's words but for common ones, last to first, and what comes after each.

        Two words are followed alike where the same common words and the same next word come after them.
        """
        codes = list(map(self._codes.__getitem__, folded))
        ahead = 0
        add = pairs.append
        for word, code in zip(reversed(folded), reversed(codes), strict=True):
            if code < 0:
                ahead = (ahead * encoding.SPREAD + ~code) % encoding.CLASSES
            else:
                add((word, ahead))
                ahead = code


def _scaled(text: str) -> Iterator[str]:
    """Yield in digits each whole number that is written with a word for its size: "ten thousand"."""
    if _SCALED.search(text):
        for one in numerals.find(text):
            if one.value is not None and one.value % 1 == 0 and not text[one.end - 1].isdigit():
                yield str(int(one.value))


def _count_days(document: Document, weights: dict[str, float], flags: dict[str, int]) -> None:
    """Count the days a document is about: the first, or all of a briefing, as its own."""
    for at, day in enumerate(document.days):
        weight = DATED if document.kind == "briefing" or not at else ABOUT
        written = day.isoformat()
        month = f"#{written[2:4]}{MONTHS[day.month - 1]}{written[:2]}"
        for term in (f"{month}{written[8:]}", month):
            weights[term] = max(weights.get(term, 0), weight)
            if day in document.happened:
                flags[term] = FLAGS["event"]


@lru_cache(maxsize=4096)
def _sign(weight: float, flags: int) -> bytes:
    level = min(LEVELS - 1, round(STEPS * math.log2(1 + weight)))
    return encoding.SIGNS[level + LEVELS * flags].encode()
