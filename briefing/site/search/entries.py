"""A document in; the terms under which it is found, each with its weight and what follows it, out.

Terms are folded words; "@id" for an entity under any of its names; "=name" for one of its names;
"#18l2014" and "#18l20" for a day and a month, those of a month side by side.
"""

from __future__ import annotations

import math
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.site.search import coding
from briefing.text.folding import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.site.search.aliases import Names
    from briefing.site.search.documents import Document, PartKind

STOPWORDS = frozenset(Path(__file__).with_name("stopwords.txt").read_text("utf-8").split())
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
}
# Steps of a weight: six for each doubling.
STEPS = 6
LONGEST_TERM = 40
# So many classes of what follows a word: all that two signs can tell apart.
LINKS = 92**2
DATED, ABOUT = 4.0, 1.0
MONTHS = "abcdefghijkl"


def entries(document: Document, names: Names) -> tuple[dict[str, str], int]:
    """Find all terms of a document, and its length in steps of the square root of two.

    Of each term stands its weight, one sign, and then its links, two signs each, sorted.
    """
    found: dict[str, list[Any]] = {}
    weights: dict[str, float] = {}
    length = 0
    for part in document.parts:
        folded = words(part.text)
        length += len(folded)
        weight = WEIGHTS[part.kind]
        _count(folded, weight, found)
        for entity, name in names.named(part.text, folded):
            weights[f"@{entity}"] = weights.get(f"@{entity}", 0) + weight
            weights[f"={name}"[:LONGEST_TERM]] = weights.get(f"={name}"[:LONGEST_TERM], 0) + weight
    _count_days(document, weights)
    told = {
        term: _step(one[0]) + (one[1] if len(one) == _ALONE else "".join(sorted(set(one[1:]))))
        for term, one in found.items()
    }
    told.update((term, _step(weight)) for term, weight in weights.items())
    return told, round(2 * math.log2(length + 1))


_ALONE = 2


def _count(folded: Sequence[str], weight: float, found: dict[str, list[Any]]) -> None:
    """Count a part's words, last to first, so that what follows each is known: [weight, link, link…].

    Two words are followed alike where the same common words and the same next word come after them.
    """
    ahead = ""
    for word in reversed(folded):
        if word in STOPWORDS:
            ahead = f"{word} {ahead}"
            continue
        term = word if len(word) <= LONGEST_TERM else word[:LONGEST_TERM]
        link = _link(ahead)
        known = found.get(term)
        if known is None:
            found[term] = [weight, link]
        else:
            known[0] += weight
            known.append(link)
        ahead = term


@lru_cache(maxsize=1 << 17)
def _link(ahead: str) -> str:
    return coding.pair(zlib.crc32(ahead.encode("utf-8", "surrogatepass")) % LINKS)


def _count_days(document: Document, weights: dict[str, float]) -> None:
    dated = document.kind == "briefing"
    for at, day in enumerate(document.days):
        weight = DATED if dated or not at else ABOUT
        month = f"#{day:%y}{MONTHS[day.month - 1]}{day.year // 100}"
        for term in (f"{month}{day:%d}", month):
            weights[term] = max(weights.get(term, 0), weight)


@lru_cache(maxsize=4096)
def _step(weight: float) -> str:
    return coding.SIGNS[min(coding.HALF - 1, round(STEPS * math.log2(1 + weight)))]
