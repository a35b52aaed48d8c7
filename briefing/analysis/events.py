"""Tell how alike the wordings of two events are."""

from __future__ import annotations

import re
from functools import lru_cache

# Two tellings are one event where they share this part of the shorter one's words.
SHARED_WORDS = 0.5
_WORD = re.compile(r"(?<![\w-])[a-z0-9][\w-]*")
_COMMON = frozenset(
    "a about after an and are as at been before being but by for from had has have he his in into is it its "
    "near of on or out over said says saying that the their them they to up was were who with".split()
)


def alike(what: str, other: str) -> bool:
    """Tell whether two wordings share enough words, names apart, to describe one event."""
    return likeness(telling_words(what), telling_words(other)) >= SHARED_WORDS


def likeness(words: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of the shorter wording's words that the other has too; 0 where one has no words."""
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter else 0.0


# An event is told on the pages of its day, its note and all that it names.
@lru_cache(maxsize=16384)
def telling_words(what: str) -> frozenset[str]:
    """Return the distinctive words of a sentence, common endings cut: no names, which events share anyway."""
    found = _WORD.findall(what.replace("'", ""))
    return frozenset(map(stem, set(found) - _COMMON))


def stem(word: str) -> str:
    """Cut a word's common ending."""
    return re.sub(r"(ing|ed|es|s)$", "", word)
