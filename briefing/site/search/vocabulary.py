"""The terms and how many documents hold each in; the lists of words by which slips are mended, out.

A slip leaves either a word's first letter or its last three letters as they are (two slips seldom spoil
both), so a word is listed by its first letter and again by its last three.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.site.search import partition

if TYPE_CHECKING:
    from collections.abc import Iterable

# Up to here all words are in one list.
ONE_LIST = 8_000
SHORTEST = 3
# So many lists by last letters, whatever the letters are.
ENDINGS = 128
ALL = "w"


def files(counts: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Return lists by file name: each word with a digit for how common it is, in alphabetical order."""
    words = [(term, rarity(count)) for term, count in counts if _listed(term)]
    if len(words) <= ONE_LIST:
        return {ALL: _list(words)}
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word in words:
        found[f"{ALL}-{partition.name(word[0][0])}"].append(word)
        found[ending(word[0])].append(word)
    return {name: _list(some) for name, some in sorted(found.items())}


def ending(word: str) -> str:
    """The list, by last letters, in which a word is."""
    return f"v-{zlib.crc32(word[-3:].encode('utf-8', 'surrogatepass')) % ENDINGS}"


def rarity(count: int) -> int:
    """How common a word is, from 0 to 9, in steps of four."""
    return min(9, count.bit_length() // 2)


def initials(names: Iterable[str]) -> list[str]:
    """The first letters, as in file names, for which there is a list; none where all words are in one."""
    return sorted(name.removeprefix(f"{ALL}-") for name in names if name.startswith(f"{ALL}-"))


def _listed(term: str) -> bool:
    return len(term) >= SHORTEST and term.isalpha()


def _list(words: Iterable[tuple[str, int]]) -> str:
    return "".join(f"{word}{common}" for word, common in sorted(words))
